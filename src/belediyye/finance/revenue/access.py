"""Who may see and do what with local revenue. Objects are got here, or they are 404."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from belediyye.core.actors import Actor, Forbidden, in_own_municipality, only
from belediyye.core.models import Job, Municipality, Role, StoredFile
from belediyye.finance.revenue.models import (
    Agreement,
    Assessment,
    AssessmentRun,
    Bill,
    BilledYear,
    Charge,
    Clearance,
    Consent,
    CourtCase,
    Deferral,
    Entry,
    Holding,
    Mailing,
    Merge,
    Notice,
    ObjectEvent,
    Objection,
    ObjectState,
    Opening,
    Payment,
    Portal,
    PrivilegeStatus,
    Refund,
    Reminder,
    RollImport,
    Sanction,
    TaxObject,
    Taxpayer,
    WriteOff,
    WriteOffProposal,
)
from belediyye.finance.revenue.queries import lots, waiting
from belediyye.finance.revenue.queries.lots import Lot

M = TypeVar("M", bound=Model)
READERS = (Role.ACCOUNTANT, Role.CLERK, Role.CHAIR)
KEEPERS = (Role.ACCOUNTANT, Role.CLERK)


def may_enter(actor: Actor) -> bool:
    """Whether the room's pages are for this actor: an officer acting in a municipality."""
    return actor.municipality_id is not None and actor.has(*READERS)


def _own(*roles: str) -> Any:
    """The roles, and every object named in the call belongs to where the actor acts."""
    held = only(*roles)

    def ask(actor: Actor, **about: Any) -> str | None:
        if reason := held(actor):
            return reason
        if actor.municipality_id is None:
            return _("Choose first the municipality in which you act.")
        for one in about.values():
            owner = getattr(one, "municipality_id", None)
            if owner is not None and not in_own_municipality(actor, owner):
                return _("This belongs to another municipality.")
        return None

    return ask


may_keep = _own(*KEEPERS)
may_run = _own(Role.ACCOUNTANT)
may_look = _own(*READERS)
# The council's decision is carried out by whoever carries out its effects; who decides reads what is proposed.
may_write_off = _own(*waiting.DECIDERS)
may_restore = _own(Role.ACCOUNTANT, Role.CHAIR)
may_see_proposals = _own(*READERS, *waiting.DECIDERS)


def may_approve(actor: Actor, run: AssessmentRun, **about: Any) -> str | None:
    """An approver is a second person: an accountant or the chair, and not who prepared the run."""
    if reason := _own(Role.ACCOUNTANT, Role.CHAIR)(actor=actor, run=run):
        return str(reason)
    if not actor.is_machine and actor.user_id == run.prepared_by:
        return _("Who prepared a run cannot approve it: ask a second person.")
    return None


def may_charge_sanction(actor: Actor, sanction: Sanction, **about: Any) -> str | None:
    """A sanction is charged by a second person: an accountant or the chair, and not who proposed it."""
    if reason := _own(Role.ACCOUNTANT, Role.CHAIR)(actor=actor, sanction=sanction):
        return str(reason)
    if not actor.is_machine and actor.user_id == sanction.by:
        return _("Who proposed a sanction cannot charge it: ask a second person.")
    return None


def may_enter_decision(actor: Actor, proposal: WriteOffProposal, **about: Any) -> str | None:
    """A decision on paper to write off is entered by a second person: not by who proposed it."""
    if reason := may_write_off(actor=actor, proposal=proposal):
        return str(reason)
    if not actor.is_machine and actor.user_id == proposal.by:
        return _("Who proposed a write-off does not enter its decision: ask the chair, the secretary or another accountant.")  # fmt: skip
    return None


def require_reader(actor: Actor) -> int:
    """The municipality whose revenue this actor may read. Raises Forbidden with the reason."""
    if reason := may_look(actor=actor):
        raise Forbidden(reason)
    assert actor.municipality_id is not None
    return actor.municipality_id


def require_proposals(actor: Actor) -> int:
    """The municipality whose proposals to write off this actor may read: its readers, and who decides on them."""
    if reason := may_see_proposals(actor=actor):
        raise Forbidden(reason)
    assert actor.municipality_id is not None
    return actor.municipality_id


def has_proposals_door(actor: Actor) -> bool:
    """Whether the proposals have a door of their own in the navigation: for who decides on them and reads nothing else here."""
    return not may_enter(actor) and may_see_proposals(actor=actor) is None


may_see_portals = _own(*READERS, Role.TECHNICIAN)
may_supervise = only(Role.SUPERVISOR)


