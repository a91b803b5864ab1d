"""Everything that changes in the budget room."""

from belediyye.finance.budget.actions.adopting import (
    adopt,
    adopt_amendment,
    open_line,
    prepare_amendment,
    publish,
    set_hearing,
    to_commission,
    withdraw_amendment,
)
from belediyye.finance.budget.actions.closing import approve_report, bring_balance, carry_forward, close_year, even, hand_in_report
from belediyye.finance.budget.actions.codes import add_code, change_code, load_codes
from belediyye.finance.budget.actions.drafting import Plan, add_lines, explain, forecast, remove_line, scale, set_line, start_draft
from belediyye.finance.budget.actions.executing import (
    Paper,
    cancel_obligation,
    cancel_order,
    commit,
    oblige,
    pay_order,
    prepare_order,
    receive,
    release,
    reverse_receipt,
    set_control,
    sign_order,
)

__all__ = [
    "approve_report", "bring_balance", "carry_forward", "close_year", "even", "hand_in_report",
    "Paper", "Plan", "add_code", "add_lines", "adopt", "adopt_amendment", "cancel_obligation", "cancel_order", "change_code", "commit",
    "explain", "forecast", "load_codes", "oblige", "open_line", "pay_order", "prepare_amendment", "prepare_order", "publish", "receive",
    "release", "remove_line", "reverse_receipt", "scale", "set_control", "set_hearing", "set_line", "sign_order", "start_draft",
    "to_commission", "withdraw_amendment",
]  # fmt: skip
