"""Members, their applications and their dues."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import members as act
from belediyye.alliance.relations.forms import people as forms
from belediyye.alliance.relations.forms.frame import WordsDayForm, WordsForm, filters
from belediyye.alliance.relations.models import (
    Application,
    DuesEntry,
    DuesRate,
    Member,
    MemberKind,
    MemberRole,
)
from belediyye.alliance.relations.queries import members as ask
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
from belediyye.alliance.relations.views.home import crumbs
from belediyye.alliance.relations.views.papers import kept
from belediyye.core import display
from belediyye.core.period import format_date

STATE_TAG = {
    "received": "waiting",
    "examined": "attention",
    "accepted": "done",
    "refused": "late",
    "withdrawn": "draft",
}


def _tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    if not access.keeps(request.actor):
        return []
    rows = [("relations_members", _("Members")), ("relations_dues", _("Dues"))]
    if access.coordinates(request.actor):
        rows.insert(1, ("relations_applications", _("Applications")))
    return [{"title": title, "url": reverse(route), "current": route == current} for route, title in rows]


@page(access.may_enter)
def members(request: HttpRequest) -> HttpResponse:
    """All members for those who keep the list, its own organisation for a member."""
    states = [("owing", _("owing")), ("left", _("left")), ("all", _("all, also former"))]
    form = filters(request.GET, kind=(_("kind"), MemberKind.choices), state=(_("state"), states))
    rows = ask.with_dues(ask.with_roles(access.members_for(request.actor), today()), today())
    rows = ask.find_members(rows, form.value("q"), form.value("kind"), form.value("state"))
    columns = [
        Column(_("organisation"), lambda m: m.organisation.name, sort="organisation__folded", url=_url),
        Column(_("kind"), lambda m: m.get_kind_display(), sort="kind"),
        Column(_("roles"), lambda m: ", ".join(str(r) for r in m.roles_now)),
        Column(_("member since"), lambda m: m.joined, "date", sort="joined"),
        Column(_("owes"), lambda m: m.balance, "money", sort="balance", total=True),
        Column(_("overdue"), lambda m: max(m.overdue, 0), "money", sort="overdue", total=True),
    ]
    dos = (
        (Do(_("Add a member"), reverse("relations_member_new"), main=True),)
        if access.coordinates(request.actor)
        else ()
    )
    return list_page(
        request, title=_("Members"), rows=rows, columns=columns, name="members", form=form, dos=dos,
        section_tabs=_tabs(request, "relations_members"), crumbs=crumbs((_("Members"), "")),
        empty=_("No member fits"),
    )  # fmt: skip


def _url(row: Member) -> str:
    return reverse("relations_member", args=[row.pk])


@page(access.may_enter)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's card: what it is, its rights, what it owes, line by line."""
    row = access.get_member_for(request.actor, pk)
    lines = ask.dues_of(row)
    keeps, coordinates = access.keeps(request.actor), access.coordinates(request.actor)
    here = [row.pk]
    dos = []
    if keeps and not row.left:
        dos.append(Do(_("Record a payment"), reverse("relations_dues_pay", args=here), main=True))
    if coordinates:
        dos.append(Do(_("Change"), reverse("relations_member_change", args=here)))
        dos += [Do(_("Give a role"), reverse("relations_member_role", args=here)), Do(_("Record that it left"), reverse("relations_member_leave", args=here))] if not row.left else []  # fmt: skip
    facts = [
        (_("kind"), row.get_kind_display()),
        (_("member since"), format_date(row.joined)),
        (_("rights"), ", ".join(ask.rights_on(row, today())) or "–"),
        *([(_("inhabitants"), display.number(row.population))] if row.population else []),
        *([(_("member until"), f"{format_date(row.left)} ({row.left_because})")] if row.left else []),
        *([(_("about the organisation"), row.about)] if row.about else []),
    ]
    return detail_page(
        request, title=row.organisation.name, caption=_("Member of the alliance"), about=row if coordinates else None,
        facts=facts, dos=dos, stats=[(_("Owes today"), display.money(lines[-1].balance if lines else 0))],
        sections=[_roles(row, coordinates), _ledger(lines, keeps)],
        crumbs=crumbs((_("Members"), reverse("relations_members")), (str(row), "")),
    )  # fmt: skip


