"""The roster: topics, profiles, engagements."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, put
from belediyye.alliance.relations.models import Engagement, Expert, Topic
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log


@action("relations.topic.add", says=gettext_lazy("added a topic"), allow=access.may_coordinate)
def add_topic(*, actor: Actor, topic: Topic) -> Topic:
    """Adds a field of knowledge."""
    return keep(topic)


@action(
    "relations.expert.list", says=gettext_lazy("put an expert on the roster"), allow=access.may_coordinate
)
def list_expert(*, actor: Actor, expert: Expert, topics: Iterable[Topic]) -> Expert:
    """Puts a person on the roster. Refuses a profile without a topic."""
    chosen = list(topics)
    if not chosen:
        raise Refused(_("An expert knows at least one topic."))
    checked(expert).save()
    expert.topics.set(chosen)
    log(expert, name=expert.contact.code, topics=[topic.code for topic in chosen])
    return expert


@action(
    "relations.expert.change",
    says=gettext_lazy("changed an expert's profile"),
    allow=access.may_change_own_profile,
)
def change_profile(*, actor: Actor, expert: Expert, topics: Iterable[Topic]) -> Expert:
    """Keeps a changed profile; the expert changes its own, the coordinator any."""
    chosen = list(topics)
    if not chosen:
        raise Refused(_("An expert knows at least one topic."))
    keep(expert, name=expert.contact.code)
    expert.topics.set(chosen)
    return expert


@action("relations.expert.engage", says=gettext_lazy("engaged an expert"), allow=access.may_coordinate)
def engage(*, actor: Actor, engagement: Engagement) -> Engagement:
    """Asks an expert to do something by a day."""
    return keep(engagement, name=engagement.expert.contact.code)


@action(
    "relations.expert.finish", says=gettext_lazy("recorded an expert's result"), allow=access.may_coordinate
)
def finish_engagement(*, actor: Actor, engagement: Engagement, result: str, on: date) -> None:
    """Records what came of it."""
    if engagement.done_on:
        raise Refused(_("This task is done already."))
    put(engagement, name=engagement.expert.contact.code, done_on=on, result=result)
