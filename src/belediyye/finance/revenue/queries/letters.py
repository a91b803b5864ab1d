"""Papers of collecting as PDF: reminders, agreements, answers to objections, certificates, receipts; one sheet each."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.core.display import signer
from belediyye.core.documents.qr import qr_svg
from belediyye.core.identifiers import IBAN, PHONE, REFERENCE, YVOK, creditor_reference
from belediyye.core.models import Municipality
from belediyye.core.money import format_money, money_in_words
from belediyye.core.text import az_upper, compact_code
from belediyye.finance.revenue.models import Clearance, Objection, Payment, Reminder, Taxpayer
from belediyye.finance.revenue.queries import balance, cases
from belediyye.finance.revenue.queries.agreements import Standing
from belediyye.finance.revenue.queries.cases import language, said_of
from belediyye.finance.revenue.queries.notices import CODE_SIGNS, bank_words, press, reference_of

FORM = Path(__file__).parents[1] / "typst" / "letter.typ"
CODE_LENGTH = 8


def receipt_code(payment: Payment) -> str:
    """The secret code that shows a receipt to be genuine together with its number: keyed, never stored."""
    said = f"receipt:{payment.municipality_id}:{payment.year}:{payment.number}"
    digest = hmac.digest(settings.INDEX_KEY.encode(), said.encode(), "sha256")
    return "".join(CODE_SIGNS[b % len(CODE_SIGNS)] for b in digest[:CODE_LENGTH])


def is_receipt_code(payment: Payment, typed: str) -> bool:
    """Whether the typed code is the receipt's, compared in constant time."""
    return hmac.compare_digest(receipt_code(payment).encode(), compact_code(typed).encode())


def receipt_url(payment: Payment) -> str:
    """The address in the receipt's QR code."""
    path = reverse("revenue_public_receipt", args=[payment.municipality.code])
    return f"{settings.HOST}{path}?il={payment.year}&nomre={payment.number}&kod={receipt_code(payment)}"


def clearance_url(one: Clearance) -> str:
    """The address in the certificate's QR code."""
    path = reverse("revenue_public_clearance", args=[one.municipality.code])
    return f"{settings.HOST}{path}?nomre={one.number}&kod={one.code}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _sheet(title: str, number: str, day: date, **more: Any) -> dict[str, Any]:
    plain = {
        "to": None,
        "lead": [],
        "facts": [],
        "table": None,
        "tail": [],
        "qr": None,
        "signers": [],
        "seal": True,
    }
    return {"title": title, "number": number, "day": _day(day), **plain, **more}


def _to(payer: Taxpayer) -> list[str]:
    """Whom a letter goes to: the responsible party where there is one."""
    receiver = payer.responsible or payer
    return [
        receiver.name,
        *([receiver.address] if receiver.address else []),
        f"YVÖK {YVOK.format(payer.code)}",
    ]


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], totals: Sequence[str] | None
) -> dict[str, Any]:
    """The first column wide and left, the rest as wide as needed and right."""
    return {
        "head": [str(h) for h in head], "rows": [[str(c) for c in r] for r in rows], "totals": [str(c) for c in totals] if totals else None,
        "widths": ["1fr"] + ["auto"] * (len(head) - 1), "sides": ["left"] + ["right"] * (len(head) - 1),
    }  # fmt: skip


def _pdf(title: str, place: Municipality, sheets: list[dict[str, Any]], made: date) -> bytes:
    contact = " · ".join(filter(None, [place.address, PHONE.format(place.telephone) if place.telephone else "", place.email, f"VÖEN {place.voen}" if place.voen else ""]))  # fmt: skip
    data = {
        "lang": language(), "language": language(), "title": title, "sheets": sheets,
        "office": {"name": _("%(name)s municipality") % {"name": place.name}, "contact": contact},
    }  # fmt: skip
    moment = datetime(made.year, made.month, made.day, tzinfo=UTC)
    return press().pdf(FORM, data, made=moment, archival=True)


def _signer(place: Municipality) -> list[str]:
    """Who signs: the office's head by name, else the post, to be filled in by hand."""
    if place.head:
        return [_("Head of the municipality"), signer(place.head, language())]
    return [_("Head of the municipality's tax service"), ""]


