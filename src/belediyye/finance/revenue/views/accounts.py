"""A payer's account: the card on screen and as a table, certificates and their public check, bringing accounts up to a day."""

import io
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.actions import Refused
from belediyye.core.display import money
from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.core.models import Municipality
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.money import ClearanceForm, SettleForm
from belediyye.finance.revenue.models import Bill, Clearance, Entry, Opening, Taxpayer
from belediyye.finance.revenue.queries import agreements, balance, cases, passed_on, runs
from belediyye.finance.revenue.queries.posting import OPENING, PAYMENT
from belediyye.finance.revenue.views.agreements import state_tag
from belediyye.finance.revenue.views.pages import XLSX, answer_file, form_page

GET_POST = require_http_methods(["GET", "POST"])
COLUMNS = (
    Column({"az": "Tarix", "en": "Day"}, "date"),
    Column({"az": "Əməliyyat", "en": "Entry"}, width=22),
    Column({"az": "Sənəd", "en": "Document"}, width=14),
    Column({"az": "Nəyə görə", "en": "For what"}, width=34),
    Column({"az": "İl", "en": "Year"}, "int", 8),
    Column({"az": "Hesablanıb", "en": "Charged"}, "money", total=True),
    Column({"az": "Ödənilib, azaldılıb", "en": "Paid, lowered"}, "money", total=True),
    Column({"az": "Qalıq", "en": "Balance"}, "money"),
)


