"""Papers of contracts and of enforcement: the bill of a period, the application to the court."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from belediyye.core.documents.qr import qr_svg
from belediyye.core.identifiers import REFERENCE, YVOK
from belediyye.core.money import format_money, money_in_words
from belediyye.finance.revenue.models import Bill, Charge, CourtCase, Entry
from belediyye.finance.revenue.queries import charging, runs
from belediyye.finance.revenue.queries.cases import language, said_of
from belediyye.finance.revenue.queries.letters import _day, _pay_facts, _pdf, _sheet, _signer, _table, _to
from belediyye.finance.revenue.queries.notices import reference_of

K = Entry.Kind


def span_of(charge: Charge, demand: Entry) -> tuple[date, date]:
    """The days that a demand of a contract is for."""
    if charge.every == Charge.Every.ONCE:
        return charge.since, charge.until or charge.since
    months = charging.MONTHS[Charge.Every(charge.every)]
    month = (demand.instalment - 1) * months + 1
    first = date(demand.year, month, 1)
    last = date(demand.year + (month + months > 12), (month + months - 1) % 12 + 1, 1) - timedelta(days=1)
    end = charging.end_of(charge)
    return max(first, charge.since), min(last, end) if end and end >= first else last


def bill_pdf(one: Bill) -> bytes:
    """The bill: which contract and period, how the amount came about, what is paid, what is left, and where to pay."""
    charge, demand, payer = one.charge, one.demand, one.charge.taxpayer
    begins, ends = span_of(charge, demand)
    by_day = list(demand.applied.filter(day__lte=one.issued).values_list("kind", "amount"))
    corrected = sum(a for k, a in by_day if k == K.ADJUSTMENT)
    rows = [[f"{runs.head_label(demand.head)}, {_day(begins)}–{_day(ends)}", format_money(demand.amount)]]
    if corrected:
        rows.append([_("Corrected since"), format_money(corrected)])
    if paid := one.amount_qepik - demand.amount - corrected:
        rows.append([_("Paid by this day"), format_money(paid)])
    facts = [
        [_("Contract or decision"), " ".join(filter(None, [charge.basis, charge.number and f"№ {charge.number}"])) + f", {_day(charge.signed)}"],
        *([[_("What it is about"), charge.subject or str(charge.object)]] if charge.subject or charge.object else []),
        [_("Price of a unit"), f"{format_money(charge.unit_price)}{charge.per_unit}"],
        [_("To be paid by"), _day(demand.due or one.issued)],
        *_pay_facts(payer, demand.year),
    ]  # fmt: skip
    reference = reference_of(payer, demand.year)
    said = "\n".join(
        filter(None, [payer.municipality.account, f"{one.amount_qepik / 100:.2f} AZN", REFERENCE.format(reference), str(one)])
    )  # fmt: skip
    qr = {
        "svg": qr_svg(said), "alt": _("Account, amount and payment reference of this bill"),
        "caption": _("The QR code holds the account, the amount and the payment reference. Write the reference in the purpose of the payment."),
    }  # fmt: skip
    sheet = _sheet(
        _("Bill for a local payment"), str(one), one.issued, to=_to(payer), facts=facts, qr=qr, signers=[_signer(payer.municipality)],
        table=_table([_("What for"), _("Amount")], rows, [_("To be paid"), format_money(one.amount_qepik)]),
        tail=[_("In words: %(words)s.") % {"words": money_in_words(one.amount_qepik, language())}],
    )  # fmt: skip
    return _pdf(_("Bill for a local payment"), payer.municipality, [sheet], one.issued)


def application_pdf(one: CourtCase) -> bytes:
    """The application to the court for an order: who owes what, which letters went before, what is asked."""
    payer, place = one.taxpayer, one.taxpayer.municipality
    rows = [
        [said_of(d.demand), format_money(d.principal_qepik), format_money(d.interest_qepik), format_money(d.sanction_qepik),
         format_money(d.principal_qepik + d.interest_qepik + d.sanction_qepik)]
        for d in one.debts.select_related("demand")
    ]  # fmt: skip
    totals = [_("Total"), *map(format_money, (one.principal_qepik, one.interest_qepik, one.sanction_qepik, one.total_qepik))]  # fmt: skip
    letters = [
        _("%(step)s № %(number)s of %(day)s") % {"step": r.get_step_display(), "number": r.number, "day": _day(r.day)}
        for r in payer.reminders.filter(day__lte=one.day).order_by("day", "pk")
    ]  # fmt: skip
    title = _("Application for a court order")
    lead = [
        _("%(name)s (YVÖK %(code)s) owes the municipality on %(day)s what stands below; it is past its day and not disputed.")
        % {"name": payer.name, "code": YVOK.format(payer.code), "day": _day(one.day)},
    ]  # fmt: skip
    tail = [
        _("In words: %(words)s.") % {"words": money_in_words(one.total_qepik, language())},
        *([_("Before this application went out: %(letters)s.") % {"letters": "; ".join(letters)}] if letters else []),
        _("The municipality asks for an order that this sum be collected from %(name)s.") % {"name": payer.name},
        *([one.reason] if one.reason else []),
        _("Attached: the account card of the payer and copies of the letters named above."),
    ]  # fmt: skip
    applicant = [
        _("%(name)s municipality") % {"name": place.name},
        *filter(
            None,
            [place.address, place.voen and f"VÖEN {place.voen}", place.account and f"IBAN {place.account}"],
        ),
    ]
    facts = [
        [_("Applicant"), ", ".join(applicant)],
        [_("Debtor"), ", ".join(filter(None, [payer.name, payer.address]))],
    ]
    columns = [_("What for"), _("Principal"), _("Interest"), _("Sanction"), _("Together")]
    sheet = _sheet(
        title, str(one), one.day, to=[one.court], lead=lead, facts=facts, table=_table(columns, rows, totals), tail=tail, signers=[_signer(place)],
    )  # fmt: skip
    return _pdf(title, place, [sheet], one.day)
