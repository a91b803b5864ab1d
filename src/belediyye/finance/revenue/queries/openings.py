"""Lines of the old books: whether one can be brought in, and what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from belediyye.core.display import money
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue.models import BilledYear, Entry, Opening
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries import limits
from belediyye.finance.rules.book.collection import roll
from belediyye.finance.rules.book.collection.instalments import INSTALMENT_DAYS
from belediyye.finance.rules.book.columns import FIRST_YEAR

MOST = limits.DEBT
LAST_DAY = INSTALMENT_DAYS[-1]
FAULTS: dict[str, dict[str, str]] = {
    "nothing": {
        "az": "Borc və ya artıq ödəniş məbləği yazılmayıb.",
        "en": "Neither a debt nor an overpayment is given.",
    },
    "too_much": {
        "az": "Bir sətirdə ən çoxu {high} ola bilər: məbləği yoxlayın.",
        "en": "One line can be {high} at most: check the amount.",
    },
    "both": {
        "az": "Bir sətirdə ya borc, ya da artıq ödəniş ola bilər.",
        "en": "A line is either a debt or an overpayment.",
    },
    "head_missing": {"az": "Borcun hansı gəlir növü üzrə olduğunu yazın.", "en": "Say what the debt is for."},
    "year_missing": {"az": "Borcun hansı il üzrə olduğunu yazın.", "en": "Say which year the debt is of."},
    "year_range": {
        "az": "İl {low} ilə {high} arasında olmalıdır.",
        "en": "The year must lie between {low} and {high}.",
    },
    "day_early": {
        "az": "Qalıqlar {low}-ci ildən əvvəlki gündə ola bilməz: evin qaydalar kitabı həmin ildən başlayır.",
        "en": "The balances cannot have stood on a day before {low}: the rule book of the house begins there.",
    },
    "due_range": {
        "az": "Ödəniş müddəti borcun ilində və ya növbəti ildə olmalıdır.",
        "en": "The due day must lie in the year of the debt or in the next.",
    },
    "interest_early": {
        "az": "Müddəti hələ keçməmiş borcun faizi ola bilməz.",
        "en": "A debt that is not yet late bears no interest.",
    },
    "interest_of_payment": {
        "az": "Faiz yalnız vergi üzrə hesablanır.",
        "en": "Only a tax bears interest.",
    },
    "assessed": {
        "az": "Həmin ilin bu vergisi artıq burada hesablanıb: borc hesabda dayanır.",
        "en": "This tax of the year has been assessed here: the debt already stands on the account.",
    },
    "entered": {
        "az": "Bu borc artıq daxil edilib. Məbləğ səhvdirsə, əvvəl köhnə qeydi ləğv edin.",
        "en": "This debt has already been brought in. If its amount is wrong, reverse that line first.",
    },
    "credit_entered": {
        "az": "Bu ödəyicinin artıq ödənişi artıq daxil edilib. Məbləğ səhvdirsə, əvvəl köhnə qeydi ləğv edin.",
        "en": "The overpayment of this payer has already been brought in. If it is wrong, reverse that line first.",
    },
}


@dataclass(frozen=True)
class Said:
    """A line as it is to be brought in; `due` is rolled to a working day."""

    head: int | None
    year: int | None
    due: date | None
    principal: int
    interest: int
    credit: int

    @property
    def key(self) -> tuple[int | None, int | None, date | None]:
        return (self.head, self.year, self.due)

    @property
    def amounts(self) -> tuple[int, int, int]:
        return (self.principal, self.interest, self.credit)


class Fault(ValueError):
    """Why a line cannot be brought in: a key of FAULTS, and the words' fields."""

    def __init__(self, code: str, column: str, **fields: object) -> None:
        super().__init__(code)
        self.code, self.column = code, column
        self.words = {lang: text.format(**fields) for lang, text in FAULTS[code].items()}


