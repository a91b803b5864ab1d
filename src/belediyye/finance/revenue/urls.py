"""The addresses of local revenue, and its public door under /b/."""

from django.urls import path

from belediyye.finance.revenue import urls_cases, urls_money, urls_portals, urls_reports
from belediyye.finance.revenue.views import imports, objects, payers, public, runs

urlpatterns = [
    *urls_money.urlpatterns,
    *urls_portals.urlpatterns,
    *urls_reports.urlpatterns,
    *urls_cases.urlpatterns,
    path("", runs.revenue, name="revenue"),
    path("payers/", payers.payers, name="revenue_payers"),
    path("payers/new/", payers.payer_new, name="revenue_payer_new"),
    path("payers/<str:code>/", payers.payer, name="revenue_payer"),
    path("payers/<str:code>/edit/", payers.payer_edit, name="revenue_payer_edit"),
    path("payers/<str:code>/look/", payers.payer_look, name="revenue_payer_look"),
    path("payers/<str:code>/status/", payers.payer_status, name="revenue_payer_status"),
    path("payers/<str:code>/close/", payers.payer_close, name="revenue_payer_close"),
    path("payers/<str:code>/reopen/", payers.payer_reopen, name="revenue_payer_reopen"),
    path("payers/<str:code>/merge/<str:other>/", payers.payer_merge, name="revenue_payer_merge"),
    path("payers/<str:code>/apart/<str:other>/", payers.payer_apart, name="revenue_payer_apart"),
    path("payers/<str:code>/certificate.pdf", payers.certificate, name="revenue_certificate"),
    path("payers/<str:code>/charges/new/", payers.charge_new, name="revenue_charge_new"),
    path("charges/raise/", payers.charges_raise, name="revenue_charges_raise"),
    path("charges/<int:pk>/end/", payers.charge_end, name="revenue_charge_end"),
    path("statuses/<int:pk>/withdraw/", payers.status_withdraw, name="revenue_status_withdraw"),
    path("merges/<int:pk>/undo/", payers.merge_undo, name="revenue_merge_undo"),
    path("objects/", objects.objects, name="revenue_objects"),
    path("objects/new/<slug:kind>/", objects.object_new, name="revenue_object_new"),
    path("objects/<int:number>/", objects.thing, name="revenue_object"),
    path("objects/<int:number>/change/", objects.object_change, name="revenue_object_change"),
    path("objects/<int:number>/end/", objects.object_demolish, name="revenue_object_end"),
    path("objects/<int:number>/join/", objects.object_join, name="revenue_object_join"),
    path("objects/<int:number>/split/", objects.object_split, name="revenue_object_split"),
    path("holdings/<int:pk>/transfer/", objects.holding_transfer, name="revenue_holding_transfer"),
    path("holdings/<int:pk>/withdraw/", objects.holding_withdraw, name="revenue_holding_withdraw"),
    path("imports/", imports.imports, name="revenue_imports"),
    path("imports/new/", imports.import_new, name="revenue_import_new"),
    path("imports/<int:pk>/", imports.import_page, name="revenue_import"),
    path("imports/<int:pk>/match/", imports.import_match, name="revenue_import_match"),
    path("imports/<int:pk>/take/", imports.import_take, name="revenue_import_take"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="revenue_import_undo"),
    path("imports/<int:pk>/refused.xlsx", imports.import_refused, name="revenue_import_refused"),
    path("runs/", runs.run_list, name="revenue_runs"),
    path("runs/new/", runs.run_new, name="revenue_run_new"),
    path("runs/<int:number>/", runs.run_page, name="revenue_run"),
    path("runs/<int:number>/approve/", runs.run_approve, name="revenue_run_approve"),
    path("runs/<int:number>/drop/", runs.run_drop, name="revenue_run_drop"),
    path("runs/<int:number>/replay/", runs.run_replay, name="revenue_run_replay"),
    path("runs/<int:number>/notices/", runs.run_notices, name="revenue_run_notices"),
    path("runs/<int:number>/notices.pdf", runs.run_pdf, name="revenue_run_pdf"),
    path("runs/<int:number>/notices.zip", runs.run_print, name="revenue_run_print"),
    path("runs/<int:number>/refused.xlsx", runs.run_refused, name="revenue_run_refused"),
    path("assessments/<int:pk>/", runs.assessment, name="revenue_assessment"),
    path("notices/", runs.notice_list, name="revenue_notices"),
    path("notices/again/", runs.notices_again, name="revenue_notices_again"),
    path(
        "notices/again/<int:year>/<int:first>.pdf", runs.notices_again_pdf, name="revenue_notices_again_pdf"
    ),
    path("notices/<int:year>/<int:number>.pdf", runs.notice_pdf, name="revenue_notice_pdf"),
    path("notices/<int:year>/<int:number>/deliver/", runs.notice_deliver, name="revenue_notice_deliver"),
]
public_urlpatterns = [
    *urls_money.public_urlpatterns,
    *urls_cases.public_urlpatterns,
    path("<slug:code>/bildiriş/", public.public_notice, name="revenue_public_notice"),
]
