from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "belediyye.alliance.strategy"
    label = "strategy"
    verbose_name = _("Strategic plan")

    def ready(self) -> None:
        from belediyye.alliance.strategy import access, queries
        from belediyye.alliance.strategy.models import Activity, Plan
        from belediyye.core import desk, navigation, search, thread

        navigation.door("alliance", _("Strategic plan"), "strategy_plans", access.is_of_the_alliance)
        desk.offer(
            desk.Offer(
                _("The alliance's plan"),
                _("What was promised, by when, by whom, and what is done."),
                "strategy_public",
            )
        )
        desk.task_source(queries.tasks_for)
        search.searchable(_("Activities of the plan"), queries.search_activities)
        thread.show(Activity, queries.ends_of_activities)
        thread.show(Plan, queries.ends_of_plans)
