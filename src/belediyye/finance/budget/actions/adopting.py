"""Adoption and what changes an adopted budget: only ever by a decision, named with number and day."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core import display
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.thread import tie
from belediyye.finance.budget import access, queries
from belediyye.finance.budget.actions.drafting import changeable
from belediyye.finance.budget.actions.posting import Move, post
from belediyye.finance.budget.models import Account, Amendment, AmendmentLine, Budget, Line, Side

Quarters = tuple[int, int, int, int]


@action("budget.commission", says=gettext_lazy("gave the draft to the commission"), allow=access.may_lead)
def to_commission(*, actor: Actor, budget: Budget, on: date, words: str = "") -> None:
    """The standing commission looks at the draft."""
    _step(budget, Budget.State.COMMISSION, (Budget.State.DRAFT,), commission_on=on, commission_words=words)


@action("budget.publish", says=gettext_lazy("published the budget draft"), allow=access.may_lead)
def publish(*, actor: Actor, budget: Budget, on: date) -> None:
    """The draft is open to everyone from now on."""
    _step(budget, Budget.State.PUBLISHED, (Budget.State.COMMISSION,), published_on=on)


@action("budget.hearing", says=gettext_lazy("set the hearing of the budget draft"), allow=access.may_lead)
def set_hearing(*, actor: Actor, budget: Budget, on: date, link: str = "") -> None:
    """Residents discuss the published draft; the link leads to the hearing's page or document."""
    _step(budget, Budget.State.HEARING, (Budget.State.PUBLISHED,), hearing_on=on, hearing_link=link)


def _step(budget: Budget, state: str, before: tuple[str, ...], **given: object) -> None:
    held = changeable(budget)
    if held.state not in before:
        raise Refused(
            _("This version is %(state)s: another step comes next.") % {"state": held.get_state_display()}
        )
    held.state = state
    for name, value in given.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *given])
    log(held, state=state, **given)


@action("budget.adopt", says=gettext_lazy("adopted the budget by decision"), allow=access.may_lead)
def adopt(*, actor: Actor, budget: Budget, decision_number: str, on: date) -> None:
    """Freezes the version that the council adopted and opens its ledger. The other versions of the year are set aside."""
    held = changeable(budget)
    if held.state == Budget.State.DRAFT or held.state == Budget.State.COMMISSION:
        raise Refused(_("Only a published draft is adopted."))
    if not decision_number.strip():
        raise Refused(_("A budget is adopted by a decision: name its number."))
    if broken := [check.words for check in queries.checks(held) if check.stops]:
        raise Refused(" ".join(broken))
    siblings = Budget.objects.filter(municipality_id=held.municipality_id, year=held.year).exclude(pk=held.pk)
    if siblings.filter(state__in=[Budget.State.ADOPTED, Budget.State.CLOSED]).exists():
        raise Refused(_("A budget for %(year)s is already adopted.") % {"year": held.year})
    siblings.update(state=Budget.State.SET_ASIDE)
    lines = list(held.lines.all())
    held.state, held.decision_number, held.adopted_on = Budget.State.ADOPTED, decision_number.strip(), on
    held.save(update_fields=["state", "decision_number", "adopted_on"])
    text = _("Budget adopted by decision %(number)s") % {"number": decision_number}
    post(
        held,
        [_authorise(line, line.initial) for line in lines],
        actor=actor,
        day=date(held.year, 1, 1),
        text=text,
    )
    log(held, decision=decision_number, on=on, lines=len(lines))


def _authorise(line: Line, amount: int) -> Move:
    """What a decision gives (or, below nothing, takes) on a line."""
    if line.side == Side.EXPENDITURE:
        return Move(Account.AVAILABLE, Account.AUTHORISED, amount, line.pk)
    return Move(Account.TO_COME, Account.ESTIMATED, amount, line.pk)


