"""Every change in the room, by noun: payers, objects, charges, runs, notices, imports."""

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

__all__ = [
    "add_status",
    "approve_run",
    "change_object",
    "close_payer",
    "demolish_object",
    "drop_run",
    "keep_apart",
    "look_at_identifiers",
    "merge_objects",
    "merge_payers",
    "preview_run",
    "register_object",
    "register_payer",
    "reopen_payer",
    "split_object",
    "transfer_holding",
    "undo_merge",
    "update_payer",
    "withdraw_holding",
    "withdraw_status",
]
