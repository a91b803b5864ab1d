from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetConfig(AppConfig):
    name = "belediyye.finance.budget"
    label = "budget"
    verbose_name = _("The budget")

    def ready(self) -> None:
        from belediyye.core import desk, navigation, search, thread
        from belediyye.finance.budget import access, effects, events, models, show, tasks
        from belediyye.finance.budget.queries.heads import planned_by_head
        from belediyye.finance.revenue.queries.reports import income
        from belediyye.finance.rules.models import LocalRule

        assert events.follow
        effects.register()
        income.plan_source(planned_by_head)

        navigation.door("finance", _("Budget"), "budget_home", access.may_enter)
        desk.task_source(tasks.tasks_of)
        desk.offer(
            desk.Offer(
                _("Budget"),
                _("Where the money comes from, where it goes, and what was done with it."),
                "public_budget",
                of_place=True,
            )
        )
        search.searchable(_("Budget lines"), show.search_lines)
        thread.show(models.Budget, show.budgets)
        thread.show(models.Amendment, show.amendments)
        thread.show(LocalRule, show.local_rules)
