"""Calls, concept notes, proposals, grants and the reports due."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import fundraising as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import Award, Call, ConceptNote, GrantReport, Proposal, ProposalVersion
from belediyye.alliance.relations.queries import books
from belediyye.alliance.relations.queries import fundraising as ask
from belediyye.alliance.relations.views.frame import (
    FORM, Column, Do, Section, detail_page, done, form_page, list_page, page, table, today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.alliance.relations.views.papers import kept
from belediyye.core import display

CONCEPT_TAG = {"draft": "draft", "sent": "waiting", "invited": "done", "declined": "late"}
PROPOSAL_TAG = {"writing": "draft", "submitted": "waiting", "awarded": "done", "declined": "late"}
ROUTES = {Call: "relations_call", ConceptNote: "relations_concept", Proposal: "relations_proposal", Award: "relations_award"}


def _url(row: Call | ConceptNote | Proposal | Award) -> str:
    return reverse(ROUTES[type(row)], args=[row.pk])


def _lists() -> list[tuple[str, str]]:
    return [
        ("relations_awards", _("Grants")), ("relations_reports", _("Reports due")), ("relations_calls", _("Calls")),
        ("relations_concepts", _("Concept notes")), ("relations_proposals", _("Proposals")),
    ]  # fmt: skip


def _tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    lists = _lists() if access.coordinates(request.actor) else _lists()[:2]
    return [{"title": title, "url": reverse(route), "current": route == current} for route, title in lists]


def _crumbs(route: str, row: object = None, title: str = "") -> list[tuple[str, str]]:
    name = dict(_lists())[route]
    own = [(display.shortened(str(row), 40), _url(row) if title else "")] if row else []  # type: ignore[arg-type]
    return crumbs((name, reverse(route)), *own, *([(title, "")] if title else []))


def _form(request: HttpRequest, row: object, form: object, title: str, do: object, route: str, said: str = "") -> HttpResponse:
    url = _url(row)  # type: ignore[arg-type]
    return form_page(
        request, form, title=title, caption=str(row), do=do, then=url, back=url, said=said or _("Saved."), crumbs=_crumbs(route, row, title),  # type: ignore[arg-type]
    )  # fmt: skip


def _paper(row: object) -> str:
    return reverse("relations_paper", args=[row.paper_id]) if row.paper_id else ""  # type: ignore[attr-defined]


# --- calls and concept notes ----------------------------------------------------------------------------------------


@page(access.may_coordinate)
def calls(request: HttpRequest) -> HttpResponse:
    """Donors' calls, the nearest deadline first."""
    form = filters(request.GET, state=(_("state"), [("past", _("deadline passed")), ("all", _("all, also past"))]))
    columns = [
        Column(_("call"), lambda c: c.title, sort="folded", url=_url), Column(_("donor"), lambda c: str(c.donor)),
        Column(_("deadline"), lambda c: c.deadline, "date", sort="deadline"), Column(_("largest amount"), lambda c: c.ceiling, "money", sort="ceiling"),
        Column(_("we mean to apply"), lambda c: _("yes") if c.followed else _("no")),
    ]  # fmt: skip
    return list_page(
        request, title=_("Calls for proposals"), rows=ask.calls(today(), form.value("q"), form.value("state")), columns=columns, name="calls",
        form=form, dos=(Do(_("Write down a call"), reverse("relations_call_new"), main=True),), section_tabs=_tabs(request, "relations_calls"),
        crumbs=_crumbs("relations_calls"), empty=_("No call is open"),
    )  # fmt: skip


@page(access.may_coordinate)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Call.objects.select_related("donor__organisation"), pk=pk)
    facts = [
        (_("donor"), str(row.donor)), (_("deadline"), display.day(row.deadline)),
        (_("largest amount"), display.money(row.ceiling) if row.ceiling is not None else "–"),
        (_("what it funds and under which conditions"), row.about), (_("where it was announced"), row.address or "–"),
    ]  # fmt: skip
    dos = [
        Do(_("Begin a proposal"), f"{reverse('relations_proposal_new')}?call={pk}&donor={row.donor_id}", main=True),
        Do(_("Write a concept note"), f"{reverse('relations_concept_new')}?call={pk}&donor={row.donor_id}"),
        Do(_("Change"), reverse("relations_call_change", args=[pk])),
    ]
    return detail_page(request, title=row.title, caption=_("Call for proposals"), about=row, facts=facts, dos=dos, crumbs=_crumbs("relations_calls", row))


