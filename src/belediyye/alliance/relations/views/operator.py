"""The operator organisation: its self-assessment and development steps."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import operator as act
from belediyye.alliance.relations.forms import house as forms
from belediyye.alliance.relations.forms.frame import OrganisationField, WordsForm
from belediyye.alliance.relations.models import Assessment, DevelopmentStep, Operator
from belediyye.alliance.relations.queries import things as ask
from belediyye.alliance.relations.questionnaire import AREAS, area_title
from belediyye.alliance.relations.tongue import language
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    detail_page,
    done,
    form_page,
    page,
    table,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.core import display
from belediyye.core.period import format_date
from belediyye.core.svg import Bar, horizontal_bars


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_("Operator organisation"), reverse("relations_operator") if more else ""), *more)


@page(access.may_keep)
def operator(request: HttpRequest) -> HttpResponse:
    """Who carries the alliance, how it assesses itself, what it does about it."""
    row = ask.operator_on(today())
    coordinates = access.coordinates(request.actor)
    dos = (
        [Do(_("Entrust an organisation"), reverse("relations_operator_new"), main=row is None)]
        if coordinates
        else []
    )
    if row is None:
        return detail_page(
            request,
            title=_("Operator organisation"),
            dos=dos,
            lead=_("No organisation is entrusted today."),
            crumbs=_crumbs(),
        )
    dos = [
        Do(_("Begin a self-assessment"), reverse("relations_assessment_new"), main=True),
        Do(_("Plan a step"), reverse("relations_step_new")),
        *dos,
    ]
    facts = [
        (_("organisation"), row.organisation.name),
        (_("from"), format_date(row.starts)),
        (_("by which decision"), row.basis),
    ]
    assessments = list(row.assessments.prefetch_related("answers"))
    columns = [
        Column(_("day"), lambda a: a.on, "date", url=lambda a: reverse("relations_assessment", args=[a.pk])), Column(_("who took part"), lambda a: a.by),
        Column(_("state"), lambda a: _("closed") if a.closed_on else _("open"), tag=lambda a: "done" if a.closed_on else "waiting"),
    ]  # fmt: skip
    sections = [
        _steps(row),
        Section(
            _("Self-assessments"),
            table(_("Self-assessments"), columns, assessments),
            empty=_("None was made yet."),
        ),
    ]
    if assessments:
        sections.insert(0, _result(assessments[0]))
    return detail_page(
        request,
        title=row.organisation.name,
        caption=_("Operator organisation"),
        about=row,
        facts=facts,
        dos=dos,
        sections=sections,
        crumbs=_crumbs(),
    )


def _result(row: Assessment) -> Section:
    progress, lang = ask.progress(row), language()
    columns = [
        Column(_("area"), lambda p: p.result.area.title[lang]), Column(_("points"), lambda p: f"{p.result.points} / {p.result.possible}"),
        Column(_("now"), lambda p: display.percent(p.result.percent)), Column(_("the time before"), lambda p: None if p.before is None else display.percent(p.before)),
        Column(_("unanswered"), lambda p: p.result.unanswered, "int"),
    ]  # fmt: skip
    bars = [
        Bar(p.result.area.title[lang], p.result.percent, display.percent(p.result.percent)) for p in progress
    ]
    title = _("Self-assessment of %(day)s") % {"day": format_date(row.on)}
    picture = horizontal_bars(bars, title=title, description=_("Points reached of points possible, by area."))
    return Section(title, table(title, columns, progress), picture=picture)


def _steps(row: Operator) -> Section:
    def tag(step: DevelopmentStep) -> str:
        return "done" if step.done_on else "late" if step.due < today() else "waiting"

    def words(step: DevelopmentStep) -> str:
        return _("done") if step.done_on else _("late") if step.due < today() else _("planned")

    columns = [
        Column(_("step"), lambda s: s.title, note=lambda s: area_title(s.area, language())), Column(_("responsible"), lambda s: s.who), Column(_("by when"), lambda s: s.due, "date"),
        Column(_("state"), words, tag=tag), Column(_("outcome"), lambda s: s.outcome),
        Column("", lambda s: None if s.done_on else Do(_("Record the outcome"), reverse("relations_step_done", args=[s.pk])), "do"),
    ]  # fmt: skip
    return Section(
        _("Development steps"),
        table(_("Development steps"), columns, list(row.steps.order_by("done_on", "due"))),
        empty=_("No step is planned."),
    )


@page(access.may_coordinate, *FORM)
def operator_new(request: HttpRequest) -> HttpResponse:
    form = forms.OperatorForm(request.POST or None, initial={"starts": today()})
    form.fields["organisation_name"] = OrganisationField(label=_("organisation"), max_length=200)
    form.order_fields(["organisation_name"])

    def do(f: forms.OperatorForm) -> None:
        act.entrust(actor=request.actor, operator=f.row(), organisation=f.cleaned_data["organisation_name"])

    back, title = reverse("relations_operator"), _("Entrust an organisation")
    return form_page(
        request, form, title=title, do=do, then=back, back=back, said=_("Saved."), crumbs=_crumbs((title, ""))
    )


def _in_charge(request: HttpRequest) -> Operator:
    row = ask.operator_on(today())
    return access.get_for(request.actor, Operator.objects.all(), pk=row.pk if row else 0)


@page(access.may_keep, *FORM)
def assessment_new(request: HttpRequest) -> HttpResponse:
    row = _in_charge(request)
    form = forms.AssessmentForm(
        request.POST or None, instance=Assessment(operator=row), initial={"on": today()}
    )
    title = _("Begin a self-assessment")
    return form_page(
        request, form, title=title, do=lambda f: act.begin_assessment(actor=request.actor, assessment=f.row()),
        then=lambda a: reverse("relations_assessment", args=[a.pk]), back=reverse("relations_operator"), said=_("Now answer the questions, area by area."), crumbs=_crumbs((title, "")),
    )  # fmt: skip


@page(access.may_keep)
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """A self-assessment: its result by area, and the way to each area's questions."""
    row = access.get_for(request.actor, Assessment.objects.select_related("operator__organisation"), pk=pk)
    progress = ask.progress(row)
    dos = [] if row.closed_on else [Do(_("Close it"), reverse("relations_assessment_close", args=[pk]), post=True, main=all(not p.result.unanswered for p in progress))]  # fmt: skip
    columns = [
        Column(_("area"), lambda p: p.result.area.title[language()]), Column(_("unanswered"), lambda p: p.result.unanswered, "int"),
        Column("", lambda p: None if row.closed_on else Do(_("Answer"), reverse("relations_answers", args=[pk, p.result.area.code])), "do"),
    ]  # fmt: skip
    facts = [
        (_("who took part"), row.by),
        (_("questionnaire"), row.edition),
        (_("closed on"), format_date(row.closed_on) if row.closed_on else "–"),
    ]
    sections = (
        [_result(row)]
        if row.closed_on
        else [Section(_("Areas"), table(_("Areas"), columns, progress)), _result(row)]
    )
    return detail_page(request, title=_("Self-assessment of %(day)s") % {"day": format_date(row.on)}, about=row, facts=facts, dos=dos, sections=sections, crumbs=_crumbs((format_date(row.on), "")))  # fmt: skip