def is_house_technician(actor: Actor) -> bool:
    """Whether the actor is the technician of the whole house, who acts in no municipality."""
    return not actor.is_machine and actor.municipality_id is None and actor.has(Role.TECHNICIAN)


def has_portal_door(actor: Actor) -> bool:
    """Whether the portals have a door of their own in the navigation: for who keeps tokens and reads no accounts."""
    return not may_enter(actor) and (is_house_technician(actor) or may_see_portals(actor=actor) is None)


def may_keep_portals(actor: Actor, municipality: Municipality | None = None, **about: Any) -> str | None:
    """Tokens are made by the chair and the technician of a municipality, and everywhere by the technician of the house."""
    if is_house_technician(actor):
        return None
    if municipality is not None and not in_own_municipality(actor, municipality.pk):
        return _("This belongs to another municipality.")
    return str(reason) if (reason := _own(Role.CHAIR, Role.TECHNICIAN)(actor=actor, **about)) else None


def may_post_by_portal(actor: Actor, portal: Portal, **about: Any) -> str | None:
    """A portal acts by itself, in the municipality that gave it the token, and on nothing else."""
    if not actor.is_machine or actor.municipality_id != portal.municipality_id:
        return _("This is done by the payment portal itself.")
    return _own()(actor=actor, portal=portal, **about)


def is_supervisor(actor: Actor) -> bool:
    """Whether the figures of all municipalities are for this actor."""
    return not actor.is_machine and actor.has(Role.SUPERVISOR)


def require_supervisor(actor: Actor) -> None:
    """Raises Forbidden unless the actor supervises municipalities."""
    if reason := may_supervise(actor=actor):
        raise Forbidden(reason)


def _get(
    actor: Actor, rows: "QuerySet[M]", require: Callable[[Actor], int] = require_reader, **wanted: Any
) -> M:
    found = rows.filter(municipality_id=require(actor), **wanted).first()
    if found is None:
        raise Http404
    return found


def get_payer_for(actor: Actor, code: str) -> Taxpayer:
    return _get(
        actor, Taxpayer.objects.select_related("responsible", "merged_into", "municipality"), code=code
    )


def get_object_for(actor: Actor, number: int) -> TaxObject:
    return _get(actor, TaxObject.objects.select_related("on_land", "municipality"), number=number)


def get_holding_for(actor: Actor, pk: int) -> Holding:
    return _get(actor, Holding.objects.select_related("taxpayer", "object"), pk=pk)


def get_state_for(actor: Actor, pk: int) -> ObjectState:
    return _get(actor, ObjectState.objects.select_related("object"), pk=pk)


def get_event_for(actor: Actor, pk: int) -> ObjectEvent:
    return _get(actor, ObjectEvent.objects.prefetch_related("before", "after"), pk=pk)


def get_status_for(actor: Actor, pk: int) -> PrivilegeStatus:
    return _get(actor, PrivilegeStatus.objects.select_related("taxpayer"), pk=pk)


def get_charge_for(actor: Actor, pk: int) -> Charge:
    return _get(actor, Charge.objects.select_related("taxpayer", "object"), pk=pk)


def get_charge_demand_for(actor: Actor, pk: int) -> Entry:
    """A contract's demand."""
    rows = Entry.objects.select_related("charge__taxpayer", "taxpayer", "municipality")
    return _get(actor, rows, pk=pk, charge__isnull=False, kind=Entry.Kind.DEMAND)


def get_bill_for(actor: Actor, year: int, number: int) -> Bill:
    rows = Bill.objects.select_related("charge__taxpayer__municipality", "demand", "municipality")
    return _get(actor, rows, year=year, number=number)


def get_sanction_for(actor: Actor, number: int) -> Sanction:
    rows = Sanction.objects.select_related("taxpayer", "demand", "paper", "municipality")
    return _get(actor, rows, number=number)


def get_court_case_for(actor: Actor, number: int) -> CourtCase:
    return _get(
        actor, CourtCase.objects.select_related("taxpayer__municipality", "municipality"), number=number
    )


def get_merge_for(actor: Actor, pk: int) -> Merge:
    return _get(actor, Merge.objects.select_related("kept", "merged"), pk=pk)


def get_run_for(actor: Actor, number: int) -> AssessmentRun:
    return _get(actor, AssessmentRun.objects.select_related("municipality", "object"), number=number)


def get_assessment_for(actor: Actor, pk: int) -> Assessment:
    return _get(
        actor, Assessment.objects.select_related("run", "taxpayer", "object", "holding", "state"), pk=pk
    )


def get_import_for(actor: Actor, pk: int) -> RollImport:
    return _get(actor, RollImport.objects.select_related("file", "job"), pk=pk)