@page(access.may_coordinate, *FORM)
def call_new(request: HttpRequest) -> HttpResponse:
    form = work.CallForm(request.POST or None)
    title = _("Write down a call")
    return form_page(
        request, form, title=title, do=lambda f: act.keep_call(actor=request.actor, call=f.row()), then=_url, said=_("Saved."),
        back=reverse("relations_calls"), crumbs=_crumbs("relations_calls", title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def call_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Call.objects.all(), pk=pk)
    form = work.CallForm(request.POST or None, instance=row)
    return _form(request, row, form, _("Change"), lambda f: act.keep_call(actor=request.actor, call=f.row()), "relations_calls")


@page(access.may_coordinate)
def concepts(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("concept note"), lambda n: n.title, url=_url, sort="title"), Column(_("donor"), lambda n: str(n.donor)),
        Column(_("amount asked for"), lambda n: n.amount, "money", sort="amount"), Column(_("written on"), lambda n: n.made_on, "date", sort="made_on"),
        Column(_("state"), lambda n: n.get_state_display(), tag=lambda n: CONCEPT_TAG[n.state]),
    ]  # fmt: skip
    return list_page(
        request, title=_("Concept notes"), rows=ConceptNote.objects.select_related("donor__organisation"), columns=columns, name="concepts",
        dos=(Do(_("Write a concept note"), reverse("relations_concept_new"), main=True),), section_tabs=_tabs(request, "relations_concepts"),
        crumbs=_crumbs("relations_concepts"), empty=_("No concept note is written"),
    )  # fmt: skip


@page(access.may_coordinate)
def concept(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ConceptNote.objects.select_related("donor__organisation", "call"), pk=pk)
    facts = [
        (_("donor"), str(row.donor)), (_("call"), str(row.call or "–")), (_("the problem"), row.problem),
        (_("what we would do and what would change"), row.idea), (_("amount asked for"), display.money(row.amount)),
        *([(_("answer"), row.answer)] if row.answer else []),
    ]  # fmt: skip
    dos = []
    if row.state in work.ConceptMoveForm.NEXT:
        dos.append(Do(_("Move on"), reverse("relations_concept_move", args=[pk]), main=True))
    if row.state == "draft":
        dos.append(Do(_("Change"), reverse("relations_concept_change", args=[pk])))
    if row.state == "invited":
        dos.append(Do(_("Begin a proposal"), f"{reverse('relations_proposal_new')}?concept={pk}&donor={row.donor_id}", main=True))
    return detail_page(
        request, title=row.title, caption=_("Concept note"), about=row, facts=facts, dos=dos,
        state_tag=(CONCEPT_TAG[row.state], row.get_state_display()), crumbs=_crumbs("relations_concepts", row),
    )  # fmt: skip


def _begun(request: HttpRequest, *fields: str) -> dict[str, object]:
    """What the address hands to a new form: numbers of rows only."""
    return {f: text for f in fields if (text := request.GET.get(f, "")).isdecimal()}


@page(access.may_coordinate, *FORM)
def concept_new(request: HttpRequest) -> HttpResponse:
    form = work.ConceptForm(request.POST or None, initial={"made_on": today(), **_begun(request, "call", "donor")})
    title = _("Write a concept note")
    return form_page(
        request, form, title=title, do=lambda f: act.keep_concept(actor=request.actor, note=f.row()), then=_url, said=_("Saved."),
        back=reverse("relations_concepts"), crumbs=_crumbs("relations_concepts", title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def concept_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ConceptNote.objects.all(), pk=pk)
    form = work.ConceptForm(request.POST or None, instance=row)
    return _form(request, row, form, _("Change"), lambda f: act.keep_concept(actor=request.actor, note=f.row()), "relations_concepts")


@page(access.may_coordinate, *FORM)
def concept_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ConceptNote.objects.all(), pk=pk)
    form = work.ConceptMoveForm(request.POST or None, note=row, initial={"on": today()})
    do = lambda f: act.move_concept(actor=request.actor, note=row, **f.cleaned_data)  # noqa: E731
    return _form(request, row, form, _("Move on"), do, "relations_concepts")


