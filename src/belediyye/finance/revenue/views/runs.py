"""Assessment runs, the explanation of every amount, and the notices that go out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core import offices
from belediyye.core.access import OFFICE_KEEPERS
from belediyye.core.fields import beginning
from belediyye.core.text import fold
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import SecondNoticesForm
from belediyye.finance.revenue.forms.register import DeliveryForm, NoticeFilter, RunForm
from belediyye.finance.revenue.models import AssessmentRun, Notice, PrivilegeStatus
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.queries import papers, runs
from belediyye.finance.revenue.queries.explained import explanation_of
from belediyye.finance.revenue.queries.openings import billed_years
from belediyye.finance.revenue.queries.reports import streets
from belediyye.finance.revenue.queries.reports.reliefs import article as relief_article
from belediyye.finance.revenue.queries.standing import still_owing
from belediyye.finance.revenue.views.pages import XLSX, answer_file, answer_pdf, form_page, paged, told
from belediyye.finance.revenue.views.printing import AT_ONCE
from belediyye.finance.rules.queries import language

GET_POST = require_http_methods(["GET", "POST"])
MASS = 250


@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    return render(
        request,
        "revenue/runs.html",
        {"page": paged(request, runs.runs_of(place)), "may_run": access.may_run(actor=request.actor) is None},
    )


@GET_POST
def run_new(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    today = timezone.localdate()
    number = request.GET.get("object", "")
    thing = access.get_object_for(request.actor, int(number)) if number.isdecimal() else None
    form = RunForm(
        request.POST or None,
        settlements=streets.settlements(place),
        streets=streets.of_objects(place),
        initial={"year": today.year},
    )

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        run = actions.preview_run(
            actor=request.actor,
            year=c["year"],
            on=today,
            taxes=[int(t) for t in c["taxes"]],
            settlement=c["settlement"],
            street=c["street"],
            thing=thing,
            reason=c["reason"],
        )
        return reverse("revenue_run", args=[run.number]), _("Previewed; nothing is posted yet.")

    intro = _(
        "Everybody who holds something in the scope is assessed with all that he holds, because a relief is spent once."
    )
    notes = [
        _(
            "The old books billed %(year)s: whoever was registered on %(day)s or before is left alone by a run of that year."
        )
        % {"year": one.year, "day": f"{one.day:%d.%m.%Y}"}
        for one in billed_years(place).order_by("-year")
    ]
    title = _("Assess %(object)s") % {"object": thing} if thing else _("Assess a year")
    return form_page(
        request,
        form,
        do,
        title=title,
        button=_("Preview"),
        back=reverse("revenue_runs"),
        intro=intro,
        notes=notes,
        may=access.may_run,
    )


@require_GET
def run_page(request: HttpRequest, number: int) -> HttpResponse:
    run = access.get_run_for(request.actor, number)
    lang = language()
    before = run.totals.get("last_year", {})
    taxes = [
        {
            "label": runs.head_label(int(head)),
            **line,
            "before": before.get(head),
            "change": line["due"] - before[head] if head in before else None,
        }
        for head, line in run.totals.get("taxes", {}).items()
    ]
    reliefs = []
    for key, line in run.totals.get("reliefs", {}).items():
        head, _sep, code = key.partition(":")
        reliefs.append(
            {
                "head": runs.head_label(int(head)),
                "label": PrivilegeStatus.Category(code).label,
                "article": relief_article(int(head), run.year, code),
                **line,
            }
        )
    # What the approval would post: of a preview that still is what it shows.
    draft = run.state == AssessmentRun.State.DRAFT
    stale = draft and run.register != runs.register_version(run.municipality_id)
    posts = run.totals.get("posts") if draft and not stale else None
    billed = runs.NOBODY | run.totals.get("billed", {})
    notices = Notice.objects.filter(run=run).count() if run.state == AssessmentRun.State.POSTED else 0
    page = {
        "run": run, "taxes": taxes, "reliefs": reliefs, "rises": run.totals.get("rises", []), "lines": told(run),
        "reasons": [(runs.reason_text(int(n), lang), count) for n, count in run.totals.get("refused", {}).items()],
        "refused": runs.refused_rows(run)[:20], "before": sum(before.values()) if before else None,
        "change": run.due_qepik - sum(before.values()) if before else None,
        "why_not": access.may_approve(actor=request.actor, run=run), "may_run": access.may_run(actor=request.actor) is None,
        "next_year": run.totals.get("next_year", 0), "later": run.totals.get("later", 0), "granted": run.totals.get("objections", {}), "openings": run.totals.get("openings", 0),
        "billed": billed, "billed_until": date.fromisoformat(billed["until"]) if billed["until"] else None, "old_books_unsaid": runs.old_books_unsaid(run),
        "notices": notices, "at_once": notices <= AT_ONCE,
        "stale": stale, "posts": posts, "net": posts["up"] - posts["down"] if posts else None, "first": posts == {},
        "missing": offices.missing(run.municipality), "may_office": request.actor.has(*OFFICE_KEEPERS),
        "replayed": request.session.pop("revenue_replay", {}).get(str(run.number)),
    }  # fmt: skip
    return render(request, "revenue/run.html", page)


@require_POST
def run_approve(request: HttpRequest, number: int) -> HttpResponse:
    run = actions.approve_run(
        actor=request.actor, run=access.get_run_for(request.actor, number), on=timezone.localdate()
    )
    messages.success(request, _("The run is approved and posted."))
    return redirect(reverse("revenue_run", args=[run.number]))


@require_POST
def run_drop(request: HttpRequest, number: int) -> HttpResponse:
    actions.drop_run(actor=request.actor, run=access.get_run_for(request.actor, number))
    messages.success(request, _("The preview is dropped."))
    return redirect(reverse("revenue_runs"))


@require_POST
def run_replay(request: HttpRequest, number: int) -> HttpResponse:
    """Computes a past run again and says whether it agrees. A POST because it is long work, not because it changes anything."""
    run = access.get_run_for(request.actor, number)
    request.session["revenue_replay"] = {str(run.number): runs.replay(run)}
    return redirect(reverse("revenue_run", args=[number]))


@require_POST
def run_notices(request: HttpRequest, number: int) -> HttpResponse:
    run = access.get_run_for(request.actor, number)
    count = actions.issue_notices(actor=request.actor, run=run, on=timezone.localdate())
    messages.success(request, _("Notices issued: %(count)s.") % {"count": count})
    return redirect(reverse("revenue_run", args=[number]))


@require_GET
def run_refused(request: HttpRequest, number: int) -> HttpResponse:
    run = access.get_run_for(request.actor, number)
    return answer_file(papers.refused_run_xlsx(run), f"run-{run.year}-{run.number}-refused.xlsx", XLSX)


@require_GET
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this amount: every step with its article, and what would change it."""
    one = access.get_assessment_for(request.actor, pk)
    page = {
        "assessment": one,
        "told": explanation_of(one),
        "may_keep": access.may_keep(actor=request.actor) is None,
    }
    return render(request, "revenue/assessment.html", page)


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = NoticeFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = (
        Notice.objects.filter(municipality_id=place)
        .select_related("taxpayer")
        .prefetch_related("deliveries")
        .order_by("-year", "number")
    )
    if chosen.get("year"):
        rows = rows.filter(year=chosen["year"])
    if text := chosen.get("q"):
        number = int(text) if text.isdecimal() and len(text) < 10 else 0
        rows = rows.filter(Q(number=number) | beginning("taxpayer__folded", fold(text)))
    if chosen.get("state") == "waiting":
        rows = rows.exclude(noticed.reached())
    elif chosen.get("state") == "delivered":
        rows = rows.filter(noticed.reached())
    page = {
        "form": form,
        "page": paged(request, rows),
        "may_run": access.may_run(actor=request.actor) is None,
        "may_keep": access.may_keep(actor=request.actor) is None,
        "again": noticed.issued_again(place),
        "at_once": AT_ONCE,
    }
    return render(request, "revenue/notices.html", page)


