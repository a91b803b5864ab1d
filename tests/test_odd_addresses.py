"""The demonstration shows revenue in every kind and state; addresses that nobody would type on purpose break no list, and
forms handed in empty or filled with nonsense say what is wrong, in the reader's language, and keep what was typed."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from lxml import html

pytestmark = pytest.mark.django_db

ODD = ("0", "-1", "9" * 30, "abc", "\x00", "ə" * 3000, "%27", "2026-02-31")
NAMES = ("page", "q", "year", "day", "state", "kind", "tax", "sort", "line", "payer", "on", "next")


def lists() -> list[str]:
    """The pages of revenue that name no object."""
    found = []
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith("revenue"):
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def test_odd_questions_are_answered(whole_house: Any) -> None:
    client = whole_house.client("rauf")
    client.raise_request_exception = False
    broken = [
        f"{address} {odd[:20]!r}"
        for address in lists()
        for odd in ODD
        if client.get(address, dict.fromkeys(NAMES, odd)).status_code >= 500
    ]
    assert not broken


def test_every_kind_is_there(whole_house: Any) -> None:
    """Each value of these columns stands in the home town's demonstration, and the neighbour has money to compare."""
    from django.apps import apps
    from django_scopes import scopes_disabled

    wanted = {
        ("TaxObject", "kind"): set(), ("Holding", "right"): {"use"}, ("Charge", "head"): set(), ("Delivery", "outcome"): {"unsure"}, ("Delivery", "way"): set(),
        ("Objection", "outcome"): set(), ("BankLine", "state"): {0}, ("Reminder", "step"): set(), ("WriteOffProposal", "state"): {"dropped"},
        ("Payment", "channel"): set(), ("RollImport", "kind"): set(), ("AssessmentRun", "state"): {"approved"}, ("Taxpayer", "kind"): set(),
    }  # fmt: skip
    home, missing = whole_house.home.pk, {}
    with scopes_disabled():
        for (name, field), spared in wanted.items():
            model = apps.get_model("revenue", name)
            known = {value for value, _label in model._meta.get_field(field).flatchoices}
            there = set(model._base_manager.filter(municipality=home).values_list(field, flat=True))
            if lacks := known - there - spared:
                missing[name, field] = lacks
        count = lambda name, **where: apps.get_model("revenue", name)._base_manager.filter(**where).count()  # noqa: E731
        places = {place: count("Payment", municipality=place) for place in (home, whole_house.neighbour.pk)}
        undone = count("Merge", undone__isnull=False)
        revoked, paid = count("Clearance", revoked__isnull=False), count("Refund", paid__isnull=False)
        asked = count("Refund", paid__isnull=True)
        passed = count("Entry", source_kind="revenue.holding")
        lines = apps.get_model("revenue", "BankLine")._base_manager.filter(statement__municipality=home)
        kinds = set(lines.values_list("statement__kind", flat=True))
    assert not missing
    assert all(places.values()) and all((undone, revoked, paid, asked, passed)) and len(kinds) >= 3, (places, undone, revoked, paid, asked, passed, kinds)  # fmt: skip


ROOM = "/finance/revenue/"
FEW = 3  # so many pages of one route are looked at: their objects are in different states
SOME = 12  # so many objects are tried for a page that no link led to
TYPED = "yazılmış ə 7"
HUBS = {
    "revenue_payer": ("payers", "code"),
    "revenue_card": ("payers", "code"),
    "revenue_object": ("objects", "number"),
}
MANY = 60  # forms are found, or the walk has lost its way
WHOLE_IF_EMPTY = {
    "revenue_run_print",
    "revenue_again_print",
    "revenue_reminders_print",
    "revenue_take_along",
}
SUMMARY = {"az": "Düzəldilməli yerlər var", "en": "Something must be put right"}


@dataclass(frozen=True)
class Form:
    """A form of a page, as a browser hands it in: what it carries unseen, the boxes to type in, what is chosen from."""

    page: str
    action: str
    hidden: dict[str, str]
    boxes: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def route(self) -> str:
        return route_of(self.action)

    @property
    def kind(self) -> tuple[str, ...]:
        return self.route, *sorted({re.sub(r"\d+", "", name) for name in self.boxes + self.others})


def route_of(address: str) -> str:
    return str(resolve(urlsplit(address).path).view_name)


def forms_of(page: str, tree: Any) -> list[Form]:
    found = []
    for one in tree.xpath("//main//form[@method='post']"):
        hidden, boxes, others = {"csrfmiddlewaretoken": "x"}, [], []
        for box in one.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
            name, kind = box.get("name"), box.get("type", "text") if box.tag == "input" else box.tag
            if kind == "hidden":
                hidden[name] = box.get("value", "")
            elif kind in ("checkbox", "radio", "select", "file"):
                others.append(name)
            else:
                boxes.append(name)
        action = urljoin(page, one.get("action") or page)
        found.append(Form(page, action, hidden, tuple(boxes), tuple(dict.fromkeys(others))))
    return found