def _roles(row: Member, coordinates: bool) -> Section:
    def end(role: MemberRole) -> Do | None:
        return (
            None
            if role.ends or not coordinates
            else Do(_("End"), reverse("relations_member_role_end", args=[role.pk]))
        )

    columns = [
        Column(_("role"), lambda r: r.get_kind_display()),
        Column(_("from"), lambda r: r.starts, "date"),
        Column(_("until"), lambda r: r.ends, "date"),
        Column(_("by which decision"), lambda r: r.basis),
        *([Column("", end, "do")] if coordinates else []),
    ]
    return Section(
        _("Roles"), table(_("Roles"), columns, list(row.roles.all())), empty=_("It holds no role.")
    )


def _ledger(lines: list[ask.DuesLine], keeps: bool) -> Section:
    def reverse_it(line: ask.DuesLine) -> Do | None:
        return (
            Do(_("Reverse"), reverse("relations_dues_reverse", args=[line.entry.pk]))
            if line.can_reverse
            else None
        )

    columns = [
        Column(_("day"), lambda x: x.entry.day, "date"),
        Column(_("year"), lambda x: str(x.entry.year)),
        Column(_("explanation"), lambda x: x.entry.words, note=lambda x: x.entry.get_kind_display()),
        Column(_("to be paid by"), lambda x: x.entry.due if x.entry.kind == "charge" else None, "date"),
        Column(_("amount"), lambda x: x.entry.amount, "money"),
        Column(_("balance"), lambda x: x.balance, "money"),
        *([Column("", reverse_it, "do")] if keeps else []),
    ]
    return Section(_("Dues"), table(_("Dues"), columns, lines), empty=_("Nothing was charged or paid yet."))


@page(access.may_coordinate, *FORM)
def member_new(request: HttpRequest) -> HttpResponse:
    """An organisation that was a member before the list was kept here."""

    def do(form: forms.MemberForm) -> Member:
        row, organisation = form.row(), form.cleaned_data["organisation_name"]
        return act.list_member(
            actor=request.actor, member=row, organisation=organisation,
            role=form.cleaned_data["role"], basis=form.cleaned_data["basis"],
        )  # fmt: skip

    form = forms.MemberForm(request.POST or None, initial={"joined": today(), "role": "full"})
    back = reverse("relations_members")
    return form_page(
        request, form, title=_("Add a member"), do=do, then=_url, said=_("The member is on the list."), back=back,
        crumbs=crumbs((_("Members"), back), (_("Add a member"), "")),
    )  # fmt: skip


