"""Applications examined and decided, members and their roles, dues charged and paid."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, new_key, numbered, put
from belediyye.alliance.relations.models import (
    Application,
    Contact,
    DuesEntry,
    DuesRate,
    Member,
    MemberRole,
    Post,
    Stakeholder,
)
from belediyye.core import display
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor, anyone
from belediyye.core.journal import log
from belediyye.core.models import Organisation, StoredFile

# Until when the alliance promises an applicant its decision. The alliance's own rule, not a law's.
DECIDE_WITHIN = timedelta(days=30)
CARD_KINDS = {
    "municipality": Stakeholder.Kind.MUNICIPALITY,
    "association": Stakeholder.Kind.ASSOCIATION,
    "ngo": Stakeholder.Kind.NGO,
    "academic": Stakeholder.Kind.ACADEMIC,
}


@action("relations.application.submit", says=gettext_lazy("applied for membership"), allow=anyone)
def submit_application(*, actor: Actor, application: Application, on: date) -> Application:
    """Receives an application from anyone. Refuses a second one of the same VÖEN while the first is open."""
    waiting = Application.objects.filter(state__in=["received", "examined"])
    if application.voen and waiting.filter(voen=application.voen).exists():
        raise Refused(_("An application of this organisation is already being examined."))
    application.number, application.key = numbered("M", on.year), new_key()
    application.submitted_on, application.decide_by = on, on + DECIDE_WITHIN
    application.state = Application.State.RECEIVED
    checked(application).save()
    log(application, name=application.number, decide_by=application.decide_by)
    return application


@action(
    "relations.application.examine", says=gettext_lazy("examined an application"), allow=access.may_coordinate
)
def examine_application(*, actor: Actor, application: Application, findings: str, on: date) -> None:
    """Writes down what the examination found; the application then waits for the decision."""
    if application.state != Application.State.RECEIVED:
        raise Refused(_("Only a newly received application is examined."))
    put(
        application,
        name=application.number,
        findings=findings,
        examined_on=on,
        state=Application.State.EXAMINED,
    )


@action(
    "relations.application.decide", says=gettext_lazy("decided an application"), allow=access.may_coordinate
)
def decide_application(
    *, actor: Actor, application: Application, accept: bool, decision: str, role: str = "full", on: date
) -> Member | None:
    """Accepts (and makes the member, its role and its contact person) or refuses an examined application."""
    if application.state != Application.State.EXAMINED:
        raise Refused(_("An application is decided after it was examined."))
    state = Application.State.ACCEPTED if accept else Application.State.REFUSED
    if not accept:
        put(application, name=application.number, state=state, decided_on=on, decision=decision)
        return None
    organisation = _organisation_of(application)
    member = Member(
        organisation=organisation, kind=application.kind, population=application.population, joined=on
    )
    keep(member)
    keep(MemberRole(member=member, kind=role, starts=on, basis=decision[:200]))
    contact = Contact(
        surname=application.contact_surname, name=application.contact_name,
        email=application.email, telephone=application.telephone,
    )  # fmt: skip
    checked(contact).save()
    log(contact, name=contact.code)
    checked(
        Post(contact=contact, organisation=organisation, title=application.contact_post, starts=on)
    ).save()
    put(
        application, name=application.number,
        state=state, decided_on=on, decision=decision, member=member, contact=contact,
    )  # fmt: skip
    return member


def _organisation_of(application: Application) -> Organisation:
    """The organisation that the alliance knows under the VÖEN, or a new one; either way with its card."""
    organisation = Organisation.objects.filter(voen=application.voen).first() if application.voen else None
    if organisation is None:
        organisation = Organisation(
            name=application.organisation, voen=application.voen, address=application.address,
            email=application.email, telephone=application.telephone[:40],
        )  # fmt: skip
        checked(organisation).save()
    if Member.objects.filter(organisation=organisation).exists():
        raise Refused(_("This organisation is or was a member; give it a new role on its card instead."))
    kind = CARD_KINDS[application.kind]
    Stakeholder.objects.get_or_create(organisation=organisation, defaults={"kind": kind, "interest": 4})
    return organisation


@action("relations.application.withdraw", says=gettext_lazy("withdrew an application"), allow=anyone)
def withdraw_application(*, actor: Actor, application: Application, on: date) -> None:
    """Takes an open application back. The view found it by the applicant's own key."""
    if not application.is_open:
        raise Refused(_("This application was decided already."))
    put(application, name=application.number, state=Application.State.WITHDRAWN, decided_on=on)


@action(
    "relations.member.admit", says=gettext_lazy("took a member onto the list"), allow=access.may_coordinate
)
def list_member(*, actor: Actor, member: Member, organisation: Organisation, role: str, basis: str) -> Member:
    """Lists an organisation (a new one is kept with it) that was a member before this house kept the list."""
    checked(organisation).save()
    member.organisation = organisation
    card = {"kind": CARD_KINDS[member.kind], "interest": 4}
    Stakeholder.objects.get_or_create(organisation=organisation, defaults=card)
    keep(member)
    keep(MemberRole(member=member, kind=role, starts=member.joined, basis=basis))
    return member


