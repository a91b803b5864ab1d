"""The bank's statement beside the ledger, under /finance/budget/bank/."""

from django.urls import path

from belediyye.finance.budget.views import bank

urlpatterns = [
    path("", bank.lines, name="budget_bank"),
    path("new/", bank.statement_new, name="budget_bank_new"),
    path("revenue/", bank.from_revenue, name="budget_bank_revenue"),
    path("<int:pk>/", bank.line, name="budget_bank_line"),
    path("<int:pk>/is/<slug:kind>/<int:paper>/", bank.match, name="budget_bank_match"),
    path("<int:pk>/free/", bank.free, name="budget_bank_free"),
]
