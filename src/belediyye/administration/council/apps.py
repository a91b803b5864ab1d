from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "belediyye.administration.council"
    label = "council"
    verbose_name = _("The council")

    def ready(self) -> None:
        from belediyye.administration.council import access, models, show, tasks
        from belediyye.core import desk, navigation, search, thread

        navigation.door("administration", _("The council"), "council_home", access.may_enter)
        navigation.door(
            "administration", _("Decisions to supervise"), "council_supervision", access.supervises
        )
        desk.task_source(tasks.tasks_of)
        desk.task_source(tasks.supervision_of)
        desk.offer(
            desk.Offer(
                _("Sessions"),
                _("When the council meets, its agenda, papers and votes."),
                "public_sittings",
                of_place=True,
            )
        )
        desk.offer(
            desk.Offer(
                _("Decisions"),
                _("What the council decided, what is in force, what was changed."),
                "public_decisions",
                of_place=True,
            )
        )
        desk.offer(
            desk.Offer(
                _("Members and bodies"),
                _("Who represents you, how often they come and how they vote."),
                "public_members",
                of_place=True,
            )
        )
        desk.offer(
            desk.Offer(
                _("Who does what"),
                _("Every function of the municipality, and which body answers for it."),
                "public_powers",
                of_place=True,
            )
        )
        search.searchable(_("Decisions"), show.search_decisions)
        search.searchable(_("Questions of sessions"), show.search_items)
        thread.show(models.Decision, show.decisions)
        thread.show(models.Sitting, show.sittings)
        thread.show(models.Item, show.items)
