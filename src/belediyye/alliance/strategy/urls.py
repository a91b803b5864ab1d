"""The strategy room's addresses."""

from django.urls import path

from belediyye.alliance.strategy import views

urlpatterns = [
    path("", views.plans, name="strategy_plans"),
    path("import/", views.import_plan, name="strategy_import"),
    path("my-work/", views.my_work, name="strategy_my_work"),
    path("activity/<int:pk>/", views.activity, name="strategy_activity"),
    path("activity/<int:pk>/change/", views.activity_change, name="strategy_activity_change"),
    path("activity/<int:pk>/drop/", views.activity_drop, name="strategy_activity_drop"),
    path("activity/<int:pk>/report/", views.report, name="strategy_report"),
    path("report/<int:pk>/", views.update, name="strategy_update"),
    path("report/<int:pk>/submit/", views.update_submit, name="strategy_update_submit"),
    path("report/<int:pk>/approve/", views.update_approve, name="strategy_update_approve"),
    path("report/<int:pk>/return/", views.update_return, name="strategy_update_return"),
    path(
        "evidence/activity/<int:pk>/", views.evidence, {"kind": "activity"}, name="strategy_evidence_activity"
    ),
    path("evidence/report/<int:pk>/", views.evidence, {"kind": "report"}, name="strategy_evidence_report"),
    path("evidence/value/<int:pk>/", views.evidence, {"kind": "value"}, name="strategy_evidence_value"),
    path("evidence/<int:pk>/file/", views.evidence_file, name="strategy_evidence_file"),
    path("span/<int:pk>/measure/", views.measure, name="strategy_measure"),
    path("span/<int:pk>/lock/", views.lock, name="strategy_lock"),
    path("value/<int:pk>/review/", views.review_value, name="strategy_review_value"),
    path("<slug:code>/", views.plan, name="strategy_plan"),
    path("<slug:code>/activities/", views.activities, name="strategy_activities"),
    path("<slug:code>/part/", views.node_add, name="strategy_node_add"),
    path("<slug:code>/part/<int:node>/activity/", views.activity_add, name="strategy_activity_add"),
    path("<slug:code>/timeline/", views.timeline, name="strategy_timeline"),
    path("<slug:code>/progress/", views.progress, name="strategy_progress"),
    path("<slug:code>/baseline/", views.baseline, name="strategy_baseline"),
    path("<slug:code>/publish/", views.publish, name="strategy_publish"),
    path("<slug:code>/indicators/", views.indicators, name="strategy_indicators"),
    path("<slug:code>/risks/", views.risks, name="strategy_risks"),
    path("<slug:code>/check/", views.check, name="strategy_check"),
    path("<slug:code>/check/accept/", views.check_accept, name="strategy_check_accept"),
    path("<slug:code>/check/reopen/", views.check_reopen, name="strategy_check_reopen"),
    path("<slug:code>/reports/", views.reports, name="strategy_reports"),
    path("<slug:code>/review/<int:year>/", views.review, name="strategy_review"),
    path("<slug:code>/calendar.ics", views.calendar, name="strategy_calendar"),
    path("<slug:code>/file/<str:name>", views.file, name="strategy_file"),
]
