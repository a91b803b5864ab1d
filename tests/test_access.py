"""Who may do what where: one line a route. A route without a line fails; so does a line without a route.

Everybody asks for a real object of the home town, by GET and by POST, so that a check that is missing shows: the
neighbours must not find what the town's own officers reach. The town is the demonstration (`whole_house`, conftest.py).
"""

import gc
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from belediyye.core.cast import Cast

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class of:
    """The home town's first object of a model (or the house's, where no town owns it), told by one of its fields.

    Where every town counts from 1, `nth` names one whose number the neighbour's small roll does not reach."""

    model: str
    value: str = "pk"
    where: dict[str, Any] = field(default_factory=dict)
    nth: int = 0

    def found(self, home: Any) -> object:
        from django.apps import apps
        from django_scopes import scopes_disabled

        model = apps.get_model(self.model)
        owned = any(f.name == "municipality" for f in model._meta.fields)
        own = {"municipality": home} if owned and "municipality" not in self.where else {}
        own = {"pk": home.pk} if model is type(home) else own
        with scopes_disabled():
            rows = model._base_manager.filter(**own, **self.where).order_by("pk")
            values = list(rows.values_list(self.value, flat=True)[self.nth : self.nth + 1])
        return values[0] if values else None


# The columns of a line, in this order. Those of the home town: a resident, a clerk, an accountant, the chair; then the
# neighbour's accountant, the coordinator, the supervisor; home's secretary, council member, archivist, technician; the
# whole house's technician, an operator organisation, an expert, a member organisation; the neighbour's chair.
WHO = (
    "guest", "nigar", "aynur", "rauf", "leyla", "tural", "kamran", "zaur", "sevda", "elcin", "arxiv", "usta", "texnik",
    "orxan", "elnur", "mehriban", "xanım",
)  # fmt: skip
HOME = ("nigar", "aynur", "rauf", "leyla", "sevda", "elcin", "arxiv", "usta")
NEIGHBOURS = ("tural", "xanım")
# Where a page takes only POST, or none, the other method is asked of these alone: it cannot differ from person to person.
FEW = ("guest", "rauf", "tural", "kamran")
# A line is what each gets by GET, and after a space by POST with an empty form; without a second part the page takes
# no POST (405) or answers one as it answers a GET. 1 = 401 (a machine's door without a token), 2 = 200, 3 = goes
# elsewhere (302), 4 = 404, F = 403, 5 = 405, 9 = 409 (refused with its reason). By POST + = taken or told what is wrong with it
# (200, 302, 409, 422). A guest's 3 goes to the login.
TABLE: dict[str, str] = {
    "strategy_public": "22222222222222222",
    "strategy_public_calendar": "22222222222222222",
    "strategy_plans": "3FFFFF22FFFFF222F",
    "strategy_import": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_my_work": "3FFFFF22FFFFF222F",
    "strategy_activity": "3FFFFF22FFFFF222F",
    "strategy_activity_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_report": "3FFFFF2FFFFFF222F 3FFFFF+FFFFFF+++F",
    "strategy_update": "3FFFFF22FFFFF222F 3FFFFF++FFFFF+++F",
    "strategy_evidence_activity": "3FFFFF2FFFFFF222F 3FFFFF+FFFFFF+++F",
    "strategy_evidence_report": "3FFFFF2FFFFFF222F 3FFFFF+FFFFFF+++F",
    "strategy_evidence_value": "3FFFFF2FFFFFF222F 3FFFFF+FFFFFF+++F",
    "strategy_evidence_file": "3FFFFF22FFFFF222F",
    "strategy_measure": "3FFFFF2FFFFFF222F 3FFFFF+FFFFFF+++F",
    "strategy_activity_drop": "55555555555555555 3FFFFF++FFFFF+++F",
    "strategy_update_submit": "55555555555555555 3FFFFFFFFFFFFFF+F",
    "strategy_update_approve": "55555555555555555 3FFFFF+FFFFFF+FFF",
    "strategy_update_return": "55555555555555555 3FFFFF++FFFFF+++F",
    "strategy_lock": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "strategy_review_value": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "strategy_baseline": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "strategy_publish": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "strategy_check_reopen": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "strategy_plan": "3FFFFF22FFFFF222F",
    "strategy_activities": "3FFFFF22FFFFF222F",
    "strategy_node_add": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_activity_add": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_timeline": "3FFFFF22FFFFF222F",
    "strategy_progress": "3FFFFF22FFFFF222F",
    "strategy_indicators": "3FFFFF22FFFFF222F",
    "strategy_risks": "3FFFFF22FFFFF222F 3FFFFF++FFFFF+++F",
    "strategy_check": "3FFFFF22FFFFF222F",
    "strategy_check_accept": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_reports": "3FFFFF22FFFFF222F",
    "strategy_review": "3FFFFF22FFFFF222F 3FFFFF++FFFFF+++F",
    "strategy_calendar": "3FFFFF22FFFFF222F",
    "strategy_file": "3FFFFF22FFFFF222F",
    "strategy_wait": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_tie": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_node": "3FFFFF22FFFFF222F",
    "strategy_node_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_indicator": "3FFFFF22FFFFF222F",
    "strategy_indicator_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_span_add": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_span_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_risk": "3FFFFF22FFFFF222F",
    "strategy_risk_weigh": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_plan_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_wait_end": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "strategy_plan_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "strategy_indicator_add": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "home": "22222222222222222",
    "search": "22222222222222222",
    "style_guide": "22222222222222222",
    "working_days": "22222222222222222",
    "working_days_of": "22222222222222222",
    "accessibility": "22222222222222222",
    "licence": "22222222222222222",
    "healthz": "22222222222222222",
    "journal": "3F22222F2F222FFF2",
    "job": "44424444444444444",
    "choose_municipality": "55555555555555555 +++++++++++++++++",
    "municipality": "22222222222222222",
    "taxes": "22222222222222222",
    "tax": "22222222222222222",
    "calculator": "22222222222222222",
    "budget_home": "3F2222FF222FFFFF2",
    "budget_start": "3F2222FF222FFFFF2 3F++++FF+++FFFFF+",
    "budget_control": "3F2222FF222FFFFF2 3F++++FF+++FFFFF+",
    "budget_orders": "3F2222FF222FFFFF2",
    "budget": "3F2224FF222FFFFF4",
    "budget_compare": "3F2224FF222FFFFF4",
    "budget_rates": "3F2222FF222FFFFF2 3F++++FF+++FFFFF+",
    "budget_rate_withdraw": "55555555555555555 3FF++4FFFFFFFFFF4",
    "budget_forecast": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_rates_draft": "55555555555555555 3F+++4FF+++FFFFF4",
    "budget_explain": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_step": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_line_new": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_report": "3F2224FF222FFFFF4",
    "budget_report_pdf": "3F2224FF222FFFFF4",
    "budget_hand_in": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_note": "3F2224FF222FFFFF4",
    "budget_cash": "3F2224FF222FFFFF4",
    "budget_close": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_ledger": "3F2224FF222FFFFF4",
    "budget_amendments": "3F2224FF222FFFFF4",
    "budget_amend": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_amendment": "3F2224FF222FFFFF4",
    "budget_amendment_adopt": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_line": "3F2224FF222FFFFF4",
    "budget_line_edit": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_commit": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_oblige": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_receive": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_oblige_committed": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_order_new": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_order_pay": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_order_sign": "55555555555555555 3FF++4FFFFFFFFFF4",
    "budget_order_cancel": "55555555555555555 3FF++4FFFFFFFFFF4",
    "budget_line_remove": "55555555555555555 3FF++4FFFFFFFFFF4",
    "budget_obligation_cancel": "55555555555555555 3FF+F4FFFFFFFFFF4",
    "budget_imports": "3F2222FF222FFFFF2",
    "budget_import_new": "3F2222FF222FFFFF2 3F++++FF+++FFFFF+",
    "budget_import": "3F2224FF222FFFFF4",
    "budget_import_match": "55555555555555555 3F+++4FF+++FFFFF4",
    "budget_import_take": "55555555555555555 3FF++4FFFFFFFFFF4",
    "budget_import_undo": "55555555555555555 3FF++4FFFFFFFFFF4",
    "budget_codes": "3F22222F22222FFF2",
    "budget_code_new": "3F2222FF222FFFFF2 3F++++FF+++FFFFF+",
    "budget_codes_import": "3F22222F22222FFF2 3F+++++F+++++FFF+",
    "budget_code": "3F22222F22222FFF2",
    "budget_code_close": "3F22222F22222FFF2 3F+++++F+++++FFF+",
    "budget_code_change": "3F22222F22222FFF2 3F+++++F+++++FFF+",
    "budget_years": "3F2222FF222FFFFF2",
    "budget_analysis": "3F2222FF222FFFFF2",
    "budget_table_pdf": "3F2224FF222FFFFF4",
    "budget_execution": "3F2224FF222FFFFF4",
    "budget_bank": "3F2222FF222FFFFF2",
    "budget_bank_new": "3F2222FF222FFFFF2 3F++++FF+++FFFFF+",
    "budget_bank_revenue": "55555555555555555 3FF+F+FFFFFFFFFFF",
    "budget_bank_line": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_bank_match": "55555555555555555 3FF+F4FFFFFFFFFF4",
    "budget_bank_free": "55555555555555555 3FF+F4FFFFFFFFFF4",
    "budget_release": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_obligation_back": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_receipt_back": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "budget_year_end": "3F2224FF222FFFFF4",
    "budget_bring": "3F2224FF222FFFFF4 3FF+F4FFFFFFFFFF4",
    "budget_carry": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "public_budget": "22222222222222222",
    "public_budget_year": "22222222222222222",
    "public_budget_csv": "22222222222222222",
    "public_budget_json": "22222222222222222",
    "public_budget_package": "22222222222222222",
    "set_language": "33333333333333333",
    "revenue": "3F2222FFFFFFFFFF2",
    "revenue_payers": "3F2222FFFFFFFFFF2",
    "revenue_payer_new": "3F22F2FFFFFFFFFFF 3F++F+FFFFFFFFFFF",
    "revenue_objects": "3F2222FFFFFFFFFF2",
    "revenue_object_new": "3F2222FFFFFFFFFF2 3F++++FFFFFFFFFF+",
    "revenue_imports": "3F2222FFFFFFFFFF2",
    "revenue_import_new": "3F22F2FFFFFFFFFFF 3F++F+FFFFFFFFFFF",
    "revenue_runs": "3F2222FFFFFFFFFF2",
    "revenue_run_new": "3FF2F2FFFFFFFFFFF 3FF+F+FFFFFFFFFFF",
    "revenue_notices": "3F2222FFFFFFFFFF2",
    "revenue_payer": "3F2224FFFFFFFFFF4",
    "revenue_payer_edit": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_payer_status": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_payer_close": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_payer_reopen": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_payer_merge": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_certificate": "3F2224FFFFFFFFFF4",
    "revenue_charge_new": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_charge_end": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_status_withdraw": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_merge_undo": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_object": "3F2224FFFFFFFFFF4",
    "revenue_object_change": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_object_end": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_object_split": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_object_join": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_holding_transfer": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_holding_withdraw": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_import": "3F2224FFFFFFFFFF4",
    "revenue_import_refused": "3F2224FFFFFFFFFF4",
    "revenue_run": "3F2224FFFFFFFFFF4",
    "revenue_run_pdf": "3F2224FFFFFFFFFF4",
    "revenue_run_print": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_run_refused": "3F2224FFFFFFFFFF4",
    "revenue_assessment": "3F2224FFFFFFFFFF4",
    "revenue_notice_pdf": "3F2224FFFFFFFFFF4",
    "revenue_notice_deliver": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_payer_look": "55555555555555555 3F+++4FFFFFFFFFF4",
    "revenue_payer_apart": "55555555555555555 3F++F4FFFFFFFFFF4",
    "revenue_charges_raise": "55555555555555555 3FF+F+FFFFFFFFFFF",
    "revenue_import_match": "55555555555555555 3F+++4FFFFFFFFFF4",
    "revenue_import_take": "55555555555555555 3F++F4FFFFFFFFFF4",
    "revenue_import_undo": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_run_approve": "55555555555555555 3FFF+4FFFFFFFFFF4",
    "revenue_run_drop": "55555555555555555 3FF+F4FFFFFFFFFF4",
    "revenue_run_replay": "55555555555555555 3F+++4FFFFFFFFFF4",
    "revenue_run_notices": "55555555555555555 3FF+F4FFFFFFFFFF4",
    "revenue_bank": "3F2222FFFFFFFFFF2",
    "revenue_bank_new": "3F22F2FFFFFFFFFFF 3F++F+FFFFFFFFFFF",
    "revenue_bank_queue": "3F2222FFFFFFFFFF2",
    "revenue_bank_again": "55555555555555555 3F++F+FFFFFFFFFFF",
    "revenue_bank_assign": "55555555555555555 3F++F+FFFFFFFFFFF",
    "revenue_bank_account": "3F4244FFFFFFFFFF4 3F4+44FFFFFFFFFF4",
    "revenue_bank_columns": "3F4244FFFFFFFFFF4 3F4+44FFFFFFFFFF4",
    "revenue_bank_line": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_bank_aside": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_payment_reverse": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_settle": "3FF2F2FFFFFFFFFFF 3FF+F+FFFFFFFFFFF",
    "revenue_card": "3F2224FFFFFFFFFF4",
    "revenue_card_table": "3F2224FFFFFFFFFF4",
    "revenue_clearance": "3F3334FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_public_clearance": "22222222222222222",
    "revenue_collecting": "3F2222FFFFFFFFFF2",
    "revenue_agreements": "3F2222FFFFFFFFFF2",
    "revenue_agreement": "3F2224FFFFFFFFFF4",
    "revenue_agreement_end": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_agreement_pdf": "3F2224FFFFFFFFFF4",
    "revenue_agreement_new": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_objections": "3F2222FFFFFFFFFF2",
    "revenue_objection": "3F2224FFFFFFFFFF4",
    "revenue_objection_answer": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_objection_paper": "3F2224FFFFFFFFFF4",
    "revenue_objection_pdf": "3F2224FFFFFFFFFF4",
    "revenue_objection_new": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_refunds": "3F2222FFFFFFFFFF2",
    "revenue_refund": "3F2224FFFFFFFFFF4",
    "revenue_refund_pay": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_refund_drop": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_refund_new": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_credit_use": "55555555555555555 3FF+F4FFFFFFFFFF4",
    "revenue_limitation": "3F2222FFFFFFFFFF2",
    "revenue_proposals": "3F2222FF2FFFFFFF2",
    "revenue_proposal_new": "3F22F2FFFFFFFFFFF 3F++F+FFFFFFFFFFF",
    "revenue_proposal": "3F2224FF2FFFFFFF4",
    "revenue_proposal_decide": "3FFF24FF2FFFFFFF4 3FFF+4FF+FFFFFFF4",
    "revenue_proposal_drop": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_reminders": "3F2222FFFFFFFFFF2",
    "revenue_reminders_due": "3F2222FFFFFFFFFF2",
    "revenue_reminders_send": "55555555555555555 44444444444444444",
    "revenue_reminders_pdf": "3F4444FFFFFFFFFF4",
    "revenue_reminder_pdf": "3F2224FFFFFFFFFF4",
    "revenue_remind": "55555555555555555 3F++F4FFFFFFFFFF4",
    "revenue_receipts": "3F2222FFFFFFFFFF2",
    "revenue_receipt": "3F2224FFFFFFFFFF4",
    "revenue_clearance_pdf": "3F2224FFFFFFFFFF4",
    "revenue_charges": "3F2222FFFFFFFFFF2",
    "revenue_public_receipt": "22222222222222222",
    "revenue_notices_again": "3F2222FFFFFFFFFF2 3F++++FFFFFFFFFF+",
    "revenue_notices_again_pdf": "3F2224FFFFFFFFFF4",
    "revenue_public_notice": "22222222222222222",
    "revenue_reports": "3F2222FFFFFFFFFF2",
    "revenue_report": "3F2222FFFFFFFFFF2",
    "revenue_report_table": "3F2222FFFFFFFFFF2",
    "revenue_portals": "3F2222FFFFF22FFF2",
    "revenue_portal_new": "3FFF2FFFFFF22FFF2 3FFF+FFFFFF++FFF+",
    "revenue_portal": "3F2224FFFFF22FFF4",
    "revenue_portal_token": "55555555555555555 3FFF+4FFFFF++FFF4",
    "revenue_portal_withdraw": "3FFF24FFFFF22FFF4 3FFF+4FFFFF++FFF4",
    "revenue_portal_transfer": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_portal_openapi": "22222222222222222",
    "revenue_portal_health": "22222222222222222",
    "revenue_portal_debts": "11111111111111111",
    "revenue_portal_payments": "11111111111111111",
    "revenue_portal_payment": "11111111111111111",
    "revenue_portal_reversal": "55555555555555555 11111111111111111",
    "revenue_supervision": "3FFFFFF2FFFFFFFFF",
    "revenue_supervision_table": "3FFFFFF2FFFFFFFFF",
    "relations_home": "3FFFFF2FFFFFF222F",
    "relations_paper": "3FFFFF2FFFFFF2FFF",
    "relations_members": "3FFFFF2FFFFFF222F",
    "relations_member_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_member": "3FFFFF2FFFFFF242F",
    "relations_member_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_member_role": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_member_leave": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_dues_pay": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_member_role_end": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_dues": "3FFFFF2FFFFFF2FFF",
    "relations_dues_rate": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_dues_charge": "55555555555555555 3FFFFF+FFFFFF+FFF",
    "relations_dues_reverse": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_applications": "3FFFFF2FFFFFFFFFF",
    "relations_application": "3FFFFF2FFFFFFFFFF",
    "relations_application_examine": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_application_decide": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_contacts": "3FFFFF2FFFFFFFFFF",
    "relations_contact_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_duplicates": "3FFFFF2FFFFFFFFFF",
    "relations_imports": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_import": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_contact": "3FFFFF2FFFFFFFFFF",
    "relations_contact_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_post": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_consent": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_contact_export": "3FFFFF2FFFFFFFFFF",
    "relations_contact_vcard": "3FFFFF2FFFFFFFFFF",
    "relations_contact_erase": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_merge": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_merge_undo": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_post_end": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_consent_withdraw": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_stakeholders": "3FFFFF2FFFFFFFFFF",
    "relations_grid": "3FFFFF2FFFFFFFFFF",
    "relations_positions": "3FFFFF2FFFFFFFFFF",
    "relations_stakeholder_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_stakeholder": "3FFFFF2FFFFFFFFFF",
    "relations_stakeholder_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_position": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_interaction": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_interaction_done": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_issues": "3FFFFF2FFFFFFFFFF",
    "relations_issue_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_issue": "3FFFFF2FFFFFFFFFF",
    "relations_issue_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_issue_step": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_partners": "3FFFFF2FFFFFFFFFF",
    "relations_partner_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_partner": "3FFFFF2FFFFFFFFFF",
    "relations_partner_assess": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_agreement": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_partner_end": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_calls": "3FFFFF2FFFFFFFFFF",
    "relations_call_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_call": "3FFFFF2FFFFFFFFFF",
    "relations_call_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_concepts": "3FFFFF2FFFFFFFFFF",
    "relations_concept_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_concept": "3FFFFF2FFFFFFFFFF",
    "relations_concept_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_concept_move": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_proposals": "3FFFFF2FFFFFFFFFF",
    "relations_proposal_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_proposal": "3FFFFF2FFFFFFFFFF",
    "relations_version": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_proposal_submit": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_proposal_decline": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_awards": "3FFFFF2FFFFFF2FFF",
    "relations_award_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_reports": "3FFFFF2FFFFFF2FFF",
    "relations_award": "3FFFFF2FFFFFF2FFF",
    "relations_award_register": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_award_close": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_report_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_report_send": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_report_accept": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_books": "3FFFFF2FFFFFF2FFF",
    "relations_books_pdf": "3FFFFF2FFFFFF2FFF",
    "relations_entries": "3FFFFF2FFFFFF2FFF",
    "relations_entry_reverse": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_book": "3FFFFF2FFFFFF2FFF",
    "relations_book_pdf": "3FFFFF2FFFFFF2FFF",
    "relations_spending": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_receipt": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_experts": "3FFFFF2FFFFFFF2FF",
    "relations_expert_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_topic_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_expert": "3FFFFF2FFFFFFF2FF",
    "relations_expert_change": "3FFFFF2FFFFFFF2FF 3FFFFF+FFFFFFF+FF",
    "relations_engagement": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_engagement_done": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_events": "3FFFFF2FFFFFF222F",
    "relations_event_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_event": "3FFFFF2FFFFFF222F",
    "relations_event_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_event_open": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_event_cancel": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_event_conclude": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_event_invite": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_badges": "3FFFFF2FFFFFF2FFF",
    "relations_sign_in": "3FFFFF2FFFFFF2FFF",
    "relations_invitation_comes": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_invitation_declines": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_documents": "3FFFFF2FFFFFF222F",
    "relations_document_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_document": "3FFFFF2FFFFFF222F",
    "relations_document_change": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_document_write": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_document_correct": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_document_submit": "55555555555555555 3FFFFF+FFFFFFFFFF",
    "relations_document_decide": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_items": "3FFFFF2FFFFFF2FFF",
    "relations_item_new": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_counts": "3FFFFF2FFFFFF2FFF",
    "relations_count_new": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_count": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_count_close": "55555555555555555 3FFFFF+FFFFFF+FFF",
    "relations_item": "3FFFFF2FFFFFF2FFF",
    "relations_item_change": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_item_off": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_loan": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_loan_return": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_operator": "3FFFFF2FFFFFF2FFF",
    "relations_operator_new": "3FFFFF2FFFFFFFFFF 3FFFFF+FFFFFFFFFF",
    "relations_assessment_new": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_assessment": "3FFFFF2FFFFFF2FFF",
    "relations_assessment_close": "55555555555555555 3FFFFF+FFFFFF+FFF",
    "relations_answers": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_step_new": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "relations_step_done": "3FFFFF2FFFFFF2FFF 3FFFFF+FFFFFF+FFF",
    "alliance_members": "22222222222222222",
    "alliance_apply": "22222222222222222",
    "alliance_application": "22222222222222222",
    "alliance_application_withdraw": "55555555555555555 +++++++++++++++++",
    "alliance_events": "22222222222222222",
    "alliance_event": "22222222222222222",
    "alliance_events_feed": "22222222222222222",
    "alliance_event_feed": "22222222222222222",
    "alliance_letter": "22222222222222222",
    "alliance_confirm": "22222222222222222",
    "alliance_register": "22222222222222222",
    "alliance_badge": "22222222222222222 3FFFFF+FFFFFF+FFF",
    "alliance_badge_cancel": "55555555555555555 +++++++++++++++++",
    "alliance_issues": "22222222222222222",
    "alliance_issue": "22222222222222222",
    "alliance_documents": "22222222222222222",
    "alliance_document": "22222222222222222",
    "alliance_experts": "22222222222222222",
    "council_home": "3F2222FF222FFFFF2",
    "council_sittings": "3F2222FF222FFFFF2",
    "council_sittings_table": "3F2222FF222FFFFF2",
    "council_sitting_new": "3FFF2FFF2FFFFFFF2 3FFF+FFF+FFFFFFF+",
    "council_sitting": "3F2224FF222FFFFF4",
    "council_sitting_call": "3FFF24FF2FFFFFFF4 3FFF+4FF+FFFFFFF4",
    "council_sitting_cancel": "3FFF24FF2FFFFFFF4 3FFF+4FF+FFFFFFF4",
    "council_sitting_repeat": "3FFF24FF2FFFFFFF4 3FFF+4FF+FFFFFFF4",
    "council_sitting_close": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_sitting_sign": "55555555555555555 3FFF+4FFFFFFFFFF4",
    "council_minutes": "3F2224FF222FFFFF4",
    "council_attend": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_open": "55555555555555555 3F+++4FF+++FFFFF4",
    "council_item_new": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_paper_new": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_item": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_item_move": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_item_discuss": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_item_settle": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_item_again": "55555555555555555 3F+++4FF+++FFFFF4",
    "council_ballot_open": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_vote": "55555555555555555 3FFF+4FFF+FFFFFF4",
    "council_hands": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_count": "55555555555555555 3F+++4FF+++FFFFF4",
    "council_ballot_close": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_paper": "22222222222222222",
    "council_paper_withdraw": "55555555555555555 3FFFFFFF+FFFFFFFF",
    "council_decisions": "3F2222FF222FFFFF2",
    "council_decisions_table": "3F2222FF222FFFFF2",
    "council_decision": "3F2224FF222FFFFF4",
    "council_decision_sign": "55555555555555555 3FFF+4FFFFFFFFFF4",
    "council_decision_publish": "55555555555555555 3FFF+4FF+FFFFFFF4",
    "council_decision_send": "3FFF24FF2FFFFFFF4 3FFF+4FF+FFFFFFF4",
    "council_decision_answer": "3FFF24FF2FFFFFFF4 3FFF+4FF+FFFFFFF4",
    "council_decision_effect": "55555555555555555 3FFF+4FF+FFFFFFF4",
    "council_bodies": "3F2222FF222FFFFF2",
    "council_people_table": "3F2222FF222FFFFF2",
    "council_body_new": "3FFFFFFF2FFFFFFFF 3FFFFFFF+FFFFFFFF",
    "council_term_new": "3FFFFFFF2FFFFFFFF 3FFFFFFF+FFFFFFFF",
    "council_body": "3F2224FF222FFFFF4",
    "council_body_change": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_body_close": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_seat_new": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_post_new": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_seat_end": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_post_end": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_powers": "3F2222FF222FFFFF2",
    "council_powers_table": "3F2222FF222FFFFF2",
    "council_powers_seed": "55555555555555555 3FFFFFFF+FFFFFFFF",
    "council_power_new": "3FFFFFFF2FFFFFFFF 3FFFFFFF+FFFFFFFF",
    "council_power": "3F2224FF222FFFFF4 3F+++4FF+++FFFFF4",
    "council_power_money": "3FFFF4FF2FFFFFFF4 3FFFF4FF+FFFFFFF4",
    "council_power_release": "55555555555555555 3FFFF4FF+FFFFFFF4",
    "council_apparatus": "3F2222FF222FFFFF2",
    "council_supervision": "3FFFFFF2FFFFFFFFF",
    "council_supervised": "3FFFFFF2FFFFFFFFF 3FFFFFF+FFFFFFFFF",
    "public_sittings": "22222222222222222",
    "council_calendar": "22222222222222222",
    "public_decisions": "22222222222222222",
    "council_feed": "22222222222222222",
    "public_members": "22222222222222222",
    "public_powers": "22222222222222222",
    "oparl_body": "22222222222222222",
    "public_sitting": "22222222222222222",
    "public_minutes": "22222222222222222",
    "public_decision": "22222222222222222",
    "oparl_system": "22222222222222222",
    "oparl_bodies": "22222222222222222",
    "oparl_list": "22222222222222222",
    "oparl_object": "22222222222222222",
    "office": "3FF222FFFFFFFFFF2 3FF+++FFFFFFFFFF+",
    "revenue_bill": "3F2224FFFFFFFFFF4",
    "revenue_bill_issue": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_certificate_give": "55555555555555555 3F++F4FFFFFFFFFF4",
    "revenue_charge": "3F2224FFFFFFFFFF4",
    "revenue_charge_correct": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_charge_declare": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_clearance_revoke": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_court_candidates": "3F2222FFFFFFFFFF2",
    "revenue_court_case": "3F2224FFFFFFFFFF4",
    "revenue_court_cases": "3F2222FFFFFFFFFF2",
    "revenue_court_new": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_court_paper": "3F2224FFFFFFFFFF4",
    "revenue_court_pdf": "3F2224FFFFFFFFFF4",
    "revenue_court_step": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_deferral": "3F2224FFFFFFFFFF4",
    "revenue_deferral_new": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_deferral_undo": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_deferrals": "3F2222FFFFFFFFFF2",
    "revenue_event_undo": "3F3334FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_extract": "3F2222FFFFFFFFFF2 3F++++FFFFFFFFFF+",
    "revenue_take_along": "3F2222FFFFFFFFFF2 3F++++FFFFFFFFFF+",
    "revenue_holder_add": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_holding_pass": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_import_opening": "3F22F2FFFFFFFFFFF 3F++F+FFFFFFFFFFF",
    "revenue_object_update": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_billed_year_new": "3FF2F2FFFFFFFFFFF 3FF+F+FFFFFFFFFFF",
    "revenue_billed_year_drop": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_opening_new": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_opening_reverse": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_openings": "3F2222FFFFFFFFFF2",
    "revenue_public_registration": "22222222222222222",
    "revenue_printed": "3F2224FFFFFFFFFF4",
    "revenue_again_print": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_reminders_print": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_run_mail": "3F2224FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_again_mail": "3F2224FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_reminders_mail": "3F2224FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_mail_back": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_run_sms": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_again_sms": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_reminders_sms": "3F2224FFFFFFFFFF4 3F+++4FFFFFFFFFF4",
    "revenue_due_sms": "3F2222FFFFFFFFFF2 3F++++FFFFFFFFFF+",
    "revenue_consent": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_consent_withdraw": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_sanction": "3F2224FFFFFFFFFF4",
    "revenue_sanction_charge": "3FFF24FFFFFFFFFF4 3FFF+4FFFFFFFFFF4",
    "revenue_sanction_drop": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_sanction_new": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_sanction_paper": "3F2224FFFFFFFFFF4",
    "revenue_sanction_reverse": "3FF2F4FFFFFFFFFF4 3FF+F4FFFFFFFFFF4",
    "revenue_sanctions": "3F2222FFFFFFFFFF2",
    "revenue_state_correct": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_status_end": "3F22F4FFFFFFFFFF4 3F++F4FFFFFFFFFF4",
    "revenue_walk": "3F2222FFFFFFFFFF2 3F++++FFFFFFFFFF+",
    "revenue_walk_pdf": "3F2222FFFFFFFFFF2",
    "revenue_walk_table": "3F2222FFFFFFFFFF2",
    "revenue_write_off_restore": "3FF224FFFFFFFFFF4 3FF++4FFFFFFFFFF4",
}
ARGUMENTS: dict[str, list[object]] = {
    "strategy_activity": [of("strategy.Activity")],
    "strategy_activity_change": [of("strategy.Activity")],
    "strategy_report": [of("strategy.Activity")],
    "strategy_update": [of("strategy.Update")],
    "strategy_evidence_activity": [of("strategy.Activity")],
    "strategy_evidence_report": [of("strategy.Update")],
    "strategy_evidence_value": [of("strategy.Measurement")],
    "strategy_evidence_file": [of("strategy.Evidence", where={"kind": "file"})],
    "strategy_measure": [of("strategy.IndicatorPeriod")],
    "strategy_activity_drop": [of("strategy.Activity")],
    "strategy_update_submit": [of("strategy.Update")],
    "strategy_update_approve": [of("strategy.Update")],
    "strategy_update_return": [of("strategy.Update")],
    "strategy_lock": [of("strategy.IndicatorPeriod")],
    "strategy_review_value": [of("strategy.Measurement")],
    "strategy_baseline": [of("strategy.Plan", "code")],
    "strategy_publish": [of("strategy.Plan", "code")],
    "strategy_check_reopen": [of("strategy.Plan", "code")],
    "strategy_plan": [of("strategy.Plan", "code")],
    "strategy_activities": [of("strategy.Plan", "code")],
    "strategy_node_add": [of("strategy.Plan", "code")],
    "strategy_activity_add": [of("strategy.Plan", "code"), of("strategy.Node")],
    "strategy_timeline": [of("strategy.Plan", "code")],
    "strategy_progress": [of("strategy.Plan", "code")],
    "strategy_indicators": [of("strategy.Plan", "code")],
    "strategy_risks": [of("strategy.Plan", "code")],
    "strategy_check": [of("strategy.Plan", "code")],
    "strategy_check_accept": [of("strategy.Plan", "code")],
    "strategy_reports": [of("strategy.Plan", "code")],
    "strategy_review": [of("strategy.Plan", "code"), 2026],
    "strategy_calendar": [of("strategy.Plan", "code")],
    "strategy_file": [of("strategy.Plan", "code"), "board.pdf"],
    "strategy_wait": [of("strategy.Activity")],
    "strategy_tie": [of("strategy.Responsible")],
    "strategy_node": [of("strategy.Node")],
    "strategy_node_change": [of("strategy.Node")],
    "strategy_indicator": [of("strategy.Indicator")],
    "strategy_indicator_change": [of("strategy.Indicator")],
    "strategy_span_add": [of("strategy.Indicator")],
    "strategy_span_change": [of("strategy.IndicatorPeriod")],
    "strategy_risk": [of("strategy.Risk")],
    "strategy_risk_weigh": [of("strategy.Risk")],
    "strategy_wait_end": [of("strategy.Dependency")],
    "strategy_plan_change": [of("strategy.Plan", "code")],
    "strategy_indicator_add": [of("strategy.Plan", "code")],
    "working_days_of": [2026],
    "job": [of("core.Job")],
    "municipality": [of("core.Municipality", "code")],
    "tax": ["land_tax"],
    "budget": [of("budget.Budget")],
    "budget_compare": [of("budget.Budget")],
    "budget_rate_withdraw": [of("rules.LocalRule")],
    "budget_forecast": [of("budget.Budget")],
    "budget_rates_draft": [of("budget.Budget")],
    "budget_explain": [of("budget.Budget")],
    "budget_step": [of("budget.Budget"), "adopt"],
    "budget_line_new": [of("budget.Budget")],
    "budget_report": [of("budget.Budget")],
    "budget_report_pdf": [of("budget.Budget"), "half"],
    "budget_hand_in": [of("budget.Budget"), "half"],
    "budget_note": [of("budget.Budget")],
    "budget_cash": [of("budget.Budget")],
    "budget_close": [of("budget.Budget")],
    "budget_ledger": [of("budget.Budget")],
    "budget_amendments": [of("budget.Budget")],
    "budget_amend": [of("budget.Budget")],
    "budget_amendment": [of("budget.Amendment")],
    "budget_amendment_adopt": [of("budget.Amendment")],
    "budget_line": [of("budget.Line")],
    "budget_line_edit": [of("budget.Line")],
    "budget_commit": [of("budget.Line")],
    "budget_oblige": [of("budget.Line")],
    "budget_receive": [of("budget.Line")],
    "budget_oblige_committed": [of("budget.Commitment")],
    "budget_order_new": [of("budget.Obligation")],
    "budget_order_pay": [of("budget.PaymentOrder")],
    "budget_order_sign": [of("budget.PaymentOrder")],
    "budget_order_cancel": [of("budget.PaymentOrder")],
    "budget_line_remove": [of("budget.Line")],
    "budget_obligation_cancel": [of("budget.Obligation")],
    "budget_import": [of("budget.BudgetImport")],
    "budget_import_match": [of("budget.BudgetImport")],
    "budget_import_take": [of("budget.BudgetImport")],
    "budget_import_undo": [of("budget.BudgetImport")],
    "budget_code": [of("budget.Code", where={"municipality": None})],
    "budget_code_close": [of("budget.Code", where={"municipality": None})],
    "budget_code_change": [of("budget.Code", where={"municipality": None})],
    "budget_table_pdf": [of("budget.Budget")],
    "budget_execution": [of("budget.Budget"), "half"],
    "budget_bank_line": [of("budget.BankLine")],
    "budget_bank_match": [of("budget.BankLine"), "order", of("budget.PaymentOrder")],
    "budget_bank_free": [of("budget.BankLine")],
    "budget_release": [of("budget.Commitment")],
    "budget_obligation_back": [of("budget.Obligation")],
    "budget_receipt_back": [of("budget.Receipt")],
    "budget_year_end": [of("budget.Budget")],
    "budget_bring": [of("budget.Budget")],
    "budget_carry": [of("budget.Budget")],
    "public_budget": [of("core.Municipality", "code")],
    "public_budget_year": [
        of("core.Municipality", "code"),
        of("budget.Budget", "year", where={"state": "adopted"}),
    ],
    "public_budget_csv": [
        of("core.Municipality", "code"),
        of("budget.Budget", "year", where={"state": "adopted"}),
    ],
    "public_budget_json": [
        of("core.Municipality", "code"),
        of("budget.Budget", "year", where={"state": "adopted"}),
    ],
    "public_budget_package": [
        of("core.Municipality", "code"),
        of("budget.Budget", "year", where={"state": "adopted"}),
    ],
    "revenue_object_new": ["land"],
    "revenue_payer": [of("revenue.Taxpayer", "code")],
    "revenue_payer_edit": [of("revenue.Taxpayer", "code")],
    "revenue_payer_status": [of("revenue.Taxpayer", "code")],
    "revenue_payer_close": [of("revenue.Taxpayer", "code")],
    "revenue_payer_reopen": [of("revenue.Taxpayer", "code")],
    "revenue_payer_merge": [of("revenue.Taxpayer", "code"), of("revenue.Taxpayer", "code", nth=1)],
    "revenue_certificate": [of("revenue.Registration", "taxpayer__code")],
    "revenue_charge_new": [of("revenue.Taxpayer", "code")],
    "revenue_charge_end": [of("revenue.Charge")],
    "revenue_status_withdraw": [of("revenue.PrivilegeStatus")],
    "revenue_merge_undo": [of("revenue.Merge")],
    "revenue_object": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_object_change": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_object_end": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_object_split": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_object_join": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_holding_transfer": [of("revenue.Holding")],
    "revenue_holding_withdraw": [of("revenue.Holding")],
    "revenue_import": [of("revenue.RollImport")],
    "revenue_import_refused": [of("revenue.RollImport")],
    "revenue_run": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_run_pdf": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_run_print": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_run_refused": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_assessment": [of("revenue.Assessment")],
    "revenue_notice_pdf": [of("revenue.Notice", "year", nth=200), of("revenue.Notice", "number", nth=200)],
    "revenue_notice_deliver": [
        of("revenue.Notice", "year", nth=200),
        of("revenue.Notice", "number", nth=200),
    ],
    "revenue_payer_look": [of("revenue.Taxpayer", "code")],
    "revenue_payer_apart": [of("revenue.Taxpayer", "code"), of("revenue.Taxpayer", "code", nth=1)],
    "revenue_import_match": [of("revenue.RollImport")],
    "revenue_import_take": [of("revenue.RollImport")],
    "revenue_import_undo": [of("revenue.RollImport")],
    "revenue_run_approve": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_run_drop": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_run_replay": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_run_notices": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_bank_account": [of("core.StoredFile", where={"name": "basqa-hesab.sta"})],
    "revenue_bank_columns": [of("core.StoredFile", where={"name": "bank.csv"})],
    "revenue_bank_line": [of("revenue.BankLine", where={"state": 2})],
    "revenue_bank_aside": [of("revenue.BankLine", where={"state": 2})],
    "revenue_payment_reverse": [of("revenue.Payment")],
    "revenue_card": [of("revenue.Taxpayer", "code")],
    "revenue_card_table": [of("revenue.Taxpayer", "code")],
    "revenue_clearance": [of("revenue.Taxpayer", "code")],
    "revenue_public_clearance": [of("core.Municipality", "code")],
    "revenue_agreement": [of("revenue.Agreement", "number")],
    "revenue_agreement_end": [of("revenue.Agreement", "number")],
    "revenue_agreement_pdf": [of("revenue.Agreement", "number")],
    "revenue_agreement_new": [of("revenue.Taxpayer", "code")],
    "revenue_objection": [of("revenue.Objection", "number")],
    "revenue_objection_answer": [of("revenue.Objection", "number")],
    "revenue_objection_paper": [of("revenue.Objection", "number", where={"paper__isnull": False})],
    "revenue_objection_pdf": [of("revenue.Objection", "number", where={"answered__isnull": False})],
    "revenue_objection_new": [of("revenue.Taxpayer", "code")],
    "revenue_refund": [of("revenue.Refund")],
    "revenue_refund_pay": [of("revenue.Refund")],
    "revenue_refund_drop": [of("revenue.Refund")],
    "revenue_refund_new": [of("revenue.Taxpayer", "code")],
    "revenue_credit_use": [of("revenue.Taxpayer", "code")],
    "revenue_proposal": [of("revenue.WriteOffProposal", "number")],
    "revenue_proposal_decide": [of("revenue.WriteOffProposal", "number")],
    "revenue_proposal_drop": [of("revenue.WriteOffProposal", "number")],
    "revenue_reminder_pdf": [of("revenue.Reminder", "number")],
    "revenue_remind": [of("revenue.Taxpayer", "code")],
    "revenue_receipt": [of("revenue.Payment")],
    "revenue_clearance_pdf": [of("revenue.Clearance", "taxpayer__code", where={"revoked": None})],
    "revenue_public_receipt": [of("core.Municipality", "code")],
    "revenue_notices_again_pdf": [
        of("revenue.Notice", "year", where={"run": None}),
        of("revenue.Notice", "number", where={"run": None}),
    ],
    "revenue_public_notice": [of("core.Municipality", "code")],
    "revenue_holding_pass": [of("revenue.Holding")],
    "revenue_printed": [of("core.Job", where={"kind": "revenue.notice.print"})],
    "revenue_again_print": [
        of("revenue.Notice", "year", where={"run": None}),
        of("revenue.Notice", "issued", where={"run": None}),
    ],
    "revenue_reminders_print": [of("revenue.Reminder", "day"), of("revenue.Reminder", "step")],
    "revenue_run_mail": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_again_mail": [
        of("revenue.Notice", "year", where={"run": None}),
        of("revenue.Notice", "issued", where={"run": None}),
    ],
    "revenue_reminders_mail": [of("revenue.Reminder", "day"), of("revenue.Reminder", "step")],
    "revenue_mail_back": [of("revenue.Mailing")],
    "revenue_run_sms": [of("revenue.AssessmentRun", "number", nth=1)],
    "revenue_again_sms": [
        of("revenue.Notice", "year", where={"run": None}),
        of("revenue.Notice", "issued", where={"run": None}),
    ],
    "revenue_reminders_sms": [of("revenue.Reminder", "day"), of("revenue.Reminder", "step")],
    "revenue_consent": [of("revenue.Taxpayer", "code")],
    "revenue_consent_withdraw": [of("revenue.Consent")],
    "revenue_certificate_give": [of("revenue.Taxpayer", "code")],
    "revenue_status_end": [of("revenue.PrivilegeStatus")],
    "revenue_object_update": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_holder_add": [of("revenue.TaxObject", "number", nth=150)],
    "revenue_state_correct": [of("revenue.ObjectState")],
    "revenue_event_undo": [of("revenue.ObjectEvent")],
    "revenue_public_registration": [of("core.Municipality", "code")],
    "revenue_deferral": [of("revenue.Deferral", "number")],
    "revenue_deferral_undo": [of("revenue.Deferral", "number")],
    "revenue_deferral_new": [of("revenue.Taxpayer", "code")],
    "revenue_write_off_restore": [of("revenue.WriteOff")],
    "revenue_clearance_revoke": [of("revenue.Clearance", "number")],
    "revenue_opening_new": [of("revenue.Taxpayer", "code")],
    "revenue_opening_reverse": [of("revenue.Opening")],
    "revenue_billed_year_drop": [of("revenue.BilledYear")],
    "revenue_charge": [of("revenue.Charge")],
    "revenue_charge_declare": [of("revenue.Charge", where={"declared": True})],
    "revenue_charge_correct": [of("revenue.Entry", where={"charge__isnull": False})],
    "revenue_bill_issue": [of("revenue.Entry", where={"charge__isnull": False})],
    "revenue_bill": [of("revenue.Bill", "year"), of("revenue.Bill", "number")],
    "revenue_sanction": [of("revenue.Sanction", "number")],
    "revenue_sanction_charge": [of("revenue.Sanction", "number")],
    "revenue_sanction_drop": [of("revenue.Sanction", "number")],
    "revenue_sanction_reverse": [of("revenue.Sanction", "number")],
    "revenue_sanction_paper": [of("revenue.Sanction", "number")],
    "revenue_sanction_new": [of("revenue.Taxpayer", "code")],
    "revenue_court_case": [of("revenue.CourtCase", "number")],
    "revenue_court_step": [of("revenue.CourtCase", "number")],
    "revenue_court_pdf": [of("revenue.CourtCase", "number")],
    "revenue_court_paper": [of("revenue.CourtCase", "number"), of("revenue.CourtStep")],
    "revenue_court_new": [of("revenue.Taxpayer", "code")],
    "revenue_report": ["roll"],
    "revenue_report_table": ["roll"],
    "revenue_portal": [of("revenue.Portal")],
    "revenue_portal_token": [of("revenue.Portal")],
    "revenue_portal_withdraw": [of("revenue.Portal")],
    "revenue_portal_transfer": [of("revenue.Portal")],
    "revenue_portal_debts": [of("revenue.Taxpayer", "code")],
    "revenue_portal_payment": ["key"],
    "revenue_portal_reversal": ["key"],
    "relations_paper": [of("core.StoredFile", where={"municipality": None})],
    "relations_member": [of("relations.Member")],
    "relations_member_change": [of("relations.Member")],
    "relations_member_role": [of("relations.Member")],
    "relations_member_leave": [of("relations.Member")],
    "relations_dues_pay": [of("relations.Member")],
    "relations_member_role_end": [of("relations.MemberRole")],
    "relations_dues_charge": [of("relations.DuesRate")],
    "relations_dues_reverse": [of("relations.DuesEntry")],
    "relations_application": [of("relations.Application")],
    "relations_application_examine": [of("relations.Application")],
    "relations_application_decide": [of("relations.Application")],
    "relations_import": [of("relations.ContactImport")],
    "relations_contact": [of("relations.Contact")],
    "relations_contact_change": [of("relations.Contact")],
    "relations_post": [of("relations.Contact")],
    "relations_consent": [of("relations.Contact")],
    "relations_contact_export": [of("relations.Contact")],
    "relations_contact_vcard": [of("relations.Contact")],
    "relations_contact_erase": [of("relations.Contact")],
    "relations_merge": [of("relations.Contact"), of("relations.Contact", nth=1)],
    "relations_merge_undo": [of("relations.Merge")],
    "relations_post_end": [of("relations.Post")],
    "relations_consent_withdraw": [of("relations.Consent")],
    "relations_stakeholder": [of("relations.Stakeholder")],
    "relations_stakeholder_change": [of("relations.Stakeholder")],
    "relations_position": [of("relations.Stakeholder")],
    "relations_interaction": [of("relations.Stakeholder")],
    "relations_interaction_done": [of("relations.Interaction")],
    "relations_issue": [of("relations.Issue")],
    "relations_issue_change": [of("relations.Issue")],
    "relations_issue_step": [of("relations.Issue")],
    "relations_partner": [of("relations.Partnership")],
    "relations_partner_assess": [of("relations.Partnership")],
    "relations_agreement": [of("relations.Partnership")],
    "relations_partner_end": [of("relations.Partnership")],
    "relations_call": [of("relations.Call")],
    "relations_call_change": [of("relations.Call")],
    "relations_concept": [of("relations.ConceptNote")],
    "relations_concept_change": [of("relations.ConceptNote")],
    "relations_concept_move": [of("relations.ConceptNote")],
    "relations_proposal": [of("relations.Proposal")],
    "relations_version": [of("relations.Proposal")],
    "relations_proposal_submit": [of("relations.Proposal")],
    "relations_proposal_decline": [of("relations.Proposal")],
    "relations_award": [of("relations.Award")],
    "relations_award_register": [of("relations.Award")],
    "relations_award_close": [of("relations.Award")],
    "relations_report_new": [of("relations.Award")],
    "relations_report_send": [of("relations.GrantReport")],
    "relations_report_accept": [of("relations.GrantReport")],
    "relations_entry_reverse": [of("relations.BookEntry")],
    "relations_book": [of("relations.Award")],
    "relations_book_pdf": [of("relations.Award")],
    "relations_spending": [of("relations.Award")],
    "relations_receipt": [of("relations.Award")],
    "relations_expert": [of("relations.Expert")],
    "relations_expert_change": [of("relations.Expert")],
    "relations_engagement": [of("relations.Expert")],
    "relations_engagement_done": [of("relations.Engagement")],
    "relations_event": [of("relations.Event")],
    "relations_event_change": [of("relations.Event")],
    "relations_event_open": [of("relations.Event")],
    "relations_event_cancel": [of("relations.Event")],
    "relations_event_conclude": [of("relations.Event")],
    "relations_event_invite": [of("relations.Event")],
    "relations_badges": [of("relations.Event")],
    "relations_sign_in": [of("relations.Event")],
    "relations_invitation_comes": [of("relations.Invitation")],
    "relations_invitation_declines": [of("relations.Invitation")],
    "relations_document": [of("relations.PolicyDocument")],
    "relations_document_change": [of("relations.PolicyDocument")],
    "relations_document_write": [of("relations.PolicyDocument")],
    "relations_document_correct": [of("relations.DocumentVersion")],
    "relations_document_submit": [of("relations.DocumentVersion")],
    "relations_document_decide": [of("relations.DocumentVersion")],
    "relations_count": [of("relations.Count")],
    "relations_count_close": [of("relations.Count")],
    "relations_item": [of("relations.Item")],
    "relations_item_change": [of("relations.Item")],
    "relations_item_off": [of("relations.Item")],
    "relations_loan": [of("relations.Item")],
    "relations_loan_return": [of("relations.Loan")],
    "relations_assessment": [of("relations.Assessment")],
    "relations_assessment_close": [of("relations.Assessment")],
    "relations_answers": [of("relations.Assessment", where={"closed_on": None}), "A"],
    "relations_step_done": [of("relations.DevelopmentStep")],
    "alliance_application": [of("relations.Application", "key")],
    "alliance_application_withdraw": [of("relations.Application", "key")],
    "alliance_event": [of("relations.Event")],
    "alliance_event_feed": [of("relations.Event")],
    "alliance_confirm": [of("relations.Confirmation", "key")],
    "alliance_register": [of("relations.Event")],
    "alliance_badge": [of("relations.Registration", "key")],
    "alliance_badge_cancel": [of("relations.Registration", "key")],
    "alliance_issue": [of("relations.Issue")],
    "alliance_document": [of("relations.PolicyDocument")],
    "council_sitting": [of("council.Sitting")],
    "council_sitting_call": [of("council.Sitting")],
    "council_sitting_cancel": [of("council.Sitting")],
    "council_sitting_repeat": [of("council.Sitting")],
    "council_sitting_close": [of("council.Sitting")],
    "council_sitting_sign": [of("council.Sitting")],
    "council_minutes": [of("council.Sitting")],
    "council_attend": [of("council.Sitting")],
    "council_open": [of("council.Sitting")],
    "council_item_new": [of("council.Sitting")],
    "council_paper_new": [of("council.Sitting")],
    "council_item": [of("council.Item")],
    "council_item_move": [of("council.Item")],
    "council_item_discuss": [of("council.Item")],
    "council_item_settle": [of("council.Item")],
    "council_item_again": [of("council.Item")],
    "council_ballot_open": [of("council.Item")],
    "council_vote": [of("council.Ballot")],
    "council_hands": [of("council.Ballot")],
    "council_count": [of("council.Ballot")],
    "council_ballot_close": [of("council.Ballot")],
    "council_paper": [of("council.Paper")],
    "council_paper_withdraw": [of("council.Paper")],
    "council_decision": [of("council.Decision")],
    "council_decision_sign": [of("council.Decision")],
    "council_decision_publish": [of("council.Decision")],
    "council_decision_send": [of("council.Decision")],
    "council_decision_answer": [of("council.Decision")],
    "council_decision_effect": [of("council.Decision")],
    "council_body": [of("council.Body")],
    "council_body_change": [of("council.Body")],
    "council_body_close": [of("council.Body")],
    "council_seat_new": [of("council.Body")],
    "council_post_new": [of("council.Body")],
    "council_seat_end": [of("council.Seat")],
    "council_post_end": [of("council.Post")],
    "council_power": [of("council.Power")],
    "council_power_money": [of("council.Power")],
    "council_power_release": [of("council.Holding")],
    "council_supervised": [of("council.Dispatch", "decision_id")],
    "public_sittings": [of("core.Municipality", "code")],
    "council_calendar": [of("core.Municipality", "code")],
    "public_decisions": [of("core.Municipality", "code")],
    "council_feed": [of("core.Municipality", "code")],
    "public_members": [of("core.Municipality", "code")],
    "public_powers": [of("core.Municipality", "code")],
    "oparl_body": [of("core.Municipality", "code")],
    "public_sitting": [of("core.Municipality", "code"), of("council.Sitting")],
    "public_minutes": [of("core.Municipality", "code"), of("council.Sitting")],
    "public_decision": [
        of("core.Municipality", "code"),
        of("council.Decision", "year"),
        of("council.Decision", "number"),
    ],
    "oparl_list": [of("core.Municipality", "code"), "meeting"],
    "oparl_object": [of("core.Municipality", "code"), "meeting", of("council.Sitting")],
}
# By GET they tell FİNs, and log who looked.
LOGGED = ("revenue_import_refused",)
# Machines' doors: of a real object by the token of the home town's portal, and of the neighbour's.
DOORS = {"revenue_portal_debts": ("2", "4")}
MEANING = {"1": 401, "2": 200, "3": 302, "4": 404, "F": 403, "5": 405, "9": 409}
MARK = {status: mark for mark, status in MEANING.items()}
NOT_ASKED = "·"
TAKEN = {200, 302, 400, 409, 413, 415, 422}
# allauth guards its own pages and tests them; the house only decides that nobody signs up.
OTHERS = ("account_", "mfa_")


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> set[str]:
    found = set()
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            found |= routes(one.url_patterns)
        elif one.name:
            found.add(one.name)
        else:
            raise AssertionError(f"a route without a name: {one.pattern}")
    return {name for name in found if not name.startswith(OTHERS)}


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that change a table while the block runs."""
    from django.db import connection

    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        changes = str(sql).lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if changes and "core_cache" not in str(sql):  # what a public page computed may be kept for the next
            seen.append(str(sql)[:100])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def ask(client: Any, method: str, address: str, guest: bool, logged: bool) -> tuple[str, list[str]]:
    """The mark of an answer, and what a refused question (or any GET) wrote. What a taken POST did is taken back."""
    from django.db import transaction

    with transaction.atomic(), writes() as wrote:
        try:
            answer = getattr(client, method)(address)
        except Exception as error:  # what would be a 500
            transaction.set_rollback(True)
            return f"!{type(error).__name__}: {error}!", []
        if guest and answer.status_code == 302 and answer["Location"].startswith("/hesab/login/"):
            mark = "3"
        elif method == "post" and answer.status_code in TAKEN:
            mark = "+"
        else:
            mark = MARK.get(answer.status_code, f"!{answer.status_code}!")
        if mark == "+" or (logged and mark == "2"):
            transaction.set_rollback(True)
            wrote.clear()
    return mark, wrote


def rows() -> dict[str, int]:
    """How many rows every table has, and the head of the log."""
    from django.apps import apps
    from django_scopes import scopes_disabled

    from belediyye.core.models import LogEntry

    with scopes_disabled():
        counted = {m._meta.label: m._base_manager.count() for m in apps.get_models()}
        return counted | {"head of the log": LogEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]}


@pytest.fixture(scope="module")
def answers(whole_house: Cast) -> tuple[dict[str, dict[str, list[str]]], list[str]]:
    """What everybody got everywhere (route → method → a mark each), and what was changed though it was refused."""
    from django_scopes import scope

    home = whole_house.home
    addresses = {}
    absent = set()
    for route in sorted(routes()):
        wanted = ARGUMENTS.get(route, [])
        given = [one.found(home) if isinstance(one, of) else one for one in wanted]
        absent |= {str(one) for one, value in zip(wanted, given, strict=True) if value is None}
        if None not in given:
            addresses[route] = reverse(route, args=given)
    assert not absent, (
        f"`whole_house` (tests/conftest.py) lacks what the table asks for; make it there: {absent}"
    )
    got: dict[str, dict[str, list[str]]] = {route: {"get": [], "post": []} for route in addresses}
    changed = []
    logging.disable(logging.CRITICAL)  # thousands of refusals, each told as a warning
    gc.freeze()
    for who in WHO:
        client = whole_house.client(None if who == "guest" else who)
        before = rows()
        with scope(municipality=None):
            for route, address in addresses.items():
                for method in ("get", "post"):
                    if who not in FEW and not asked_of_all(route, method):
                        got[route][method].append(NOT_ASKED)
                        continue
                    mark, wrote = ask(client, method, address, who == "guest", route in LOGGED)
                    got[route][method].append(mark)
                    changed += [f"{route} as {who} by {method}: {one}" for one in wrote]
        if before != (after := rows()):
            changed.append(f"{who} left {Counter(after) - Counter(before)} behind")
    gc.unfreeze()
    logging.disable(logging.NOTSET)
    return got, changed


def asked_of_all(route: str, method: str) -> bool:
    """Whether the answer to this method may differ from person to person, as the table has it."""
    line = TABLE.get(route, " ")
    return " " in line if method == "post" else not line.startswith("5")


def line_of(route: str, got: dict[str, dict[str, list[str]]]) -> str:
    """The line of the table that says what happened."""
    by_get, by_post = ("".join(got[route][method]) for method in ("get", "post"))
    if set(by_get) <= {"5", NOT_ASKED}:
        by_get = "5" * len(WHO)
    likes = ("5" * len(WHO), by_get, by_get.replace("2", "+").replace("3", "+"))
    plain = any(all(p in (NOT_ASKED, like) for p, like in zip(by_post, one, strict=True)) for one in likes)
    return by_get if plain else f"{by_get} {by_post}"


def test_every_route_has_a_line() -> None:
    new = "".join(f'\n    "{route}": …,' for route in sorted(routes() - set(TABLE)))
    assert not new, f"routes without a line in the access table (test_access then tells the marks): {new}"
    assert set(TABLE) - routes() == set(), "lines without a route"


def test_access(answers: Any) -> None:
    """Everybody gets what the table says. A wrong line is told as it would have to be: think before you copy it."""
    got, _changed = answers
    wrong = [
        f'    "{route}": "{line_of(route, got)}",  # the table: {TABLE.get(route)}'
        for route in sorted(got)
        if line_of(route, got) != TABLE.get(route)
    ]
    assert not wrong, "lines that differ:\n" + "\n".join(wrong)


def test_what_is_refused_changes_nothing(answers: Any) -> None:
    """Neither a GET nor a refused POST writes: the rows and the log's head are as before."""
    _got, changed = answers
    assert not changed


