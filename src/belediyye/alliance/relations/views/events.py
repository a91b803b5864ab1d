"""Events: planned, opened, invited to, registered for, attended."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import events as act
from belediyye.alliance.relations.forms import house as forms
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import Event, Invitation, Registration
from belediyye.alliance.relations.queries import contacts
from belediyye.alliance.relations.queries import things as ask
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
from belediyye.core import display
from belediyye.core.documents.qr import qr_svg
from belediyye.core.period import format_date

EVENT_TAG = {"planned": "draft", "open": "waiting", "held": "done", "cancelled": "late"}
ANSWER_TAG = {"waiting": "draft", "comes": "done", "declines": "late"}


def _url(row: Event) -> str:
    return reverse("relations_event", args=[row.pk])


def _crumbs(row: Event | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(row.number, _url(row) if title else "")] if row else []
    return crumbs((_("Events"), reverse("relations_events")), *own, *([(title, "")] if title else []))


def when_words(row: Event) -> str:
    """`22.11.2026, 10:00–16:00`, or both days where it lasts several."""
    starts, ends = timezone.localtime(row.starts), timezone.localtime(row.ends)
    if starts.date() == ends.date():
        return f"{format_date(starts.date())}, {starts:%H:%M}–{ends:%H:%M}"
    return f"{format_date(starts.date())}, {starts:%H:%M} – {format_date(ends.date())}, {ends:%H:%M}"


def badge_qr(request: HttpRequest, key: str) -> str:
    """The QR code of a badge: the page on which presence is marked."""
    drawn = qr_svg(request.build_absolute_uri(reverse("alliance_badge", args=[key])))
    # With a view box instead of a fixed size the code grows to its place on the badge.
    return mark_safe(re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', drawn, count=1))  # noqa: S308


@page(access.may_see_events)
def events(request: HttpRequest) -> HttpResponse:
    form = filters(request.GET, kind=(_("kind"), Event.Kind.choices), state=(_("state"), Event.State.choices))
    rows = ask.find_events(form.value("q"), form.value("kind"), form.value("state"))
    columns = [
        Column(_("event"), lambda e: e.title, sort="folded", url=_url, note=lambda e: f"{e.number} · {e.get_kind_display()}"),
        Column(_("begins"), lambda e: timezone.localtime(e.starts).date(), "date", sort="starts"), Column(_("place"), lambda e: e.place),
        Column(_("registered"), lambda e: e.registered, "int", sort="registered"), Column(_("present"), lambda e: e.present, "int", sort="present"),
        Column(_("state"), lambda e: e.get_state_display(), tag=lambda e: EVENT_TAG[e.state]),
    ]  # fmt: skip
    dos = (
        [Do(_("Plan an event"), reverse("relations_event_new"), main=True)]
        if access.coordinates(request.actor)
        else []
    )
    return list_page(request, title=_("Events"), rows=rows, columns=columns, name="events", form=form, dos=[*dos, Do(_("The public page"), reverse("alliance_events"))], crumbs=_crumbs(), empty=_("No event fits"))  # fmt: skip


@page(access.may_see_events)
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """An event: for all its facts; for those who run it, invitations and the list of participants."""
    row = access.get_for(request.actor, ask.with_attendance(Event.objects.all()), pk=pk)
    coordinates, keeps = access.coordinates(request.actor), access.keeps(request.actor)
    facts = [
        (_("kind"), row.get_kind_display()), (_("when"), when_words(row)), (_("place"), row.place), (_("programme and purpose"), row.about),
        (_("registration until"), format_date(row.register_until)), (_("open to everyone"), _("yes") if row.is_public else _("no")),
        *([(_("what came of it"), row.outcome)] if row.outcome else []),
    ]  # fmt: skip
    stats = [(_("invited"), display.number(row.invited)), (_("registered"), f"{row.registered} / {row.seats}"), (_("waiting for a seat"), display.number(row.waiting)), (_("present"), display.number(row.present))]  # fmt: skip
    sections = []
    if keeps:
        sections.append(_participants(row, coordinates))
    if coordinates:
        sections.append(_invitations(row))
    return detail_page(
        request, title=row.title, caption=row.number, about=row, facts=facts, stats=stats if keeps else (), sections=sections,
        dos=_dos(row, coordinates, keeps), state_tag=(EVENT_TAG[row.state], row.get_state_display()), crumbs=_crumbs(row),
    )  # fmt: skip


def _dos(row: Event, coordinates: bool, keeps: bool) -> list[Do]:
    here, dos = [row.pk], []
    if coordinates and row.state == "planned":
        dos.append(
            Do(_("Open registration"), reverse("relations_event_open", args=here), post=True, main=True)
        )
    if row.state == "open":
        dos.append(Do(_("Register"), reverse("alliance_register", args=here), main=not coordinates))
    if coordinates and row.state in {"planned", "open"}:
        dos += [
            Do(_("Invite"), reverse("relations_event_invite", args=here), main=row.state == "open"),
            Do(_("Write down the outcome"), reverse("relations_event_conclude", args=here)),
            Do(_("Change"), reverse("relations_event_change", args=here)),
            Do(_("Cancel the event"), reverse("relations_event_cancel", args=here)),
        ]
    if keeps:
        dos += [
            Do(_("Badges with QR"), reverse("relations_badges", args=here)),
            Do(_("Sign-in list"), reverse("relations_sign_in", args=here)),
        ]
    return dos


def _participants(row: Event, coordinates: bool) -> Section:
    def state(one: Registration) -> str:
        if one.attended_at:
            return _("present")
        return _("waiting for a seat") if one.waits else _("registered")

    def mark(one: Registration) -> tuple[Do | None, ...]:
        here = (
            None
            if one.attended_at or one.waits
            else Do(_("Mark as present"), reverse("alliance_badge", args=[one.key]), post=True)
        )
        return (here,)

    columns = [
        Column(_("name"), str), Column(_("organisation"), lambda r: r.organisation),
        Column(_("e-mail"), lambda r: r.email if coordinates else ""),
        Column(_("state"), state, tag=lambda r: "done" if r.attended_at else "waiting" if r.waits else "info"), Column("", mark, "do"),
    ]  # fmt: skip
    rows = list(row.registrations.filter(cancelled_at__isnull=True))
    return Section(
        _("Participants"), table(_("Participants"), columns, rows), empty=_("Nobody has registered yet.")
    )


def _invitations(row: Event) -> Section:
    def answers(one: Invitation) -> tuple[Do | None, ...]:
        if one.answer != "waiting":
            return ()
        return tuple(
            Do(words, reverse(f"relations_invitation_{answer}", args=[one.pk]), post=True)
            for answer, words in (("comes", _("comes")), ("declines", _("does not come")))
        )

    columns = [
        Column(_("invited"), str), Column(_("sent on"), lambda i: i.sent_on, "date", note=lambda i: _("by e-mail") if i.by_mail else ""),
        Column(_("answer"), lambda i: i.get_answer_display(), tag=lambda i: ANSWER_TAG[i.answer]), Column("", answers, "do"),
    ]  # fmt: skip
    rows = list(row.invitations.select_related("organisation", "contact"))
    return Section(
        _("Invitations"), table(_("Invitations"), columns, rows), empty=_("Nobody was invited yet.")
    )


@page(access.may_coordinate, *FORM)
def event_new(request: HttpRequest) -> HttpResponse:
    form = forms.EventForm(request.POST or None)
    title = _("Plan an event")
    return form_page(request, form, title=title, do=lambda f: act.keep_event(actor=request.actor, event=f.row()), then=_url, said=_("Saved."), back=reverse("relations_events"), crumbs=_crumbs(title=title))  # fmt: skip


def _form(
    request: HttpRequest, row: Event, form: object, title: str, do: object, said: str = ""
) -> HttpResponse:
    return form_page(request, form, title=title, caption=str(row), do=do, then=_url(row), back=_url(row), said=said or _("Saved."), crumbs=_crumbs(row, title))  # type: ignore[arg-type]  # fmt: skip


@page(access.may_coordinate, *FORM)
def event_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    form = forms.EventForm(request.POST or None, instance=row)
    return _form(
        request, row, form, _("Change"), lambda f: act.keep_event(actor=request.actor, event=f.row())
    )


@page(access.may_coordinate, "POST")
def event_open(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    act.open_registration(actor=request.actor, event=row)
    return done(request, _("Registration is open."), _url(row))


@page(access.may_coordinate, *FORM)
def event_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("why it is cancelled"))
    return _form(
        request,
        row,
        form,
        _("Cancel the event"),
        lambda f: act.cancel_event(actor=request.actor, event=row, because=f.text),
    )


@page(access.may_coordinate, *FORM)
def event_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("what came of it"), long=True)
    do = lambda f: act.conclude(actor=request.actor, event=row, outcome=f.text, on=today())  # noqa: E731
    return _form(request, row, form, _("Write down the outcome"), do)


@page(access.may_coordinate, *FORM)
def event_invite(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    form = forms.InviteForm(request.POST or None)

    def do(f: forms.InviteForm) -> None:
        people = contacts.find_contacts(consent="events") if f.cleaned_data["people"] else ()
        address = request.build_absolute_uri(reverse("alliance_event", args=[pk]))
        act.invite(
            actor=request.actor,
            event=row,
            organisations=f.organisations(),
            contacts=people,
            address=address,
            on=today(),
        )

    return _form(request, row, form, _("Invite"), do, _("The invitations are recorded and sent."))


@page(access.may_coordinate, "POST")
def invitation(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    row = access.get_for(request.actor, Invitation.objects.select_related("event", "contact"), pk=pk)
    act.answer_invitation(actor=request.actor, invitation=row, answer=answer)
    return done(request, _("The answer is recorded."), _url(row.event))


@page(access.may_keep)
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Badges to print, each with its QR code."""
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    people = [
        (one, badge_qr(request, one.key))
        for one in row.registrations.filter(cancelled_at__isnull=True, waits=False)
    ]
    return render(
        request,
        "relations/badges.html",
        {"event": row, "people": people, "when": when_words(row), "title": _("Badges with QR")},
    )


