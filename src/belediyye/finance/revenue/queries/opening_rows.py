"""Reading a list of opening balances against the register and the accounts: what each row would do. Writes nothing."""

from datetime import date
from typing import Any

from belediyye.core.documents.sheets import CellError, Table
from belediyye.core.text import fold
from belediyye.finance.revenue.models import Head
from belediyye.finance.revenue.queries import openings, roll_person
from belediyye.finance.revenue.queries.roll_known import Naming
from belediyye.finance.revenue.queries.rolls import Outcome, Payers, Planned, shown_cells
from belediyye.finance.rules.book.columns import FIRST_YEAR
from belediyye.finance.rules.roll.check import Facts

_HEADS = {
    Head.PROPERTY: ("əmlak vergisi", "əmlak", "bina vergisi", "property tax", "property"),
    Head.VEHICLE: (
        "nəqliyyat vergisi",
        "su və hava nəqliyyatı vergisi",
        "əmlak vergisi (nəqliyyat)",
        "vehicle tax",
    ),
    Head.LAND: ("torpaq vergisi", "torpaq", "land tax", "land"),
    Head.EXTRACTION: ("mədən vergisi", "mədən", "mining tax"),
    Head.PROFIT: ("mənfəət vergisi", "mənfəət", "profit tax"),
    Head.ADVERTISING: ("reklam", "küçə reklamı", "reklam ödənişi", "advertising"),
    Head.HOTEL: ("mehmanxana", "mehmanxana ödənişi", "hotel"),
    Head.PARKING: ("dayanacaq", "dayanacaq ödənişi", "parking"),
    Head.TRADE: ("ticarət", "ticarət və xidmət", "səyyar ticarət", "trade"),
    Head.RENT: ("icarə", "icarə haqqı", "rent"),
    Head.SALE: ("satış", "özəlləşdirmə", "sale"),
}
HEADS = {fold(word): head for head, words in _HEADS.items() for word in words}
UNKNOWN = {
    "az": "Gəlir növü tanınmır. Mümkün olanlar: " + ", ".join(words[0] for words in _HEADS.values()) + ".",
    "en": "This kind of income is not known. Possible are: " + ", ".join(words[-1] for words in _HEADS.values()) + ".",
}  # fmt: skip


class OpeningPlanner:
    """Plans the rows of one list. A payer that is not registered is, by FİN, VÖEN or the office's own number, with a name."""

    def __init__(self, municipality_id: int, day: date, name: str) -> None:
        self.naming = Naming(Payers(municipality_id))
        self.books = openings.Books(municipality_id)
        self.day, self.name = day, name
        self.seen: dict[tuple[Any, ...], int] = {}

    def rows(self, table: Table) -> list[Planned]:
        """Every row of the table that holds anything."""
        plans = []
        for row in table:
            cells = {n: c.code if isinstance(c, CellError) else c for n, c in row.cells.items()}
            plan = Planned(row.number, shown_cells(table, row))
            self._read(plan, cells)
            plans.append(plan)
        for plan in plans:
            if not plan.problems:
                self.naming.name(plan)
            if not plan.problems:
                self._compare(plan)
            if plan.problems:
                plan.outcome, plan.changes = Outcome.REFUSED, {}
        return plans

    def _read(self, plan: Planned, cells: dict[str, Any]) -> None:
        reader = roll_person.Reader(cells, plan.problems)
        plan.person = roll_person.read_person(cells, plan.problems, self.day)
        plan.facts = Facts(plan.row, taxpayer_name=reader.text("taxpayer_name"))
        plan.document = reader.text("document", 200) or self.name
        facts: dict[str, Any] = {
            "head": self._head(reader), "due": reader.day("due"), "year": reader.whole("year", FIRST_YEAR, self.day.year),
        } | {n: reader.whole(n, 0, openings.MOST, 2) for n in ("principal", "interest", "credit")}  # fmt: skip
        if plan.problems:
            return
        if facts["due"] and not facts["year"]:
            facts["year"] = facts["due"].year
        try:
            plan.opening = openings.read(facts, self.day)
        except openings.Fault as fault:
            reader.fault(fault.column, fault.code, fault.words)

    def _head(self, reader: roll_person.Reader) -> int | None:
        text = reader.text("head")
        if not text:
            return None
        head = HEADS.get(fold(text)) or next((h for h in Head if fold(str(h.label)) == fold(text)), None)
        if head is None:
            reader.fault("head", "unknown_head", UNKNOWN)
        return head

    def _compare(self, plan: Planned) -> None:
        said = plan.opening
        assert said is not None
        key = (plan.payer_key, *said.key)
        if key in self.seen:
            plan.refuse("taxpayer_id", "", "duplicate_opening", row=str(self.seen[key]))
            return
        self.seen[key] = plan.row
        try:
            same = plan.payer_id is not None and self.books.is_there(plan.payer_id, said)
        except openings.Fault as fault:
            plan.problems.append([fault.column, "", fault.code, fault.words])
            return
        plan.outcome = Outcome.SAME if same else Outcome.NEW
        if not same:
            amounts = {"principal": said.principal, "interest": said.interest, "credit": said.credit}
            plan.changes |= {n: ["", amount] for n, amount in amounts.items() if amount}
            if said.due:
                plan.changes["due"] = ["", f"{said.due:%d.%m.%Y}"]
