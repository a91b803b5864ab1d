"""Importing a roll: uploaded, its columns matched, tried, taken in one transaction, and undone while nothing depends on it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor, Forbidden
from belediyye.core.bulk import insert_rows
from belediyye.core.documents.sheets import UnreadableFile
from belediyye.core.jobs import Progress, enqueue, job
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import opening, posting
from belediyye.finance.revenue.actions.taking import PART, PayerTaker, Taker, given_back
from belediyye.finance.revenue.models import (
    Assessment,
    AssessmentRun,
    Entry,
    Holding,
    ImportRow,
    ObjectState,
    Opening,
    PrivilegeStatus,
    RollImport,
    SavedMapping,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import alike, papers, roll_columns, rolls
from belediyye.finance.revenue.queries.cases import called
from belediyye.finance.revenue.queries.opening_rows import OpeningPlanner
from belediyye.finance.revenue.queries.roll_plan import Planner
from belediyye.finance.rules.book.columns import FIRST_YEAR
from belediyye.finance.rules.roll.columns import heading_key

BATCH = 2_000
Tell = Callable[[int, int], None]
Kind = RollImport.Kind


def _words(error: UnreadableFile | files.BadFile) -> str:
    return error.words[_lang()]


def _lang() -> str:
    return "en" if (get_language() or "az").startswith("en") else "az"


def _may_take(actor: Actor, roll: RollImport) -> None:
    """A list of balances is money: an accountant takes it in and back."""
    if roll.kind == Kind.OPENING and (reason := access.may_run(actor=actor, roll=roll)):
        raise Forbidden(reason)


@action("revenue.import.upload", says=gettext_lazy("uploaded a roll"), allow=access.may_keep)
def upload_roll(*, actor: Actor, name: str, content: bytes, since: date, kind: str = Kind.ROLL) -> RollImport:
    """Reads the heading row and keeps the file, encrypted. `since`: from then on new characteristics count, or then the
    balances stood.

    The mapping used for the same headings before is taken again. Of a file that cannot be read nothing is kept."""
    assert actor.municipality is not None
    if kind == Kind.OPENING and since > timezone.localdate():
        raise Refused(_("What stands on a day to come is not known yet."))
    if not FIRST_YEAR <= since.year <= timezone.localdate().year + 1:
        words = {"first": FIRST_YEAR, "last": timezone.localdate().year + 1}
        raise Refused(_("The day must lie in the years %(first)s to %(last)s.") % words, field="since")
    file = StoredFile(name=name[:250], municipality=actor.municipality, given_by=actor.user_id)
    roll = RollImport(
        municipality=actor.municipality, file=file, since=since, made_by=actor.user_id, kind=kind
    )
    try:
        if not content:
            raise files.BadFile("empty")
        with rolls.table_of(roll, content) as table:
            roll.sheet, roll.headings = table.sheet[:100], table.headings
            known = rolls.remembered(actor.municipality.pk, roll.headings, kind) or dict(table.columns)
        stored = files.store_sealed(settings.FILES_ROOT, content, settings.FIELD_KEYS)
    except (UnreadableFile, files.BadFile) as error:
        raise Refused(_words(error)) from error
    file.digest, file.media_type, file.size = stored.digest, stored.media_type, stored.size
    file.save()
    roll.file, roll.mapping = file, roll_columns.settled(kind, known)
    roll.save()
    log(roll, file=name, digest=stored.digest)
    return roll


@action("revenue.import.match", says=gettext_lazy("matched the columns of the roll"), allow=access.may_keep)
def match_columns(*, actor: Actor, roll: RollImport, mapping: Mapping[str, str]) -> None:
    """Says which heading is which column, and remembers it for the next file with the same headings."""
    if roll.state not in (RollImport.State.UPLOADED, RollImport.State.CHECKED):
        raise Refused(_("The columns of this import can no longer be changed."))
    chosen = {k: v for k, v in mapping.items() if v}
    if set(chosen.values()) - set(roll.headings) or len(set(chosen.values())) != len(chosen):
        raise Refused(_("Each heading of the file can stand for one column."))
    chosen = roll_columns.settled(roll.kind, chosen)
    if missing := roll_columns.missing(roll.kind, chosen, _lang()):
        raise Refused(_("These columns are needed: %(columns)s.") % {"columns": ", ".join(missing)})
    roll.mapping, roll.state = chosen, RollImport.State.UPLOADED
    roll.save(update_fields=["mapping", "state"])
    keys = {k: heading_key(v) for k, v in chosen.items()}
    SavedMapping.objects.update_or_create(
        municipality_id=roll.municipality_id,
        signature=rolls.signature(roll.headings, roll.kind),
        defaults={"mapping": keys},
    )
    log(roll, mapping=chosen)


@action("revenue.import.check", says=gettext_lazy("tried the roll"), allow=access.may_keep)
def check_import(*, actor: Actor, roll: RollImport, tell: Tell = lambda done, total: None) -> dict[str, int]:
    """The dry run: reads every row against the register and keeps what each would do; changes nothing else."""
    if roll.state not in (RollImport.State.UPLOADED, RollImport.State.CHECKING, RollImport.State.CHECKED):
        raise Refused(_("This import has already been taken."))
    roll.counts, roll.state = _plan(roll, tell, None), RollImport.State.CHECKED
    roll.save(update_fields=["counts", "state"])
    log(roll, counts=roll.counts)
    return roll.counts


def _plans(roll: RollImport) -> list[rolls.Planned]:
    """Every row of the file against the register as it is now."""
    today = timezone.localdate()
    try:
        with rolls.table_of(roll) as table:
            if roll.kind == Kind.OPENING:
                return OpeningPlanner(roll.municipality_id, roll.since, roll.file.name).rows(table)
            return Planner(roll.municipality_id, roll.since, today).rows(table)
    except (UnreadableFile, files.BadFile) as error:
        raise Refused(_words(error)) from error


def _plan(roll: RollImport, tell: Tell, taker: "Taker | OpeningTaker | None") -> dict[str, int]:
    """Plans all rows, takes each batch when there is a taker, keeps the rows with what became of them, and counts them."""
    ImportRow.objects.filter(roll_import=roll).delete()
    plans = _plans(roll)
    good = [p for p in plans if p.outcome in (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED)]
    if taker:
        taker.take_payers(good)
    for start in range(0, len(plans), BATCH):
        batch = plans[start : start + BATCH]
        did = (
            taker.take([p for p in batch if p.outcome in (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED)])
            if taker
            else {}
        )
        insert_rows(
            ImportRow(
                roll_import_id=roll.pk, row=p.row, cells=rolls.hidden(p, roll.mapping), outcome=p.outcome,
                problems=rolls.hidden_problems(p), changes=p.changes, did=did.get(p.row, {}),
            )
            for p in batch
        )  # fmt: skip
        tell(start + len(batch), len(plans))
    return rolls.counts_of(plans)


class OpeningTaker(PayerTaker):
    """Takes batches of planned lines of the old books."""

    def __init__(self, actor: Actor, roll: RollImport, on: date) -> None:
        super().__init__(actor, roll, on)
        self.actor = actor

    def take(self, plans: Sequence[rolls.Planned]) -> dict[int, dict[str, Any]]:
        """Writes the lines and their entries; gives for each row what was made."""
        books = opening.OldBooks(self.actor, self.place.pk, self.roll.since, self.roll)
        lines = [books.line(self.payer_of(p), p.opening, p.document) for p in plans if p.opening]
        books.post(lines)
        return {
            p.row: self.did.pop(p.row, {}) | {"opening": one.pk} for p, one in zip(plans, lines, strict=True)
        }


@action("revenue.import.take", says=gettext_lazy("took in the roll"), allow=access.may_keep)
def take_import(
    *, actor: Actor, roll: RollImport, on: date, tell: Tell = lambda done, total: None
) -> dict[str, int]:
    """Takes every good row in one transaction, after reading the file against the register once more."""
    roll = RollImport.objects.select_for_update().get(pk=roll.pk)
    if roll.state not in (RollImport.State.CHECKED, RollImport.State.TAKING):
        raise Refused(_("Try the import first, and see what it would do."))
    _may_take(actor, roll)
    if roll.kind == Kind.OPENING:
        posting.lock_accounts(roll.municipality_id)
    taker = OpeningTaker(actor, roll, on) if roll.kind == Kind.OPENING else Taker(actor, roll, on)
    roll.counts = _plan(roll, tell, taker)
    roll.state, roll.taken_at = RollImport.State.TAKEN, timezone.now()
    roll.save(update_fields=["counts", "state", "taken_at"])
    log(roll, counts=roll.counts)
    return roll.counts


def stands_on(roll: RollImport) -> str:
    """What stands on the rows of an import, in words; empty when nothing does."""
    if roll.kind == Kind.OPENING:
        return opening.stands_on(roll) or _carried_elsewhere(roll)
    posted = AssessmentRun.State.POSTED
    states = ObjectState.objects.filter(municipality_id=roll.municipality_id, made_by=roll)
    if Assessment.objects.filter(
        run__municipality_id=roll.municipality_id, run__state=posted, state_id__in=states.values("pk")
    ).exists():
        return _("A posted assessment run was computed from these rows.")
    if states.filter(withdrawn=True).exists() or states.filter(until__isnull=False).exists():
        return _("Objects of this import have been changed since.")
    if Holding.objects.filter(municipality_id=roll.municipality_id, made_by=roll, withdrawn=True).exists():
        return _("Shares of this import have been changed since.")
    number = Cast(KeyTextTransform("payer", "did"), BigIntegerField())
    made = ImportRow.objects.filter(roll_import=roll, did__has_key="payer").annotate(payer=number)
    theirs = {"municipality_id": roll.municipality_id, "taxpayer_id__in": made.values("payer")}
    if (
        Entry.objects.filter(**theirs).exists()
        or Holding.objects.filter(**theirs, withdrawn=False).exclude(made_by=roll).exists()
    ):
        return _("Taxpayers of this import have amounts or other objects by now.")
    return _carried_elsewhere(roll)


def _carried_elsewhere(roll: RollImport) -> str:
    """Which number that would be given back to a record stands in another living one by now, in words; mostly none."""
    given: dict[str, dict[str, tuple[int, int]]] = {number: {} for number in alike.NUMBERS}
    rows = ImportRow.objects.filter(roll_import=roll, did__before__has_any_keys=list(given)).order_by("-row")
    for row, did in rows.values_list("row", "did"):
        for number in did["before"].keys() & given:
            if value := given_back(number, did["before"][number]):
                given[number][alike.looked_for(number, value)] = row, did["record"]
    living = Taxpayer.objects.filter(municipality_id=roll.municipality_id, merged_into__isnull=True)
    for number, values in given.items():
        column, wanted = alike.column_of(number), list(values)
        for start in range(0, len(wanted), PART):
            for other in living.filter(**{f"{column}__in": wanted[start : start + PART]}).order_by("pk"):
                row, record = values[getattr(other, column)]
                if record != other.pk and (one := living.filter(pk=record).first()):
                    return _("Row %(row)s would give %(payer)s back what stands with %(other)s by now (%(number)s): take it off there first.") % {
                        "row": row, "payer": called(one), "other": called(other), "number": alike.number_title(number)}  # fmt: skip
    return ""


def why_not_undone(roll: RollImport) -> str:
    """The reason why an import cannot be undone; empty where it can."""
    if roll.state != RollImport.State.TAKEN:
        return _("Only an import that was taken can be undone.")
    why = stands_on(roll)
    return _("This import can no longer be undone. %(why)s") % {"why": why} if why else ""


@action("revenue.import.undo", says=gettext_lazy("undid the import of the roll"), allow=access.may_keep)
def undo_import(*, actor: Actor, roll: RollImport, on: date) -> None:
    """Takes a whole import back: what it made is withdrawn, what it replaced stands again. Nothing is deleted."""
    roll = RollImport.objects.select_for_update().get(pk=roll.pk)
    _may_take(actor, roll)
    if roll.kind == Kind.OPENING:
        posting.lock_accounts(roll.municipality_id)
    if why := why_not_undone(roll):
        raise Refused(why)
    ObjectState.objects.filter(municipality_id=roll.municipality_id, made_by=roll).update(withdrawn=True)
    Holding.objects.filter(municipality_id=roll.municipality_id, made_by=roll).update(withdrawn=True)
    lines = list(Opening.objects.filter(made_by=roll, reversed_on__isnull=True))
    opening.OldBooks(actor, roll.municipality_id, on).undo(lines, _("The import was undone."))
    for did in (
        ImportRow.objects.filter(roll_import=roll)
        .exclude(did={})
        .order_by("-row")
        .values_list("did", flat=True)
        .iterator(2000)
    ):
        _undo_row(did, on)
    roll.state, roll.undone_at = RollImport.State.UNDONE, timezone.now()
    roll.save(update_fields=["state", "undone_at"])
    log(roll)


def _undo_row(did: Mapping[str, Any], on: date) -> None:
    if "replaced_state" in did:
        ObjectState.objects.filter(pk=did["replaced_state"]).update(withdrawn=False, until=None)
    if "replaced_holding" in did:
        Holding.objects.filter(pk=did["replaced_holding"]).update(withdrawn=False, until=None)
    if "statuses" in did:
        PrivilegeStatus.objects.filter(pk__in=did["statuses"]).update(withdrawn=True)
    if "displaced" in did:
        Holding.objects.filter(pk__in=did["displaced"]).update(withdrawn=False, until=None)
    if "answered" in did:
        Taxpayer.objects.filter(pk=did["answered"]).update(responsible=did["old_responsible"])
    if "before" in did:
        payer = Taxpayer.objects.get(pk=did["record"])
        for name, value in did["before"].items():
            setattr(payer, name, given_back(name, value))
        payer.save()
    if "old_place" in did:
        thing = TaxObject.objects.get(pk=did["moved"])
        thing.settlement, thing.street, thing.house = did["old_place"]
        thing.save()
    _undo_before(did)
    if "object" in did:
        began = TaxObject.objects.values_list("began", flat=True).get(pk=did["object"])
        TaxObject.objects.filter(pk=did["object"]).update(ended=max(on, began), ended_because=rolls.UNDONE)
    if "payer" in did:
        registered = Taxpayer.objects.values_list("registered", flat=True).get(pk=did["payer"])
        Taxpayer.objects.filter(pk=did["payer"]).update(
            closed=max(on, registered), closed_because=rolls.UNDONE
        )


def _undo_before(did: Mapping[str, Any]) -> None:
    """What imports remembered that were taken before addresses were parted."""
    if "old_name" in did:
        payer = Taxpayer.objects.get(pk=did["renamed"])
        payer.name = did["old_name"]
        payer.save()
    if "old_street" in did:
        thing = TaxObject.objects.get(pk=did["moved"])
        thing.street = did["old_street"]
        thing.save()


@action(
    "revenue.import.refused",
    says=gettext_lazy("took out the refused rows of the roll"),
    allow=access.may_look,
)
def take_out_refused(*, actor: Actor, roll: RollImport) -> bytes:
    """The refused rows as a workbook, as the file had them; identifiers stand in it in clear, so the log keeps the look."""
    content, rows, identified = papers.refused_import_xlsx(roll)
    log(roll, rows=rows, with_identifiers=identified)
    return content


@job("revenue.import.check", title=gettext_lazy("Trying a roll"))
def _check_work(progress: Progress, actor: Actor, roll: int) -> dict[str, Any]:
    from django.urls import reverse

    one = access.get_import_for(actor, roll)
    counts = check_import(actor=actor, roll=one, tell=progress)
    return {"counts": counts, "url": reverse("revenue_import", args=[one.pk])}


@job("revenue.import.take", title=gettext_lazy("Taking in a roll"))
def _take_work(progress: Progress, actor: Actor, roll: int) -> dict[str, Any]:
    from django.urls import reverse

    one = access.get_import_for(actor, roll)
    counts = take_import(actor=actor, roll=one, on=timezone.localdate(), tell=progress)
    return {"counts": counts, "url": reverse("revenue_import", args=[one.pk])}


@action("revenue.import.ask", says=gettext_lazy("asked a worker for the import"), allow=access.may_keep)
def ask_import(*, actor: Actor, roll: RollImport, take: bool) -> RollImport:
    """Asks a worker to try or to take an import too long for a page."""
    if take:
        _may_take(actor, roll)
    roll.job = enqueue("revenue.import.take" if take else "revenue.import.check", actor=actor, roll=roll.pk)
    roll.state = RollImport.State.TAKING if take else RollImport.State.CHECKING
    roll.save(update_fields=["job", "state"])
    log(roll, take=take, job=roll.job.pk)
    return roll


__all__ = [
    "ask_import",
    "check_import",
    "match_columns",
    "take_import",
    "take_out_refused",
    "undo_import",
    "upload_roll",
]
