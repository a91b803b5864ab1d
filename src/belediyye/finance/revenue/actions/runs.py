"""Assessment runs: previewed inside the database, approved by a second person, posted in one transaction."""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_number
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import lowering
from belediyye.finance.revenue.actions import posting as accounts
from belediyye.finance.revenue.models import Assessment, AssessmentRun, Entry, TaxObject
from belediyye.finance.revenue.queries import computation, demanding, previewing
from belediyye.finance.revenue.queries import runs as asked
from belediyye.finance.revenue.queries.computation import Scope, Statement
from belediyye.finance.rules.book import NotAllowed, Overlay, load_book
from belediyye.finance.rules.book import Refused as NotInBook
from belediyye.finance.rules.book.collection import assess_until, may_assess
from belediyye.finance.rules.queries import local


def _execute(statement: Statement) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return cursor.rowcount


def _language() -> str:
    return "en" if (get_language() or "az").startswith("en") else "az"


@action("revenue.run.preview", says=gettext_lazy("previewed an assessment run"), allow=access.may_run)
def preview_run(
    *, actor: Actor, year: int, on: date, taxes: Sequence[int] = (), settlement: str = "", street: str = "", thing: TaxObject | None = None,
    reason: str = "", overlay: Overlay | None = None,
) -> AssessmentRun:  # fmt: skip
    """Computes a year for a scope inside the database and keeps the result as a draft that posts nothing.

    Without an overlay it takes what the council had decided by the day. Refuses a year that can no longer be assessed
    (85.4), a year that has not begun, an overlay above the law."""
    assert actor.municipality is not None
    overlay = overlay or local.overlay_for(actor.municipality.pk, year, on)
    if year > on.year:
        raise Refused(
            _("%(year)s has not begun: the register of 1 January is not known yet.") % {"year": year}
        )
    if not may_assess(year, on):
        last = f"{assess_until(year):%d.%m.%Y}"
        raise Refused(
            _("The tax of %(year)s could be assessed until %(day)s (Tax Code, 85.4).")
            % {"year": year, "day": last}
        )
    scope = Scope(
        actor.municipality.pk,
        year,
        tuple(sorted({int(t) for t in taxes})),
        settlement,
        street,
        thing.pk if thing else None,
    )
    first, second, calendar = asked.due_days(year)
    try:
        digest = asked.sql_digest(scope, overlay)
    except (NotInBook, NotAllowed) as error:
        raise Refused(error.reason[_language()]) from error
    run = AssessmentRun.objects.create(
        municipality=actor.municipality, number=take_number(owner=actor.municipality.pk, code="revenue.run", year=0), year=year,
        taxes=list(scope.taxes), settlement=settlement, street=street, object=thing, reason=reason, as_of=on, edition=load_book().edition,
        overlay=asked.overlay_data(overlay), overlay_key=overlay.key if overlay else "", sql_hash=digest, calendar=calendar,
        register=asked.register_version(actor.municipality.pk), first_due=first, second_due=second,
        prepared_by=actor.user_id, prepared_by_name=actor.name,
    )  # fmt: skip
    after = asked.last_key(Assessment)
    run.objects_count = _execute(computation.insert_assessments(run.pk, scope, connection.vendor, overlay))
    run.totals = asked.figures(run, after) | {"posts": previewing.posts(run, on)}
    for name, key in (("tax_qepik", "tax"), ("relief_qepik", "relief"), ("due_qepik", "due")):
        setattr(run, name, sum(t[key] for t in run.totals["taxes"].values()))
    run.refused_count = sum(run.totals["refused"].values())
    run.payers_count = run.totals["payers"]
    run.save()
    log(
        run,
        year=year,
        objects=run.objects_count,
        refused=run.refused_count,
        due=run.due_qepik,
        edition=run.edition,
        sql=run.sql_hash,
    )
    return run


@action("revenue.run.drop", says=gettext_lazy("dropped a previewed run"), allow=access.may_run)
def drop_run(*, actor: Actor, run: AssessmentRun) -> None:
    """Throws a preview away; its computed rows go, the record of it stays."""
    if run.state != AssessmentRun.State.DRAFT:
        raise Refused(_("Only a preview can be dropped. What is posted is put right by another run."))
    Assessment.objects.filter(run=run)._raw_delete(using=connection.alias)
    run.state = AssessmentRun.State.DROPPED
    run.save(update_fields=["state"])
    log(run)


@action(
    "revenue.run.approve",
    says=gettext_lazy("approved and posted the assessment run"),
    allow=access.may_approve,
)
def approve_run(*, actor: Actor, run: AssessmentRun, on: date) -> AssessmentRun:
    """Approves a preview and posts it: what the year already demands becomes what the run computed, and what was
    then paid too much settles other debts or is credit.

    Refuses where the register changed since the preview: what is approved is what was shown, to the qəpik."""
    run = AssessmentRun.objects.select_for_update().get(pk=run.pk)
    if run.state != AssessmentRun.State.DRAFT:
        raise Refused(_("This run is no longer a preview: %(state)s.") % {"state": run.get_state_display()})
    if run.register != asked.register_version(run.municipality_id):
        raise Refused(
            _(
                "The register has changed since this preview. Preview again, so that what you approve is what is posted."
            )
        )
    if asked.billed(run) != run.totals.get("billed", asked.NOBODY):
        raise Refused(_("What the old books billed has changed since this preview. Preview again."))
    accounts.lock_accounts(run.municipality_id)
    posting = previewing.plan_of(run, on)
    after = asked.last_key(Entry)
    touched = lowering.lower_passed(run, posting, actor) if posting.passed else []
    entries = _execute(demanding.insert_entries(posting, connection.vendor))
    entries += lowering.lower_several(run, posting)
    lowering.after_posting(touched, on, actor)
    if posting.has_earlier:
        accounts.after_lowering(run.municipality_id, run.pk, after, on, actor)
    run.posted_qepik = (
        asked.posted_amount(run, after)
        if posting.has_earlier or posting.has_openings or posting.billed_until
        else run.due_qepik
    )
    run.state, run.posted_on = AssessmentRun.State.POSTED, on
    run.approved_by, run.approved_by_name, run.approved_at = actor.user_id, actor.name, timezone.now()
    run.save()
    log(
        run,
        year=run.year,
        entries=entries,
        posted=run.posted_qepik,
        due=run.due_qepik,
        edition=run.edition,
        sql=run.sql_hash,
    )
    return run