def _titled(payer: Taxpayer, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their words, and the number of the paper: a payment's receipt, a demand's notice or bill."""
    receipts = {p.pk: str(p) for p in payer.payments.all()}
    notices = {n.run_id: str(n) for n in payer.notices.order_by("pk")}
    printed = {b.demand_id: str(b) for b in Bill.objects.filter(charge__taxpayer=payer).order_by("pk")}
    buildings = passed_on.buildings_of(row["entry"] for row in rows)
    for row in rows:
        entry = row["entry"]
        if entry.source_kind == PAYMENT:
            row["document"] = receipts.get(entry.source_id, "")
        else:
            row["document"] = printed.get(entry.pk) or (notices.get(entry.run_id, "") if entry.run_id else "")
        row["head"] = runs.head_label(entry.head) if entry.head else _("on the account")
        opening = entry.source_kind == OPENING and entry.kind != entry.Kind.REVERSAL
        row["what"] = _("opening balance") if opening else str(entry.get_kind_display())
        if entry.component and entry.kind not in (entry.Kind.INTEREST, entry.Kind.SANCTION):
            row["what"] = f"{row['what']}: {entry.get_component_display()}"
        if raised := passed_on.raise_of(entry):
            row["what"] = f"{row['what']}: {raised}"
        if place := buildings.get(entry.pk):
            row["head"] = _("%(tax)s passed with the building: %(place)s") % {
                "tax": row["head"],
                "place": place,
            }
    return rows


def _grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Interest that was posted day after day as one line a month, open to its days; every balance stays as it was."""
    found: list[dict[str, Any]] = []
    for row in rows:
        e, last = row["entry"], found[-1] if found else None
        if (
            last
            and e.kind == last["entry"].kind == Entry.Kind.INTEREST
            and (e.day.year, e.day.month) == (last["entry"].day.year, last["entry"].day.month)
        ):
            parts = [*last.get("parts", [last]), row]
            up, down = (sum(r[side] or 0 for r in parts) for side in ("up", "down"))
            found[-1] = row | {
                "parts": parts,
                "up": up or None,
                "down": down or None,
                "head": _("interest of %(month)s: %(count)s entries")
                % {"month": f"{e.day:%m.%Y}", "count": len(parts)},
            }
        else:
            found.append(row)
    return found


def _agreeing(standing: balance.Owed, rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """What leads from the last balance of the card to what is owed; nothing where the two are one."""
    posted, accruing = rows[-1]["balance"] if rows else 0, sum(d.accruing for d in standing.debts)
    between = [
        (_("Interest of arrears up to today, not posted yet"), accruing),
        (_("Overpaid: it stands apart from the debts"), standing.credit),
    ]
    if not any(amount for _label, amount in between):
        return []
    lines = [(_("Balance of the entries"), posted), *((label, amount) for label, amount in between if amount)]
    return [*lines, (_("Owed, with interest of the day"), standing.total)]


def _lapsing(standing: balance.Owed, today: date) -> list[tuple[str, date, bool]]:
    """The debts near or past the end of their term: what, its last day, whether it has ended."""
    ended, near = cases.lapsing_years(today)
    return [
        (cases.said_of(d.demand), cases.term_of(d.demand.year), d.demand.year in ended)
        for d in standing.debts
        if d.demand.year in ended or d.demand.year in near
    ]


def cases_of(payer: Taxpayer, today: date) -> list[dict[str, Any]]:
    """Every case of the payer, the newest first: title, day, state and where it is."""
    found: list[dict[str, Any]] = []
    for s in agreements.standings(payer.agreements.order_by("-pk"), today):
        url = reverse("revenue_agreement", args=[s.agreement.number])
        found.append({"title": f"{_('Instalment agreement')} {s.agreement}", "day": s.agreement.day, "state": state_tag(s).text, "url": url})  # fmt: skip
    for o in payer.objections.order_by("-pk"):
        url = reverse("revenue_objection", args=[o.number])
        found.append(
            {"title": f"{_('Objection')} {o}", "day": o.day, "state": o.get_outcome_display(), "url": url}
        )
    for d in payer.deferrals.order_by("-pk"):
        url = reverse("revenue_deferral", args=[d.number])
        state = _("taken back") if d.undone else _("due instead on %(day)s") % {"day": f"{d.until:%d.%m.%Y}"}
        found.append({"title": f"{_('Deferral')} {d}", "day": d.day, "state": state, "url": url})
    for w in payer.writeoffs.order_by("-pk"):
        state = _("taken back") if w.reversed_on else w.decision
        url = reverse("revenue_write_off_restore", args=[w.pk])
        found.append(
            {"title": f"{_('Write-off')} {money(w.amount_qepik)}", "day": w.day, "state": state, "url": url}
        )
    for r in payer.refunds.order_by("-pk"):
        state = _("paid") if r.paid else _("closed without payment") if r.dropped else _("to be paid")
        found.append({"title": f"{_('Refund')} {money(r.amount_qepik)}", "day": r.day, "state": state, "url": reverse("revenue_refund", args=[r.pk])})  # fmt: skip
    for m in payer.reminders.order_by("-pk")[:10]:
        url = reverse("revenue_reminder_pdf", args=[m.number])
        found.append({"title": str(m), "day": m.day, "state": "PDF", "url": url})
    return sorted(found, key=lambda c: c["day"], reverse=True)


def _openings(payer: Taxpayer) -> list[Opening]:
    lines = list(payer.openings.order_by("year", "due", "pk"))
    for one in lines:
        one.what = runs.head_label(one.head) if one.head else ""
    return lines


@require_GET
def card(request: HttpRequest, code: str) -> HttpResponse:
    payer = access.get_payer_for(request.actor, code)
    today = timezone.localdate()
    standing = balance.owed(payer, today)
    rows = _grouped(_titled(payer, balance.card(payer, today)))
    page = {
        "payer": payer, "today": today, "owed": standing, "rows": rows, "agreeing": _agreeing(standing, rows), "payments": balance.payments_of(payer),
        "debts": [(d, cases.taxed(d.demand), max(0, (today - d.demand.due).days) if d.demand.due else 0) for d in standing.debts], "clear": not payer.merged_into_id and not balance.clear_on(payer, today),
        "may_keep": access.may_keep(actor=request.actor) is None, "may_run": access.may_run(actor=request.actor) is None,
        "openings": _openings(payer), "coming": balance.coming(standing), "certificates": Clearance.objects.filter(taxpayer=payer), "cases": cases_of(payer, today), "lapsing": _lapsing(standing, today),
    }  # fmt: skip
    return render(request, "revenue/bank_card.html", page)


@require_GET
def card_table(request: HttpRequest, code: str) -> HttpResponse:
    payer = access.get_payer_for(request.actor, code)
    language = "en" if (get_language() or "az").startswith("en") else "az"
    today = timezone.localdate()
    rows = _titled(payer, balance.card(payer, today))
    about = (
        f"{_('Account card')}: {payer.name}",
        f"{payer.municipality} · YVÖK {payer.code}",
        f"{today:%d.%m.%Y}",
        *(f"{label}: {money(amount)}" for label, amount in _agreeing(balance.owed(payer, today), rows)),
    )
    target = io.BytesIO()
    lines = (
        (
            r["entry"].day,
            r["what"],
            r["document"],
            str(r["head"]),
            r["entry"].year or None,
            r["up"],
            r["down"],
            r["balance"],
        )
        for r in rows
    )
    write_xlsx(target, COLUMNS, lines, made=timezone.localtime(), language=language, above=about)
    return answer_file(target.getvalue(), f"{payer.code}.xlsx", XLSX)


@GET_POST
def clearance(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows the newest certificate for printing; POST gives one of today."""
    payer = access.get_payer_for(request.actor, code)
    back = reverse("revenue_card", args=[code])
    if request.method == "POST":
        from django.contrib import messages

        try:
            actions.give_clearance(actor=request.actor, payer=payer, on=timezone.localdate())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(back)
        return redirect(reverse("revenue_clearance", args=[code]))
    given: QuerySet[Clearance] = Clearance.objects.filter(taxpayer=payer).select_related("municipality")
    one = given.order_by("-pk").first()
    if one is None:
        return redirect(back)
    return render(request, "revenue/bank_clearance.html", {"payer": payer, "one": one, "back": back})


@require_GET
def public_clearance(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate with this number and code was given; says nothing but what stands printed on it."""
    place = get_object_or_404(Municipality, code=code)
    form = ClearanceForm(request.GET or None)
    found, asked = None, bool(request.GET) and form.is_valid()
    if asked:
        from django_scopes import scopes_disabled

        with scopes_disabled():
            wanted = {
                "municipality": place,
                "number": form.cleaned_data["nomre"],
                "code": form.cleaned_data["kod"],
            }
            found = Clearance.objects.filter(**wanted).select_related("taxpayer").first()
    return render(
        request,
        "revenue/bank_public_clearance.html",
        {"place": place, "form": form, "asked": asked, "found": found},
    )


@GET_POST
def settle(request: HttpRequest) -> HttpResponse:
    access.require_reader(request.actor)

    def do(form: Any) -> tuple[str, str]:
        counts = actions.settle_accounts(actor=request.actor, on=form.cleaned_data["on"])
        return reverse("revenue_bank"), _(
            "The accounts are brought up to the day: %(set_off)s settlements from credit."
        ) % counts

    intro = _(
        "Interest is posted up to the day, and overpayments settle what is due. It may be done again at any time: nothing is posted twice."
    )
    form = SettleForm(request.POST or None, initial={"on": timezone.localdate()})
    return form_page(
        request,
        form,
        do,
        title=_("Bring the accounts up to a day"),
        button=_("Bring the accounts up to date"),
        back=reverse("revenue_bank"),
        intro=intro,
        may=access.may_run,
    )