@page(access.may_keep, *FORM)
def answers(request: HttpRequest, pk: int, area: str) -> HttpResponse:
    """The questions of an area; after saving, the next area."""
    row = access.get_for(request.actor, Assessment.objects.filter(closed_on__isnull=True), pk=pk)
    codes = [a.code for a in AREAS]
    row = access.get_for(request.actor, Assessment.objects.filter(pk=row.pk if area in codes else 0))
    form = forms.AnswersForm(
        request.POST or None, area=area, answers={a.question: a for a in row.answers.all()}
    )
    own = reverse("relations_assessment", args=[pk])
    following = codes[codes.index(area) + 1 :]
    then = reverse("relations_answers", args=[pk, following[0]]) if following else own
    do = lambda f: act.answer(actor=request.actor, assessment=row, answers=f.answers())  # noqa: E731
    return form_page(request, form, title=area_title(area, language()), do=do, then=then, back=own, said=_("Saved."), submit=_("Save and go on"), crumbs=_crumbs((format_date(row.on), own), (area_title(area, language()), "")))  # fmt: skip


@page(access.may_keep, "POST")
def assessment_close(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Assessment.objects.all(), pk=pk)
    act.close_assessment(actor=request.actor, assessment=row, on=today())
    return done(
        request,
        _("Closed. Now plan steps for the weakest areas."),
        reverse("relations_assessment", args=[pk]),
    )


@page(access.may_keep, *FORM)
def step_new(request: HttpRequest) -> HttpResponse:
    row = _in_charge(request)
    last = row.assessments.filter(closed_on__isnull=False).first()
    form = forms.StepForm(request.POST or None, instance=DevelopmentStep(operator=row, assessment=last))
    back, title = reverse("relations_operator"), _("Plan a step")
    return form_page(
        request,
        form,
        title=title,
        do=lambda f: act.plan_step(actor=request.actor, step=f.row()),
        then=back,
        back=back,
        said=_("Saved."),
        crumbs=_crumbs((title, "")),
    )


@page(access.may_keep, *FORM)
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, DevelopmentStep.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("outcome"))
    back, title = reverse("relations_operator"), _("Record the outcome")
    do = lambda f: act.finish_step(actor=request.actor, step=row, outcome=f.text, on=today())  # noqa: E731
    return form_page(
        request,
        form,
        title=title,
        caption=row.title,
        do=do,
        then=back,
        back=back,
        said=_("Saved."),
        crumbs=_crumbs((title, "")),
    )
