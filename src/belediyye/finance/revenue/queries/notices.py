"""Notices: who gets one, what stands on it, its secret code and payment reference, and its PDF."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from belediyye.core.deadlines import Events, due, rule_on
from belediyye.core.display import signer
from belediyye.core.documents.pdf import Press
from belediyye.core.documents.qr import qr_svg
from belediyye.core.identifiers import IBAN, PHONE, REFERENCE, creditor_reference, make_reference
from belediyye.core.models import Municipality
from belediyye.core.money import money_in_words
from belediyye.core.queries import working_calendar
from belediyye.core.text import compact_code
from belediyye.finance.revenue.models import (
    AssessmentRun,
    Delivery,
    Entry,
    Head,
    Mailing,
    Notice,
    Taxpayer,
)
from belediyye.finance.revenue.queries import runs
from belediyye.finance.revenue.queries.assessed import assessed_of
from belediyye.finance.revenue.queries.notice_room import boxed, fitting
from belediyye.finance.revenue.queries.passed_on import PassedOn, set_apart
from belediyye.finance.revenue.queries.posting import IS_DEBT
from belediyye.finance.revenue.queries.sources import GRANTED, WRITTEN_OFF, is_paid
from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.roll.check import Facts
from belediyye.finance.rules.roll.law import Amounts, Law
from belediyye.finance.rules.roll.notice_words import (
    WORDS,
    cut,
    cut_front,
    instalment_title,
    money,
    object_line,
)
from belediyye.finance.rules.roll.notices import FORM
from belediyye.finance.rules.roll.stream import Assessed

# Digits and letters that nobody confuses on paper.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# 31⁸, 853 thousand million: who tries a thousand codes of one notice a second needs thirteen years for half of them.
CODE_LENGTH = 8
SERIES = "BLD"
HALVES = 2
QR_CAPTION = {
    "az": "Kod bildirişi və hesablamanın izahını açır.",
    "en": "The code opens the notice and the explanation of its amounts.",
}
REFERENCE_WORDS = {"az": "Ödəniş nömrəsi", "en": "Payment reference"}
RF_WORDS = {"az": "Banklar üçün (ISO 11649)", "en": "For banks (ISO 11649)"}
PAY_CAPTION = {
    "az": "Ödəniş üçün: hesab, məbləğ, nömrə.",
    "en": "To pay: account, amount, reference.",
}
PAID_WORDS = {"az": "Bu günədək ödənilib", "en": "Paid by this day"}
CODE_WORDS = {"az": "Bildirişi internetdə açan kod", "en": "Code that opens the notice online"}


def notice_code(notice: Notice) -> str:
    """The secret code that opens a notice in public together with its number: keyed, never stored."""
    said = f"notice:{notice.municipality_id}:{notice.year}:{notice.number}"
    digest = hmac.digest(settings.INDEX_KEY.encode(), said.encode(), "sha256")
    return "".join(CODE_SIGNS[b % len(CODE_SIGNS)] for b in digest[:CODE_LENGTH])


def is_code(notice: Notice, typed: str) -> bool:
    """Whether the typed code is the notice's, compared in constant time."""
    return hmac.compare_digest(notice_code(notice).encode(), compact_code(typed).encode())


def reference_of(payer: Taxpayer, year: int) -> str:
    """The payment reference of a payer's year: municipality, payer, year, two check digits."""
    return make_reference(f"{payer.municipality_id:04d}{payer.number:06d}{year % 100:02d}")


def public_notice(municipality: Municipality, year: int, number: int) -> Notice | None:
    """A notice by what stands printed on it, whatever municipality the visitor acts in."""
    return (
        Notice.objects.filter(municipality=municipality, year=year, number=number)
        .select_related("taxpayer", "municipality")
        .first()
    )


def public_url(notice: Notice) -> str:
    """The address in the QR code, with the code."""
    path = reverse("revenue_public_notice", args=[notice.municipality.code])
    return f"{settings.HOST}{path}?il={notice.year}&nomre={notice.number}&kod={notice_code(notice)}"


def newer(notice: Notice) -> Notice | None:
    """The notice that replaced this one: the payer's highest number of the year, or None."""
    rows = Notice.objects.filter(taxpayer_id=notice.taxpayer_id, year=notice.year, number__gt=notice.number)
    return rows.order_by("-number").first()


