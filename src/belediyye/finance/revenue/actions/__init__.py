"""Every change in the room, by noun: payers, objects, charges, runs, notices, imports."""

from belediyye.finance.revenue.actions.agreements import (
    defer,
    end_agreement,
    make_agreement,
    undo_deferral,
)
from belediyye.finance.revenue.actions.bank import (
    StrangeAccount,
    assign_line,
    assign_lines,
    match_again,
    reverse_payment,
    set_aside,
    take_statement,
)
from belediyye.finance.revenue.actions.cases import drop_refund, keep_paper, remind_all, set_off
from belediyye.finance.revenue.actions.charges import (
    correct_charge,
    declare_quantity,
    end_charge,
    issue_bill,
    raise_charges,
    register_charge,
)
from belediyye.finance.revenue.actions.collecting import (
    ask_refund,
    give_clearance,
    pay_refund,
    remind,
    revoke_clearance,
)
from belediyye.finance.revenue.actions.comparing import compare_extract
from belediyye.finance.revenue.actions.consents import give_consent, withdraw_consent
from belediyye.finance.revenue.actions.enforcing import open_case, record_step
from belediyye.finance.revenue.actions.holdings import add_holder, transfer_holding, withdraw_holding
from belediyye.finance.revenue.actions.hopeless import (
    carry_out_write_off,
    drop_proposal,
    enter_write_off_decision,
    propose_write_off,
    reverse_write_off,
    write_off,
)
from belediyye.finance.revenue.actions.importing import (
    ask_import,
    check_import,
    match_columns,
    take_import,
    take_out_refused,
    undo_import,
    upload_roll,
)
from belediyye.finance.revenue.actions.mailing import ask_mail, begin_letter, end_letter, letter_came_back
from belediyye.finance.revenue.actions.merging import merge_payers, undo_merge
from belediyye.finance.revenue.actions.notices import (
    issue_notices,
    issue_notices_again,
    record_deliveries,
    record_delivery,
)
from belediyye.finance.revenue.actions.objections import (
    answer_objection,
    answer_objections,
    open_objection,
    open_objections,
)
from belediyye.finance.revenue.actions.objects import (
    change_object,
    demolish_object,
    merge_objects,
    register_object,
    split_object,
    update_object,
)
from belediyye.finance.revenue.actions.opening import (
    bill_year,
    drop_billed_year,
    enter_opening,
    reverse_opening,
)
from belediyye.finance.revenue.actions.passing import pass_unpaid
from belediyye.finance.revenue.actions.payers import (
    Registered,
    add_status,
    close_payer,
    keep_apart,
    look_at_identifiers,
    register_payer,
    reopen_payer,
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
from belediyye.finance.revenue.actions.sanctions import (
    charge_sanction,
    drop_sanction,
    propose_sanction,
    reverse_sanction,
)
from belediyye.finance.revenue.actions.settling import settle_accounts
from belediyye.finance.revenue.actions.taking_along import take_along
from belediyye.finance.revenue.actions.texting import take_messages

__all__ = [
    "Registered",
    "StrangeAccount",
    "add_holder",
    "add_status",
    "answer_objection",
    "answer_objections",
    "approve_run",
    "ask_import",
    "ask_mail",
    "ask_print",
    "ask_refund",
    "assign_line",
    "assign_lines",
    "begin_letter",
    "bill_year",
    "carry_out_write_off",
    "change_object",
    "charge_sanction",
    "check_import",
    "close_payer",
    "compare_extract",
    "correct_charge",
    "correct_state",
    "declare_quantity",
    "defer",
    "demolish_object",
    "drop_billed_year",
    "drop_proposal",
    "drop_refund",
    "drop_run",
    "drop_sanction",
    "end_agreement",
    "end_charge",
    "end_letter",
    "end_status",
    "enter_opening",
    "enter_write_off_decision",
    "give_clearance",
    "give_consent",
    "give_registration",
    "issue_bill",
    "issue_notices",
    "issue_notices_again",
    "keep_apart",
    "keep_paper",
    "keep_print",
    "letter_came_back",
    "look_at_identifiers",
    "make_agreement",
    "match_again",
    "match_columns",
    "merge_objects",
    "merge_payers",
    "open_case",
    "open_objection",
    "open_objections",
    "open_portal",
    "pass_unpaid",
    "pay_refund",
    "preview_run",
    "propose_sanction",
    "propose_write_off",
    "raise_charges",
    "record_deliveries",
    "record_delivery",
    "record_step",
    "register_charge",
    "register_object",
    "register_payer",
    "remind",
    "remind_all",
    "renew_portal_token",
    "reopen_payer",
    "reverse_opening",
    "reverse_payment",
    "reverse_portal_payment",
    "reverse_sanction",
    "reverse_write_off",
    "revoke_clearance",
    "set_aside",
    "set_off",
    "settle_accounts",
    "settle_transfer",
    "split_object",
    "take_along",
    "take_import",
    "take_messages",
    "take_out_refused",
    "take_portal_payment",
    "take_statement",
    "transfer_holding",
    "undo_deferral",
    "undo_event",
    "undo_import",
    "undo_merge",
    "update_object",
    "update_payer",
    "upload_roll",
    "withdraw_consent",
    "withdraw_holding",
    "withdraw_portal_token",
    "withdraw_status",
    "write_off",
]
