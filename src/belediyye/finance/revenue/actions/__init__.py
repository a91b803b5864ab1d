"""Every change in the room, by noun: payers, objects, charges, runs, notices, imports."""

from belediyye.finance.revenue.actions.bank import (
    assign_line,
    assign_lines,
    match_again,
    reverse_payment,
    set_aside,
    take_statement,
)
from belediyye.finance.revenue.actions.cases import drop_refund, keep_paper, remind_all, set_off
from belediyye.finance.revenue.actions.charges import end_charge, raise_charges, register_charge
from belediyye.finance.revenue.actions.collecting import (
    answer_objection,
    ask_refund,
    end_agreement,
    give_clearance,
    make_agreement,
    open_objection,
    pay_refund,
    remind,
)
from belediyye.finance.revenue.actions.holdings import add_holder, transfer_holding, withdraw_holding
from belediyye.finance.revenue.actions.hopeless import (
    carry_out_write_off,
    drop_proposal,
    propose_write_off,
    write_off,
)
from belediyye.finance.revenue.actions.importing import (
    ask_import,
    check_import,
    match_columns,
    take_import,
    undo_import,
    upload_roll,
)
from belediyye.finance.revenue.actions.notices import issue_notices, issue_notices_again, record_delivery
from belediyye.finance.revenue.actions.objects import (
    change_object,
    demolish_object,
    merge_objects,
    register_object,
    split_object,
    update_object,
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
from belediyye.finance.revenue.actions.portals import (
    open_portal,
    renew_portal_token,
    reverse_portal_payment,
    settle_transfer,
    take_portal_payment,
    withdraw_portal_token,
)
from belediyye.finance.revenue.actions.printing import ask_print, keep_print
from belediyye.finance.revenue.actions.registrations import give_registration
from belediyye.finance.revenue.actions.righting import correct_state, end_status, undo_event
from belediyye.finance.revenue.actions.runs import approve_run, drop_run, preview_run
from belediyye.finance.revenue.actions.settling import settle_accounts

__all__ = [
    "add_holder",
    "add_status",
    "answer_objection",
    "approve_run",
    "ask_import",
    "ask_print",
    "ask_refund",
    "assign_line",
    "assign_lines",
    "carry_out_write_off",
    "change_object",
    "check_import",
    "close_payer",
    "correct_state",
    "demolish_object",
    "drop_proposal",
    "drop_refund",
    "drop_run",
    "end_agreement",
    "end_charge",
    "end_status",
    "give_clearance",
    "give_registration",
    "issue_notices",
    "issue_notices_again",
    "keep_apart",
    "keep_paper",
    "keep_print",
    "look_at_identifiers",
    "make_agreement",
    "match_again",
    "match_columns",
    "merge_objects",
    "merge_payers",
    "open_objection",
    "open_portal",
    "pay_refund",
    "preview_run",
    "propose_write_off",
    "raise_charges",
    "record_delivery",
    "register_charge",
    "register_object",
    "register_payer",
    "remind",
    "remind_all",
    "renew_portal_token",
    "reopen_payer",
    "reverse_payment",
    "reverse_portal_payment",
    "set_aside",
    "set_off",
    "settle_accounts",
    "settle_transfer",
    "split_object",
    "take_import",
    "take_portal_payment",
    "take_statement",
    "transfer_holding",
    "undo_event",
    "undo_import",
    "undo_merge",
    "update_object",
    "update_payer",
    "upload_roll",
    "withdraw_holding",
    "withdraw_portal_token",
    "withdraw_status",
    "write_off",
]
