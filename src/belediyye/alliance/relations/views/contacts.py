"""People: cards, posts, consent, duplicates, import, export and erasure."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import contacts as act
from belediyye.alliance.relations.forms import people as forms
from belediyye.alliance.relations.forms.frame import WordsDayForm, WordsForm, filters
from belediyye.alliance.relations.models import Consent, Contact, Post
from belediyye.alliance.relations.queries import contacts as ask
from belediyye.alliance.relations.vcard import Card, write_cards
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    attachment,
    detail_page,
    done,
    form_page,
    list_page,
    page,
    table,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.core.period import format_date


def url_of(row: Contact) -> str:
    return reverse("relations_contact", args=[row.pk])


def crumbs_of(row: Contact | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(str(row), url_of(row) if title else "")] if row else []
    return crumbs((_("People"), reverse("relations_contacts")), *own, *([(title, "")] if title else []))


def tabs(current: str) -> list[dict[str, object]]:
    rows = [
        ("relations_contacts", _("People")),
        ("relations_duplicates", _("Duplicates")),
        ("relations_imports", _("Import")),
    ]
    return [{"title": title, "url": reverse(route), "current": route == current} for route, title in rows]


@page(access.may_coordinate)
def contacts(request: HttpRequest) -> HttpResponse:
    """Everyone whom the alliance knows."""
    form = filters(request.GET, consent=(_("agreed"), Consent.Purpose.choices))
    rows = ask.with_posts(ask.find_contacts(form.value("q"), form.value("consent")), today())
    if request.GET.get("format") == "vcf":
        return attachment(write_cards(_card(row) for row in rows), "text/vcard; charset=utf-8", "people.vcf")
    columns = [
        Column(_("name"), str, sort="folded", url=url_of, note=lambda c: c.code),
        Column(_("post held"), lambda c: "; ".join(str(p) for p in c.posts_now)),
        Column(_("e-mail"), lambda c: c.email, sort="email"),
        Column(_("telephone"), lambda c: c.telephone),
        Column(_("agreed"), lambda c: "; ".join(str(x) for x in c.consents_now)),
    ]
    dos = (
        Do(_("Add a person"), reverse("relations_contact_new"), main=True),
        Do(_("vCard of these people"), f"?{_query(request)}"),
    )
    return list_page(
        request, title=_("People"), rows=rows, columns=columns, name="people", form=form, dos=dos,
        section_tabs=tabs("relations_contacts"), crumbs=crumbs_of(), empty=_("Nobody fits"),
    )  # fmt: skip


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["format"] = "vcf"
    return query.urlencode()


def _card(row: Contact) -> Card:
    posts = getattr(row, "posts_now", None)
    post = (
        posts
        if posts is not None
        else list(row.posts.filter(ends__isnull=True).select_related("organisation"))
    )[:1]
    return Card(
        line=0, surname=row.surname, name=row.name, patronymic=row.patronymic, address=row.address,
        organisation=post[0].organisation.name if post else "", post=post[0].title if post else "",
        emails=[row.email] if row.email else [], telephones=[row.telephone] if row.telephone else [],
    )  # fmt: skip


@page(access.may_coordinate)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's card, with what the person allowed and everything logged."""
    row = access.get_contact_for(request.actor, pk)
    if row.merged_into_id:
        return redirect(reverse("relations_contact", args=[row.merged_into_id]))
    here = [pk]
    dos = [] if row.anonymised_on else [
        Do(_("Change"), reverse("relations_contact_change", args=here), main=True),
        Do(_("Add a post"), reverse("relations_post", args=here)),
        Do(_("Record a consent"), reverse("relations_consent", args=here)),
        Do(_("Everything about this person"), reverse("relations_contact_export", args=here)),
        Do("vCard", reverse("relations_contact_vcard", args=here)),
        Do(_("Erase the name"), reverse("relations_contact_erase", args=here)),
    ]  # fmt: skip
    facts = [
        (_("e-mail"), row.email or "–"), (_("telephone"), row.telephone or "–"), (_("address"), row.address or "–"),
        *([(_("note"), row.note)] if row.note else []),
        *([(_("made nameless on"), format_date(row.anonymised_on))] if row.anonymised_on else []),
    ]  # fmt: skip
    return detail_page(
        request, title=str(row), caption=row.code, about=row, facts=facts, dos=dos,
        sections=[_posts(row), _consents(row), _conversations(row), *_merges(row)], crumbs=crumbs_of(row),
    )  # fmt: skip


def _posts(row: Contact) -> Section:
    columns = [
        Column(_("post held"), lambda p: p.title), Column(_("organisation"), lambda p: p.organisation.name),
        Column(_("from"), lambda p: p.starts, "date"), Column(_("until"), lambda p: p.ends, "date"),
        Column("", lambda p: None if p.ends else Do(_("End"), reverse("relations_post_end", args=[p.pk]), post=True), "do"),
    ]  # fmt: skip
    return Section(
        _("Posts"),
        table(_("Posts"), columns, list(row.posts.select_related("organisation"))),
        empty=_("No post is recorded."),
    )