@action("relations.member.change", says=gettext_lazy("changed a member's card"), allow=access.may_coordinate)
def change_member(*, actor: Actor, member: Member) -> Member:
    """Keeps a changed card."""
    return keep(member)


@action("relations.member.role", says=gettext_lazy("gave a member a role"), allow=access.may_coordinate)
def give_member_role(*, actor: Actor, role: MemberRole) -> MemberRole:
    """Gives a role from a day on. Refuses a day before the membership or after its end."""
    member = role.member
    if role.starts < member.joined or (member.left and role.starts > member.left):
        raise Refused(_("On that day the organisation was no member."))
    return keep(role)


@action("relations.member.role_end", says=gettext_lazy("ended a member's role"), allow=access.may_coordinate)
def end_member_role(*, actor: Actor, role: MemberRole, on: date) -> None:
    """Ends a role with the close of a day."""
    if role.ends:
        raise Refused(_("This role has ended already."))
    put(role, ends=on)


@action(
    "relations.member.leave", says=gettext_lazy("recorded that a member left"), allow=access.may_coordinate
)
def leave(*, actor: Actor, member: Member, on: date, because: str) -> None:
    """Ends the membership and every open role with the close of a day. Debts stay."""
    if member.left:
        raise Refused(_("This member has left already."))
    for role in member.roles.filter(ends__isnull=True):
        put(role, ends=max(on, role.starts))
    put(member, left=on, left_because=because)


@action("relations.dues.rate", says=gettext_lazy("set the dues of a year"), allow=access.may_coordinate)
def set_dues(*, actor: Actor, rate: DuesRate) -> DuesRate:
    """Sets what a year costs. Refuses to change a year that was charged."""
    if DuesEntry.objects.filter(year=rate.year, kind=DuesEntry.Kind.CHARGE).exists():
        raise Refused(_("This year was charged already; its rate no longer changes."))
    return keep(rate)


@action("relations.dues.charge", says=gettext_lazy("charged the dues of a year"), allow=access.may_keep)
def charge_year(*, actor: Actor, rate: DuesRate, on: date) -> int:
    """Charges every full member that was one on 1 January or joined before `on`, once; returns how many."""
    full = MemberRole.objects.filter(kind=MemberRole.Kind.FULL, starts__lte=on).exclude(ends__lt=on)
    words = _("dues of %(year)s") % {"year": rate.year}
    charged = set(DuesEntry.objects.filter(year=rate.year, kind="charge").values_list("member_id", flat=True))
    members = Member.objects.filter(pk__in=full.values("member"), left__isnull=True).exclude(pk__in=charged)
    made = [
        DuesEntry(
            member=member, kind=DuesEntry.Kind.CHARGE, year=rate.year, day=on, due=rate.due, words=words,
            amount=rate.for_member(member.population),
        )
        for member in members.order_by("pk")
        if rate.for_member(member.population) > 0
    ]  # fmt: skip
    DuesEntry.objects.bulk_create(made)
    log(rate, charged=len(made), total=display.money(sum(entry.amount for entry in made)))
    return len(made)


@action("relations.dues.pay", says=gettext_lazy("recorded a payment of dues"), allow=access.may_keep)
def record_dues_payment(
    *,
    actor: Actor,
    member: Member,
    year: int,
    day: date,
    amount: int,
    words: str,
    paper: StoredFile | None = None,
) -> DuesEntry:
    """Records money that came in, in whole qəpik above zero."""
    if amount <= 0:
        raise Refused(_("A payment is more than nothing."))
    entry = DuesEntry(
        member=member, kind="payment", year=year, day=day, amount=-amount, words=words, paper=paper
    )
    return keep(entry, amount=display.money(amount))


@action("relations.dues.reverse", says=gettext_lazy("reversed a line of dues"), allow=access.may_keep)
def reverse_dues(*, actor: Actor, entry: DuesEntry, words: str, on: date) -> DuesEntry:
    """Takes a line back by its opposite; the line stays. Refuses a second reversal and one of a reversal."""
    if entry.kind == DuesEntry.Kind.REVERSAL or DuesEntry.objects.filter(reverses=entry).exists():
        raise Refused(_("This line was reversed already or is itself a reversal."))
    opposite = DuesEntry(
        member=entry.member, kind="reversal", year=entry.year, day=on, amount=-entry.amount,
        # The opposite falls due with its line, so that what is overdue never counts one of them alone.
        due=entry.due, words=words, reverses=entry,
    )  # fmt: skip
    return keep(opposite, amount=display.money(opposite.amount))
