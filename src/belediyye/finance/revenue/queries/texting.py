"""Short messages for telephones: the text to each payer, how many parts it takes, and the list for the office's own gateway."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from belediyye.core.documents.sheets import Column, CsvWriter, write_xlsx
from belediyye.core.identifiers import PHONE, BadIdentifier
from belediyye.core.models import Municipality
from belediyye.core.money import format_money
from belediyye.core.period import format_date
from belediyye.finance.revenue.models import AssessmentRun, Entry, Taxpayer
from belediyye.finance.revenue.queries import reminding
from belediyye.finance.revenue.queries.cases import language
from belediyye.finance.revenue.queries.lots import Lot
from belediyye.finance.revenue.queries.notices import reference_of
from belediyye.finance.revenue.queries.posting import IS_DEBT
from belediyye.finance.revenue.queries.standing import LEFT

# The letters of one part of 160 (GSM 03.38); those of the second line count for two.
GSM = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")  # fmt: skip
GSM_TWICE = set("^{}\\[~]|€")
# Letters of Azerbaijani that it lacks, as people write them on telephones; ö, ü and Ç it has.
PLAIN = str.maketrans("əƏğĞıİşŞç", "eEgGiIsSc") | {ord("₼"): "AZN", ord("№"): "No ", ord("“"): '"', ord("”"): '"', ord("–"): "-", ord("—"): "-", ord("\u00a0"): " "}  # fmt: skip
MOBILE = ("10", "50", "51", "55", "60", "70", "77", "99")
NAME = re.compile(r"\{([^{}]*)\}")
NOTICES = (
    "{belediyye} bələdiyyəsi: {il} ili üzrə vergi {mebleg} AZN, son gün {son_gun}. Ödəniş nömrəsi {nomre}"
)
DEBTS = "{belediyye} bələdiyyəsi: vaxtı keçmiş borcunuz {mebleg} AZN. Ödəniş nömrəsi {nomre}"
LONGEST = 459


@dataclass(frozen=True)
class Asked:
    """Whom a list is for: the payers of a lot, or (`lot` is None) who is due for a step of reminding."""

    municipality: Municipality
    lot: Lot | None = None
    step: int = 0
    wait: int = reminding.WAIT_DAYS

    @property
    def municipality_id(self) -> int:
        return self.municipality.pk

    @property
    def of_notices(self) -> bool:
        return self.lot is not None and self.lot.of_notices

    @property
    def names(self) -> tuple[str, ...]:
        """What a text may name in braces."""
        return ("belediyye", "mebleg", "nomre", "il", "telefon", *(("son_gun",) if self.of_notices else ()))

    @property
    def template(self) -> str:
        return NOTICES if self.of_notices else DEBTS


@dataclass(frozen=True)
class Message:
    """One message: to which number, and what it says."""

    number: str
    text: str

    @property
    def parts(self) -> int:
        return measure(self.text)[1]


@dataclass(frozen=True)
class Messages:
    """The messages of a list, and how many payers are left out: without a mobile number, and with nothing to pay."""

    rows: list[Message]
    without: int
    paid: int


def measure(text: str) -> tuple[int, int]:
    """(letters, parts) of a message: 160 letters in one part or 153 in each of several; where one letter is outside of
    GSM 03.38, 70 and 67.

    >>> measure("a" * 160), measure("a" * 161), measure("ə" * 70), measure("ə" * 71)
    ((160, 1), (161, 2), (70, 1), (71, 2))
    """
    if all(c in GSM or c in GSM_TWICE for c in text):
        count, one, each = len(text) + sum(c in GSM_TWICE for c in text), 160, 153
    else:
        count, one, each = len(text.encode("utf-16-le")) // 2, 70, 67
    return count, 1 if count <= one else -(-count // each)


def plain(text: str) -> str:
    """The text in letters of GSM 03.38, as people write Azerbaijani on telephones.

    >>> plain("Bələdiyyə: borcunuz 12,50 ₼, çıxış şəhərdə")
    'Belediyye: borcunuz 12,50 AZN, cixis seherde'
    """
    return text.translate(PLAIN)


def mobile(text: str) -> str:
    """The number as a gateway takes it, or nothing where it is none that gets messages.

    >>> mobile("(050) 123-45-67"), mobile("012 498 12 34"), mobile("?")
    ('+994501234567', '', '')
    """
    try:
        number = PHONE.validate(text)
    except BadIdentifier:
        return ""
    return number if number[4:6] in MOBILE else ""


def unknown(asked: Asked, template: str) -> list[str]:
    """What a text names in braces that no list knows."""
    return [name for name in NAME.findall(template) if name not in asked.names]


def filled(template: str, values: Mapping[str, str]) -> str:
    return NAME.sub(lambda found: values[found[1]], template)


def sample(asked: Asked, template: str, on: date) -> str:
    """The text with an invented payer's amount and reference, as long as most are."""
    year = int(asked.lot.columns["year"]) if asked.lot and "year" in asked.lot.arguments else on.year  # type: ignore[arg-type]
    return filled(template, _values(asked, 123_450, "0017000042267012", year, _due(asked, year, on)))


