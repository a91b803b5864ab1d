"""The addresses of the working pages, under /finance/budget/."""

from django.urls import include, path

from belediyye.finance.budget.views import execution, plan, reports

urlpatterns = [
    path("", plan.home, name="budget_home"),
    path("imports/", include("belediyye.finance.budget.urls_imports")),
    path("start/", plan.start, name="budget_start"),
    path("control/", execution.control, name="budget_control"),
    path("orders/", execution.orders, name="budget_orders"),
    path("orders/<int:pk>/sign/", execution.order_sign, name="budget_order_sign"),
    path("orders/<int:pk>/cancel/", execution.order_cancel, name="budget_order_cancel"),
    path("orders/<int:pk>/paid/", execution.order_pay, name="budget_order_pay"),
    path("<int:pk>/", plan.budget, name="budget"),
    path("<int:pk>/compare/", plan.compare, name="budget_compare"),
    path("<int:pk>/explain/", plan.explain, name="budget_explain"),
    path("<int:pk>/step/<slug:name>/", plan.step, name="budget_step"),
    path("<int:pk>/line/", plan.line_new, name="budget_line_new"),
    path("<int:pk>/report/", reports.report, name="budget_report"),
    path("<int:pk>/report/<slug:half>.pdf", reports.report_pdf, name="budget_report_pdf"),
    path("<int:pk>/report/<slug:half>/hand-in/", reports.hand_in, name="budget_hand_in"),
    path("<int:pk>/note.docx", reports.note, name="budget_note"),
    path("<int:pk>/cash/", reports.cash, name="budget_cash"),
    path("<int:pk>/close/", reports.close, name="budget_close"),
    path("<int:pk>/ledger/", execution.ledger, name="budget_ledger"),
    path("<int:pk>/amendments/", plan.amendments, name="budget_amendments"),
    path("<int:pk>/amend/", plan.amend, name="budget_amend"),
    path("amendment/<int:pk>/", plan.amendment, name="budget_amendment"),
    path("amendment/<int:pk>/adopt/", plan.amendment_adopt, name="budget_amendment_adopt"),
    path("line/<int:pk>/", plan.line, name="budget_line"),
    path("line/<int:pk>/edit/", plan.line_edit, name="budget_line_edit"),
    path("line/<int:pk>/remove/", plan.line_remove, name="budget_line_remove"),
    path("line/<int:pk>/commit/", execution.commit, name="budget_commit"),
    path("line/<int:pk>/owe/", execution.oblige, name="budget_oblige"),
    path("line/<int:pk>/receive/", execution.receive, name="budget_receive"),
    path("commitment/<int:pk>/owe/", execution.oblige_committed, name="budget_oblige_committed"),
    path("obligation/<int:pk>/cancel/", execution.obligation_cancel, name="budget_obligation_cancel"),
    path("obligation/<int:pk>/order/", execution.order_new, name="budget_order_new"),
]