def object_until(notice: Notice) -> date:
    """The last day to object: thirty days from the delivery (of an e-mail that did not come back: from its sending), or
    from the issue while no delivery is known."""
    tries = list(notice.deliveries.order_by("day", "pk"))
    start = (
        next((d.day for d in tries if d.outcome == Delivery.Outcome.DELIVERED), None)
        or sent_on(tries)
        or notice.issued
    )
    return due(rule_on("procedure.complaint", start), Events(start), working_calendar()).day


def sent_on(tries: Sequence[Delivery]) -> date | None:
    """The day on which a notice went by e-mail, by the attempts to deliver it; None where it did not or came back."""
    if any(d.outcome == Delivery.Outcome.BOUNCED for d in tries):
        return None
    return next((d.day for d in tries if d.outcome == Delivery.Outcome.SENT), None)


def notices_of(run: AssessmentRun) -> QuerySet[Notice]:
    return Notice.objects.filter(run=run).select_related("taxpayer").order_by("number")


def family(payer: Taxpayer) -> list[int]:
    """The payer and the records merged into it."""
    return [payer.pk, *Taxpayer.objects.filter(merged_into=payer).values_list("pk", flat=True)]


def _demanded(payer: Taxpayer, year: int, issued: date) -> QuerySet[Entry]:
    """What of the year's taxes is demanded of the payer by the day of issue: what `queries.standing.STANDING` sums as due.

    Debts carried over from merged records are among them; those records' own entries are not."""
    rows = Entry.objects.filter(
        taxpayer=payer, year=year, component=0, day__lte=issued, charge__isnull=True
    ).filter(Q(demand__isnull=True) | Q(demand__charge__isnull=True))
    return rows.filter(IS_DEBT | (Q(demand__isnull=False) & ~is_paid())).select_related("demand")


def parts_of(payer: Taxpayer, year: int, issued: date) -> list[dict[str, Any]]:
    """What falls due when, of the year's taxes, as posted by the day of issue: [{due, amount}], earliest first."""
    due: dict[date, int] = {}
    for e in _demanded(payer, year, issued):
        of = e.demand.due if e.demand else None
        day = (of if e.amount < 0 else e.due or of) or e.day
        due[day] = due.get(day, 0) + e.amount
    return [{"due": day, "amount": amount} for day, amount in sorted(due.items()) if amount]


def left_of(parts: list[dict[str, Any]], paid: int) -> list[dict[str, Any]]:
    """The parts less what was paid, the earliest first."""
    left = []
    for part in parts:
        used = max(0, min(paid, part["amount"]))
        paid -= used
        left.append({**part, "amount": part["amount"] - used})
    return left


def instalments_of(notice: Notice) -> list[dict[str, Any]]:
    """What is to be paid by when, {number, due, amount} each; what is paid is left out.

    The second half keeps its number where the first is paid; what came later is counted from one."""
    parts = left_of(parts_of(notice.taxpayer, notice.year, notice.issued), notice.paid_qepik)
    left = boxed(
        [{"number": n, **part} for n, part in enumerate(parts, 1) if part["amount"] > 0], notice.issued
    )
    first = left[0]["number"] if left and left[0]["number"] <= HALVES else 1
    return [{**part, "number": first + n} for n, part in enumerate(left)]


def by_head(
    payer: Taxpayer, year: int, issued: date
) -> tuple[dict[int, int], list[PassedOn], list[tuple[str, int]]]:
    """The year's taxes as demanded by the day of issue, tax by tax; beside them what passed with sold buildings, and, in
    words, what was taken off without a new assessment."""
    own, passed, lowered = set_apart(_demanded(payer, year, issued))
    words = {GRANTED: _("Less by objection granted"), WRITTEN_OFF: _("Written off")}
    return dict(sorted(own.items())), passed, [(words[kind], amount) for kind, amount in lowered.items()]


