"""Grants and the reports that they ask for."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import fundraising as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import (
    Award,
    GrantReport,
)
from belediyye.alliance.relations.queries import books
from belediyye.alliance.relations.queries import fundraising as ask
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    detail_page,
    done,
    form_page,
    list_page,
    page,
    table,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.fundraising import (
    begun,
    crumbs_of,
    form_of,
    tabs,
    url_of,
)
from belediyye.alliance.relations.views.papers import kept
from belediyye.core import display
from belediyye.core.period import format_date


@page(access.may_keep)
def awards(request: HttpRequest) -> HttpResponse:
    """The donor portfolio: every grant with what was granted and spent."""
    form = filters(request.GET, state=(_("state"), [("running", _("running")), ("closed", _("closed"))]))
    columns = [
        Column(_("grant"), lambda a: a.title, sort="folded", url=url_of, note=lambda a: a.number), Column(_("donor"), lambda a: str(a.donor)),
        Column(_("until"), lambda a: a.ends, "date", sort="ends"), Column(_("granted"), lambda a: a.granted, "money", sort="granted", total=True),
        Column(_("spent"), lambda a: a.spent, "money", sort="spent", total=True), Column(_("left"), lambda a: a.granted - a.spent, "money", total=True),
    ]  # fmt: skip
    dos = (
        (Do(_("Record a grant"), reverse("relations_award_new"), main=True),)
        if access.coordinates(request.actor)
        else ()
    )
    return list_page(
        request, title=_("Grants"), rows=ask.find_awards(form.value("q"), form.value("state")), columns=columns, name="grants", form=form,
        dos=dos, section_tabs=tabs(request, "relations_awards"), crumbs=crumbs_of("relations_awards"), empty=_("No grant fits"),
    )  # fmt: skip


@page(access.may_keep)
def award(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.select_related("donor__organisation", "paper"), pk=pk)
    whole, here = books.whole_statement(row), [pk]
    dos = [Do(_("Open its books"), reverse("relations_book", args=here), main=True)]
    if access.coordinates(request.actor) and not row.closed_on:
        dos += [Do(_("Plan a report"), reverse("relations_report_new", args=here)), Do(_("Record the registration"), reverse("relations_award_register", args=here)), Do(_("Close the grant"), reverse("relations_award_close", args=here), post=True)]  # fmt: skip
    facts = [
        (_("donor"), str(row.donor)), (_("signed on"), format_date(row.signed_on)), (_("term"), f"{format_date(row.starts)} – {format_date(row.ends)}"),
        (_("amount in the donor's currency"), row.foreign or "–"),
        (_("registered with the Ministry of Justice on"), f"{format_date(row.registered_on)}, {row.registration}" if row.registered_on else _("not recorded")),
        *([(_("closed on"), format_date(row.closed_on))] if row.closed_on else []),
    ]  # fmt: skip
    stats = [(_("granted"), display.money(whole.budget)), (_("received"), display.money(whole.received_before + whole.received)), (_("spent"), display.money(whole.before + whole.spent)), (_("on hand"), display.money(whole.closing))]  # fmt: skip
    return detail_page(request, title=row.title, caption=row.number, about=row, facts=facts, stats=stats, dos=dos, sections=[_reports(request, row)], crumbs=crumbs_of("relations_awards", row))  # fmt: skip


def _report_columns(coordinates: bool, whole: bool) -> list[Column]:
    def next_of(report: GrantReport) -> Do | None:
        if not coordinates or report.accepted_on:
            return None
        if report.sent_on:
            return Do(_("It was accepted"), reverse("relations_report_accept", args=[report.pk]))
        return Do(_("It was sent"), reverse("relations_report_send", args=[report.pk]))

    return [
        Column(_("report"), lambda r: r.get_kind_display(), note=lambda r: f"{format_date(r.starts)} – {format_date(r.ends)}"),
        *([Column(_("grant"), lambda r: r.award.title, url=lambda r: url_of(r.award), note=lambda r: str(r.award.donor))] if whole else []),
        Column(_("due"), lambda r: r.due, "date", note=lambda r: r.why), Column(_("sent on"), lambda r: r.sent_on, "date"),
        Column(_("accepted on"), lambda r: r.accepted_on, "date", note=lambda r: r.remarks), Column("", next_of, "do"),
    ]  # fmt: skip


def _reports(request: HttpRequest, row: Award) -> Section:
    rows = list(row.reports.all())
    return Section(
        _("Reports"),
        table(_("Reports"), _report_columns(access.coordinates(request.actor), False), rows),
        empty=_("The agreement asks for no report."),
    )


@page(access.may_keep)
def reports(request: HttpRequest) -> HttpResponse:
    """Reports not sent yet, the nearest day first."""
    rows = ask.reports_due()
    return list_page(
        request, title=_("Reports due"), rows=rows, columns=_report_columns(access.coordinates(request.actor), True), name="reports",
        section_tabs=tabs(request, "relations_reports"), crumbs=crumbs_of("relations_reports"), empty=_("No report is due"),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def award_new(request: HttpRequest) -> HttpResponse:
    form = work.AwardForm(
        request.POST or None,
        request.FILES or None,
        initial={"signed_on": today(), **begun(request, "proposal", "donor")},
    )

    def do(f: work.AwardForm) -> Award:
        f.instance.paper = kept(request, f)
        return act.record_award(actor=request.actor, award=f.row(), lines=f.cleaned_data["budget"])

    title = _("Record a grant")
    return form_page(request, form, title=title, do=do, then=url_of, said=_("The grant is recorded; now plan its reports."), back=reverse("relations_awards"), crumbs=crumbs_of("relations_awards", title=title))  # fmt: skip


@page(access.may_coordinate, *FORM)
def award_register(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.all(), pk=pk)
    form = work.RegistrationOfAwardForm(request.POST or None, initial={"on": today()})
    do = lambda f: act.register_award(actor=request.actor, award=row, **f.cleaned_data)  # noqa: E731
    return form_of(request, row, form, _("Record the registration"), do, "relations_awards")


@page(access.may_coordinate, "POST")
def award_close(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.all(), pk=pk)
    act.close_award(actor=request.actor, award=row, on=today())
    return done(request, _("The grant is closed."), url_of(row))


@page(access.may_coordinate, *FORM)
def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.all(), pk=pk)
    form = work.ReportForm(request.POST or None, instance=GrantReport(award=row))
    return form_of(
        request,
        row,
        form,
        _("Plan a report"),
        lambda f: act.plan_report(actor=request.actor, report=f.row()),
        "relations_awards",
    )


@page(access.may_coordinate, *FORM)
def report_send(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, GrantReport.objects.select_related("award"), pk=pk)
    form = work.SentForm(request.POST or None, request.FILES or None, initial={"on": today()})

    def do(f: work.SentForm) -> None:
        act.send_report(
            actor=request.actor, report=row, on=f.cleaned_data["on"], paper=kept(request, f, "paper")
        )

    return form_of(request, row.award, form, _("It was sent"), do, "relations_awards")


@page(access.may_coordinate, *FORM)
def report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, GrantReport.objects.select_related("award"), pk=pk)
    form = WordsForm(request.POST or None, label=_("the donor's remarks"), required=False)
    do = lambda f: act.accept_report(actor=request.actor, report=row, remarks=f.text, on=today())  # noqa: E731
    return form_of(request, row.award, form, _("It was accepted"), do, "relations_awards")
