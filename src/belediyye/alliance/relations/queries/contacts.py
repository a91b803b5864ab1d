"""Questions about people: who they are, who stands there twice, and all that is known of one person."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from belediyye.alliance.relations.models import Consent, Contact, Merge, Post
from belediyye.alliance.relations.queries.finding import matching
from belediyye.core.text import fold, similarity

ALIKE = 0.86
COMPARED_FIELDS = ("surname", "name", "patronymic", "email", "telephone", "address", "note")


def live() -> QuerySet[Contact]:
    """The cards that stand for a person today: not merged into another, not nameless."""
    return Contact.objects.filter(merged_into__isnull=True, anonymised_on__isnull=True)


def with_posts(rows: QuerySet[Contact], on: date) -> QuerySet[Contact]:
    """The cards with `posts_now` (with organisations) and `consents_now`."""
    posts = Post.objects.filter(Q(ends__isnull=True) | Q(ends__gte=on)).select_related("organisation")
    consents = Consent.objects.filter(withdrawn_on__isnull=True)
    return rows.prefetch_related(
        Prefetch("posts", queryset=posts, to_attr="posts_now"),
        Prefetch("consents", queryset=consents, to_attr="consents_now"),
    )


def find_contacts(text: str = "", consent: str = "", organisation: int | None = None) -> QuerySet[Contact]:
    """Live cards by name, e-mail or organisation; `consent` = only those who allowed that use."""
    rows = live()
    if text:
        by_organisation = Post.objects.filter(matching(text, "organisation__folded")).values("contact")
        rows = rows.filter(
            matching(text, "folded") | Q(email__istartswith=text.strip()) | Q(pk__in=by_organisation)
        )
    if consent:
        allowed = Consent.objects.filter(purpose=consent, withdrawn_on__isnull=True)
        rows = rows.filter(pk__in=allowed.values("contact"))
    if organisation:
        rows = rows.filter(posts__organisation=organisation).distinct()
    return rows


def plain_telephone(text: str) -> str:
    """The last nine digits: what stays of a number whatever way it was written."""
    return re.sub(r"\D", "", text)[-9:]


@dataclass(frozen=True)
class Pair:
    """Two cards that may be one person, and why one thinks so."""

    left: Contact
    right: Contact
    why: tuple[str, ...]


def duplicates() -> list[Pair]:
    """Cards that share an e-mail address or telephone number, or whose names are nearly the same."""
    cards = list(live().order_by("pk"))
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for words, key in (
        (_("same e-mail address"), lambda c: c.email.casefold()),
        (_("same telephone number"), lambda c: plain_telephone(c.telephone)),
    ):
        for pair in _same(cards, key):
            found[pair].append(words)
    for pair in _alike(cards):
        found[pair].append(_("nearly the same name"))
    by_number = {card.pk: card for card in cards}
    pairs = [Pair(by_number[a], by_number[b], tuple(why)) for (a, b), why in found.items()]
    return sorted(pairs, key=lambda p: (-len(p.why), p.left.pk, p.right.pk))


def _same(cards: list[Contact], key: Any) -> Iterable[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for card in cards:
        if value := key(card):
            groups[value].append(card.pk)
    for numbers in groups.values():
        yield from ((numbers[0], other) for other in numbers[1:])


def _alike(cards: list[Contact]) -> Iterable[tuple[int, int]]:
    # Only cards that share the first letters of a word are compared: the work stays near-linear.
    blocks: dict[str, list[Contact]] = defaultdict(list)
    for card in cards:
        for word in {
            word[:3] for word in (fold(card.surname).split() + fold(card.name).split()) if len(word) > 2
        }:
            blocks[word].append(card)
    seen = set()
    for block in blocks.values():
        for place, left in enumerate(block):
            for right in block[place + 1 : place + 60]:
                pair = (left.pk, right.pk)
                if pair in seen:
                    continue
                seen.add(pair)
                if similarity(f"{left.surname} {left.name}", f"{right.surname} {right.name}") >= ALIKE:
                    yield pair


@dataclass(frozen=True)
class Choice:
    """One field of two cards side by side: which value a merge should take."""

    field: str
    label: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        return self.kept != self.gone


def compare(kept: Contact, gone: Contact) -> list[Choice]:
    """The fields of two cards beside each other, for the preview of a merge."""
    return [
        Choice(f, str(Contact._meta.get_field(f).verbose_name), getattr(kept, f), getattr(gone, f))
        for f in COMPARED_FIELDS
    ]


def what_moves(gone: Contact) -> list[tuple[str, int]]:
    """What hangs on a card and would move in a merge: in words, with counts above zero."""
    counts = [
        (_("posts"), gone.posts.count()),
        (_("consents"), gone.consents.count()),
        (_("conversations"), gone.interactions.count()),
        (_("registrations for events"), gone.registrations.count()),
        (_("invitations"), gone.invitations.count()),
        (_("things issued"), gone.loans.count()),
        (_("applications for membership"), gone.applications.count()),
    ]
    return [(words, count) for words, count in counts if count]


def merges_of(contact: Contact) -> QuerySet[Merge]:
    """Merges into this card, newest first."""
    return contact.merges.select_related("gone").order_by("-pk")


def all_about(contact: Contact) -> dict[str, Any]:
    """Everything the alliance holds about one person, as JSON values: what the person may ask for."""
    cards = [contact, *contact.duplicates.all()]
    return {
        "cards": [{f: getattr(card, f) for f in COMPARED_FIELDS} | {"code": card.code} for card in cards],
        "posts": [_row(p, "title", "organisation", "starts", "ends") for c in cards for p in c.posts.select_related("organisation")],
        "consents": [
            _row(x, "purpose", "given_on", "source", "withdrawn_on", "withdrawal") for c in cards for x in c.consents.all()
        ],
        "conversations": [_row(i, "on", "kind", "stakeholder", "summary") for c in cards for i in c.interactions.select_related("stakeholder__organisation")],
        "registrations": [
            _row(r, "event", "surname", "name", "organisation", "email", "telephone", "registered_at", "attended_at")
            for c in cards for r in c.registrations.select_related("event")
        ],
        "invitations": [_row(i, "event", "sent_on", "answer") for c in cards for i in c.invitations.select_related("event")],
        "loans": [_row(x, "item", "issued_on", "due", "returned_on") for c in cards for x in c.loans.select_related("item")],
        "applications": [_row(a, "number", "organisation", "contact_post", "email", "submitted_on") for c in cards for a in c.applications.all()],
        "expert": [
            _row(c.expert, "headline", "experience", "languages", "since", "until") for c in cards if hasattr(c, "expert")
        ],
    }  # fmt: skip


def _row(row: Any, *fields: str) -> dict[str, Any]:
    return {f: None if (value := getattr(row, f)) is None else str(value) for f in fields}


def known_as(surname: str, name: str, email: str, telephone: str) -> Contact | None:
    """The live card that a line of a file surely means: the same e-mail or telephone, and a name much alike."""
    digits = plain_telephone(telephone)
    rows = live().filter(Q(email__iexact=email) if email else Q(pk__in=[]))
    candidates = list(rows[:5])
    if not candidates and len(digits) == 9:
        candidates = [c for c in live().exclude(telephone="") if plain_telephone(c.telephone) == digits]
    for card in candidates:
        if similarity(f"{card.surname} {card.name}", f"{surname} {name}") >= ALIKE:
            return card
    return None
