from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


def _text_index(using: str, **_: Any) -> None:
    from belediyye.finance.revenue.queries import finding

    finding.install(using)


def _before_upgrade(**facts: Any) -> None:
    from belediyye.finance.revenue.queries import upgrading

    upgrading.refuse_voen_twice(**facts)


class RevenueConfig(AppConfig):
    name = "belediyye.finance.revenue"
    label = "revenue"
    verbose_name = _("Local revenue")

    def ready(self) -> None:
        from belediyye.core import desk, navigation, search
        from belediyye.finance.revenue import access, actions, effects, events  # noqa: F401 - the jobs are declared there
        from belediyye.finance.revenue.queries import portals, register, waiting

        effects.register()
        events.register()
        pre_migrate.connect(_before_upgrade, sender=self)
        post_migrate.connect(_text_index, sender=self)
        navigation.door("finance", _("Local revenue"), "revenue", access.may_enter)
        navigation.door(
            "finance", _("Supervision of local revenue"), "revenue_supervision", access.is_supervisor
        )
        navigation.door("finance", _("Payment portals"), "revenue_portals", access.has_portal_door)
        navigation.door(
            "finance", _("Proposals to write off"), "revenue_proposals", access.has_proposals_door
        )
        desk.task_source(register.tasks_of)
        desk.task_source(waiting.money_tasks)
        desk.task_source(portals.portal_tasks)
        desk.offer(
            desk.Offer(
                _("My payment notice"),
                _("Open a notice by its number and code, with the explanation of every amount."),
                "revenue_public_notice",
                of_place=True,
            )
        )
        desk.offer(
            desk.Offer(
                _("Check a certificate or a receipt"),
                _("Whether a paper with this number and code was given here, and what it said."),
                "revenue_public_clearance",
                of_place=True,
            )
        )
        search.searchable(_("Taxpayers"), register.search_payers)
        search.searchable(_("Taxable objects"), register.search_objects)
