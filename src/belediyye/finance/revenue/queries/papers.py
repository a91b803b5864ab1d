"""Papers of the register: the certificate of registration, and workbooks of what was refused."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.core.identifiers import YVOK
from belediyye.finance.revenue.models import AssessmentRun, ImportRow, RollImport, Taxpayer
from belediyye.finance.revenue.queries import rolls, runs
from belediyye.finance.revenue.queries.notices import press

TYPST = Path(__file__).parents[1] / "typst"


def _lang() -> str:
    return "en" if (get_language() or "az").startswith("en") else "az"


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def certificate_pdf(payer: Taxpayer, on: date) -> bytes:
    """The certificate of registration of a local taxpayer, as of a day."""
    place = payer.municipality
    data = {
        "lang": _lang(), "title": _("Certificate of registration"), "office": _("%(name)s municipality") % {"name": place.name},
        "basis": _("of a payer of local taxes (Tax Code, 8.2, 33.9)"),
        "rows": [
            [_("YVÖK"), YVOK.format(payer.code)], [_("Taxpayer"), payer.name], [_("Kind"), str(payer.get_kind_display())],
            [_("Address"), payer.address or "–"], [_("Registered on"), f"{payer.registered:%d.%m.%Y}"],
            *([[_("Closed on"), f"{payer.closed:%d.%m.%Y}"]] if payer.closed else []), [_("Issued on"), f"{on:%d.%m.%Y}"],
        ],
        "signer": place.head or _("Head of the municipality's tax service"), "signature": _("signature, seal"),
    }  # fmt: skip
    return press().pdf(TYPST / "certificate.typ", data, made=_moment(on), archival=True)


def refused_import_xlsx(roll: RollImport) -> bytes:
    """The refused rows as the file had them, each with its reasons, ready to be corrected and imported again."""
    lang = _lang()
    headings = list(roll.headings)
    columns = [Column({"az": h, "en": h}) for h in headings] + [
        Column({"az": "Sətir", "en": "Row"}, "int", 8),
        Column({"az": "Səbəb", "en": "Reason"}, "text", 80),
    ]
    rows = (
        [
            *(r.cells.get(h, "") for h in headings),
            r.row,
            " ".join(rolls.problem_text(p, lang) for p in r.problems),
        ]
        for r in ImportRow.objects.filter(roll_import=roll, outcome=ImportRow.Outcome.REFUSED)
        .order_by("row")
        .iterator(2000)
    )
    target = io.BytesIO()
    write_xlsx(target, columns, rows, made=timezone.now(), language=lang, sheet=roll.sheet[:31] or "Vərəq")
    return target.getvalue()


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
