"""People: written down, given posts, merged and unmerged, made nameless; their consent."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, put
from belediyye.alliance.relations.models import (
    Application,
    Confirmation,
    Consent,
    Contact,
    ContactImport,
    Expert,
    Interaction,
    Invitation,
    Loan,
    Merge,
    Post,
    Registration,
)
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Organisation

FIELDS = ("surname", "name", "patronymic", "email", "telephone", "address", "note")
# Every table that says "this person": what a merge moves.
POINTING: tuple[type[models.Model], ...] = (
    Post,
    Consent,
    Interaction,
    Registration,
    Invitation,
    Loan,
    Application,
    Expert,
)
NAMELESS = "—"


@action("relations.contact.keep", says=gettext_lazy("kept a person's card"), allow=access.may_coordinate)
def keep_contact(*, actor: Actor, contact: Contact) -> Contact:
    """Keeps a new or changed card. The log names the card by number only."""
    if contact.pk and contact.anonymised_on:
        raise Refused(_("This card was made nameless; it no longer changes."))
    said = {"new": True} if not contact.pk else {}
    checked(contact)
    if contact.pk:
        return keep(contact, name=contact.code)
    contact.save()
    log(contact, name=contact.code, **said)
    return contact


@action("relations.post.give", says=gettext_lazy("recorded a post"), allow=access.may_coordinate)
def give_post(*, actor: Actor, post: Post) -> Post:
    """Records what a person is in an organisation (a new one is kept with it) from a day on."""
    organisation = post.organisation
    if organisation.pk is None:
        checked(organisation).save()
        post.organisation = organisation
    return keep(post, name=post.contact.code)


@action("relations.post.end", says=gettext_lazy("ended a post"), allow=access.may_coordinate)
def end_post(*, actor: Actor, post: Post, on: date) -> None:
    """Ends a post with the close of a day."""
    put(post, name=post.contact.code, ends=on)


@action("relations.consent.give", says=gettext_lazy("recorded a consent"), allow=access.may_coordinate)
def record_consent(*, actor: Actor, consent: Consent) -> Consent:
    """Records what a person allowed, when and how we know. Refuses a purpose that is allowed already."""
    if Consent.objects.filter(
        contact=consent.contact, purpose=consent.purpose, withdrawn_on__isnull=True
    ).exists():
        raise Refused(_("This consent is recorded already."))
    return keep(consent, name=consent.contact.code, purpose=consent.purpose)


@action(
    "relations.consent.withdraw",
    says=gettext_lazy("recorded that a consent was withdrawn"),
    allow=access.may_coordinate,
)
def withdraw_consent(*, actor: Actor, consent: Consent, on: date, how: str) -> None:
    """Ends a consent; that it was given stays on record."""
    if consent.withdrawn_on:
        raise Refused(_("This consent was withdrawn already."))
    put(consent, name=consent.contact.code, withdrawn_on=on, withdrawal=how)


@action(
    "relations.contact.merge",
    says=gettext_lazy("merged two cards of one person"),
    allow=access.may_coordinate,
)
def merge_contacts(
    *, actor: Actor, keep_card: Contact, gone: Contact, take: Iterable[str], on: date
) -> Merge:
    """Makes `gone` a part of `keep_card`: the fields in `take` are taken over, everything that points at it moves.

    What cannot move (a second consent for one purpose, a second roster profile, a second invitation) stays with the
    merged card, where the undo finds it. Refuses cards that are merged or nameless already.
    """
    if keep_card.pk == gone.pk or any(c.merged_into_id or c.anonymised_on for c in (keep_card, gone)):
        raise Refused(_("These two cards cannot be merged: one of them was merged or made nameless already."))
    if keep_card.person_id and gone.person_id:
        raise Refused(_("Both cards have an account; a technician must join the accounts first."))
    taken = [f for f in FIELDS if f in set(take)]
    before = {
        "old": {f: getattr(keep_card, f) for f in FIELDS},
        "new": {f: getattr(gone, f) for f in taken},
        "person": gone.person_id,
    }
    for field in taken:
        setattr(keep_card, field, getattr(gone, field))
    moved = {model._meta.model_name: _move(model, gone, keep_card) for model in POINTING}
    if gone.person_id:
        keep_card.person_id, gone.person_id = gone.person_id, None
        gone.save(update_fields=["person"])
    gone.merged_into = keep_card
    gone.save(update_fields=["merged_into"])
    checked(keep_card).save()
    merge = Merge.objects.create(kept=keep_card, gone=gone, merged_on=on, before=before, moved=moved)
    log(merge, taken=taken, moved={k: len(v) for k, v in moved.items()})
    return merge


def _move(model: type[models.Model], gone: Contact, kept: Contact) -> list[int]:
    """Points the rows of `model` at the kept card where its constraints let them; returns the moved numbers."""
    rows = model._default_manager.filter(contact=gone)
    if model is Consent:
        purposes = Consent.objects.filter(contact=kept, withdrawn_on__isnull=True).values("purpose")
        rows = rows.exclude(withdrawn_on__isnull=True, purpose__in=purposes)
    elif model is Invitation:
        rows = rows.exclude(event__in=Invitation.objects.filter(contact=kept).values("event"))
    elif model is Expert and Expert.objects.filter(contact=kept).exists():
        return []
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    model._default_manager.filter(pk__in=numbers).update(contact=kept)
    return numbers


@action("relations.contact.unmerge", says=gettext_lazy("undid a merge of cards"), allow=access.may_coordinate)
def undo_merge(*, actor: Actor, merge: Merge, on: date) -> None:
    """Parts the cards again: moved rows that are still with the kept card go back, taken fields that did not change
    meanwhile get their old value. Refuses when it was undone, or a card was made nameless since."""
    kept, gone = merge.kept, merge.gone
    if merge.undone_on or gone.merged_into_id != kept.pk or kept.anonymised_on:
        raise Refused(_("This merge can no longer be undone."))
    for model in POINTING:
        numbers = merge.moved.get(model._meta.model_name, [])
        model._default_manager.filter(pk__in=numbers, contact=kept).update(contact=gone)
    for field, value in merge.before["new"].items():
        if getattr(kept, field) == value:
            setattr(kept, field, merge.before["old"][field])
    person = merge.before.get("person")
    if person and kept.person_id == person:
        kept.person_id = None
        kept.save(update_fields=["person"])
        gone.person_id = person
    gone.merged_into = None
    gone.save(update_fields=["merged_into", "person"])
    checked(kept).save()
    put(merge, undone_on=on)


@action(
    "relations.contact.anonymise",
    says=gettext_lazy("made a person's card nameless"),
    allow=access.may_coordinate,
)
def anonymise(*, actor: Actor, contact: Contact, because: str, on: date) -> None:
    """Erases everything personal about a person, also in registrations, applications, merged cards and imports.

    The rows stay, nameless, so that counts and ledgers stay true. Refuses while a thing is issued to the person or
    the card has an account.
    """
    if contact.anonymised_on:
        raise Refused(_("This card is nameless already."))
    if contact.loans.filter(returned_on__isnull=True).exists():
        raise Refused(_("A thing of the alliance is still issued to this person; record its return first."))
    if contact.person_id:
        raise Refused(_("This person has an account; a technician must end its roles and unlink it first."))
    cards = [contact, *contact.duplicates.all()]
    numbers = [card.pk for card in cards]
    # Also what the person gave from outside, under the card's address but never joined to the card.
    same = Q(contact__in=numbers)
    for email in filter(None, (card.email for card in cards)):
        same |= Q(email__iexact=email)
        Confirmation.objects.filter(email__iexact=email).update(given={}, email="")
    registrations = list(Registration.objects.filter(same).values_list("pk", flat=True))
    applications = list(Application.objects.filter(same).values_list("pk", flat=True))
    _forget_imports(cards)
    blank = dict.fromkeys(FIELDS, "") | {"surname": NAMELESS}
    for card in cards:
        for field, value in blank.items():
            setattr(card, field, value)
        card.anonymised_on = on
        card.save()
    Registration.objects.filter(pk__in=registrations).update(
        surname=NAMELESS, name="", folded="", organisation="", email="", telephone=""
    )
    Application.objects.filter(pk__in=applications).update(
        contact_surname=NAMELESS, contact_name=NAMELESS, email="nobody@example.invalid", telephone=""
    )
    Interaction.objects.filter(contact__in=numbers).update(contact=None)
    Merge.objects.filter(kept__in=numbers).update(before={"old": {}, "new": {}})
    Consent.objects.filter(contact__in=numbers, withdrawn_on__isnull=True).update(
        withdrawn_on=on, withdrawal=because[:200]
    )
    Expert.objects.filter(contact__in=numbers).update(
        headline=NAMELESS, experience="", languages="", folded="", until=on
    )
    log(contact, name=contact.code, cards=[card.code for card in cards], because=because)


def _forget_imports(cards: list[Contact]) -> None:
    """Takes the people's lines out of the kept results of imports."""
    numbers = {card.pk for card in cards}
    for batch in ContactImport.objects.filter(taken_on__isnull=False):
        left = [row for row in batch.rows if row.get("contact") not in numbers]
        if len(left) != len(batch.rows):
            batch.rows = left
            batch.save(update_fields=["rows"])