def ways_on(page: str, tree: Any) -> set[str]:
    """The pages of the room that a page leads to."""
    found = set()
    for link in tree.xpath("//main//a/@href"):
        address = urljoin(page, link).partition("#")[0]
        path = urlsplit(address).path
        if path.startswith(ROOM) and not path.endswith((".pdf", ".xlsx", ".json")):
            found.add(address)
    return found


class Walk:
    """Every form with something to fill in that the room has for this reader: what the links lead to from its first page
    on, the rarest pages first; then the routes that were not met, with the objects that were."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.looked: Counter[str] = Counter()
        self.forms: dict[tuple[str, ...], Form] = {}
        self.met: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        self.by_links()
        self.by_objects()

    def by_links(self) -> None:
        asked, waiting = {ROOM}, {ROOM: "revenue"}
        while waiting:
            address = min(waiting, key=lambda a: (self.looked[waiting[a]], len(a), a))
            if self.looked[waiting.pop(address)] < FEW:
                waiting |= {new: name for new, name in self.look(address).items() if new not in asked}
                asked |= set(waiting)

    def by_objects(self) -> None:
        for hub in HUBS:
            for arguments in self.met.get(self.sort_of(ROOM + HUBS[hub][0], HUBS[hub][1:]), [])[:SOME]:
                self.look(reverse(hub, kwargs=arguments))
        routes = get_resolver().reverse_dict
        for name in sorted(n for n in routes if isinstance(n, str) and n.startswith("revenue_")):
            (path, params), *_others = routes.getlist(name)[0][0]
            wanted = self.sort_of(f"/{path}", params)
            for arguments in self.met.get(wanted, [])[:SOME]:
                if self.looked[name] or path.endswith((".pdf", ".xlsx")):
                    break
                self.look(reverse(name, kwargs=arguments))

    def sort_of(self, address: str, params: Any) -> tuple[str, ...]:
        """What kind of object an address names: the part of the room, and the names of its arguments."""
        return urlsplit(address).path.removeprefix(ROOM).split("/")[0], *sorted(params)

    def look(self, address: str) -> dict[str, str]:
        """Keeps the forms of a page that is shown, and the objects that it names; the pages to which it leads."""
        answer = self.client.get(address)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            return {}
        self.looked[route_of(address)] += 1
        tree = html.fromstring(answer.content)
        for form in forms_of(address, tree):
            if form.boxes + form.others:
                self.forms.setdefault(form.kind, form)
        found = {}
        for new in ways_on(address, tree):
            try:
                way = resolve(urlsplit(new).path)
            except Resolver404:
                continue
            found[new] = str(way.view_name)
            known = self.met.setdefault(self.sort_of(new, way.kwargs), [])
            if way.kwargs not in known:
                known.append(way.kwargs)
        return found


def handed_in(client: Any, form: Form, typed: str) -> tuple[Any, list[str]]:
    """The answer to a form with this in every box and nothing chosen, and what it changed. All of it is taken back."""
    from django.db import connection, transaction

    changed = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE)", str(sql)) and "session" not in str(sql):
            changed.append(str(sql)[:80])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        answer = client.post(form.action, form.hidden | dict.fromkeys(form.boxes, typed))
        transaction.set_rollback(True)
    return answer, changed


def wrong_with(form: Form, answer: Any, changed: list[str], language: str, typed: str) -> str:
    if answer.status_code == 302 and (typed or form.route in WHOLE_IF_EMPTY):
        return ""  # any words are a reason; an empty choice of streets is all of them
    if form.route in WHOLE_IF_EMPTY and "attachment" in answer.get("Content-Disposition", ""):
        return ""
    if answer.status_code == 403 and not changed:
        return ""  # shown to all who read, done by another: the portal's technician
    if answer.status_code >= 500 or answer.status_code == 302 or changed:
        return f"changed {changed}"
    body = answer.content.decode()
    if SUMMARY[language] not in body:
        return "no summary"
    return "what was typed is lost" if typed and body.count(typed) < len(form.boxes) else ""


def test_forms_handed_in_empty_or_with_nonsense(whole_house: Any) -> None:
    client = whole_house.client("rauf")
    client.raise_request_exception = False
    forms = Walk(client).forms
    wrong = []
    for form in forms.values():
        for language, typed in product(SUMMARY, ("", TYPED)):
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            answer, changed = handed_in(client, form, typed)
            if said := wrong_with(form, answer, changed, language, typed):
                wrong.append(
                    f"{form.action} of {form.page} in {language} with {typed!r}: {answer.status_code} {said}"
                )
    assert not wrong
    assert len(forms) >= MANY
