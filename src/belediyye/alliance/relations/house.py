"""How the room shows itself to the house: its door, public pages, waiting work, search and thread."""

from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.queries import desk as asked
from belediyye.core import desk, navigation, search, thread


def enter() -> None:
    """Registers everything; called once, when the house starts."""
    navigation.door(
        "alliance", _("Relations"), "relations_home", lambda actor: access.may_enter(actor) is None
    )
    desk.task_source(asked.tasks)
    search.searchable(_("Alliance"), asked.search)
    for model in asked.SHOWN:
        thread.show(model, asked.ends_of(model))  # type: ignore[arg-type]
    desk.offer(
        desk.Offer(
            _("The alliance's members"),
            _("Who belongs to the alliance, and how to join."),
            "alliance_members",
        )
    )
    desk.offer(
        desk.Offer(_("Events"), _("Conferences, debates and trainings; register here."), "alliance_events")
    )
    desk.offer(
        desk.Offer(
            _("What the alliance asks of the state"),
            _("Issues raised, and where each of them stands."),
            "alliance_issues",
        )
    )
    desk.offer(
        desk.Offer(
            _("Experts of the alliance"), _("Who knows what about self-government."), "alliance_experts"
        )
    )
