from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "belediyye.finance.rules"
    label = "rules"
    verbose_name = _("The law as data")

    def ready(self) -> None:
        from belediyye.core import desk, navigation, search
        from belediyye.finance.rules import effects, queries

        effects.register()

        navigation.door("finance", _("Taxes and the law"), "taxes")
        navigation.door("finance", _("Tax calculator"), "calculator")
        desk.offer(
            desk.Offer(
                _("Tax calculator"),
                _("See what is due, step by step, with the article beside each step."),
                "calculator",
            )
        )
        desk.offer(
            desk.Offer(
                _("Local taxes"),
                _("What the law says in plain words: rates, reliefs, days and their sources."),
                "taxes",
            )
        )
        search.searchable(_("Taxes"), queries.search_taxes)