@GET_POST
def notices_again(request: HttpRequest) -> HttpResponse:
    """Notices before the second half: who would get one is counted first (GET); to issue them is the POST."""
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = SecondNoticesForm(
        request.POST if request.method == "POST" else request.GET or {"year": today.year}
    )
    valid, found, last = form.is_valid(), [], []
    if valid:
        year = form.cleaned_data["year"]
        if request.method == "POST":
            count = actions.issue_notices_again(actor=request.actor, year=year, on=today)
            messages.success(request, _("Notices issued: %(count)s.") % {"count": count})
            return redirect(reverse("revenue_notices") + f"?year={year}")
        found, last = still_owing(place, year, today), noticed.issued_again(place, year)
    page = {
        "form": form, "year": form.cleaned_data.get("year"), "found": found, "last": last, "today": today, "valid": valid, "may_run": access.may_run(actor=request.actor) is None,
        "count": sum(one.count for one in found), "left": sum(one.left for one in found), "arrears": sum(one.arrears for one in found),
    }  # fmt: skip
    return render(
        request, "revenue/notices_again.html", page, status=422 if request.method == "POST" else 200
    )


@require_GET
def notices_again_pdf(request: HttpRequest, year: int, first: int) -> HttpResponse:
    """The notices of one such issue, MASS pages from the number `first` on."""
    place = access.require_reader(request.actor)
    rows = Notice.objects.filter(municipality_id=place, year=year, run__isnull=True, number__gte=first)
    begun = rows.order_by("number").first()
    if begun is None or begun.number != first:
        raise Http404
    chosen = (
        rows.filter(issued=begun.issued)
        .select_related("taxpayer__responsible", "municipality")
        .order_by("number")
    )
    return answer_pdf(noticed.pdf_of(chosen[:MASS], language()), f"second-notices-{year}-{first:06d}.pdf")


@require_GET
def notice_pdf(request: HttpRequest, year: int, number: int) -> HttpResponse:
    notice = access.get_notice_for(request.actor, year, number)
    return answer_pdf(noticed.pdf_of([notice], language()), f"notice-{year}-{number:06d}.pdf")


@GET_POST
def notice_deliver(request: HttpRequest, year: int, number: int) -> HttpResponse:
    notice = access.get_notice_for(request.actor, year, number)

    def do(form: Any) -> tuple[str, str]:
        actions.record_delivery(actor=request.actor, notice=notice, **form.cleaned_data)
        return reverse("revenue_payer", args=[notice.taxpayer.code]), _("The attempt is recorded.")

    form = DeliveryForm(request.POST or None, initial={"day": timezone.localdate()})
    title = _("Delivery of notice %(notice)s") % {"notice": notice}
    return form_page(
        request,
        form,
        do,
        title=title,
        button=_("Record"),
        back=reverse("revenue_notices"),
        intro=" · ".join(filter(None, [notice.taxpayer.name, notice.taxpayer.address])),
        may=access.may_keep,
    )
