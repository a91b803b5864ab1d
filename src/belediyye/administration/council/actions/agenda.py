"""Questions on the agenda and their papers."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council import access, files, law, queries
from belediyye.administration.council.models import Body, Decision, Item, Paper, Sitting, effects
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.thread import tie

EDITABLE = (Sitting.State.PREPARED,)
# Two majorities are compared in a council so large that rounding cannot make them alike.
LARGE = 600


def _check(matter: str, touch: str, touched: Decision | None, effect_kind: str = "") -> None:
    if matter not in law.matters():
        raise Refused(_("“%(matter)s” is not a matter of the council.") % {"matter": matter})
    known = effects.get(effect_kind)
    if known and known.matter not in ("", matter):
        raise Refused(
            _("“%(effect)s” is decided under the matter “%(matter)s”: choose that matter.")
            % {"effect": known.label, "matter": queries.matter_words(known.matter)}
        )
    if bool(touch) != (touched is not None):
        raise Refused(_("Say both: which earlier decision, and whether it is amended or repealed."))
    if touched and touched.state == Decision.State.REPEALED:
        raise Refused(_("Decision %(number)s is already repealed.") % {"number": touched})
    if touched and law.majority_of(touched.matter).needed(LARGE) > law.majority_of(matter).needed(LARGE):
        raise Refused(
            _("Decision %(number)s needed a larger majority; put this question under its matter.")
            % {"number": touched}
        )


@action("council.item.add", says=gettext_lazy("put a question on the agenda"), allow=access.may_prepare)
def add_item(
    *, actor: Actor, sitting: Sitting, title: str, matter: str, proposal: str = "", reporter: str = "",
    prepared_by: Body | None = None, is_public: bool = True, touch: str = "", touched: Decision | None = None,
    effect_kind: str = "", effect_data: dict[str, Any] | None = None,
) -> Item:  # fmt: skip
    """Adds a question at the end of the agenda. Once the session is open only urgent questions of procedure follow."""
    if sitting.state not in (*EDITABLE, Sitting.State.OPEN):
        raise Refused(
            _("The agenda is fixed once the session is called; a new question comes with the session's vote.")
        )
    _check(matter, touch, touched, effect_kind)
    last = sitting.items.aggregate(last=Max("place"))["last"] or 0
    made = Item.objects.create(
        municipality=sitting.municipality, sitting=sitting, place=last + 1, title=title, matter=matter,
        proposal=proposal, reporter=reporter, prepared_by=prepared_by, is_public=is_public, touch=touch,
        touched=touched, effect_kind=effect_kind, effect_data=effect_data or {},
    )  # fmt: skip
    if touched:
        tie(made, touched, relation=touch)
    log(made, sitting=str(sitting), matter=matter, effect_kind=effect_kind)
    return made


@action(
    "council.item.change", says=gettext_lazy("changed a question of the agenda"), allow=access.may_prepare
)
def change_item(
    *, actor: Actor, item: Item, title: str, matter: str, proposal: str, reporter: str, is_public: bool,
    effect_kind: str = "", effect_data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Changes a question, and what it does elsewhere, before its session is called."""
    if item.sitting.state not in EDITABLE:
        raise Refused(_("The agenda is fixed once the session is called."))
    _check(matter, item.touch, item.touched, effect_kind)
    before = {"title": item.title, "matter": item.matter}
    item.title, item.matter, item.proposal = title, matter, proposal
    item.reporter, item.is_public = reporter, is_public
    item.effect_kind, item.effect_data = effect_kind, effect_data or {}
    item.save()
    log(item, before=before)


@action("council.item.place", says=gettext_lazy("moved a question on the agenda"), allow=access.may_prepare)
def move_item(*, actor: Actor, item: Item, up: bool) -> None:
    """Changes a question's place with its neighbour's."""
    if item.sitting.state not in EDITABLE:
        raise Refused(_("The agenda is fixed once the session is called."))
    rows = Item.objects.filter(sitting=item.sitting)
    other = rows.filter(place__lt=item.place).last() if up else rows.filter(place__gt=item.place).first()
    if other is None:
        raise Refused(_("The question already stands at that end."))
    mine, theirs = item.place, other.place
    # Places are unique, so one of the two steps aside first.
    Item.objects.filter(pk=item.pk).update(place=30_000)
    Item.objects.filter(pk=other.pk).update(place=mine)
    Item.objects.filter(pk=item.pk).update(place=theirs)
    item.place = theirs
    log(item, place=theirs)


@action("council.item.discuss", says=gettext_lazy("recorded what was said"), allow=access.may_prepare)
def record_discussion(*, actor: Actor, item: Item, discussion: str, proposal: str | None = None) -> None:
    """Writes the discussion for the minutes and, until the vote, the words that will be voted on."""
    if item.sitting.signed_on or item.sitting.state not in (Sitting.State.OPEN, Sitting.State.HELD):
        raise Refused(_("Discussion is recorded during the session and until the minutes are signed."))
    item.discussion = discussion
    if proposal is not None and proposal != item.proposal:
        if item.ballots.exists():
            raise Refused(_("The words were already voted on; they do not change after."))
        item.proposal = proposal
    item.save(update_fields=["discussion", "proposal"])
    log(item, letters=len(discussion))


@action(
    "council.item.settle", says=gettext_lazy("settled a question without a vote"), allow=access.may_prepare
)
def settle_item(*, actor: Actor, item: Item, state: str) -> None:
    """Takes note of a question, or postpones it."""
    if item.sitting.state != Sitting.State.OPEN or item.state != Item.State.WAITING:
        raise Refused(_("A question is settled while its session lasts, and once."))
    if item.ballots.exists():
        raise Refused(_("A vote was opened on this question; close it."))
    if state not in (Item.State.NOTED, Item.State.POSTPONED):
        raise Refused(_("Without a vote a question is only noted or postponed."))
    item.state = state
    item.save(update_fields=["state"])
    log(item, state=state)


@action("council.paper.add", says=gettext_lazy("added a paper to a session"), allow=access.may_prepare)
def add_paper(
    *,
    actor: Actor,
    sitting: Sitting,
    title: str,
    content: bytes,
    name: str,
    item: Item | None = None,
    is_public: bool = True,
) -> Paper:
    """Adds a file to a question or to the whole session, until the minutes are signed."""
    if sitting.signed_on:
        raise Refused(_("The minutes are signed; nothing is added any more."))
    stored = files.keep(content, name=name, municipality=sitting.municipality, given_by=actor.user_id)
    made = Paper.objects.create(
        municipality=sitting.municipality,
        sitting=sitting,
        item=item,
        title=title,
        file=stored,
        is_public=is_public,
    )
    log(made, file=stored.name, digest=stored.digest)
    return made


@action(
    "council.paper.withdraw", says=gettext_lazy("withdrew a paper of a session"), allow=access.may_prepare
)
def withdraw_paper(*, actor: Actor, paper: Paper) -> None:
    """Takes a paper back while the session is prepared; the file stays in the record."""
    if paper.sitting.state not in EDITABLE:
        raise Refused(_("Once the session is called its papers stay."))
    paper.withdrawn = True
    paper.save(update_fields=["withdrawn"])
    log(paper)
