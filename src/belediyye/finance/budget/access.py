"""Who may see and do what with the budget. Public pages show only what was published or adopted."""

from typing import Any, TypeVar

from django.db import models as django_models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from belediyye.core.actors import Actor, Forbidden, Permission, in_own_municipality, only
from belediyye.core.models import Municipality, Role
from belediyye.finance.budget.models import (
    Amendment,
    BankLine,
    Budget,
    BudgetImport,
    Code,
    Commitment,
    Line,
    Obligation,
    PaymentOrder,
    Receipt,
)
from belediyye.finance.rules.models import LocalRule

READERS = (Role.CHAIR, Role.SECRETARY, Role.COUNCILLOR, Role.ACCOUNTANT, Role.CLERK, Role.ARCHIVIST)
M = TypeVar("M", bound=django_models.Model)


def at_home(*roles: str) -> Permission:
    """A permission held by roles, and only over things of the actor's own municipality."""
    role = only(*roles)

    def ask(actor: Actor, **about: Any) -> str | None:
        if reason := role(actor, **about):
            return reason
        for thing in about.values():
            here = thing.pk if isinstance(thing, Municipality) else getattr(thing, "municipality_id", None)
            if here is not None and not in_own_municipality(actor, here):
                return _("This belongs to another municipality.")
        return None

    return ask


may_draft = at_home(Role.ACCOUNTANT, Role.CHAIR)
may_lead = at_home(Role.CHAIR, Role.SECRETARY)
may_account = at_home(Role.ACCOUNTANT)
may_sign = at_home(Role.ACCOUNTANT, Role.CHAIR)
may_set_control = at_home(Role.CHAIR)
may_close = at_home(Role.CHAIR)
_may_keep_national = only(Role.TECHNICIAN, Role.COORDINATOR)


def may_keep_codes(actor: Actor, **about: Any) -> str | None:
    """Own codes are kept by those who draft; the country's by the alliance. A mapping is kept by who keeps the old code."""
    code = about.get("old") or about.get("code")
    if code is not None and code.municipality_id is not None:
        return may_draft(actor, code=code)
    return _may_keep_national(actor)


def may_import_codes(actor: Actor, municipality: Municipality | None = None, **about: Any) -> str | None:
    """A classification of one's own by those who draft; the country's by the alliance."""
    return may_draft(actor, municipality=municipality) if municipality else _may_keep_national(actor)


def may_load_codes(actor: Actor) -> str | None:
    """The known codes are data of the house: whoever drafts may bring them in."""
    return (
        None
        if actor.has(Role.TECHNICIAN, Role.COORDINATOR, Role.ACCOUNTANT, Role.CHAIR)
        else _("This may be done by an accountant.")
    )


def may_enter(actor: Actor) -> bool:
    """Whether the actor reads this room's working pages."""
    return actor.municipality_id is not None and actor.has(*READERS)


def get_place_for(actor: Actor) -> Municipality:
    """The municipality whose working pages the actor reads. Raises Forbidden for everyone else."""
    if not may_enter(actor) or actor.municipality is None:
        raise Forbidden(
            _("The budget's working pages are read by council members and the municipality's officers.")
        )
    return actor.municipality


def get_codes_place_for(actor: Actor) -> Municipality | None:
    """The municipality whose codes the actor reads beside the country's; None for the alliance, which keeps the latter."""
    if may_enter(actor):
        return actor.municipality
    if _may_keep_national(actor) is None:
        return None
    return get_place_for(actor)


def get_code_for(actor: Actor, pk: int) -> Code:
    """A code of the country or of the actor's municipality, or 404."""
    place = get_codes_place_for(actor)
    rows = Code.objects.filter(django_models.Q(municipality=None) | django_models.Q(municipality=place))
    return get_object_or_404(rows.select_related("parent", "municipality"), pk=pk)


def _own(actor: Actor, rows: "django_models.QuerySet[M]", pk: int) -> M:
    return get_object_or_404(rows, pk=pk, municipality=get_place_for(actor))


def get_budget_for(actor: Actor, pk: int) -> Budget:
    """A budget of the actor's municipality, or 404."""
    return _own(actor, Budget.objects.select_related("municipality"), pk)


def get_line_for(actor: Actor, pk: int) -> Line:
    """A line of the actor's municipality, or 404."""
    return _own(
        actor, Line.objects.select_related("budget", "functional", "economic", "revenue", "source"), pk
    )


def get_amendment_for(actor: Actor, pk: int) -> Amendment:
    """An amendment of the actor's municipality, or 404."""
    return _own(actor, Amendment.objects.select_related("budget"), pk)


def get_local_rule_for(actor: Actor, pk: int) -> LocalRule:
    """A rate or relief that the actor's municipality prepared, or 404."""
    return _own(actor, LocalRule.objects.all(), pk)


def get_commitment_for(actor: Actor, pk: int) -> Commitment:
    """A commitment of the actor's municipality, or 404."""
    return _own(actor, Commitment.objects.select_related("line__budget"), pk)


def get_obligation_for(actor: Actor, pk: int) -> Obligation:
    """An obligation of the actor's municipality, or 404."""
    return _own(actor, Obligation.objects.select_related("line__budget", "commitment"), pk)


def get_receipt_for(actor: Actor, pk: int) -> Receipt:
    """A receipt of the actor's municipality, or 404."""
    return _own(actor, Receipt.objects.select_related("line__budget"), pk)


def get_order_for(actor: Actor, pk: int) -> PaymentOrder:
    """A payment order of the actor's municipality, or 404."""
    return _own(actor, PaymentOrder.objects.select_related("obligation__line__budget"), pk)


def get_import_for(actor: Actor, pk: int) -> BudgetImport:
    """An import of the actor's municipality, or 404."""
    return _own(actor, BudgetImport.objects.select_related("file", "budget"), pk)


def get_bank_line_for(actor: Actor, pk: int) -> BankLine:
    """A line of the bank of the actor's municipality, or 404."""
    return _own(actor, BankLine.objects.select_related("order__obligation__line", "receipt__line"), pk)


def get_public_place(code: str) -> Municipality:
    """A municipality by the word in its address."""
    return get_object_or_404(Municipality.objects.select_related("area"), code=code)
