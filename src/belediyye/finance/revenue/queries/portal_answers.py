"""What a portal is told: debts, a payment and how it was spread, the list of a day. Plain values, no more of a person than needed."""

from datetime import date
from typing import Any

from django.db.models import Sum

from belediyye.finance.revenue.models import Entry, Payment, Portal, Taxpayer
from belediyye.finance.revenue.queries.balance import Owed
from belediyye.finance.revenue.queries.portals import hidden_name
from belediyye.finance.revenue.queries.posting import PAYMENT
from belediyye.finance.revenue.queries.runs import head_label

_COMPONENTS = {0: "principal", 1: "interest", 2: "sanction"}


def debts_of(portal: Portal, payer: Taxpayer, standing: Owed) -> dict[str, Any]:
    """The open debts of a payer by due day, interest up to the day of asking."""
    items = []
    for debt in standing.debts:
        demand = debt.demand
        items.append(
            {
                "kind": demand.head,
                "name": head_label(demand.head),
                "year": demand.year,
                "instalment": demand.instalment,
                "due": demand.due,
                "overdue": demand.due < standing.on,
                "principal_qepik": debt.principal,
                "interest_qepik": debt.interest + debt.accruing,
                "sanction_qepik": debt.sanction,
                "total_qepik": debt.total,
            }
        )
    return {
        "code": payer.code,
        "payer": hidden_name(payer),
        "as_of": standing.on,
        "total_qepik": standing.total,
        "overdue_qepik": standing.overdue_total,
        "credit_qepik": standing.credit,
        "municipality": portal.municipality.name,
        "account": portal.municipality.account,
        "items": items,
    }


def made_of(payment: Payment) -> dict[str, Any]:
    """A payment as it was posted: what of it settled what, last what settled nothing. Entries never change, so neither
    does this."""
    entries = Entry.objects.filter(source_kind=PAYMENT, source_id=payment.pk, kind=Entry.Kind.PAYMENT)
    return {
        "key": payment.key,
        "receipt": f"{payment.year}/{payment.number}",
        "code": payment.taxpayer.code,
        "amount_qepik": payment.amount,
        "paid_on": payment.day,
        "parts": [
            {
                "kind": e.head,
                "name": head_label(e.head) if e.head else "",
                "year": e.year,
                "component": _COMPONENTS[e.component],
                "amount_qepik": -e.amount,
            }
            for e in sorted(entries, key=lambda e: (e.demand_id is None, e.pk))
        ],
    }


def now_of(payment: Payment) -> dict[str, Any]:
    return made_of(payment) | {
        "reversed_on": payment.reversed_on,
        "passed_on": payment.line_id is not None,
    }


def register_of(portal: Portal, day: date) -> dict[str, Any]:
    """The portal's payments of a day in the order in which they came."""
    rows = Payment.objects.filter(portal=portal, day=day)
    live = rows.filter(reversed_on__isnull=True)
    return {
        "day": day,
        "count": live.count(),
        "total_qepik": live.aggregate(s=Sum("amount"))["s"] or 0,
        "payments": [
            {
                "key": p.key,
                "receipt": f"{p.year}/{p.number}",
                "amount_qepik": p.amount,
                "paid_on": p.day,
                "reversed_on": p.reversed_on,
                "passed_on": p.line_id is not None,
            }
            for p in rows.order_by("pk")
        ],
    }