def _pay_facts(payer: Taxpayer, year: int) -> list[list[str]]:
    facts = [[_("Payment reference"), REFERENCE.format(reference_of(payer, year))]]
    place = payer.municipality
    if place.account:
        facts.append([_("Account of the municipality"), IBAN.format(place.account)])
        facts.append([_("Reference for banks (ISO 11649)"), creditor_reference(reference_of(payer, year))])
    if bank := bank_words(place):
        facts.append([_("Bank"), bank])
    if place.voen:
        facts.append(["VÖEN", place.voen])
    return facts


def reminders_pdf(reminders: Iterable[Reminder]) -> bytes:
    """Letters of reminders of one municipality, a page each: what is late, with interest up to the letter's day."""
    chosen = list(reminders)
    sheets = []
    for one in chosen:
        late = balance.owed(one.taxpayer, one.day).reminded
        # What an objection holds is not asked for: neither of the principal nor of the interest.
        sums = [(d.principal - d.held_principal, d.interest + d.accruing - d.held_interest, d.collectable) for d in late]  # fmt: skip
        rows = [[said_of(d.demand), *map(format_money, s)] for d, s in zip(late, sums, strict=True)]
        total = sum(s[2] for s in sums)
        totals = [_("Total"), *(format_money(sum(s[n] for s in sums)) for n in range(3))]
        sheets.append(
            _sheet(
                _first(str(one.get_step_display())),
                f"№ {one.number}", one.day, to=_to(one.taxpayer),
                lead=[REMINDS[one.step]() % {"day": _day(one.day)}],
                table=_table([_("For what"), _("Principal"), _("Interest"), _("Together")], rows, totals),
                tail=[_("In words: %(words)s.") % {"words": money_in_words(total, language())}, _after(one)],
                facts=_pay_facts(one.taxpayer, one.day.year), signers=[_signer(one.municipality)],
            )
        )  # fmt: skip
    return _pdf(_("Reminders"), chosen[0].municipality, sheets, chosen[0].day)


def _first(text: str) -> str:
    """The text with a capital first letter, as its language writes it."""
    return (az_upper(text[:1]) if language() == "az" else text[:1].upper()) + text[1:]


REMINDS = {
    Reminder.Step.REMINDER: lambda: _(
        "On %(day)s the following was past its day on your account. You may have overlooked it: please pay it."
    ),
    Reminder.Step.WARNING: lambda: _(
        "You were reminded before, and on %(day)s the following is still unpaid. Interest grows with every day."
    ),
    Reminder.Step.COURT: lambda: _(
        "After a reminder and a warning the following was still unpaid on %(day)s. The municipality is going to ask the court for an order to collect it."
    ),
}


def _after(one: Reminder) -> str:
    if one.step == Reminder.Step.COURT:
        return _(
            "If you pay first, no application is made; if it was already sent, tell us: it is then taken back."
        )
    return _(
        "If you cannot pay at once, ask for payment in instalments. If you do not agree with an amount, write to us: only the part you dispute waits. If you have paid meanwhile, this letter is void."
    )


def agreement_pdf(standing: Standing) -> bytes:
    """The agreement for both to sign: the parts with their days, and what follows when one is missed."""
    one = standing.agreement
    rows = [[f"{n}. {_day(p.due)}", format_money(p.agreed_qepik)] for n, p in enumerate(standing.parts, 1)]
    deferral = len(standing.parts) == 1
    title = _("Deferral of debt") if deferral else _("Agreement to pay debt in instalments")
    lead = _("%(name)s (YVÖK %(code)s) owes %(amount)s (%(words)s) that was past its day on %(day)s, and undertakes to pay it as follows.") % {
        "name": one.taxpayer.name, "code": YVOK.format(one.taxpayer.code), "amount": format_money(one.amount_qepik),
        "words": money_in_words(one.amount_qepik, language()), "day": _day(one.day),
    }  # fmt: skip
    sheet = _sheet(
        title, f"№ {one.number}", one.day, lead=[lead],
        table=_table([_("Pay by"), _("Amount")], rows, [_("Total"), format_money(one.amount_qepik)]),
        tail=[
            _("While each part is paid by its day the municipality sends no reminder of this debt and does not turn to the court."),
            _("The agreement covers the debts that were past their day when it was made, and none that fall due later."),
            _("The agreement moves no due day of the law: interest runs on what is unpaid, and what was paid is settled in the order of the law (Tax Code, 59 and 88.1)."),
            _("If a part is not paid by its day the agreement is broken and the whole debt is collected."),
            *([_("Ground: %(reason)s.") % {"reason": one.reason}] if one.reason else []),
        ],
        facts=_pay_facts(one.taxpayer, one.day.year), signers=[[_("For the municipality"), ""], [_("Taxpayer"), one.taxpayer.name]],
    )  # fmt: skip
    return _pdf(title, one.municipality, [sheet], one.day)


