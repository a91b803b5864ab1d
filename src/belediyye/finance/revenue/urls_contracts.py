"""The addresses of contracts, sanctions and enforcement."""

from django.urls import path

from belediyye.finance.revenue.views import charges, enforcement, sanctions

urlpatterns = [
    path("charges/<int:pk>/", charges.charge, name="revenue_charge"),
    path("charges/<int:pk>/declare/", charges.charge_declare, name="revenue_charge_declare"),
    path("charges/demands/<int:pk>/correct/", charges.charge_correct, name="revenue_charge_correct"),
    path("charges/demands/<int:pk>/bill/", charges.bill_issue, name="revenue_bill_issue"),
    path("bills/<int:year>/<int:number>.pdf", charges.bill, name="revenue_bill"),
    path("sanctions/", sanctions.sanction_list, name="revenue_sanctions"),
    path("sanctions/<int:number>/", sanctions.sanction, name="revenue_sanction"),
    path("sanctions/<int:number>/charge/", sanctions.sanction_charge, name="revenue_sanction_charge"),
    path("sanctions/<int:number>/drop/", sanctions.sanction_drop, name="revenue_sanction_drop"),
    path("sanctions/<int:number>/reverse/", sanctions.sanction_reverse, name="revenue_sanction_reverse"),
    path("sanctions/<int:number>/paper/", sanctions.sanction_paper, name="revenue_sanction_paper"),
    path("payers/<str:code>/sanction/", sanctions.sanction_new, name="revenue_sanction_new"),
    path("enforcement/", enforcement.court_cases, name="revenue_court_cases"),
    path("enforcement/candidates/", enforcement.court_candidates, name="revenue_court_candidates"),
    path("enforcement/<int:number>/", enforcement.court_case, name="revenue_court_case"),
    path("enforcement/<int:number>/step/", enforcement.court_step, name="revenue_court_step"),
    path("enforcement/<int:number>.pdf", enforcement.court_pdf, name="revenue_court_pdf"),
    path("enforcement/<int:number>/papers/<int:pk>/", enforcement.court_paper, name="revenue_court_paper"),
    path("payers/<str:code>/court/", enforcement.court_new, name="revenue_court_new"),
]
