"""Statements of the bank, and the queue of what needs a person: one line after another, by keyboard."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core import files
from belediyye.core.actions import Refused
from belediyye.core.identifiers import IBAN, YVOK
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue import statements as statements_of
from belediyye.finance.revenue.forms.contracts import ConfirmForm
from belediyye.finance.revenue.forms.money import AsideForm, ColumnsForm, PartForm, ReverseForm, StatementForm
from belediyye.finance.revenue.models import BankLine, BankStatement, Payment, Taxpayer
from belediyye.finance.revenue.queries import balance, columns_of, own_accounts, portals, register, settling
from belediyye.finance.revenue.queries.matching import rest_of
from belediyye.finance.revenue.views.pages import form_page, paged

GET_POST = require_http_methods(["GET", "POST"])
S = BankLine.State
FOUND = 10


def _line_for(request: HttpRequest, pk: int) -> BankLine:
    place = access.require_reader(request.actor)
    found = (
        BankLine.objects.filter(municipality_id=place, pk=pk).select_related("statement", "taxpayer").first()
    )
    if found is None:
        raise Http404
    return found


@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    rows = (
        BankStatement.objects.filter(municipality_id=place)
        .select_related("file")
        .annotate(waiting=Count("lines", filter=Q(lines__state=S.QUEUE)))
        .order_by("-pk")
    )
    states = dict(
        BankLine.objects.filter(municipality_id=place, state__in=[S.QUEUE, S.SUSPENSE])
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )
    page = {
        "page": paged(request, rows),
        "queue": states.get(S.QUEUE, 0),
        "suspense": states.get(S.SUSPENSE, 0),
        "may_run": access.may_run(actor=request.actor) is None,
        "may_keep": access.may_keep(actor=request.actor) is None,
    }
    return render(request, "revenue/bank_statements.html", page)


@GET_POST
def statement_new(request: HttpRequest) -> HttpResponse:
    """Takes a file in; a table whose columns nobody has explained yet goes to the page where they are."""
    place = access.require_reader(request.actor)
    form = StatementForm(request.POST or None, request.FILES or None)

    def do(form: Any) -> tuple[str, str]:
        file = form.cleaned_data["file"]
        content = file.read()
        headings = statements_of.table_headings(content, file.name)
        known = columns_of.remembered(place, headings) or statements_of.known_columns(headings)
        if headings and not ("day" in known and {"amount", "credit"} & set(known)):
            kept = actions.keep_paper(actor=request.actor, name=file.name, content=content)
            return reverse("revenue_bank_columns", args=[kept.pk]), _(
                "Say what the columns of the table mean."
            )
        try:
            return _taken(actions.take_statement(actor=request.actor, content=content, name=file.name))
        except actions.StrangeAccount:
            kept = actions.keep_paper(actor=request.actor, name=file.name, content=content)
            return reverse("revenue_bank_account", args=[kept.pk]), _("Nothing has been taken in yet.")

    intro = _(
        "Every line is matched at once. What is certain is posted in the law's order; the rest waits in the queue. A file can be taken in once."
    )
    return form_page(
        request,
        form,
        do,
        title=_("Take in a bank statement"),
        button=_("Take in"),
        back=reverse("revenue_bank"),
        intro=intro,
        may=access.may_keep,
    )


def _taken(made: list[BankStatement]) -> tuple[str, str]:
    """Where to go after statements were taken in, and what to say."""
    states = Counter(BankLine.objects.filter(statement__in=made).values_list("state", flat=True))
    known = sum(len(m.repeated) for m in made)
    parts = (
        (states[S.POSTED], ngettext("%(n)s is posted", "%(n)s are posted", states[S.POSTED])),
        (states[S.QUEUE], ngettext("%(n)s waits for you", "%(n)s wait for you", states[S.QUEUE])),
        (states[S.OUT], ngettext("%(n)s is no receipt: money that went out", "%(n)s are no receipts: money that went out", states[S.OUT])),
        (known, ngettext("%(n)s was known already", "%(n)s were known already", known)),
    )  # fmt: skip
    count = states.total()
    said = ngettext("%(n)s line was taken in", "%(n)s lines were taken in", count) % {"n": count}
    became = ", ".join(words % {"n": n} for n, words in parts if n)
    return reverse("revenue_bank_queue" if states[S.QUEUE] else "revenue_bank"), f"{said}: {became}."


@GET_POST
def statement_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns of a kept table mean: asked once for the same headings."""
    file = access.get_paper_for(request.actor, pk)
    content = files.path_of(settings.FILES_ROOT, file.digest).read_bytes()
    headings = statements_of.table_headings(content, file.name)
    form = ColumnsForm(request.POST or None, headings=headings, known=statements_of.known_columns(headings))
    taken = actions.bank.taken_before(file)

    def do(form: Any) -> tuple[str, str]:
        made = actions.take_statement(
            actor=request.actor, content=content, name=file.name, columns=form.columns()
        )
        return _taken(made)

    intro = _("Your answer is remembered: the next table with the same headings is taken in at once.")
    return form_page(
        request, None if taken else form, do, title=_("Columns of %(file)s") % {"file": file.name}, button=_("Take in"),
        back=reverse("revenue_bank" if taken else "revenue_bank_new"), intro=taken or intro,
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def statement_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the account of a kept statement is the office's: asked once, before anything is posted."""
    file = access.get_paper_for(request.actor, pk)
    content = files.path_of(settings.FILES_ROOT, file.digest).read_bytes()
    try:
        accounts = dict.fromkeys(one.account for one in statements_of.read(content, file.name, {}))
    except statements_of.BadStatement as fault:
        raise Http404 from fault
    taken = actions.bank.taken_before(file)

    def do(_form: Any) -> tuple[str, str]:
        return _taken(actions.take_statement(actor=request.actor, content=content, name=file.name, ours=True))

    shown = ", ".join(IBAN.format(a) if IBAN.is_valid(a) else a for a in accounts if a)
    if own_accounts.strange(file.municipality, accounts):
        intro = _(
            "The statement is of the account %(account)s. The municipality's papers name another, and no statement of this one has been taken in before. If the bank or the treasury opened it for the municipality, take the statement in. If the file was chosen by mistake, go back: somebody else's receipts would become payments of your taxpayers."
        )
        title, button = _("Is this account the municipality's?"), _("The account is ours: take it in")
    else:
        intro = _("The account %(account)s is known as the municipality's.")
        title, button = _("Take in a bank statement"), _("Take in")
    form = None if taken else ConfirmForm(request.POST if request.method == "POST" else None)
    return form_page(
        request, form, do, title=title, button=button, back=reverse("revenue_bank" if taken else "revenue_bank_new"),
        intro=" ".join(filter(None, (taken, intro % {"account": shown}))),
        may=access.may_keep,
    )  # fmt: skip


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; `?state=suspense` for what is kept with an unknown payer."""
    return _queue_page(request)


def _queue_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The queue; after a refusal with the reason on top, the chosen lines still chosen and the typed code still there."""
    place = access.require_reader(request.actor)
    state = S.SUSPENSE if request.GET.get("state") == "suspense" else S.QUEUE
    rows = (
        BankLine.objects.filter(municipality_id=place, state=state)
        .select_related("taxpayer")
        .order_by("day", "pk")
    )
    page = {
        "page": paged(request, rows), "suspense": state == S.SUSPENSE, "may_keep": access.may_keep(actor=request.actor) is None,
        "problem": problem, "chosen": _chosen(request), "code": request.POST.get("code", ""),
    }  # fmt: skip
    return render(request, "revenue/bank_queue.html", page, status=422 if problem else 200)


def _chosen(request: HttpRequest) -> set[int]:
    return {int(k) for k in request.POST.getlist("line") if k.isdecimal() and len(k) < 19}


@require_POST
def queue_again(request: HttpRequest) -> HttpResponse:
    counts = actions.match_again(actor=request.actor)
    posted = ngettext("%(n)s line was posted", "%(n)s lines were posted", counts["posted"])
    waits = ngettext("%(n)s still waits", "%(n)s still wait", counts["queue"])
    messages.success(request, f"{posted % {'n': counts['posted']}}, {waits % {'n': counts['queue']}}.")
    return redirect("revenue_bank_queue")


def _next(line: BankLine) -> str:
    """The page of the next line that waits, or the queue: the keyboard goes on without looking for it."""
    waiting = BankLine.objects.filter(municipality_id=line.municipality_id, state=S.QUEUE).exclude(pk=line.pk)
    after = (
        waiting.filter(Q(day__gt=line.day) | Q(day=line.day, pk__gt=line.pk)).order_by("day", "pk").first()
        or waiting.order_by("day", "pk").first()
    )
    return reverse("revenue_bank_line", args=[after.pk]) if after else reverse("revenue_bank_queue")


MORE_PARTS = 2
MOST_PARTS = 20


@GET_POST
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """A line: whose money it is, of one payer or of several; with what it would settle in the law's order."""
    one = _line_for(request, pk)
    rest = rest_of(one)
    chosen = request.GET.get("payer") or (one.taxpayer.code if one.taxpayer else "")
    asked = request.POST.get("rows") or "1"
    rows = min(MOST_PARTS, max(1, int(asked))) if asked.isdecimal() and len(asked) < 3 else 1
    if "more" in request.POST:
        typed = {
            k: v for k, v in request.POST.dict().items() if k not in ("more", "csrfmiddlewaretoken", "rows")
        }
        form = PartForm(None, rows=min(MOST_PARTS, rows + MORE_PARTS), initial=typed)
    else:
        form = PartForm(request.POST or None, rows=rows, initial={"code": chosen, "amount": rest})
    if form.is_bound and form.is_valid():
        try:
            made = actions.assign_line(actor=request.actor, line=one, parts=_payers_of(one, form.found))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            for m in made:
                messages.success(request, _said_of(m))
            one.refresh_from_db()
            return redirect(reverse("revenue_bank_line", args=[pk]) if one.state == S.QUEUE else _next(one))
    text = request.GET.get("q", one.name if not one.taxpayer else "").strip()
    found = register.payers_of(one.municipality_id, text, "", "")[:FOUND] if text else []
    payer = (
        Taxpayer.objects.filter(municipality_id=one.municipality_id, code=chosen).first() if chosen else None
    )
    page = {
        "line": one, "rest": rest, "form": form, "found": found, "q": text, "payer": payer, "waits": one.state in (S.QUEUE, S.SUSPENSE),
        "owed": balance.owed(payer, timezone.localdate()) if payer else None, "payments": one.payments.select_related("taxpayer").order_by("pk"),
        "may_keep": access.may_keep(actor=request.actor) is None, "may_run": access.may_run(actor=request.actor) is None,
        "settles": settling.would_settle(payer, rest, one.day) if payer and rest > 0 else None,
    }  # fmt: skip
    return render(request, "revenue/bank_line.html", page, status=422 if form.is_bound else 200)


def _said_of(payment: Payment) -> str:
    """What was posted, with the way to the account where it now stands."""
    said = _("Receipt %(number)s: posted to %(name)s.") % {"number": payment, "name": payment.taxpayer.name}
    card = reverse("revenue_card", args=[payment.taxpayer.code])
    return format_html('{} <a class="govuk-link" href="{}">{}</a>', said, card, _("Account card"))


def _payers_of(line: BankLine, parts: list[tuple[str, int]]) -> list[tuple[Taxpayer, int]]:
    """The payers of the rows, each found in the line's municipality."""
    payers = {
        p.code: p
        for p in Taxpayer.objects.filter(
            municipality_id=line.municipality_id, code__in=[c for c, _a in parts]
        )
    }
    if missing := next((c for c, _a in parts if c not in payers), None):
        raise Refused(_("No taxpayer with the YVÖK %(code)s is registered here.") % {"code": missing})
    return [(payers[c], amount) for c, amount in parts]


@require_POST
def lines_assign(request: HttpRequest) -> HttpResponse:
    """The chosen lines, all to the payer named, or each to whom the match suggests."""
    place = access.require_reader(request.actor)
    lines = list(
        BankLine.objects.filter(municipality_id=place, pk__in=_chosen(request)).select_related("taxpayer")
    )
    code = YVOK.compact(request.POST.get("code", ""))
    try:
        payer = None
        if code:
            payer = Taxpayer.objects.filter(municipality_id=place, code=code).first()
            if payer is None:
                raise Refused(_("No taxpayer with the YVÖK %(code)s is registered here.") % {"code": code})
        made = actions.assign_lines(actor=request.actor, lines=lines, payer=payer)
    except Refused as refused:
        return _queue_page(request, str(refused))
    messages.success(request, _("Receipts made: %(count)s.") % {"count": len(made)})
    return redirect("revenue_bank_queue")


@GET_POST
def line_aside(request: HttpRequest, pk: int) -> HttpResponse:
    one = _line_for(request, pk)

    def do(form: Any) -> tuple[str, str]:
        actions.set_aside(
            actor=request.actor,
            line=one,
            state=form.cleaned_data["state"],
            remark=form.cleaned_data["remark"],
        )
        return _next(one), _("The line is set aside.")

    return form_page(
        request,
        AsideForm(request.POST or None),
        do,
        title=_("Set the line aside"),
        button=_("Save"),
        back=reverse("revenue_bank_line", args=[pk]),
        may=access.may_keep,
    )


@GET_POST
def payment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    place = access.require_reader(request.actor)
    payment = Payment.objects.filter(municipality_id=place, pk=pk).select_related("taxpayer").first()
    if payment is None:
        raise Http404
    back = reverse("revenue_card", args=[payment.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        actions.reverse_payment(
            actor=request.actor,
            payment=payment,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        return back, _("The payment is taken back by opposite entries.")

    form = ReverseForm(request.POST or None, initial={"on": timezone.localdate()})
    waits = payment.on_its_way
    return form_page(
        request,
        None if waits else form,
        do,
        title=_("Reverse the receipt %(number)s") % {"number": payment},
        button=_("Reverse it"),
        back=back,
        intro=portals.on_its_way() if waits else "",
        may=access.may_run,
    )
