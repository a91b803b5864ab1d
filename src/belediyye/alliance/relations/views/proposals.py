"""Proposals to donors: versions with budget, submission, the answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import fundraising as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import (
    Proposal,
    ProposalVersion,
)
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
    PROPOSAL_TAG,
    begun,
    crumbs_of,
    form_of,
    paper_url,
    tabs,
    url_of,
)
from belediyye.alliance.relations.views.papers import kept
from belediyye.core import display
from belediyye.core.period import format_date


@page(access.may_coordinate)
def proposals(request: HttpRequest) -> HttpResponse:
    form = filters(request.GET, state=(_("state"), Proposal.State.choices))
    columns = [
        Column(_("proposal"), lambda p: p.title, sort="folded", url=url_of, note=lambda p: p.number), Column(_("donor"), lambda p: str(p.donor)),
        Column(_("asked for"), lambda p: p.asked, "money", sort="asked", total=True), Column(_("deadline"), lambda p: p.deadline, "date", sort="deadline"),
        Column(_("state"), lambda p: p.get_state_display(), tag=lambda p: PROPOSAL_TAG[p.state], sort="state"),
    ]  # fmt: skip
    return list_page(
        request, title=_("Proposals to donors"), rows=ask.find_proposals(form.value("q"), form.value("state")), columns=columns, name="proposals",
        form=form, dos=(Do(_("Begin a proposal"), reverse("relations_proposal_new"), main=True),), section_tabs=tabs(request, "relations_proposals"),
        crumbs=crumbs_of("relations_proposals"), empty=_("No proposal fits"),
    )  # fmt: skip


@page(access.may_coordinate)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal: its versions, the budget of the last one against the one before, what comes next."""
    row = access.get_for(
        request.actor, Proposal.objects.select_related("donor__organisation", "call", "concept"), pk=pk
    )
    versions = list(row.versions.select_related("paper"))
    dos = []
    if row.state == "writing":
        dos = [Do(_("Write a version"), reverse("relations_version", args=[pk]), main=not versions)]
        dos += (
            [Do(_("Submit"), reverse("relations_proposal_submit", args=[pk]), post=True, main=True)]
            if versions
            else []
        )
    if row.state == "submitted":
        dos = [
            Do(
                _("Record the grant"),
                f"{reverse('relations_award_new')}?proposal={pk}&donor={row.donor_id}",
                main=True,
            ),
            Do(_("It was declined"), reverse("relations_proposal_decline", args=[pk])),
        ]
    facts = [
        (_("donor"), str(row.donor)), (_("call"), str(row.call or "–")), (_("concept note"), str(row.concept or "–")),
        (_("deadline"), format_date(row.deadline) if row.deadline else "–"),
        *([(_("submitted"), format_date(row.submitted_on))] if row.submitted_on else []),
        *([(_("answer"), row.answer)] if row.answer else []),
    ]  # fmt: skip
    columns = [
        Column(_("version"), lambda v: str(v.number)), Column(_("day"), lambda v: v.made_on, "date", note=lambda v: v.made_by),
        Column(_("summary"), lambda v: v.summary), Column(_("what changed against the version before"), lambda v: v.change),
        Column(_("paper"), lambda v: v.paper.name if v.paper else None, url=paper_url),
    ]  # fmt: skip
    sections = [
        Section(_("Versions"), table(_("Versions"), columns, versions), empty=_("Nothing is written yet."))
    ]
    if versions:
        sections.insert(0, _budget(versions[0]))
    return detail_page(
        request, title=row.title, caption=row.number, about=row, facts=facts, dos=dos, sections=sections,
        state_tag=(PROPOSAL_TAG[row.state], row.get_state_display()), crumbs=crumbs_of("relations_proposals", row),
    )  # fmt: skip


def _budget(version: ProposalVersion) -> Section:
    columns = [
        Column(_("code"), lambda c: c.code), Column(_("what"), lambda c: c.title),
        Column(_("version before"), lambda c: c.before, "money", total=True), Column(_("this version"), lambda c: c.now, "money", total=True),
    ]  # fmt: skip
    title = _("Budget of version %(number)s") % {"number": version.number}
    own = sum(line.own for line in version.lines.all())
    return Section(
        title,
        table(title, columns, ask.compare_budgets(version)),
        text=_("Of it, our own share: %(own)s") % {"own": display.money(own)},
    )


@page(access.may_coordinate, *FORM)
def proposal_new(request: HttpRequest) -> HttpResponse:
    form = work.ProposalForm(request.POST or None, initial=begun(request, "call", "donor", "concept"))
    title = _("Begin a proposal")
    return form_page(
        request, form, title=title, do=lambda f: act.begin_proposal(actor=request.actor, proposal=f.row(), on=today()), then=url_of,
        said=_("Saved."), back=reverse("relations_proposals"), crumbs=crumbs_of("relations_proposals", title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Proposal.objects.all(), pk=pk)
    last = row.versions.order_by("-number").first()
    begun = {"summary": last.summary if last else "", "budget": work.budget_text(last)}
    form = work.VersionForm(
        request.POST or None, request.FILES or None, instance=ProposalVersion(proposal=row), initial=begun
    )

    def do(f: work.VersionForm) -> None:
        f.instance.paper = kept(request, f)
        act.write_version(actor=request.actor, version=f.row(), lines=f.cleaned_data["budget"], on=today())

    return form_of(request, row, form, _("Write a version"), do, "relations_proposals")


@page(access.may_coordinate, "POST")
def proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Proposal.objects.all(), pk=pk)
    act.submit_proposal(actor=request.actor, proposal=row, on=today())
    return done(request, _("Submitted; now it waits for the donor."), url_of(row))


@page(access.may_coordinate, *FORM)
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Proposal.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("the donor's reasons"))
    do = lambda f: act.decline_proposal(actor=request.actor, proposal=row, answer=f.text, on=today())  # noqa: E731
    return form_of(request, row, form, _("It was declined"), do, "relations_proposals")
