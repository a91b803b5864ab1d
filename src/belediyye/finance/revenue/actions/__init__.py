"""Every change in the room, by noun: payers, objects, charges, runs, notices, imports."""

from belediyye.finance.revenue.actions.bank import (
    assign_line,
    match_again,
    reverse_payment,
    set_aside,
    take_statement,
)
from belediyye.finance.revenue.actions.charges import end_charge, raise_charges, register_charge
from belediyye.finance.revenue.actions.importing import (
    ask_import,
    check_import,
    match_columns,
    take_import,
    undo_import,
    upload_roll,
)
from belediyye.finance.revenue.actions.notices import issue_notices, record_delivery
from belediyye.finance.revenue.actions.objects import (
    change_object,
    demolish_object,
    merge_objects,
    register_object,
    split_object,
    transfer_holding,
    withdraw_holding,
)
from belediyye.finance.revenue.actions.payers import (
    add_status,
    close_payer,
    keep_apart,
    look_at_identifiers,
    merge_payers,
    register_payer,
    reopen_payer,
    undo_merge,
    update_payer,
    withdraw_status,
)
from belediyye.finance.revenue.actions.runs import approve_run, drop_run, preview_run
from belediyye.finance.revenue.actions.settling import settle_accounts

__all__ = [
    "add_status",
    "approve_run",
    "ask_import",
    "assign_line",
    "change_object",
    "check_import",
    "close_payer",
    "demolish_object",
    "drop_run",
    "end_charge",
    "issue_notices",
    "keep_apart",
    "look_at_identifiers",
    "match_again",
    "match_columns",
    "merge_objects",
    "merge_payers",
    "preview_run",
    "raise_charges",
    "record_delivery",
    "register_charge",
    "register_object",
    "register_payer",
    "reopen_payer",
    "reverse_payment",
    "set_aside",
    "settle_accounts",
    "split_object",
    "take_import",
    "take_statement",
    "transfer_holding",
    "undo_import",
    "undo_merge",
    "update_payer",
    "upload_roll",
    "withdraw_holding",
    "withdraw_status",
]