@dataclass(frozen=True)
class ReadRow:
    """One line of a file of contacts as read: its values, and its problems in words."""

    line: int
    surname: str = ""
    name: str = ""
    patronymic: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    note: str = ""
    organisation: str = ""
    post: str = ""
    problems: tuple[str, ...] = ()
    same_as: int | None = None


@action("relations.import.read", says=gettext_lazy("read a file of contacts"), allow=access.may_coordinate)
def keep_reading(
    *, actor: Actor, name: str, digest: str, rows: list[ReadRow], source: str, on: date
) -> ContactImport:
    """Keeps what was read for the preview. Nothing becomes a card yet."""
    batch = ContactImport(
        name=name[:250], digest=digest, read_on=on, rows=[asdict(row) for row in rows], source=source
    )
    checked(batch).save()
    log(batch, rows=len(rows), doubtful=sum(bool(row.problems) for row in rows))
    return batch


@action("relations.import.take", says=gettext_lazy("took in a file of contacts"), allow=access.may_coordinate)
def take_reading(*, actor: Actor, batch: ContactImport, lines: Iterable[int], on: date) -> int:
    """Makes cards of the chosen lines without problems; a line that is a known person only adds a missing post.

    Returns how many lines became something. Refuses a second time.
    """
    if batch.taken_on:
        raise Refused(_("This file was taken in already."))
    chosen, made = set(lines), 0
    for row in batch.rows:
        if row["line"] not in chosen or row["problems"]:
            row["result"] = "left"
            continue
        row["contact"] = _take(row, batch.source, on)
        row["result"] = "known" if row["same_as"] else "made"
        made += 1
    # What was read and not taken is personal data without a purpose: only what became a card stays.
    batch.rows = [{k: row.get(k) for k in ("line", "result", "contact", "problems")} for row in batch.rows]
    batch.taken_on, batch.made = on, made
    batch.save(update_fields=["rows", "taken_on", "made"])
    log(batch, made=made)
    return made


def _take(row: dict[str, Any], source: str, on: date) -> int:
    if row["same_as"]:
        contact = Contact.objects.get(pk=row["same_as"])
    else:
        contact = Contact(**{f: row[f] for f in FIELDS})
        checked(contact).save()
    if row["organisation"]:
        organisation = Organisation.objects.filter(name=row["organisation"]).order_by("pk").first()
        if organisation is None:
            organisation = Organisation(name=row["organisation"][:200])
            checked(organisation).save()
        title = (row["post"] or _("employee"))[:160]
        if not contact.posts.filter(organisation=organisation, title=title, ends__isnull=True).exists():
            checked(Post(contact=contact, organisation=organisation, title=title, starts=on)).save()
    return contact.pk