def get_opening_for(actor: Actor, pk: int) -> Opening:
    return _get(actor, Opening.objects.select_related("taxpayer"), pk=pk)


def get_billed_year_for(actor: Actor, pk: int) -> BilledYear:
    return _get(actor, BilledYear.objects.all(), pk=pk)


def get_notice_for(actor: Actor, year: int, number: int) -> Notice:
    return _get(
        actor, Notice.objects.select_related("taxpayer", "municipality", "run"), year=year, number=number
    )


def get_consent_for(actor: Actor, pk: int) -> Consent:
    return _get(actor, Consent.objects.select_related("taxpayer"), pk=pk)


def get_letter_for(actor: Actor, pk: int) -> Mailing:
    rows = Mailing.objects.select_related(
        "notice__run__municipality", "notice__taxpayer", "reminder__taxpayer", "municipality"
    )
    return _get(actor, rows, pk=pk)


def require_portals(actor: Actor) -> int:
    """The municipality whose payment portals this actor may see: its readers, and a technician who acts there."""
    if reason := may_see_portals(actor=actor):
        raise Forbidden(reason)
    assert actor.municipality_id is not None
    return actor.municipality_id


def get_portal_for(actor: Actor, pk: int) -> Portal:
    """A portal of where the actor acts; for the technician of the house, of any municipality."""
    with scopes_disabled():
        rows = Portal.objects.select_related("municipality").filter(pk=pk)
        if not is_house_technician(actor):
            rows = rows.filter(municipality_id=require_portals(actor))
        found = rows.first()
    if found is None:
        raise Http404
    return found


def get_agreement_for(actor: Actor, number: int) -> Agreement:
    return _get(actor, Agreement.objects.select_related("taxpayer", "municipality"), number=number)


def get_objection_for(actor: Actor, number: int) -> Objection:
    """The first demand of a case; `cases.parts_of` gives all of them."""
    rows = Objection.objects.select_related("taxpayer", "municipality", "demand", "paper", "run")
    return _get(actor, rows.order_by("part"), number=number)


def get_deferral_for(actor: Actor, number: int) -> Deferral:
    return _get(
        actor, Deferral.objects.select_related("taxpayer", "municipality", "demand", "carried"), number=number
    )


def get_write_off_for(actor: Actor, pk: int) -> WriteOff:
    return _get(actor, WriteOff.objects.select_related("taxpayer", "municipality"), pk=pk)


def get_clearance_for(actor: Actor, number: int) -> Clearance:
    return _get(actor, Clearance.objects.select_related("taxpayer", "municipality"), number=number)


def get_refund_for(actor: Actor, pk: int) -> Refund:
    return _get(actor, Refund.objects.select_related("taxpayer", "municipality"), pk=pk)


def get_reminder_for(actor: Actor, number: int) -> Reminder:
    return _get(actor, Reminder.objects.select_related("taxpayer", "municipality"), number=number)


def get_proposal_for(actor: Actor, number: int) -> WriteOffProposal:
    rows = WriteOffProposal.objects.select_related("municipality")
    return _get(actor, rows, require_proposals, number=number)


def get_payment_for(actor: Actor, pk: int) -> Payment:
    return _get(actor, Payment.objects.select_related("taxpayer", "municipality", "line"), pk=pk)


def get_paper_for(actor: Actor, pk: int) -> StoredFile:
    """A file that the actor gave here; nobody else's."""
    return _get(actor, StoredFile.objects.filter(given_by=actor.user_id), pk=pk)


def get_lot_for(actor: Actor, arguments: Mapping[str, Any]) -> Lot:
    """The papers that a job's arguments name, where the actor acts."""
    require_reader(actor)
    assert actor.municipality is not None
    try:
        return lots.read(actor.municipality, arguments)
    except (AssessmentRun.DoesNotExist, ValueError) as fault:
        raise Http404 from fault


def prints_for(actor: Actor, lot: Lot) -> QuerySet[Job]:
    """The finished printings of the lot, the newest first."""
    named = {f"arguments__{name}": value for name, value in lot.arguments.items()}
    return _prints(actor).filter(**named).order_by("-pk")


def _prints(actor: Actor) -> QuerySet[Job]:
    rows = Job.objects.filter(kind="revenue.notice.print", state=Job.State.DONE)
    return rows.filter(municipality_id=require_reader(actor), result__name__endswith=".pdf")


def get_print_for(actor: Actor, job: int) -> Job:
    """A finished printing of papers."""
    return _get(actor, _prints(actor), pk=job)


def is_live(payer: Taxpayer, on: date) -> bool:
    """Whether the payer still takes part: neither closed before the day nor merged away."""
    return payer.merged_into_id is None and (payer.closed is None or payer.closed >= on)
