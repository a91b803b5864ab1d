"""What visitors see: members and joining, events and registering, issues, documents, experts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import events as event_acts
from belediyye.alliance.relations.actions import members as member_acts
from belediyye.alliance.relations.feed import calendar_of
from belediyye.alliance.relations.forms.house import RegistrationForm
from belediyye.alliance.relations.forms.people import ApplicationForm
from belediyye.alliance.relations.models import Event, Issue, Registration, Topic
from belediyye.alliance.relations.queries import members as ask_members
from belediyye.alliance.relations.queries import stakeholders as ask_stakeholders
from belediyye.alliance.relations.queries import things as ask
from belediyye.alliance.relations.queries.desk import contact_of
from belediyye.alliance.relations.views import confirming
from belediyye.alliance.relations.views.events import when_words
from belediyye.alliance.relations.views.frame import FORM, form_page, today
from belediyye.alliance.relations.views.issues import ISSUE_TAG
from belediyye.alliance.relations.views.members import STATE_TAG


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the alliance."""
    rows = list(ask_members.public_members(today()))
    return render(
        request,
        "relations/public_members.html",
        {"title": _("Members of the alliance"), "members": rows, "on": today()},
    )


@require_http_methods(FORM)
def apply(request: HttpRequest) -> HttpResponse:
    """The application for membership, open to every organisation."""
    form = ApplicationForm(request.POST or None)

    def do(f: ApplicationForm) -> str:
        if access.coordinates(request.actor):
            # An application that came on paper: the coordinator types it and answers for the address.
            made = member_acts.submit_application(actor=request.actor, application=f.row(), on=today())
            return reverse("alliance_application", args=[made.key])
        return confirming.ask(request, purpose="application", given=f.typed())

    return form_page(
        request, form, title=_("Apply for membership"), do=do, then=lambda address: address,
        template="relations/public_form.html", submit=_("Send the application"), back=reverse("alliance_members"),
        crumbs=[(_("Members of the alliance"), reverse("alliance_members")), (_("Apply for membership"), "")],
        lead=_("The alliance examines the application and answers within 30 days. You follow it on a page of your own."),
    )  # fmt: skip


@require_GET
def application(request: HttpRequest, key: str) -> HttpResponse:
    """Where an application stands, for whoever holds its key."""
    row = access.get_application_by_key(key)
    context = {
        "title": row.organisation,
        "caption": _("Application %(number)s") % {"number": row.number},
        "row": row,
        "tag": STATE_TAG[row.state],
    }
    return render(request, "relations/public_application.html", context)


@require_POST
def application_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    row = access.get_application_by_key(key)
    member_acts.withdraw_application(actor=request.actor, application=row, on=today())
    return redirect(reverse("alliance_application", args=[key]))


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Events to come, and what came of those held."""
    coming, held = ask.public_events(timezone.now())
    context = {
        "title": _("Events of the alliance"),
        "coming": [(e, when_words(e)) for e in coming],
        "held": [(e, when_words(e)) for e in held[:30]],
    }
    return render(request, "relations/public_events.html", context)


@require_GET
def event(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_public_event_for(request.actor, pk)
    context = {
        "title": row.title, "caption": row.get_kind_display(), "event": row, "when": when_words(row),
        "open": row.state == "open" and today() <= row.register_until, "crumbs": [(_("Events of the alliance"), reverse("alliance_events")), (row.title, "")],
    }  # fmt: skip
    return render(request, "relations/public_event.html", context)


def _feed(rows: list[Event], name: str) -> HttpResponse:
    addresses = {one.pk: reverse("alliance_event", args=[one.pk]) for one in rows}
    data = calendar_of(
        rows, title=_("Events of the alliance"), address_of=addresses, host=settings.HOST, at=timezone.now()
    )
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


@require_GET
def events_feed(request: HttpRequest) -> HttpResponse:
    """Every event that visitors may see, to subscribe to."""
    return _feed(list(ask.events_of_the_feed()), "events")


@require_GET
def event_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, to put into a calendar."""
    return _feed([access.get_public_event_for(request.actor, pk)], f"event-{pk}")


@require_http_methods(FORM)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Registration for an event; who has an account finds the own name written."""
    row = access.get_public_event_for(request.actor, pk)
    me = contact_of(request.actor.person_id)
    begun = (
        {"surname": me.surname, "name": me.name, "email": me.email, "telephone": me.telephone} if me else {}
    )
    form = RegistrationForm(request.POST or None, instance=Registration(event=row), initial=begun)

    def do(f: RegistrationForm) -> str:
        registration = f.row()
        own = me is not None and registration.email.casefold() == me.email.casefold()
        if own:
            registration.contact = me
        if own or access.coordinates(request.actor):
            made = event_acts.register(actor=request.actor, registration=registration, at=timezone.now())
            return reverse("alliance_badge", args=[made.key])
        event_acts.must_be_open(row, timezone.now())
        return confirming.ask(request, purpose="registration", given=f.typed(), event=row)

    return form_page(
        request, form, title=_("Register"), caption=row.title, do=do, then=lambda address: address,
        template="relations/public_form.html", submit=_("Register"), back=reverse("alliance_event", args=[pk]), lead=f"{when_words(row)} · {row.place}",
        crumbs=[(_("Events of the alliance"), reverse("alliance_events")), (row.title, reverse("alliance_event", args=[pk])), (_("Register"), "")],
    )  # fmt: skip


@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    """What the alliance asks of the state, and where each matter stands."""
    rows = ask_stakeholders.find_issues().filter(is_public=True)
    context = {
        "title": _("What the alliance asks of the state"),
        "issues": [(i, ISSUE_TAG[i.state]) for i in rows],
    }
    return render(request, "relations/public_issues.html", context)


@require_GET
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_public_issue(pk)
    steps = [{"when": s.on, "title": s.get_state_display(), "text": s.words} for s in row.steps.all()]
    first = {"when": row.noted_on, "title": Issue.State.NOTED.label}
    context = {
        "title": row.title, "caption": row.number, "issue": row, "tag": ISSUE_TAG[row.state], "steps": [first, *steps],
        "crumbs": [(_("What the alliance asks of the state"), reverse("alliance_issues")), (row.number, "")],
    }  # fmt: skip
    return render(request, "relations/public_issue.html", context)


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    rows = list(ask.documents(public=True))
    return render(
        request,
        "relations/public_documents.html",
        {"title": _("Documents of the alliance"), "documents": rows},
    )


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_public_document(pk)
    version = row.versions.get(state="approved")
    context = {
        "title": row.title, "caption": row.get_kind_display(), "version": version,
        "crumbs": [(_("Documents of the alliance"), reverse("alliance_documents")), (row.title, "")],
    }  # fmt: skip
    return render(request, "relations/public_document.html", context)


@require_GET
def experts(request: HttpRequest) -> HttpResponse:
    """The experts who agreed to be published, by topic."""
    topic = request.GET.get("topic", "")
    rows = list(ask.public_experts(today(), topic))
    context = {
        "title": _("Experts of the alliance"),
        "experts": rows,
        "topics": list(Topic.objects.all()),
        "topic": topic,
    }
    return render(request, "relations/public_experts.html", context)
