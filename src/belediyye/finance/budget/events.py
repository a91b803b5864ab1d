"""What this room does after others' actions have been committed: what revenue collects becomes outturn by itself."""

from django_scopes import scope

from belediyye.core.actors import machine
from belediyye.core.journal import when
from belediyye.core.models import LogEntry, Municipality
from belediyye.finance.budget.actions import take_outturn
from belediyye.finance.budget.models import Budget

MONEY = ("revenue.statement.", "revenue.line.", "revenue.payment.", "revenue.refund.", "revenue.account.", "revenue.run.approve", "revenue.portal.", "revenue.debt.")  # fmt: skip
"""Actions that may move money between the heads, or in and out."""


@when("*")
def follow(line: LogEntry) -> None:
    """Takes over what was collected, into every budget of the municipality that is being carried out."""
    if not line.chain or not (line.code.startswith(MONEY) or line.code == "budget.adopt"):
        return
    place = Municipality.objects.get(pk=line.chain)
    with scope(municipality=place):
        for budget in Budget.objects.filter(municipality=place, state=Budget.State.ADOPTED):
            take_outturn(actor=machine("budget", place), budget=budget)
