"""Debts and overpayments of the old books, brought in once and taken back by opposite entries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import AssessmentRun, BilledYear, Entry, Opening, RollImport, Taxpayer
from belediyye.finance.revenue.queries import openings
from belediyye.finance.revenue.queries.posting import ACCRUED, OPENING

K, C = Entry.Kind, Entry.Component


def _language() -> str:
    return "en" if (get_language() or "az").startswith("en") else "az"


class OldBooks:
    """Writes lines of the old books on a day, and takes them back. Used inside an action and under the accounts' lock."""

    def __init__(self, actor: Actor, place: int, day: date, roll: RollImport | None = None) -> None:
        self.actor, self.place, self.day, self.roll = actor, place, day, roll
        self.at = timezone.now()

    def line(self, payer_id: int, said: openings.Said, document: str) -> Opening:
        """An unsaved line."""
        return Opening(
            municipality_id=self.place, taxpayer_id=payer_id, day=self.day, head=said.head, year=said.year, due=said.due,
            principal_qepik=said.principal, interest_qepik=said.interest, credit_qepik=said.credit,
            document=document.strip()[:200], made_by=self.roll, by=self.actor.user_id,
        )  # fmt: skip

    def _entry(self, one: Opening, amount: int, demand: Entry | None = None, **more: Any) -> Entry:
        facts = {"head": one.head or 0, "year": one.year or one.day.year, "note": one.document}
        return Entry(
            municipality_id=self.place, taxpayer_id=one.taxpayer_id, kind=K.TRANSFER, day=one.day, amount=amount, demand=demand,
            source_kind=OPENING, source_id=one.pk, at=self.at, by=self.actor.user_id, **facts | more,
        )  # fmt: skip

    def post(self, made: Sequence[Opening]) -> None:
        """Saves lines and writes their entries: a debt arrives as one carried over, its interest on it."""
        Opening.objects.bulk_create(made, batch_size=500)
        debts = [one for one in made if one.head and (one.principal_qepik or one.interest_qepik)]
        bases = [self._entry(one, one.principal_qepik, due=one.due) for one in debts]
        Entry.objects.bulk_create(bases, batch_size=500)
        rest = [
            self._entry(one, one.interest_qepik, base, component=C.INTEREST)
            for one, base in zip(debts, bases, strict=True)
            if one.interest_qepik
        ]
        rest += [self._entry(one, -one.credit_qepik) for one in made if one.credit_qepik]
        Entry.objects.bulk_create(rest, batch_size=500)

    def undo(self, lines: Sequence[Opening], reason: str) -> None:
        """The opposite entries of lines; credit and interest put right."""
        if not lines:
            return
        keys = [one.pk for one in lines]
        entries: list[Entry] = []
        for start in range(0, len(keys), 500):
            some = Entry.objects.filter(source_kind=OPENING, source_id__in=keys[start : start + 500])
            entries += some.exclude(kind=K.REVERSAL).order_by("pk")
        opposite = [
            Entry(
                municipality_id=self.place, taxpayer_id=e.taxpayer_id, kind=K.REVERSAL, component=e.component, head=e.head, year=e.year,
                instalment=e.instalment, day=max(self.day, e.day), amount=-e.amount, demand_id=e.demand_id or (e.pk if e.due else None),
                reverses=e, source_kind=OPENING, source_id=e.source_id, note=reason[:200], at=self.at, by=self.actor.user_id,
            )
            for e in entries
        ]  # fmt: skip
        Entry.objects.bulk_create(opposite, batch_size=500)
        for payer in {one.taxpayer_id for one in lines if one.credit_qepik}:
            posting.give_back_credit(self.place, payer, self.day, self.actor)
        last = max([self.day, *(e.day for e in entries)])
        posting.interest_after_change([e.pk for e in entries if e.due], last, self.actor)
        for start in range(0, len(keys), 500):
            Opening.objects.filter(pk__in=keys[start : start + 500]).update(
                reversed_on=self.day, reversed_because=reason[:200]
            )


@action(
    "revenue.opening.enter",
    says=gettext_lazy("brought in an amount from the old books"),
    allow=access.may_run,
)
def enter_opening(
    *, actor: Actor, payer: Taxpayer, facts: Mapping[str, Any], day: date, document: str
) -> Opening:
    """Brings in what stood on `day`: a debt (`head`, `year`, `due`, `principal`, `interest`) or an overpayment (`credit`).

    Refuses what was brought in before, and a tax of a year that was assessed here."""
    posting.lock_accounts(payer.municipality_id)
    if payer.merged_into_id:
        raise Refused(_("This record was merged into another; enter it there."))
    if day > timezone.localdate():
        raise Refused(_("What stands on a day to come is not known yet."))
    if not document.strip():
        raise Refused(_("Name the book or the paper that says so."))
    try:
        said = openings.read(facts, day)
        if openings.Books(payer.municipality_id, [payer.pk]).is_there(payer.pk, said):
            raise openings.Fault("credit_entered" if said.credit else "entered", "principal")
    except openings.Fault as fault:
        raise Refused(fault.words[_language()], field=fault.column) from fault
    books = OldBooks(actor, payer.municipality_id, day)
    made = books.line(payer.pk, said, document)
    books.post([made])
    log(made, payer=payer.code, head=said.head, year=said.year, due=said.due, amounts=said.amounts, day=day)
    return made