def messages(asked: Asked, template: str, signs: str, on: date) -> Messages:
    """The message to everybody who still has to pay and has a mobile number; `signs` is `plain` or `az`."""
    wanted = _amounts(asked, on)
    dues = _dues(asked, {year for _amount, year in wanted.values()}, on)
    people = Taxpayer.objects.select_related("responsible", "municipality").filter(merged_into__isnull=True).in_bulk(wanted)  # fmt: skip
    rows, without, paid = [], 0, 0
    for pk, (amount, year) in wanted.items():
        if pk not in people:
            continue
        if amount <= 0:
            paid += 1
            continue
        payer = people[pk]
        number = mobile((payer.responsible or payer).telephone)
        if not number:
            without += 1
            continue
        due = dues.get((pk, year)) or _due(asked, year, on)
        text = filled(template, _values(asked, amount, reference_of(payer, year), year, due))
        rows.append(Message(number, plain(text) if signs == "plain" else text))
    return Messages(rows, without, paid)


def _values(asked: Asked, amount: int, reference: str, year: int, due: date) -> dict[str, str]:
    place = asked.municipality
    values = {
        "belediyye": place.name, "mebleg": format_money(amount).removesuffix("₼").replace("\u00a0", "").replace(" ", "").strip(),
        "nomre": reference, "il": str(year), "telefon": PHONE.format(place.telephone).replace(" ", "") if place.telephone else "",
    }  # fmt: skip
    return values | ({"son_gun": format_date(due)} if asked.of_notices else {})


def _dues(asked: Asked, years: set[int], on: date) -> dict[tuple[int, int], date]:
    """{(payer, year): the payer's own next due day, or the last one where all have passed}: who was assessed late, or was
    given more time, has later days than the year's."""
    if not asked.of_notices:
        return {}
    debts = Entry.objects.filter(
        IS_DEBT, municipality=asked.municipality, year__in=years, charge__isnull=True
    )
    found = (
        debts.order_by()
        .values_list("taxpayer_id", "year")
        .annotate(next=Min("due", filter=Q(due__gte=on)), last=Max("due"))
    )
    return {(payer, year): coming or last for payer, year, coming, last in found}


def _due(asked: Asked, year: int, on: date) -> date:
    """The next due day of the year's taxes, or their last."""
    run = AssessmentRun.objects.filter(municipality=asked.municipality, year=year, state=AssessmentRun.State.POSTED).order_by("-pk").first()  # fmt: skip
    if run is None:
        return on
    return run.first_due if on <= run.first_due else run.second_due


def _amounts(asked: Asked, on: date) -> dict[int, tuple[int, int]]:
    """{payer: (what is to be paid by now, of which year)} in the order of the lot or of the streets."""
    if asked.lot is None:
        found = reminding.debtors(asked.municipality_id, on, asked.wait, asked.step)
        return {d.taxpayer_id: (d.total, on.year) for d in found}
    payers = asked.lot.papers().values_list("taxpayer_id", flat=True)
    if not asked.lot.of_notices:
        late = {d.taxpayer_id: d.total for d in reminding.debtors(asked.municipality_id, on)}
        return {pk: (late.get(pk, 0), on.year) for pk in payers}
    first = asked.lot.papers().first()
    if first is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT taxpayer_id, due - paid + arrears + interest + sanction FROM ({LEFT}) AS s",
            {"place": asked.municipality_id, "year": first.year, "day": on.isoformat()},
        )
        left = {pk: int(amount) for pk, amount in cursor.fetchall()}
    return {pk: (left.get(pk, 0), first.year) for pk in payers}


def as_csv(rows: Sequence[Message]) -> bytes:
    """`number; text; parts`, in UTF-8 with its mark, so that a spreadsheet shows the letters."""
    target = io.StringIO(newline="")
    writer = CsvWriter(target, separator=";")
    writer.writerow([_("Telephone"), _("Text"), _("Parts")])
    for one in rows:
        writer.writerow([one.number, one.text, one.parts])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Message], made: datetime) -> bytes:
    """The same as a workbook."""
    lang = language()
    titles: Any = ((_("Telephone"), "text", 18), (_("Text"), "text", 100), (_("Parts"), "int", 8))
    columns = [Column({lang: title}, kind, width) for title, kind, width in titles]
    target = io.BytesIO()
    write_xlsx(target, columns, ([one.number, one.text, one.parts] for one in rows), made=made, language=lang)
    return target.getvalue()