@page(access.may_keep)
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to sign on paper, with a QR code beside every name."""
    row = access.get_for(request.actor, Event.objects.all(), pk=pk)
    people = list(row.registrations.filter(cancelled_at__isnull=True, waits=False))
    return render(
        request,
        "relations/sign_in.html",
        {"event": row, "people": people, "when": when_words(row), "title": _("Sign-in list")},
    )


@require_http_methods(["GET", "POST"])
def badge(request: HttpRequest, key: str) -> HttpResponse:
    """Where a badge's QR code leads: the participant sees the registration, those at the door mark presence by POST."""
    row = access.get_registration_by_key(key)
    if request.method == "POST":
        act.mark_attendance(actor=request.actor, registration=row, at=timezone.now())
        back = (
            _url(row.event) if request.POST.get("then") != "badge" else reverse("alliance_badge", args=[key])
        )
        return done(request, _("%(name)s is marked as present.") % {"name": row}, back)
    context = {
        "title": row.event.title, "row": row, "event": row.event, "when": when_words(row.event), "qr": badge_qr(request, key),
        "may_mark": access.keeps(request.actor) and not row.attended_at and not row.cancelled_at,
        "may_cancel": not row.attended_at and not row.cancelled_at,
    }  # fmt: skip
    return render(request, "relations/badge.html", context)


@require_POST
def badge_cancel(request: HttpRequest, key: str) -> HttpResponse:
    """The participant gives the seat back; the key is the permission."""
    row = access.get_registration_by_key(key)
    act.cancel_registration(actor=request.actor, registration=row, at=timezone.now())
    return redirect(reverse("alliance_badge", args=[key]))