def test_the_objects_are_real(answers: Any) -> None:
    """Somebody reaches every object that the table names, or else the neighbour's 404 would prove nothing."""
    got, _changed = answers
    reached = {
        route
        for route, by in got.items()
        if any(mark in "239+" for marks in by.values() for mark in marks[1:])
    }
    hollow = {r for r in got if any(isinstance(one, of) for one in ARGUMENTS.get(r, []))} - reached
    assert hollow == set(DOORS), "name in ARGUMENTS an object that somebody may reach"


def test_machines_reach_their_own_town_alone(whole_house: Cast) -> None:
    from django.db import transaction
    from django.test import Client
    from django_scopes import scope

    from belediyye.core.actors import machine
    from belediyye.finance.revenue.actions import open_portal

    with transaction.atomic():
        tokens = []
        for place in (whole_house.home, whole_house.neighbour):
            with scope(municipality=place):
                keeper, more = machine("test", place), {"sender_account": "", "per_minute": 60}
                tokens.append(open_portal(actor=keeper, municipality=place, name="Sınaq qapısı", **more)[1])
        for route, marks in DOORS.items():
            address = reverse(route, args=[one.found(whole_house.home) for one in ARGUMENTS[route]])
            got = [Client().get(address, headers={"Authorization": f"Bearer {t}"}) for t in tokens]
            assert tuple(MARK[answer.status_code] for answer in got) == marks, route
        transaction.set_rollback(True)


def test_nobody_signs_up(whole_house: Cast) -> None:
    page = whole_house.client().get("/hesab/signup/")
    assert page.status_code == 200 and "password1" not in page.content.decode()