# --- proposals ------------------------------------------------------------------------------------------------------


@page(access.may_coordinate)
def proposals(request: HttpRequest) -> HttpResponse:
    form = filters(request.GET, state=(_("state"), Proposal.State.choices))
    columns = [
        Column(_("proposal"), lambda p: p.title, sort="folded", url=_url, note=lambda p: p.number), Column(_("donor"), lambda p: str(p.donor)),
        Column(_("asked for"), lambda p: p.asked, "money", sort="asked", total=True), Column(_("deadline"), lambda p: p.deadline, "date", sort="deadline"),
        Column(_("state"), lambda p: p.get_state_display(), tag=lambda p: PROPOSAL_TAG[p.state], sort="state"),
    ]  # fmt: skip
    return list_page(
        request, title=_("Proposals to donors"), rows=ask.find_proposals(form.value("q"), form.value("state")), columns=columns, name="proposals",
        form=form, dos=(Do(_("Begin a proposal"), reverse("relations_proposal_new"), main=True),), section_tabs=_tabs(request, "relations_proposals"),
        crumbs=_crumbs("relations_proposals"), empty=_("No proposal fits"),
    )  # fmt: skip


@page(access.may_coordinate)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal: its versions, the budget of the last one against the one before, what comes next."""
    row = access.get_for(request.actor, Proposal.objects.select_related("donor__organisation", "call", "concept"), pk=pk)
    versions = list(row.versions.select_related("paper"))
    dos = []
    if row.state == "writing":
        dos = [Do(_("Write a version"), reverse("relations_version", args=[pk]), main=not versions)]
        dos += [Do(_("Submit"), reverse("relations_proposal_submit", args=[pk]), post=True, main=True)] if versions else []
    if row.state == "submitted":
        dos = [
            Do(_("Record the grant"), f"{reverse('relations_award_new')}?proposal={pk}&donor={row.donor_id}", main=True),
            Do(_("It was declined"), reverse("relations_proposal_decline", args=[pk])),
        ]
    facts = [
        (_("donor"), str(row.donor)), (_("call"), str(row.call or "–")), (_("concept note"), str(row.concept or "–")),
        (_("deadline"), display.day(row.deadline) if row.deadline else "–"),
        *([(_("submitted"), display.day(row.submitted_on))] if row.submitted_on else []),
        *([(_("answer"), row.answer)] if row.answer else []),
    ]  # fmt: skip
    columns = [
        Column(_("version"), lambda v: str(v.number)), Column(_("day"), lambda v: v.made_on, "date", note=lambda v: v.made_by),
        Column(_("summary"), lambda v: v.summary), Column(_("what changed against the version before"), lambda v: v.change),
        Column(_("paper"), lambda v: v.paper.name if v.paper else None, url=_paper),
    ]  # fmt: skip
    sections = [Section(_("Versions"), table(_("Versions"), columns, versions), empty=_("Nothing is written yet."))]
    if versions:
        sections.insert(0, _budget(versions[0]))
    return detail_page(
        request, title=row.title, caption=row.number, about=row, facts=facts, dos=dos, sections=sections,
        state_tag=(PROPOSAL_TAG[row.state], row.get_state_display()), crumbs=_crumbs("relations_proposals", row),
    )  # fmt: skip


def _budget(version: ProposalVersion) -> Section:
    columns = [
        Column(_("code"), lambda c: c.code), Column(_("what"), lambda c: c.title),
        Column(_("version before"), lambda c: c.before, "money", total=True), Column(_("this version"), lambda c: c.now, "money", total=True),
    ]  # fmt: skip
    title = _("Budget of version %(number)s") % {"number": version.number}
    own = sum(line.own for line in version.lines.all())
    return Section(title, table(title, columns, ask.compare_budgets(version)), text=_("Of it, our own share: %(own)s") % {"own": display.money(own)})


@page(access.may_coordinate, *FORM)
def proposal_new(request: HttpRequest) -> HttpResponse:
    form = work.ProposalForm(request.POST or None, initial=_begun(request, "call", "donor", "concept"))
    title = _("Begin a proposal")
    return form_page(
        request, form, title=title, do=lambda f: act.begin_proposal(actor=request.actor, proposal=f.row(), on=today()), then=_url,
        said=_("Saved."), back=reverse("relations_proposals"), crumbs=_crumbs("relations_proposals", title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Proposal.objects.all(), pk=pk)
    last = row.versions.order_by("-number").first()
    begun = {"summary": last.summary if last else "", "budget": work.budget_text(last)}
    form = work.VersionForm(request.POST or None, request.FILES or None, instance=ProposalVersion(proposal=row), initial=begun)

    def do(f: work.VersionForm) -> None:
        f.instance.paper = kept(request, f)
        act.write_version(actor=request.actor, version=f.row(), lines=f.cleaned_data["budget"], on=today())

    return _form(request, row, form, _("Write a version"), do, "relations_proposals")


@page(access.may_coordinate, "POST")
def proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Proposal.objects.all(), pk=pk)
    act.submit_proposal(actor=request.actor, proposal=row, on=today())
    return done(request, _("Submitted; now it waits for the donor."), _url(row))


@page(access.may_coordinate, *FORM)
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Proposal.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("the donor's reasons"))
    do = lambda f: act.decline_proposal(actor=request.actor, proposal=row, answer=f.text, on=today())  # noqa: E731
    return _form(request, row, form, _("It was declined"), do, "relations_proposals")


# --- grants and reports ---------------------------------------------------------------------------------------------


@page(access.may_keep)
def awards(request: HttpRequest) -> HttpResponse:
    """The donor portfolio: every grant with what was granted and spent."""
    form = filters(request.GET, state=(_("state"), [("running", _("running")), ("closed", _("closed"))]))
    columns = [
        Column(_("grant"), lambda a: a.title, sort="folded", url=_url, note=lambda a: a.number), Column(_("donor"), lambda a: str(a.donor)),
        Column(_("until"), lambda a: a.ends, "date", sort="ends"), Column(_("granted"), lambda a: a.granted, "money", sort="granted", total=True),
        Column(_("spent"), lambda a: a.spent, "money", sort="spent", total=True), Column(_("left"), lambda a: a.granted - a.spent, "money", total=True),
    ]  # fmt: skip
    dos = (Do(_("Record a grant"), reverse("relations_award_new"), main=True),) if access.coordinates(request.actor) else ()
    return list_page(
        request, title=_("Grants"), rows=ask.find_awards(form.value("q"), form.value("state")), columns=columns, name="grants", form=form,
        dos=dos, section_tabs=_tabs(request, "relations_awards"), crumbs=_crumbs("relations_awards"), empty=_("No grant fits"),
    )  # fmt: skip


@page(access.may_keep)
def award(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.select_related("donor__organisation", "paper"), pk=pk)
    whole, here = books.whole_statement(row), [pk]
    dos = [Do(_("Open its books"), reverse("relations_book", args=here), main=True)]
    if access.coordinates(request.actor) and not row.closed_on:
        dos += [Do(_("Plan a report"), reverse("relations_report_new", args=here)), Do(_("Record the registration"), reverse("relations_award_register", args=here)), Do(_("Close the grant"), reverse("relations_award_close", args=here), post=True)]  # fmt: skip
    facts = [
        (_("donor"), str(row.donor)), (_("signed on"), display.day(row.signed_on)), (_("term"), f"{display.day(row.starts)} – {display.day(row.ends)}"),
        (_("amount in the donor's currency"), row.foreign or "–"),
        (_("registered with the Ministry of Justice on"), f"{display.day(row.registered_on)}, {row.registration}" if row.registered_on else _("not recorded")),
        *([(_("closed on"), display.day(row.closed_on))] if row.closed_on else []),
    ]  # fmt: skip
    stats = [(_("granted"), display.money(whole.budget)), (_("received"), display.money(whole.received_before + whole.received)), (_("spent"), display.money(whole.before + whole.spent)), (_("on hand"), display.money(whole.closing))]  # fmt: skip
    return detail_page(request, title=row.title, caption=row.number, about=row, facts=facts, stats=stats, dos=dos, sections=[_reports(request, row)], crumbs=_crumbs("relations_awards", row))  # fmt: skip


def _report_columns(coordinates: bool, whole: bool) -> list[Column]:
    def next_of(report: GrantReport) -> Do | None:
        if not coordinates or report.accepted_on:
            return None
        if report.sent_on:
            return Do(_("It was accepted"), reverse("relations_report_accept", args=[report.pk]))
        return Do(_("It was sent"), reverse("relations_report_send", args=[report.pk]))

    return [
        Column(_("report"), lambda r: r.get_kind_display(), note=lambda r: f"{display.day(r.starts)} – {display.day(r.ends)}"),
        *([Column(_("grant"), lambda r: r.award.title, url=lambda r: _url(r.award), note=lambda r: str(r.award.donor))] if whole else []),
        Column(_("due"), lambda r: r.due, "date", note=lambda r: r.why), Column(_("sent on"), lambda r: r.sent_on, "date"),
        Column(_("accepted on"), lambda r: r.accepted_on, "date", note=lambda r: r.remarks), Column("", next_of, "do"),
    ]  # fmt: skip


def _reports(request: HttpRequest, row: Award) -> Section:
    rows = list(row.reports.all())
    return Section(_("Reports"), table(_("Reports"), _report_columns(access.coordinates(request.actor), False), rows), empty=_("The agreement asks for no report."))


@page(access.may_keep)
def reports(request: HttpRequest) -> HttpResponse:
    """Reports not sent yet, the nearest day first."""
    rows = ask.reports_due()
    return list_page(
        request, title=_("Reports due"), rows=rows, columns=_report_columns(access.coordinates(request.actor), True), name="reports",
        section_tabs=_tabs(request, "relations_reports"), crumbs=_crumbs("relations_reports"), empty=_("No report is due"),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def award_new(request: HttpRequest) -> HttpResponse:
    form = work.AwardForm(request.POST or None, request.FILES or None, initial={"signed_on": today(), **_begun(request, "proposal", "donor")})

    def do(f: work.AwardForm) -> Award:
        f.instance.paper = kept(request, f)
        return act.record_award(actor=request.actor, award=f.row(), lines=f.cleaned_data["budget"])

    title = _("Record a grant")
    return form_page(request, form, title=title, do=do, then=_url, said=_("The grant is recorded; now plan its reports."), back=reverse("relations_awards"), crumbs=_crumbs("relations_awards", title=title))  # fmt: skip


@page(access.may_coordinate, *FORM)
def award_register(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.all(), pk=pk)
    form = work.RegistrationOfAwardForm(request.POST or None, initial={"on": today()})
    do = lambda f: act.register_award(actor=request.actor, award=row, **f.cleaned_data)  # noqa: E731
    return _form(request, row, form, _("Record the registration"), do, "relations_awards")


@page(access.may_coordinate, "POST")
def award_close(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.all(), pk=pk)
    act.close_award(actor=request.actor, award=row, on=today())
    return done(request, _("The grant is closed."), _url(row))


@page(access.may_coordinate, *FORM)
def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.all(), pk=pk)
    form = work.ReportForm(request.POST or None, instance=GrantReport(award=row))
    return _form(request, row, form, _("Plan a report"), lambda f: act.plan_report(actor=request.actor, report=f.row()), "relations_awards")


@page(access.may_coordinate, *FORM)
def report_send(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, GrantReport.objects.select_related("award"), pk=pk)
    form = work.SentForm(request.POST or None, request.FILES or None, initial={"on": today()})

    def do(f: work.SentForm) -> None:
        act.send_report(actor=request.actor, report=row, on=f.cleaned_data["on"], paper=kept(request, f, "paper"))

    return _form(request, row.award, form, _("It was sent"), do, "relations_awards")


@page(access.may_coordinate, *FORM)
def report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, GrantReport.objects.select_related("award"), pk=pk)
    form = WordsForm(request.POST or None, label=_("the donor's remarks"), required=False)
    do = lambda f: act.accept_report(actor=request.actor, report=row, remarks=f.text, on=today())  # noqa: E731
    return _form(request, row.award, form, _("It was accepted"), do, "relations_awards")