@action(
    "revenue.opening.reverse", says=gettext_lazy("reversed a line of the old books"), allow=access.may_run
)
def reverse_opening(*, actor: Actor, opening: Opening, on: date, reason: str) -> None:
    """Takes a line back by opposite entries. What was paid on the debt becomes credit; a credit that was refunded stays."""
    posting.lock_accounts(opening.municipality_id)
    opening = Opening.objects.select_for_update().select_related("taxpayer").get(pk=opening.pk)
    if opening.reversed_on:
        raise Refused(_("This line has already been reversed."))
    if opening.taxpayer.merged_into_id:
        raise Refused(_("The record was merged into another: take the merger back first."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    lowered = Entry.objects.filter(
        demand__source_kind=OPENING, demand__source_id=opening.pk, reversed_by__isnull=True
    )
    if lowered.filter(kind__in=[K.WRITE_OFF, K.ADJUSTMENT]).exists():
        raise Refused(_("Something of this debt was written off or taken off: take that back first."))
    OldBooks(actor, opening.municipality_id, on).undo([opening], reason)
    log(opening, payer=opening.taxpayer.code, reason=reason, on=on)


@action(
    "revenue.opening.bill_year",
    says=gettext_lazy("said that the old books billed the whole year"),
    allow=access.may_run,
)
def bill_year(*, actor: Actor, year: int, on: date, document: str) -> BilledYear:
    """Says that the old books billed a year to everybody who stands in the register on the day: no run bills them again.

    Refuses a year that was assessed here, or was said before."""
    assert actor.municipality is not None
    place = actor.municipality.pk
    posting.lock_accounts(place)
    try:
        openings.check_year(year, on)
    except openings.Fault as fault:
        raise Refused(fault.words[_language()]) from fault
    if not document.strip():
        raise Refused(_("Name the book or the paper that says so."))
    if openings.billed_years(place).filter(year=year).exists():
        raise Refused(_("The year %(year)s is marked already.") % {"year": year})
    if AssessmentRun.objects.filter(
        municipality_id=place, year=year, state=AssessmentRun.State.POSTED
    ).exists():
        raise Refused(
            _("%(year)s has been assessed here: what it demands already stands on the accounts.")
            % {"year": year}
        )
    made = BilledYear.objects.create(
        municipality_id=place, year=year, day=on, document=document.strip()[:200], by=actor.user_id
    )
    log(made, year=year, on=on, document=document)
    return made


@action(
    "revenue.opening.drop_year",
    says=gettext_lazy("took back that the old books billed the whole year"),
    allow=access.may_run,
)
def drop_billed_year(*, actor: Actor, billed: BilledYear, on: date, reason: str) -> None:
    """Takes the mark of a year back: the next run of it bills everybody whom no line of the old books names."""
    posting.lock_accounts(billed.municipality_id)
    billed = BilledYear.objects.select_for_update().get(pk=billed.pk)
    if billed.dropped_on:
        raise Refused(_("This was already taken back."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    billed.dropped_on, billed.dropped_because = on, reason.strip()[:200]
    billed.save(update_fields=["dropped_on", "dropped_because"])
    log(billed, year=billed.year, reason=reason, on=on)


def stands_on(roll: RollImport) -> str:
    """What stands on the lines of an import, in words; empty when nothing does."""
    lines = Opening.objects.filter(made_by=roll, reversed_on__isnull=True)
    bases = Entry.objects.filter(source_kind=OPENING, source_id__in=lines.values("pk"), due__isnull=False)
    later = Entry.objects.filter(demand_id__in=bases.values("pk")).exclude(source_kind__in=(OPENING, ACCRUED))
    if later.exists():
        return _("Debts of this import have been paid or changed since.")
    credits = lines.filter(credit_qepik__gt=0)
    left = posting.credits_of(credits.values("taxpayer_id"))
    if any(
        left.get(payer, 0) < credit for payer, credit in credits.values_list("taxpayer_id", "credit_qepik")
    ):
        return _("Overpayments of this import have been used since.")
    return ""
