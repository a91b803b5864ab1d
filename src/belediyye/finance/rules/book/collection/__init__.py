"""Paying: instalments, interest, the order of payments, refunds and periods of limitation.

Money is whole qəpik, days are dates, the calendar is an argument: any object with `is_working_day(date) -> bool`.
"""

from .days import WorkingCalendar, roll
from .instalments import (
    Instalment,
    instalments,
    mining_due_day,
    profit_advances,
)
from .interest import Interest, Span, interest, overpayment_interest, recompute_interest
from .limits import (
    assess_until,
    claim_recalculation_until,
    claim_refund_until,
    collect_until,
    lease_until,
    may_assess,
    may_collect,
    refund_due,
    sanction_until,
    wrong_payment_due,
)
from .order import Allocation, Debt, apportion

__all__ = [
    "Allocation",
    "Debt",
    "Instalment",
    "Interest",
    "Span",
    "WorkingCalendar",
    "apportion",
    "assess_until",
    "claim_recalculation_until",
    "claim_refund_until",
    "collect_until",
    "instalments",
    "interest",
    "lease_until",
    "may_assess",
    "may_collect",
    "mining_due_day",
    "overpayment_interest",
    "profit_advances",
    "recompute_interest",
    "refund_due",
    "roll",
    "sanction_until",
    "wrong_payment_due",
]
