"""Requests in, one call inward, responses out."""

from belediyye.alliance.strategy.views.activities import (
    activities,
    activity,
    activity_add,
    activity_change,
    activity_drop,
)
from belediyye.alliance.strategy.views.files import calendar, evidence_file, file, public_calendar
from belediyye.alliance.strategy.views.indicators import indicators, lock, measure, review_value
from belediyye.alliance.strategy.views.plans import (
    baseline,
    import_plan,
    node_add,
    plan,
    plans,
    progress,
    public,
    publish,
    timeline,
)
from belediyye.alliance.strategy.views.updates import (
    evidence,
    my_work,
    report,
    update,
    update_approve,
    update_return,
    update_submit,
)
from belediyye.alliance.strategy.views.watch import check, check_accept, check_reopen, reports, review, risks

__all__ = [
    "activities",
    "activity",
    "activity_add",
    "activity_change",
    "activity_drop",
    "baseline",
    "calendar",
    "check",
    "check_accept",
    "check_reopen",
    "evidence",
    "evidence_file",
    "file",
    "import_plan",
    "indicators",
    "lock",
    "measure",
    "my_work",
    "node_add",
    "plan",
    "plans",
    "progress",
    "public",
    "public_calendar",
    "publish",
    "report",
    "reports",
    "review",
    "review_value",
    "risks",
    "timeline",
    "update",
    "update_approve",
    "update_return",
    "update_submit",
]
