"""Reports on activities: written, handed in, returned or approved by somebody else; and what proves them."""

from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.strategy import access
from belediyye.alliance.strategy.models import (
    Activity,
    Evidence,
    EvidenceUse,
    Measurement,
    ReportState,
    Update,
)
from belediyye.core import thread
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile


@action("strategy.update.write", says=gettext_lazy("wrote a report on an activity"), allow=access.may_report)
def report(
    *,
    actor: Actor,
    activity: Activity,
    on: date,
    text: str,
    percent: int,
    achieved: str = "",
    submit: bool = False,
) -> Update:
    """Writes a report as a draft, or hands it in at once. Refuses an activity that was given up."""
    if activity.state == Activity.State.DROPPED:
        raise Refused(_("This activity was given up; nothing more is reported on it."))
    update = Update.objects.create(
        activity=activity,
        on=on,
        text=text,
        percent=percent,
        achieved=achieved,
        state=ReportState.SUBMITTED if submit else ReportState.DRAFT,
        by=actor.user_id,
        by_name=actor.name,
    )
    log(activity, report=update.pk, percent=percent, state=update.state)
    return update


@action("strategy.update.change", says=gettext_lazy("changed a report"), allow=access.may_change_update)
def change_update(
    *, actor: Actor, update: Update, on: date, text: str, percent: int, achieved: str = ""
) -> None:
    """Changes a draft or a returned report. Refuses one that was handed in."""
    _must_be(update, ReportState.DRAFT, ReportState.RETURNED)
    update.on, update.text, update.percent, update.achieved = on, text, percent, achieved
    update.save(update_fields=["on", "text", "percent", "achieved"])
    log(update.activity, report=update.pk, percent=percent)


@action("strategy.update.submit", says=gettext_lazy("handed in a report"), allow=access.may_change_update)
def submit_update(*, actor: Actor, update: Update) -> None:
    """Hands a draft or a returned report in; from now on it waits for a reviewer."""
    _must_be(update, ReportState.DRAFT, ReportState.RETURNED)
    update.state = ReportState.SUBMITTED
    update.save(update_fields=["state"])
    log(update.activity, report=update.pk, state=update.state)


@action(
    "strategy.update.return", says=gettext_lazy("returned a report for correction"), allow=access.may_review
)
def return_update(*, actor: Actor, of: Update, on: date, note: str) -> None:
    """Sends a report back with what is to be corrected."""
    _must_be(of, ReportState.SUBMITTED)
    _stamp(of, actor, on, ReportState.RETURNED, note)
    log(of.activity, report=of.pk, state=of.state, note=note)


@action("strategy.update.approve", says=gettext_lazy("approved a report"), allow=access.may_review)
def approve_update(*, actor: Actor, of: Update, on: date, note: str = "") -> None:
    """Approves a report; the activity now stands where its newest approved report says."""
    _must_be(of, ReportState.SUBMITTED)
    _stamp(of, actor, on, ReportState.APPROVED, note)
    activity = of.activity
    newest = activity.updates.filter(state=ReportState.APPROVED).order_by("-on", "-pk").first()
    assert newest is not None
    activity.percent, activity.last_approved = newest.percent, newest.on
    activity.achieved = newest.achieved or activity.achieved
    if activity.state != Activity.State.DROPPED:
        done = newest.percent == 100
        activity.state = (
            Activity.State.DONE
            if done
            else Activity.State.GOING
            if newest.percent or newest.text
            else activity.state
        )
    activity.save(update_fields=["percent", "last_approved", "achieved", "state"])
    log(activity, report=of.pk, state=of.state, percent=newest.percent)


def _must_be(update: Update, *states: str) -> None:
    update.refresh_from_db(fields=["state"])
    if update.state not in states:
        raise Refused(
            _("The report is “%(state)s” now; this can no longer be done.")
            % {"state": update.get_state_display()}
        )


def _stamp(update: Update, actor: Actor, on: date, state: str, note: str) -> None:
    update.state, update.reviewed_by_name, update.reviewed_on, update.review_note = (
        state,
        actor.name,
        on,
        note,
    )
    update.save(update_fields=["state", "reviewed_by_name", "reviewed_on", "review_note"])


@action("strategy.evidence.add", says=gettext_lazy("added evidence"), allow=access.may_report)
def add_evidence(
    *,
    actor: Actor,
    of: Activity | Update | Measurement,
    title: str,
    on: date,
    url: str = "",
    quote: str = "",
    source: str = "",
    file: StoredFile | None = None,
    thing: Model | None = None,
    place: str = "",
) -> Evidence:
    """Adds a proof: exactly one of address, quotation, file, object of any room. An object is tied to the thread too;
    `place` is the address in this house where it is seen."""
    given = [
        kind for kind, value in (("link", url), ("quote", quote), ("file", file), ("object", thing)) if value
    ]
    if len(given) != 1:
        raise Refused(_("Evidence is one thing: an address, a quotation, a file or an object of this house."))
    activity = of.activity if isinstance(of, Update) else of if isinstance(of, Activity) else None
    plan = activity.plan if activity else of.period.indicator.plan  # type: ignore[union-attr]
    evidence = Evidence.objects.create(
        plan=plan, kind=given[0], title=title, on=on, source=source, url=url or place, quote=quote, file=file,
        object_kind=thing._meta.label_lower if thing else "", object_id=str(thing.pk) if thing else "", added_by=actor.name,
    )  # fmt: skip
    use = {"activity": activity, "update": of} if isinstance(of, Update) else {of._meta.model_name: of}
    EvidenceUse.objects.create(evidence=evidence, **use)
    if thing is not None and activity is not None:
        thread.tie(activity, thing, relation="evidence", reason=title[:250])
    log(activity or plan, evidence=title, kind=given[0])
    return evidence


@action("strategy.evidence.reuse", says=gettext_lazy("used evidence again"), allow=access.may_report)
def reuse_evidence(*, actor: Actor, evidence: Evidence, of: Activity | Update | Measurement) -> EvidenceUse:
    """The proof that is there already proves this too; it is not kept twice. Refuses another plan's proof."""
    activity = of.activity if isinstance(of, Update) else of if isinstance(of, Activity) else None
    plan = activity.plan if activity else of.period.indicator.plan  # type: ignore[union-attr]
    if evidence.plan_id != plan.pk:
        raise Refused(_("This evidence belongs to another plan."))
    use = {"activity": activity, "update": of} if isinstance(of, Update) else {of._meta.model_name: of}
    made, _new = EvidenceUse.objects.get_or_create(evidence=evidence, **use)
    log(activity or plan, evidence=evidence.title, again=True)
    return made
