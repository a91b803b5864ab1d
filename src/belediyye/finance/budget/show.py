"""How budgets and amendments appear in the search box and at the end of a thread."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.core.actors import Actor
from belediyye.core.search import Hit
from belediyye.core.text import fold
from belediyye.core.thread import End
from belediyye.finance.budget import access
from belediyye.finance.budget.models import Amendment, Budget, Line
from belediyye.finance.rules.models import LocalRule


def budgets(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """Budgets that the actor may open."""
    if not access.may_enter(actor):
        return {}
    rows = Budget.objects.filter(pk__in=list(pks), municipality=actor.municipality)
    return {str(b.pk): End(str(b), reverse("budget", args=[b.pk]), _("budget")) for b in rows}


def amendments(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """Amendments that the actor may open."""
    if not access.may_enter(actor):
        return {}
    rows = Amendment.objects.filter(pk__in=list(pks), municipality=actor.municipality).select_related(
        "budget"
    )
    return {
        str(a.pk): End(str(a), reverse("budget_amendment", args=[a.pk]), _("amendment of the budget"))
        for a in rows
    }


def local_rules(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """The municipality's own rates and reliefs, on the page where they are tried."""
    if not access.may_enter(actor):
        return {}
    rows = LocalRule.objects.filter(pk__in=list(pks), municipality=actor.municipality)
    return {str(r.pk): End(str(r), reverse("budget_rates"), _("local rate or relief")) for r in rows}


def search_lines(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """Lines of the newest adopted budget whose title holds the words."""
    if not access.may_enter(actor):
        return []
    newest = (
        Budget.objects.filter(municipality=actor.municipality, state__in=["adopted", "closed"])
        .order_by("-year")
        .first()
    )
    if newest is None:
        return []
    rows = Line.objects.filter(budget=newest).only("pk", "title")[:5000]
    found = [line for line in rows if folded in fold(line.title)]
    return [Hit(line.title, reverse("budget_line", args=[line.pk]), str(newest)) for line in found[:limit]]
