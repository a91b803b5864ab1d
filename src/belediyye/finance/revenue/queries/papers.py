"""Papers of the register: the certificate of registration, and workbooks of what was refused."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core.display import signer
from belediyye.core.documents.qr import qr_svg
from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.core.identifiers import YVOK
from belediyye.finance.revenue.models import AssessmentRun, ImportRow, Registration, RollImport
from belediyye.finance.revenue.queries import rolls, runs
from belediyye.finance.revenue.queries.notices import press
from belediyye.finance.revenue.queries.roll_columns import column_title

TYPST = Path(__file__).parents[1] / "typst"


def _lang() -> str:
    return "en" if (get_language() or "az").startswith("en") else "az"


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def registration_url(one: Registration) -> str:
    """The address in the certificate's QR code."""
    path = reverse("revenue_public_registration", args=[one.municipality.code])
    return f"{settings.HOST}{path}?nomre={one.number}&kod={one.code}"


def certificate_pdf(one: Registration) -> bytes:
    """The certificate of registration of a local taxpayer, as of its day, with the code that anybody can check."""
    place, payer, on = one.municipality, one.taxpayer, one.day
    data = {
        "lang": _lang(), "title": f"{_('Certificate of registration')} {one}", "office": _("%(name)s municipality") % {"name": place.name},
        "basis": _("of a payer of local taxes (Tax Code, 8.2, 33.9)"),
        "rows": [
            [_("YVÖK"), YVOK.format(payer.code)], [_("Taxpayer"), payer.name], [_("Kind"), str(payer.get_kind_display())],
            [_("Address"), payer.address or "–"], [_("Registered on"), f"{payer.registered:%d.%m.%Y}"],
            *([[_("Closed on"), f"{payer.closed:%d.%m.%Y}"]] if payer.closed else []), [_("Issued on"), f"{on:%d.%m.%Y}"],
        ],
        "qr": {
            "svg": qr_svg(registration_url(one)), "alt": _("Address where this certificate can be checked"),
            "caption": _("Number %(number)s, code %(code)s. The QR code opens the page where anybody can check it.") % {"number": one.number, "code": one.code},
        },
        "signer": signer(place.head, _lang()) or _("Head of the municipality's tax service"), "signature": _("signature, seal"),
    }  # fmt: skip
    return press().pdf(TYPST / "certificate.typ", data, made=_moment(on), archival=True)


def refused_import_xlsx(roll: RollImport) -> tuple[bytes, int, int]:
    """The refused rows as the file had them, each with its reasons, ready to be corrected and imported again; how many
    rows, and how many of them with a FİN or VÖEN in clear."""
    lang = _lang()
    headings = list(roll.headings)
    refused = list(
        ImportRow.objects.filter(roll_import=roll, outcome=ImportRow.Outcome.REFUSED).order_by("row")
    )
    clear = rolls.clear_cells(roll, {r.row for r in refused})
    columns = [Column({"az": h, "en": h}) for h in headings] + [
        Column({"az": "Sətir", "en": "Row"}, "int", 8),
        Column({"az": "Səbəb", "en": "Reason"}, "text", 80),
    ]
    rows = (
        [
            *(clear.get(r.row, r.cells).get(h, "") for h in headings),
            r.row,
            " ".join(_reason(p, roll, lang) for p in r.problems),
        ]
        for r in refused
    )
    target = io.BytesIO()
    write_xlsx(target, columns, rows, made=timezone.now(), language=lang, sheet=roll.sheet[:31] or "Vərəq")
    shown = sum(clear.get(r.row, r.cells) != r.cells for r in refused)
    return target.getvalue(), len(refused), shown


def _reason(problem: list[Any], roll: RollImport, lang: str) -> str:
    """A problem with the heading it is about, as the file has it."""
    heading = roll.mapping.get(problem[0]) or (column_title(problem[0], lang) if problem[0] else "")
    text = rolls.problem_text(problem, lang)
    return f"{heading}: {text}" if heading else text


def refused_run_xlsx(run: AssessmentRun) -> bytes:
    """The objects that a run could not compute, with the reason."""
    lang = _lang()
    columns = [Column({"az": az, "en": en}, "text", width) for az, en, width in (
        ("Obyekt", "Object", 30), ("Ünvan", "Address", 40), ("YVÖK", "YVÖK", 14), ("Ödəyici", "Taxpayer", 40), ("Səbəb", "Reason", 60))]  # fmt: skip
    rows: Any = (
        [
            a.object.external_id or str(a.object.number),
            a.object.address,
            a.taxpayer.code,
            a.taxpayer.name,
            runs.reason_text(a.refusal, lang),
        ]
        for a in runs.refused_rows(run).iterator(2000)
    )
    target = io.BytesIO()
    write_xlsx(target, columns, rows, made=timezone.now(), language=lang)
    return target.getvalue()