def _member_form(
    request: HttpRequest, row: Member, form: object, title: str, do: object, said: str
) -> HttpResponse:
    return form_page(
        request, form, title=title, do=do, then=_url(row), said=said, back=_url(row),  # type: ignore[arg-type]
        caption=row.organisation.name, crumbs=crumbs((_("Members"), reverse("relations_members")), (str(row), _url(row)), (title, "")),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def member_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_member_for(request.actor, pk)
    form = forms.MemberForm(request.POST or None, instance=row)
    return _member_form(
        request,
        row,
        form,
        _("Change the card"),
        lambda f: act.change_member(actor=request.actor, member=f.row()),
        _("Saved."),
    )


@page(access.may_coordinate, *FORM)
def member_role(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_member_for(request.actor, pk)
    form = forms.MemberRoleForm(
        request.POST or None, instance=MemberRole(member=row), initial={"starts": today()}
    )
    return _member_form(
        request,
        row,
        form,
        _("Give a role"),
        lambda f: act.give_member_role(actor=request.actor, role=f.row()),
        _("Saved."),
    )


@page(access.may_coordinate, *FORM)
def member_role_end(request: HttpRequest, pk: int) -> HttpResponse:
    role = access.get_for(request.actor, MemberRole.objects.select_related("member__organisation"), pk=pk)
    form = WordsDayForm(
        request.POST or None, day=today(), day_label=_("until"), label=_("why"), required=False
    )

    def do(f: WordsDayForm) -> None:
        act.end_member_role(actor=request.actor, role=role, on=f.cleaned_data["on"])

    return _member_form(
        request, role.member, form, _("End the role: %(role)s") % {"role": role}, do, _("The role has ended.")
    )


@page(access.may_coordinate, *FORM)
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_member_for(request.actor, pk)
    form = WordsDayForm(
        request.POST or None, day=today(), day_label=_("member until"), label=_("why it left")
    )

    def do(f: WordsDayForm) -> None:
        act.leave(actor=request.actor, member=row, on=f.cleaned_data["on"], because=f.text)

    return _member_form(
        request, row, form, _("Record that it left"), do, _("Recorded. Debts stay as they are.")
    )


@page(access.may_keep, *FORM)
def dues_pay(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_member_for(request.actor, pk)
    form = forms.DuesPaymentForm(
        request.POST or None, request.FILES or None, initial={"year": today().year, "day": today()}
    )

    def do(f: forms.DuesPaymentForm) -> None:
        given = {k: v for k, v in f.cleaned_data.items() if k != "paper"}
        act.record_dues_payment(actor=request.actor, member=row, paper=kept(request, f, "paper"), **given)

    return _member_form(request, row, form, _("Record a payment"), do, _("The payment is recorded."))


@page(access.may_keep, *FORM)
def dues_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    entry = access.get_for(request.actor, DuesEntry.objects.select_related("member__organisation"), pk=pk)
    form = WordsForm(request.POST or None, label=_("why it is reversed"))

    def do(f: WordsForm) -> None:
        act.reverse_dues(actor=request.actor, entry=entry, words=f.text, on=today())

    title = _("Reverse the line of %(amount)s") % {"amount": display.money(entry.amount)}
    return _member_form(
        request, entry.member, form, title, do, _("The line is reversed; both stay in the ledger.")
    )


@page(access.may_keep)
def dues(request: HttpRequest) -> HttpResponse:
    """Every year's dues: the rate, what was charged, paid, and is owed."""
    coordinates = access.coordinates(request.actor)
    columns = [
        Column(_("year"), lambda y: str(y.year)),
        Column(_("fixed part"), lambda y: y.rate.base if y.rate else None, "money"),
        Column(_("for each inhabitant"), lambda y: y.rate.per_inhabitant if y.rate else None, "money"),
        Column(_("to be paid by"), lambda y: y.rate.due if y.rate else None, "date", note=lambda y: y.rate.decision if y.rate else ""),
        Column(_("charged"), lambda y: y.charged, "money", total=True),
        Column(_("paid"), lambda y: y.paid, "money", total=True),
        Column(_("owed"), lambda y: y.owed, "money", total=True),
        Column("", lambda y: Do(_("Charge"), reverse("relations_dues_charge", args=[y.rate.pk]), post=True) if y.rate else None, "do"),
    ]  # fmt: skip
    dos = [Do(_("Set the dues of a year"), reverse("relations_dues_rate"), main=True)] if coordinates else []
    owing = Do(_("Who owes"), f"{reverse('relations_members')}?state=owing")
    return detail_page(
        request, title=_("Dues"), section_tabs=_tabs(request, "relations_dues"), dos=[*dos, owing],
        lead=_("Dues = the fixed part + a part for each inhabitant. Charging a year again reaches only members that were not charged."),
        sections=[Section(_("Years"), table(_("Years"), columns, ask.dues_years()), empty=_("No year has a rate yet."))],
        crumbs=crumbs((_("Members"), reverse("relations_members")), (_("Dues"), "")),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def dues_rate(request: HttpRequest) -> HttpResponse:
    form = forms.DuesRateForm(request.POST or None, initial={"year": today().year + 1})
    back = reverse("relations_dues")
    return form_page(
        request, form, title=_("Set the dues of a year"), do=lambda f: act.set_dues(actor=request.actor, rate=f.row()),
        then=back, said=_("Saved."), back=back, crumbs=crumbs((_("Dues"), back), (_("Set the dues of a year"), "")),
    )  # fmt: skip


@page(access.may_keep, "POST")
def dues_charge(request: HttpRequest, pk: int) -> HttpResponse:
    rate = access.get_for(request.actor, DuesRate.objects.all(), pk=pk)
    count = act.charge_year(actor=request.actor, rate=rate, on=today())
    return done(request, _("Charged: %(count)s members.") % {"count": count}, reverse("relations_dues"))


@page(access.may_coordinate)
def applications(request: HttpRequest) -> HttpResponse:
    """Who wishes to join; those that wait come first."""
    states = [("open", _("waiting for the alliance")), *Application.State.choices]
    form = filters(request.GET, state=(_("state"), states))
    columns = [
        Column(_("organisation"), lambda a: a.organisation, sort="folded", url=lambda a: reverse("relations_application", args=[a.pk]), note=lambda a: a.number),
        Column(_("kind"), lambda a: a.get_kind_display()),
        Column(_("received"), lambda a: a.submitted_on, "date", sort="submitted_on"),
        Column(_("decide by"), lambda a: a.decide_by, "date", sort="decide_by"),
        Column(_("state"), lambda a: a.get_state_display(), tag=lambda a: STATE_TAG[a.state]),
    ]  # fmt: skip
    return list_page(
        request, title=_("Applications for membership"), rows=ask.applications(form.value("q"), form.value("state")),
        columns=columns, name="applications", form=form, section_tabs=_tabs(request, "relations_applications"),
        empty=_("No application fits"), crumbs=crumbs((_("Members"), reverse("relations_members")), (_("Applications"), "")),
    )  # fmt: skip


@page(access.may_coordinate)
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """An application: what it says, where it stands, what comes next."""
    row = access.get_for(request.actor, Application.objects.select_related("member", "contact"), pk=pk)
    dos = []
    if row.state == "received":
        dos.append(Do(_("Examine"), reverse("relations_application_examine", args=[pk]), main=True))
    if row.state == "examined":
        dos.append(Do(_("Decide"), reverse("relations_application_decide", args=[pk]), main=True))
    if row.member:
        dos.append(Do(_("The member's card"), _url(row.member)))
    facts = [
        (_("kind"), row.get_kind_display()), (_("VÖEN"), row.voen or "–"), (_("inhabitants"), display.number(row.population)),
        (_("address"), row.address or "–"),
        (_("contact person"), f"{row.contact_surname} {row.contact_name}, {row.contact_post}"),
        (_("e-mail"), row.email), (_("telephone"), row.telephone or "–"), (_("why you wish to join"), row.reasons),
        (_("received"), format_date(row.submitted_on)), (_("decide by"), format_date(row.decide_by)),
        *([(_("what the examination found"), row.findings)] if row.findings else []),
        *([(_("decision and its reasons"), row.decision)] if row.decision else []),
    ]  # fmt: skip
    return detail_page(
        request, title=row.organisation, caption=row.number, about=row, facts=facts, dos=dos,
        state_tag=(STATE_TAG[row.state], row.get_state_display()), crumbs=_application_crumbs(row),
    )  # fmt: skip


def _application_crumbs(row: Application, title: str = "") -> list[tuple[str, str]]:
    own = reverse("relations_application", args=[row.pk]) if title else ""
    more = [(title, "")] if title else []
    return crumbs((_("Applications"), reverse("relations_applications")), (row.number, own), *more)


@page(access.may_coordinate, *FORM)
def application_examine(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Application.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("what the examination found"), long=True)
    back = reverse("relations_application", args=[pk])

    def do(f: WordsForm) -> None:
        act.examine_application(actor=request.actor, application=row, findings=f.text, on=today())

    return form_page(
        request, form, title=_("Examine"), caption=str(row), do=do, then=back, back=back,
        said=_("Examined; now it waits for the decision."), crumbs=_application_crumbs(row, _("Examine")),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def application_decide(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Application.objects.all(), pk=pk)
    form = forms.DecisionForm(request.POST or None)
    back = reverse("relations_application", args=[pk])

    def do(f: forms.DecisionForm) -> None:
        given = f.cleaned_data
        act.decide_application(
            actor=request.actor, application=row, accept=given["accept"] == "yes",
            decision=given["decision"], role=given["role"], on=today(),
        )  # fmt: skip

    return form_page(
        request, form, title=_("Decide"), caption=str(row), do=do, then=back, back=back,
        said=_("Decided; the applicant sees it on its page."), crumbs=_application_crumbs(row, _("Decide")),
    )  # fmt: skip