def _consents(row: Contact) -> Section:
    columns = [
        Column(_("purpose"), lambda c: c.get_purpose_display()), Column(_("given on"), lambda c: c.given_on, "date"),
        Column(_("how we know"), lambda c: c.source), Column(_("withdrawn on"), lambda c: c.withdrawn_on, "date", note=lambda c: c.withdrawal),
        Column("", lambda c: None if c.withdrawn_on else Do(_("Withdraw"), reverse("relations_consent_withdraw", args=[c.pk])), "do"),
    ]  # fmt: skip
    return Section(
        _("Consent"),
        table(_("Consent"), columns, list(row.consents.all())),
        empty=_("Nothing was agreed: no letters, no publication."),
    )


def _conversations(row: Contact) -> Section:
    rows = list(row.interactions.select_related("stakeholder__organisation")[:20])
    columns = [
        Column(_("day"), lambda i: i.on, "date"),
        Column(_("with"), str, url=lambda i: reverse("relations_stakeholder", args=[i.stakeholder_id])),
        Column(_("what was said"), lambda i: Truncator(i.summary).chars(160)),
    ]  # fmt: skip
    return Section(
        _("Conversations"), table(_("Conversations"), columns, rows), empty=_("No conversation is logged.")
    )


def _merges(row: Contact) -> list[Section]:
    rows = list(ask.merges_of(row))
    if not rows:
        return []
    columns = [
        Column(_("card"), lambda m: m.gone.code), Column(_("merged on"), lambda m: m.merged_on, "date"),
        Column(_("undone on"), lambda m: m.undone_on, "date"),
        Column("", lambda m: None if m.undone_on or row.anonymised_on else Do(_("Undo"), reverse("relations_merge_undo", args=[m.pk]), post=True), "do"),
    ]  # fmt: skip
    return [Section(_("Merged cards"), table(_("Merged cards"), columns, rows))]


def _form(
    request: HttpRequest, row: Contact, form: object, title: str, do: object, said: str, **more: object
) -> HttpResponse:
    return form_page(
        request, form, title=title, caption=row.code, do=do, then=url_of(row), back=url_of(row), said=said,  # type: ignore[arg-type]
        crumbs=crumbs_of(row, title), **more,
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def contact_new(request: HttpRequest) -> HttpResponse:
    form = forms.ContactForm(request.POST or None)
    return form_page(
        request, form, title=_("Add a person"), do=lambda f: act.keep_contact(actor=request.actor, contact=f.row()),
        then=url_of, said=_("The person is on the list."), back=reverse("relations_contacts"), crumbs=crumbs_of(title=_("Add a person")),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def contact_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_contact_for(request.actor, pk)
    form = forms.ContactForm(request.POST or None, instance=row)
    return _form(
        request,
        row,
        form,
        _("Change"),
        lambda f: act.keep_contact(actor=request.actor, contact=f.row()),
        _("Saved."),
    )


@page(access.may_coordinate, *FORM)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_contact_for(request.actor, pk)
    form = forms.PostForm(request.POST or None, instance=Post(contact=row), initial={"starts": today()})

    def do(f: forms.PostForm) -> None:
        f.instance.organisation = f.cleaned_data["organisation_name"]
        act.give_post(actor=request.actor, post=f.row())

    return _form(request, row, form, _("Add a post"), do, _("The post is recorded."))


@page(access.may_coordinate, "POST")
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Post.objects.select_related("contact"), pk=pk)
    act.end_post(actor=request.actor, post=row, on=today())
    return done(request, _("The post has ended."), url_of(row.contact))


@page(access.may_coordinate, *FORM)
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_contact_for(request.actor, pk)
    form = forms.ConsentForm(
        request.POST or None, instance=Consent(contact=row), initial={"given_on": today()}
    )
    do = lambda f: act.record_consent(actor=request.actor, consent=f.row())  # noqa: E731
    return _form(request, row, form, _("Record a consent"), do, _("The consent is recorded."))


@page(access.may_coordinate, *FORM)
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Consent.objects.select_related("contact"), pk=pk)
    form = WordsDayForm(
        request.POST or None, day=today(), label=_("how it was withdrawn"), day_label=_("withdrawn on")
    )

    def do(f: WordsDayForm) -> None:
        act.withdraw_consent(actor=request.actor, consent=row, on=f.cleaned_data["on"], how=f.text)

    return _form(
        request,
        row.contact,
        form,
        _("Withdraw: %(purpose)s") % {"purpose": row},
        do,
        _("The consent is withdrawn."),
    )


@page(access.may_coordinate)
def contact_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything held about a person, as a file to give to that person."""
    row = access.get_contact_for(request.actor, pk)
    text = json.dumps(ask.all_about(row), ensure_ascii=False, indent=2, default=str)
    return attachment(text.encode(), "application/json; charset=utf-8", f"{row.code}.json")


@page(access.may_coordinate)
def contact_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_contact_for(request.actor, pk)
    return attachment(write_cards([_card(row)]), "text/vcard; charset=utf-8", f"{row.code}.vcf")


@page(access.may_coordinate, *FORM)
def contact_erase(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_contact_for(request.actor, pk)
    form = WordsForm(
        request.POST or None,
        label=_("why the name is erased"),
        hint=_("For example, the person asked for it in a letter of a day."),
    )

    def do(f: WordsForm) -> None:
        act.anonymise(actor=request.actor, contact=row, because=f.text, on=today())

    warning = _(
        "Name, contact data, notes, registrations and consents of this person are erased for good. What was paid, lent or counted stays, without the name."
    )
    return _form(
        request,
        row,
        form,
        _("Erase the name"),
        do,
        _("The name is erased."),
        danger=True,
        warning=warning,
        submit=_("Erase"),
    )
