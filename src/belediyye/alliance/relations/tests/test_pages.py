"""Every page of the room opens, for those who may, on the living alliance; lists do not ask more as they grow."""

import pytest
from django.urls import reverse

from belediyye.alliance.relations import models as m
from belediyye.alliance.relations import urls, urls_public
from belediyye.core.demo import World

pytestmark = pytest.mark.django_db

FIRST = {
    "relations_paper": None, "relations_import": None,
    "relations_member": m.Member, "relations_contact": m.Contact, "relations_stakeholder": m.Stakeholder, "relations_issue": m.Issue, "relations_partner": m.Partnership,
    "relations_call": m.Call, "relations_concept": m.ConceptNote, "relations_proposal": m.Proposal, "relations_award": m.Award, "relations_book": m.Award,
    "relations_expert": m.Expert, "relations_event": m.Event, "relations_document": m.PolicyDocument, "relations_item": m.Item, "relations_count": m.Count,
    "relations_operator": m.Operator, "relations_assessment": m.Assessment, "relations_application": m.Application,
}  # fmt: skip


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
            assert model is not None, route
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


@pytest.mark.parametrize("language", ["az", "en"])
def test_lists_export_and_search(world: World, language: str) -> None:
    client = world.cast.client("kamran")
    client.cookies["dil"] = language
    for route in ("members", "applications", "contacts", "stakeholders", "issues", "partners", "calls", "concepts", "proposals", "awards", "reports", "entries", "experts", "events", "documents", "items", "books"):  # fmt: skip
        url = reverse(f"relations_{route}")
        assert client.get(url, {"q": "numune", "sort": "pk"}).status_code == 200
        book = client.get(url, {"format": "xlsx"})
        assert book.status_code == 200 and book.content[:2] == b"PK", route
        assert client.get(url, {"format": "csv"}).content.startswith("\ufeff".encode()), route
    assert b"BEGIN:VCARD" in client.get(reverse("relations_contacts"), {"format": "vcf"}).content


PINNED = {
    "relations_members": 11, "relations_contacts": 10, "relations_stakeholders": 8, "relations_issues": 8, "relations_proposals": 8,
    "relations_awards": 8, "relations_experts": 10, "relations_events": 8, "relations_items": 10, "relations_entries": 11,
}  # fmt: skip


@pytest.mark.parametrize("route", sorted(PINNED))
def test_lists_ask_a_fixed_number_of_questions(world: World, route: str, django_assert_num_queries) -> None:
    client = world.cast.client("kamran")
    client.get(reverse(route))
    with django_assert_num_queries(PINNED[route]):
        client.get(reverse(route))
