"""Questions of an agenda and the papers that go with them."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.administration.council import access, actions, files, forms
from belediyye.administration.council.models import Item
from belediyye.administration.council.views.pages import after, form_page, today
from belediyye.core.actions import Refused
from belediyye.core.files import BadFile


def _back(pk: int) -> str:
    return reverse("council_sitting", args=[pk])


@require_http_methods(["GET", "POST"])
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = access.get_sitting_for(request.actor, pk)
    form = forms.ItemForm(request.POST or None, place=sitting.municipality, on=today())

    def do(given: dict[str, Any]) -> str:
        actions.add_item(actor=request.actor, sitting=sitting, **given)
        return _back(pk)

    return form_page(
        request,
        form,
        do,
        title=_("Put a question on the agenda"),
        back=_back(pk),
        button=_("Put on the agenda"),
    )


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_item_for(request.actor, pk)
    names = ("title", "matter", "reporter", "proposal", "is_public")
    start = {name: getattr(one, name) for name in names}
    if one.effect_kind:
        start["effect"] = forms.written(one.effect_kind, one.effect_data)
    form = forms.ItemForm(
        request.POST or None, place=one.municipality, on=today(), change=True, initial=start
    )

    def do(given: dict[str, Any]) -> str:
        actions.change_item(actor=request.actor, item=one, **given)
        return _back(one.sitting_id)

    return form_page(
        request, form, do, title=_("Change the question"), back=_back(one.sitting_id), button=_("Save")
    )


@require_POST
def item_move(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_item_for(request.actor, pk)
    up = request.POST.get("up") == "1"
    return after(
        request,
        _back(one.sitting_id),
        lambda: actions.move_item(actor=request.actor, item=one, up=up),
        _("The agenda is changed."),
    )


@require_http_methods(["GET", "POST"])
def item_discuss(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_item_for(request.actor, pk)
    form = forms.DiscussionForm(
        request.POST or None, initial={"proposal": one.proposal, "discussion": one.discussion}
    )
    if one.ballots.exists():
        del form.fields["proposal"]

    def do(given: dict[str, Any]) -> str:
        actions.record_discussion(actor=request.actor, item=one, **given)
        return _back(one.sitting_id)

    return form_page(request, form, do, title=one.title, back=_back(one.sitting_id), button=_("Save"))


@require_POST
def item_settle(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_item_for(request.actor, pk)
    state = request.POST.get("state", "")
    return after(
        request,
        _back(one.sitting_id),
        lambda: actions.settle_item(actor=request.actor, item=one, state=state),
        _("The question is settled."),
    )


@require_POST
def item_again(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_item_for(request.actor, pk)

    def do() -> Item:
        number = request.POST.get("sitting", "")
        if not number.isdecimal():
            raise Refused(_("Prepare a session first; then the question can go to it."))
        sitting = access.get_sitting_for(request.actor, int(number))
        return actions.bring_again(actor=request.actor, item=one, sitting=sitting)

    return after(request, _back(one.sitting_id), do, _("The question is on the next agenda."))


@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = access.get_sitting_for(request.actor, pk)
    form = forms.PaperForm(request.POST or None, request.FILES or None, sitting=sitting)

    def do(given: dict[str, Any]) -> str:
        if given["file"].size > files.MOST:
            raise Refused(_("The file is empty or larger than %(n)s MB.") % {"n": files.MOST // 1024 // 1024})
        actions.add_paper(
            actor=request.actor, sitting=sitting, title=given["title"], item=given["item"],
            content=given["file"].read(), name=given["file"].name, is_public=given["is_public"],
        )  # fmt: skip
        return _back(pk)

    return form_page(request, form, do, title=_("Add a paper"), back=_back(pk), button=_("Add"))


@require_POST
def paper_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    access.get_place_for(request.actor)
    paper = access.get_paper_for(request.actor, pk)
    return after(
        request, _back(paper.sitting_id),
        lambda: actions.withdraw_paper(actor=request.actor, paper=paper), _("The paper is withdrawn."),
    )  # fmt: skip


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, always as a download: nothing that people upload runs in the reader's browser."""
    one = access.get_paper_for(request.actor, pk)
    try:
        content = files.read(one.file)
    except BadFile as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=one.file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