@action(
    "budget.amendment.prepare",
    says=gettext_lazy("prepared an amendment of the budget"),
    allow=access.may_draft,
)
def prepare_amendment(
    *, actor: Actor, budget: Budget, kind: str, reason: str, on: date, changes: Mapping[int, Quarters]
) -> Amendment:  # fmt: skip
    """Prepares a virement or a supplementary budget: by line the change of each quarter, in qəpik, up or down."""
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    if held.state != Budget.State.ADOPTED:
        raise Refused(_("Only an adopted budget whose year is not closed is amended."))
    kept = {pk: quarters for pk, quarters in changes.items() if any(quarters)}
    lines = {line.pk: line for line in held.lines.filter(pk__in=kept)}
    if not kept or set(lines) != set(kept):
        raise Refused(_("Name at least one line of this budget and its change."))
    last = held.amendments.order_by("-number").first()
    made = Amendment.objects.create(
        municipality_id=held.municipality_id,
        budget=held,
        number=last.number + 1 if last else 1,
        kind=kind,
        reason=reason,
        prepared_on=on,
    )
    for pk, (q1, q2, q3, q4) in kept.items():
        AmendmentLine.objects.create(
            municipality_id=held.municipality_id,
            amendment=made,
            line=lines[pk],
            q1=q1,
            q2=q2,
            q3=q3,
            q4=q4,
            amount=q1 + q2 + q3 + q4,
        )
    if said := queries.unbalanced_amendment(made):
        raise Refused(said)
    tie(made, held, relation="amends")
    log(made, kind=kind, lines=len(kept), reason=reason)
    return made


@action("budget.line.open", says=gettext_lazy("opened a line in the adopted budget"), allow=access.may_draft)
def open_line(*, actor: Actor, budget: Budget, like: Line) -> Line:
    """Opens an empty line in an adopted budget, so that an amendment can give it money. `like` is an unsaved line."""
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    if held.state != Budget.State.ADOPTED:
        raise Refused(_("Only an adopted budget whose year is not closed is amended."))
    last = held.lines.order_by("-position").first()
    like.pk, like.budget, like.municipality_id = None, held, held.municipality_id
    like.position = last.position + 1 if last else 1
    like.q1 = like.q2 = like.q3 = like.q4 = like.initial = 0
    like.save()
    log(like, budget=held.pk)
    return like


@action("budget.amendment.adopt", says=gettext_lazy("amended the budget by decision"), allow=access.may_lead)
def adopt_amendment(*, actor: Actor, amendment: Amendment, decision_number: str, on: date) -> None:
    """Carries out an amendment that the council decided. What is already used cannot be taken away."""
    held = Amendment.objects.select_for_update().get(pk=amendment.pk)
    budget = Budget.objects.select_for_update().get(pk=held.budget_id)
    if held.state != Amendment.State.PREPARED or budget.state != Budget.State.ADOPTED:
        raise Refused(_("Only a prepared amendment of a running budget is adopted."))
    if not decision_number.strip():
        raise Refused(_("A budget is amended by a decision: name its number."))
    if on.year != budget.year:
        raise Refused(_("The day is not in the budget year %(year)s.") % {"year": budget.year})
    changes = list(held.lines.order_by("line"))
    lines = {
        line.pk: line
        for line in Line.objects.select_for_update()
        .filter(pk__in=[c.line_id for c in changes])
        .order_by("pk")
    }
    _takeable(changes, lines)
    held.state, held.decision_number, held.adopted_on = Amendment.State.ADOPTED, decision_number.strip(), on
    held.save(update_fields=["state", "decision_number", "adopted_on"])
    moves = [_authorise(lines[c.line_id], c.amount) for c in changes]
    post(budget, moves, actor=actor, day=on, text=f"{held}: {held.reason}", amendment=held)
    log(held, decision=decision_number, on=on)


def _takeable(changes: list[AmendmentLine], lines: dict[int, Line]) -> None:
    standing = queries.positions(lines.values())
    for change in changes:
        line, position = lines[change.line_id], standing[change.line_id]
        if line.side == Side.EXPENDITURE and change.amount < 0 and position.available + change.amount < 0:
            raise Refused(
                _("Only %(left)s is available on “%(line)s”: more cannot be taken from it.")
                % {"left": display.money(max(position.available, 0)), "line": line.title}
            )
        if line.side != Side.FINANCING and position.adjusted + change.amount < 0:
            raise Refused(_("The plan of “%(line)s” would fall below nothing.") % {"line": line.title})


@action("budget.amendment.withdraw", says=gettext_lazy("withdrew an amendment"), allow=access.may_draft)
def withdraw_amendment(*, actor: Actor, amendment: Amendment, reason: str) -> None:
    """Takes a prepared amendment back; it stays readable."""
    held = Amendment.objects.select_for_update().get(pk=amendment.pk)
    if held.state != Amendment.State.PREPARED:
        raise Refused(_("Only a prepared amendment is withdrawn."))
    held.state = Amendment.State.WITHDRAWN
    held.save(update_fields=["state"])
    log(held, reason=reason)
