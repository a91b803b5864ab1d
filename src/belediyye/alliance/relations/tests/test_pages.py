"""Every page of the room opens, for those who may, on the living alliance; lists do not ask more as they grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belediyye.alliance.relations import models as m
from belediyye.alliance.relations import urls, urls_public
from belediyye.core.demo import World

pytestmark = pytest.mark.django_db


def numbers_of(pattern: str) -> type | None:
    """The model whose number an address takes, by its folder."""
    folders = {
        "members/roles": m.MemberRole, "members": m.Member, "dues/lines": m.DuesEntry, "applications": m.Application, "people/posts": m.Post,
        "people/consents": m.Consent, "people/merges": m.Merge, "people/import": m.ContactImport, "people": m.Contact, "stakeholders": m.Stakeholder, "issues": m.Issue,
        "partners": m.Partnership, "calls": m.Call, "concepts": m.ConceptNote, "proposals": m.Proposal, "grants/reports": m.GrantReport, "grants": m.Award,
        "books/entries": m.BookEntry, "books": m.Award, "experts/tasks": m.Engagement, "experts": m.Expert, "events": m.Event, "documents/versions": m.DocumentVersion,
        "documents": m.PolicyDocument, "inventory/counts": m.Count, "inventory/loans": m.Loan, "inventory": m.Item, "operator/assessments": m.Assessment, "operator/steps": m.DevelopmentStep,
        "üzvlük": m.Application, "tədbirlər": m.Event, "iştirakçı": m.Registration, "məsələlər": m.Issue, "sənədlər": m.PolicyDocument,
    }  # fmt: skip
    return next((model for folder, model in folders.items() if pattern.startswith(folder)), None)


def addresses() -> list[tuple[str, str]]:
    found = []
    for pattern in (*urls.urlpatterns, *urls_public.urlpatterns):
        route = str(pattern.pattern)
        model = numbers_of(route)
        row = None
        if "<" in route:
            if model is None:
                continue
            rows = model._default_manager.order_by("pk")
            if pattern.name in {"alliance_event", "alliance_register"}:
                rows = rows.filter(state="open")
            if pattern.name == "alliance_document":
                rows = rows.filter(versions__state="approved")
            row = rows.first()
            if row is None:
                continue
        arguments: list[object] = []
        if "<str:key>" in route:
            arguments = [row.key]
        elif "<int:gone>" in route:
            arguments = [row.pk, row.pk + 1]
        elif "<slug:area>" in route:
            continue
        elif row is not None:
            arguments = [row.pk]
        found.append((pattern.name, reverse(pattern.name, args=arguments)))
    return found


def test_every_page_opens_for_the_coordinator(world: World) -> None:
    client = world.cast.client("kamran")
    wrong = []
    for name, url in addresses():
        status = client.get(url).status_code
        if status not in {200, 405}:
            wrong.append((name, url, status))
    assert not wrong


def test_lists_export_and_search(world: World) -> None:
    client = world.cast.client("kamran")
    for route in ("members", "applications", "contacts", "stakeholders", "issues", "partners", "calls", "concepts", "proposals", "awards", "reports", "entries", "experts", "events", "documents", "items", "books"):  # fmt: skip
        url = reverse(f"relations_{route}")
        assert client.get(url, {"q": "numune", "sort": "pk"}).status_code == 200
        book = client.get(url, {"format": "xlsx"})
        assert book.status_code == 200 and book.content[:2] == b"PK", route
        assert client.get(url, {"format": "csv"}).content.startswith("\ufeff".encode()), route
    assert b"BEGIN:VCARD" in client.get(reverse("relations_contacts"), {"format": "vcf"}).content


PINNED = {
    "relations_members": 6, "relations_contacts": 7, "relations_stakeholders": 5, "relations_issues": 5, "relations_proposals": 5,
    "relations_awards": 5, "relations_experts": 7, "relations_events": 5, "relations_items": 6, "relations_entries": 8,
}  # fmt: skip


def test_lists_ask_a_fixed_number_of_questions(world: World) -> None:
    client = world.cast.client("kamran")
    asked = {}
    for route in PINNED:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(route))
        asked[route] = len(queries)
    assert asked == PINNED
