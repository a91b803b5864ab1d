"""The addresses of the reports, and of the supervisor's view."""

from django.urls import path

from belediyye.finance.revenue.views import extract, reports, supervision

urlpatterns = [
    path("reports/", reports.reports, name="revenue_reports"),
    path("reports/compare/", extract.extract, name="revenue_extract"),
    path("reports/<slug:key>/", reports.report, name="revenue_report"),
    path("reports/<slug:key>.xlsx", reports.report_table, name="revenue_report_table"),
    path("supervision/", supervision.overview, name="revenue_supervision"),
    path("supervision.xlsx", supervision.overview_table, name="revenue_supervision_table"),
]