def assessed_lines(notice: Notice) -> list[Assessed]:
    """The objects of the year as the notice's form takes them, with the relief each one spent."""
    law, lines, before = Law(notice.year), [], {}
    for a in assessed_of(notice):
        stored = runs.facts_of(a)
        facts = Facts(
            0,
            object_id=a.object.external_id or str(a.object.number),
            address=a.object.address,
            stored={k: v for k, v in stored.items() if v is not None},
        )
        facts.share = (a.holding.share_num, a.holding.share_den)
        spent = before.get(a.head, 0)
        if a.relief_right_qepik and not a.budget:
            before[a.head] = spent + a.tax_qepik
        lines.append(
            Assessed(
                facts,
                Amounts(law.sort(facts.stored), a.tax_qepik, a.relief_right_qepik, bool(a.budget)),
                spent,
                a.relief_qepik,
            )
        )
    return lines


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def form_data(notice: Notice, lang: str) -> dict[str, Any]:
    """One notice as data of the form `rules/typst/notice.typ`."""
    words, payer = WORDS[lang], notice.taxpayer
    assessed = assessed_lines(notice)
    sums = _sums(notice, lang)
    shown, room = fitting(
        [object_line(n, one, lang, room=64) for n, one in enumerate(assessed, 1)], sums, lang
    )
    total = notice.total_qepik
    parts = instalments_of(notice)
    reference = REFERENCE.format(reference_of(payer, notice.year))
    rows = [
        [f"{REFERENCE_WORDS[lang]}: {reference}", ""],
        [f"{RF_WORDS[lang]}: {creditor_reference(reference_of(payer, notice.year))}", ""],
        [f"{CODE_WORDS[lang]}: {notice_code(notice)}", ""],
        *sums,
    ]
    receiver = payer.responsible or payer
    return {
        "number": f"{notice.number:06d}", "payer": cut(payer.name if receiver == payer else f"{payer.name} ({receiver.name})", 90),
        "payer_short": cut(payer.name, 44), "address": cut_front(receiver.address or next((one.facts.address for one in assessed if one.facts.address), ""), 90), "code": payer.code, "objects": shown, "room": room, "sums": rows, "total": money(total, lang),
        "words": money_in_words(total, lang), "unsure": any(line["tax_amount"].endswith("*") for line in shown),
        "instalments": [
            {"title": instalment_title(p["number"], lang), "amount": f"{money(p['amount'], lang)} ₼", "until": _day(p["due"]), "short": words["short_due"].format(day=_day(p["due"]))}
            for p in parts
        ],
        "beside": f"{money(beside, lang)} ₼" if (beside := total - sum(p["amount"] for p in parts)) else "",
        "pay": qr_svg(paying) if (paying := payment_text(notice)) else "", "qr": qr_svg(public_url(notice)), "qr_alt": words["qr_alt"].format(number=f"{SERIES} {notice.number:06d}", total=money(total, lang)),
    }  # fmt: skip


def _sums(notice: Notice, lang: str) -> list[list[str]]:
    """The rows of the amount due, those that say something: tax by tax, what passed, what was taken off, what was paid, what is older."""
    words = WORDS[lang]
    with override(lang):
        own, passed, lowered = by_head(notice.taxpayer, notice.year, notice.issued)
        rows = [[_head(h, lang), money(s, lang)] for h, s in own.items() if s]
        rows += [[p.title, money(p.amount, lang), p.about] for p in passed]
        rows += [[title, money(amount, lang)] for title, amount in lowered]
    more = (
        (PAID_WORDS[lang], -notice.paid_qepik), (words["arrears"], notice.arrears_qepik),
        (words["interest"], notice.interest_qepik), (words["sanction"], notice.sanction_qepik),
    )  # fmt: skip
    return rows + [[label, money(amount, lang)] for label, amount in more if amount]


def bank_words(place: Municipality) -> str:
    """The bank of the office's account in one line: name, code, SWIFT."""
    return ", ".join(
        filter(
            None,
            [
                place.bank,
                f"{_('code')} {place.bank_code}" if place.bank_code else "",
                f"SWIFT {place.bic}" if place.bic else "",
            ],
        )
    )


def payment_text(notice: Notice) -> str:
    """What the payment QR code holds: account, name, amount and the creditor reference, a line each; empty without an account.

    The lines are those of the guideline EPC069-12, with AZN where that knows only EUR: a convention of this house. A
    code of the national AZQR form needs the number that the office's bank gives to its merchants."""
    place = notice.municipality
    if not place.account or notice.total_qepik <= 0:
        return ""
    whole, part = divmod(notice.total_qepik, 100)
    reference = creditor_reference(reference_of(notice.taxpayer, notice.year))
    name = f"{place.name} bələdiyyəsi"[:70]
    return "\n".join(
        ["BCD", "002", "1", "SCT", place.bic, name, place.account, f"AZN{whole}.{part:02d}", "", reference]
    )