def check_year(year: int, day: date) -> None:
    """Raises Fault for a year that the old books cannot have billed by the day."""
    if day.year < FIRST_YEAR:
        raise Fault("day_early", "year", low=FIRST_YEAR)
    if not FIRST_YEAR <= year <= day.year:
        raise Fault("year_range", "year", low=FIRST_YEAR, high=day.year)


def read(facts: Mapping[str, Any], day: date) -> Said:
    """The line that stood on `day`; without a due day it is due on the last day of its year's tax. Raises Fault."""
    principal, interest, credit = (int(facts.get(n) or 0) for n in ("principal", "interest", "credit"))
    if too_much := next(
        (n for n in ("principal", "interest", "credit") if int(facts.get(n) or 0) > MOST), ""
    ):
        raise Fault("too_much", too_much, high=money(MOST))
    # A zero that is written says that the tax was billed there and nothing of it is owed.
    billed = facts.get("head") and facts.get("principal") is not None
    if not (principal or interest or credit or billed):
        raise Fault("nothing", "principal")
    if credit:
        if principal or interest:
            raise Fault("both", "credit")
        return Said(None, None, None, 0, 0, credit)
    head, year, due = facts.get("head"), facts.get("year"), facts.get("due")
    if not head:
        raise Fault("head_missing", "head")
    if not year:
        raise Fault("year_missing", "year")
    check_year(year, day)
    due = due or date(year, *LAST_DAY)
    if not date(year, 1, 1) <= due <= date(year + 1, 12, 31):
        raise Fault("due_range", "due")
    due = roll(due, working_calendar())
    if interest and head not in TAXES:
        raise Fault("interest_of_payment", "interest")
    if interest and due >= day:
        raise Fault("interest_early", "interest")
    return Said(int(head), int(year), due, principal, interest, 0)


class Books:
    """What the accounts of a municipality already hold, asked once for many lines."""

    def __init__(self, municipality_id: int, payers: list[int] | None = None) -> None:
        lines = Opening.objects.filter(municipality_id=municipality_id, reversed_on__isnull=True)
        runs = Entry.objects.filter(
            municipality_id=municipality_id, kind=Entry.Kind.DEMAND, run__isnull=False
        )
        if payers is not None:
            lines, runs = lines.filter(taxpayer_id__in=payers), runs.filter(taxpayer_id__in=payers)
        self.entered = {
            (p, head, year, due): (principal, interest, credit)
            for p, head, year, due, principal, interest, credit in lines.values_list(
                "taxpayer_id", "head", "year", "due", "principal_qepik", "interest_qepik", "credit_qepik"
            )
        }
        self.assessed = set(runs.order_by().values_list("taxpayer_id", "head", "year").distinct())

    def is_there(self, payer: int, said: Said) -> bool:
        """Whether exactly this line was brought in before. Raises Fault where something else stands in its way."""
        before = self.entered.get((payer, *said.key))
        if before == said.amounts:
            return True
        if before:
            raise Fault(
                "credit_entered" if said.credit else "entered", "credit" if said.credit else "principal"
            )
        if (payer, said.head, said.year) in self.assessed:
            raise Fault("assessed", "year")
        return False


def openings_of(municipality_id: int, state: str = "") -> QuerySet[Opening]:
    """The lines of the old books, the newest first: those that stand, or all."""
    rows = Opening.objects.filter(municipality_id=municipality_id).select_related("taxpayer")
    return rows if state == "all" else rows.filter(reversed_on__isnull=True)


def sums_of(municipality_id: int) -> dict[str, int]:
    """What stands of the old books together: principal, interest, overpaid."""
    rows = openings_of(municipality_id).order_by()
    found = rows.aggregate(p=Sum("principal_qepik"), i=Sum("interest_qepik"), c=Sum("credit_qepik"))
    return {"principal": found["p"] or 0, "interest": found["i"] or 0, "credit": found["c"] or 0}


def billed_years(municipality_id: int) -> QuerySet[BilledYear]:
    """The years that the old books billed whole, as they stand."""
    return BilledYear.objects.filter(municipality_id=municipality_id, dropped_on__isnull=True)