def answer_pdf(parts: Sequence[Objection]) -> bytes:
    """The answer to a case: each of its demands that was answered, with what is taken off it. Call it for answered ones."""
    one = max(parts, key=lambda o: (o.answered or o.day, -o.part))
    assert one.answered is not None
    title = _("Answer to the objection")
    rows = [
        [f"{said_of(o.demand)} · {o.get_outcome_display()}", format_money(o.disputed_qepik), format_money(o.granted_qepik)]
        for o in parts
    ]  # fmt: skip
    sums = [
        format_money(sum(o.disputed_qepik for o in parts)),
        format_money(sum(o.granted_qepik for o in parts)),
    ]
    table = _table(
        [_("Against which demand"), _("Disputed"), _("Taken off the demand")], rows, [_("Total"), *sums]
    )
    tail = list(dict.fromkeys(o.answer for o in parts))
    if any(o.granted_qepik for o in parts):
        tail.append(_("Interest is computed as if the demand had always been so. What was paid too much is credited; you may ask for it back (Tax Code, 87)."))  # fmt: skip
    if any(o.granted_qepik < o.disputed_qepik for o in parts):
        tail.append(_("What was not satisfied is due, with the interest of the time of the examination."))
    tail.append(_("You may turn to the court if you do not agree with this answer."))
    facts = [[_("Objection"), f"№ {one.number}, {_day(one.day)}"]]
    sheet = _sheet(title, f"№ {one.number}", one.answered, to=_to(one.taxpayer), facts=facts, table=table, tail=tail, signers=[_signer(one.municipality)])  # fmt: skip
    return _pdf(title, one.municipality, [sheet], one.answered)


def clearance_pdf(one: Clearance) -> bytes:
    """The certificate with the code that anybody can check."""
    title = _("Clearance certificate")
    lead = _("%(name)s (YVÖK %(code)s) owed no tax or local payment past its day on %(on)s.") % {
        "name": one.taxpayer.name, "code": YVOK.format(one.taxpayer.code), "on": _day(one.day),
    }  # fmt: skip
    tail = []
    if one.revoked:
        tail = [_("This certificate was revoked on %(day)s: %(why)s.") % {"day": _day(one.revoked), "why": one.revoked_because}]  # fmt: skip
    qr = {
        "svg": qr_svg(clearance_url(one)), "alt": _("Address where this certificate can be checked"),
        "caption": _("Number %(number)s, code %(code)s. The QR code opens the page where anybody can check it.") % {"number": one.number, "code": one.code},
    }  # fmt: skip
    sheet = _sheet(
        title, str(one), one.day, lead=[lead], tail=tail, qr=qr, signers=[_signer(one.municipality)]
    )
    return _pdf(title, one.municipality, [sheet], one.day)


def receipt_pdf(payment: Payment) -> bytes:
    """The receipt of a payment: how much, when, and which debts it settled in the order of the law."""
    title = _("Receipt")
    rows = [
        [f"{s['what']} · {s['component']}" if s["what"] else _("kept on the account (overpayment)"), format_money(s["amount"])]
        for s in cases.spread_of(payment)
    ]  # fmt: skip
    facts = [
        [_("Taxpayer"), payment.taxpayer.name], [_("YVÖK"), YVOK.format(payment.taxpayer.code)], [_("Received on"), _day(payment.day)],
        [_("Channel"), str(payment.get_channel_display())], [_("Amount"), format_money(payment.amount)],
        [_("In words"), money_in_words(payment.amount, language())],
    ]  # fmt: skip
    tail = []
    if payment.reversed_on:
        tail = [_("This receipt was reversed on %(day)s: %(why)s.") % {"day": _day(payment.reversed_on), "why": payment.reversed_because}]  # fmt: skip
    qr = {
        "svg": qr_svg(receipt_url(payment)), "alt": _("Address where this receipt can be checked"),
        "caption": _("Number %(number)s, code %(code)s. The QR code opens the page where anybody can check it.")
        % {"number": f"{payment.year}/{payment.number}", "code": receipt_code(payment)},
    }  # fmt: skip
    table = _table([_("What it settled"), _("Amount")], rows, [_("Total"), format_money(payment.amount)])
    sheet = _sheet(title, str(payment), payment.day, facts=facts, table=table, tail=tail, qr=qr)
    return _pdf(title, payment.municipality, [sheet], payment.day)