def _head(head: int, lang: str) -> str:
    with override(lang):
        label = str(Head(head).label)
    return label[:1].upper() + label[1:] if lang == "en" else label[:1].replace("i", "İ").upper() + label[1:]


def _percent(year: int) -> str:
    try:
        rate = load_book().parameters["collection.interest_rate"].number(date(year, 8, 16))
    except Exception:
        rate = None
    return (
        format((Decimal(rate.numerator) / rate.denominator * 100).normalize(), "f").replace(".", ",")
        if rate is not None
        else "0,1"
    )


def notice_data(chosen: Sequence[Notice], lang: str) -> dict[str, Any]:
    """Notices of one municipality and year as data of their form."""
    office, first = chosen[0].municipality, chosen[0]
    words = dict(WORDS[lang])
    words["small_print"] = words["small_print"].format(rate=_percent(first.year))
    words["subtitle"] = words["subtitle"].format(year=first.year)
    forms = [form_data(n, lang) for n in chosen]
    words["qr_caption"], words["pay_caption"] = QR_CAPTION[lang], PAY_CAPTION[lang]
    telephone = (
        words["telephone"].format(telephone=PHONE.format(office.telephone)) if office.telephone else ""
    )
    with override(lang):
        bank = bank_words(office)
    return {
        "words": words, "lang": lang, "year": str(first.year),
        "office": {
            "name": office.name + (" bələdiyyəsi" if lang == "az" else " municipality"), "account": IBAN.format(office.account), "voen": office.voen, "official": signer(office.head, lang), "bank": bank,
            "series": SERIES, "contact": " · ".join(filter(None, [office.address, telephone, office.email])),
            "issued": words["issued"].format(day=_day(first.issued)),
        },
        "notices": forms,
    }  # fmt: skip


def pdf_of(notices: Iterable[Notice], lang: str) -> bytes:
    """The notices of one municipality and year as one tagged PDF (PDF/A-2a, PDF/UA-1), a page each."""
    chosen = list(notices)
    day = chosen[0].issued
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return press().pdf(FORM, notice_data(chosen, lang), made=made, archival=True)


@lru_cache(maxsize=1)
def press() -> Press:
    """The typst compiler of this process, made when first needed and kept warm."""
    return Press()


def without_notices(municipality_id: int, today: date) -> QuerySet[AssessmentRun]:
    """Runs that raised what somebody owes and whose notices nobody issued; what was left a year ago was left on purpose."""
    return AssessmentRun.objects.filter(
        ~Exists(Notice.objects.filter(run=OuterRef("pk"))),
        municipality_id=municipality_id,
        state=AssessmentRun.State.POSTED,
        posted_on__gt=today - timedelta(days=365),
        posted_qepik__gt=0,
    ).order_by("pk")


def reached() -> Q:
    """Of notices: those that were delivered, or went by e-mail to who agreed and did not come back. The rest is walked."""
    delivered = Delivery.objects.filter(notice=OuterRef("pk"), outcome=Delivery.Outcome.DELIVERED)
    sent = Mailing.objects.filter(notice=OuterRef("pk"), state=Mailing.State.SENT)
    return Q(Exists(delivered)) | Q(Exists(sent))


def undelivered(municipality_id: int, year: int) -> QuerySet[Notice]:
    """Notices of a year that no attempt has delivered."""
    rows = Notice.objects.filter(municipality_id=municipality_id, year=year).exclude(reached())
    return rows.select_related("taxpayer")


def issued_again(municipality_id: int, year: int | None = None) -> list[dict[str, Any]]:
    """The last issue of notices without a run (before the second half), of any year or of one: its day, year, count and
    first number."""
    rows = Notice.objects.filter(municipality_id=municipality_id, run__isnull=True)
    if year is not None:
        rows = rows.filter(year=year)
    last = rows.order_by("-issued", "-year").first()
    if last is None:
        return []
    those = rows.filter(issued=last.issued, year=last.year)
    first = those.order_by("number").values_list("number", flat=True)[0]
    return [{"year": last.year, "issued": last.issued, "count": those.count(), "first": first}]


__all__ = ["form_data", "notice_code", "pdf_of"]
