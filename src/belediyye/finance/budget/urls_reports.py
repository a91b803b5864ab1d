"""Reports over years and in the form of the law, under /finance/budget/reports/."""

from django.urls import path

from belediyye.finance.budget.views import analysis

urlpatterns = [
    path("years/", analysis.years, name="budget_years"),
    path("analysis/", analysis.analysis, name="budget_analysis"),
    path("<int:pk>/report.pdf", analysis.report_pdf, name="budget_table_pdf"),
    path("<int:pk>/<slug:half>/", analysis.execution, name="budget_execution"),
]
