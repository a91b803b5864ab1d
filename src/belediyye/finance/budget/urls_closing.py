"""What is taken back, and the end of a year."""

from django.urls import path

from belediyye.finance.budget.views import closing

urlpatterns = [
    path("commitment/<int:pk>/release/", closing.release, name="budget_release"),
    path("obligation/<int:pk>/back/", closing.obligation_back, name="budget_obligation_back"),
    path("receipt/<int:pk>/back/", closing.receipt_back, name="budget_receipt_back"),
    path("<int:pk>/year-end/", closing.year_end, name="budget_year_end"),
    path("<int:pk>/bring/", closing.bring_balance, name="budget_bring"),
    path("<int:pk>/carry/", closing.carry, name="budget_carry"),
]
