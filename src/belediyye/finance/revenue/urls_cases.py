"""The addresses of collecting: agreements, objections, refunds, write-offs, reminders, receipts, local payments."""

from django.urls import path

from belediyye.finance.revenue.views import (
    agreements,
    charges,
    collecting,
    hopeless,
    objections,
    passing,
    receipts,
    refunds,
    reminders,
)

urlpatterns = [
    path("collecting/", collecting.collecting, name="revenue_collecting"),
    path("agreements/", agreements.agreement_list, name="revenue_agreements"),
    path("agreements/<int:number>/", agreements.agreement, name="revenue_agreement"),
    path("agreements/<int:number>/end/", agreements.agreement_end, name="revenue_agreement_end"),
    path("agreements/<int:number>.pdf", agreements.agreement_pdf, name="revenue_agreement_pdf"),
    path("payers/<str:code>/agreement/", agreements.agreement_new, name="revenue_agreement_new"),
    path("objections/", objections.objection_list, name="revenue_objections"),
    path("objections/<int:number>/", objections.objection, name="revenue_objection"),
    path("objections/<int:number>/answer/", objections.objection_answer, name="revenue_objection_answer"),
    path("objections/<int:number>/paper/", objections.objection_paper, name="revenue_objection_paper"),
    path("objections/<int:number>.pdf", objections.objection_pdf, name="revenue_objection_pdf"),
    path("payers/<str:code>/objection/", objections.objection_new, name="revenue_objection_new"),
    path("holdings/<int:pk>/pass/", passing.holding_pass, name="revenue_holding_pass"),
    path("refunds/", refunds.refund_list, name="revenue_refunds"),
    path("refunds/<int:pk>/", refunds.refund, name="revenue_refund"),
    path("refunds/<int:pk>/pay/", refunds.refund_pay, name="revenue_refund_pay"),
    path("refunds/<int:pk>/drop/", refunds.refund_drop, name="revenue_refund_drop"),
    path("payers/<str:code>/refund/", refunds.refund_new, name="revenue_refund_new"),
    path("payers/<str:code>/set-off/", refunds.credit_use, name="revenue_credit_use"),
    path("limitation/", hopeless.limitation, name="revenue_limitation"),
    path("write-offs/", hopeless.proposals, name="revenue_proposals"),
    path("write-offs/new/", hopeless.proposal_new, name="revenue_proposal_new"),
    path("write-offs/<int:number>/", hopeless.proposal, name="revenue_proposal"),
    path("write-offs/<int:number>/decide/", hopeless.proposal_decide, name="revenue_proposal_decide"),
    path("write-offs/<int:number>/drop/", hopeless.proposal_drop, name="revenue_proposal_drop"),
    path("reminders/", reminders.reminder_list, name="revenue_reminders"),
    path("reminders/due/", reminders.reminders_due, name="revenue_reminders_due"),
    path("reminders/send/", reminders.reminders_send, name="revenue_reminders_send"),
    path("reminders/letters.pdf", reminders.reminders_pdf, name="revenue_reminders_pdf"),
    path("reminders/<int:number>.pdf", reminders.reminder_pdf, name="revenue_reminder_pdf"),
    path("payers/<str:code>/remind/", reminders.reminder_one, name="revenue_remind"),
    path("receipts/", receipts.receipt_list, name="revenue_receipts"),
    path("receipts/<int:pk>.pdf", receipts.receipt, name="revenue_receipt"),
    path("payers/<str:code>/clearance.pdf", receipts.clearance_pdf, name="revenue_clearance_pdf"),
    path("charges/", charges.charge_list, name="revenue_charges"),
]
public_urlpatterns = [path("<slug:code>/qəbz/", receipts.public_receipt, name="revenue_public_receipt")]
