"""Every change of the plan: the plan itself, reports on it, measured values, what is watched."""

from belediyye.alliance.strategy.actions.keeping import (
    add_activity,
    add_node,
    change_activity,
    drop_activity,
    let_wait,
    publish_plan,
    take_baseline,
)
from belediyye.alliance.strategy.actions.measuring import (
    add_indicator,
    add_period,
    change_indicator,
    change_period,
    measure,
    review_measurement,
    set_lock,
)
from belediyye.alliance.strategy.actions.reporting import (
    add_evidence,
    approve_update,
    change_update,
    report,
    return_update,
    reuse_evidence,
    submit_update,
)
from belediyye.alliance.strategy.actions.shaping import (
    begin_plan,
    change_node,
    change_plan,
    stop_waiting,
    tie_responsible,
)
from belediyye.alliance.strategy.actions.taking import take_plan
from belediyye.alliance.strategy.actions.watching import (
    accept_remark,
    change_risk,
    hold_review,
    reopen_remark,
    write_risk,
)

__all__ = [
    "accept_remark",
    "add_activity",
    "add_evidence",
    "add_indicator",
    "add_node",
    "add_period",
    "approve_update",
    "begin_plan",
    "change_activity",
    "change_indicator",
    "change_node",
    "change_period",
    "change_plan",
    "change_risk",
    "change_update",
    "drop_activity",
    "hold_review",
    "let_wait",
    "measure",
    "publish_plan",
    "reopen_remark",
    "report",
    "return_update",
    "reuse_evidence",
    "review_measurement",
    "set_lock",
    "stop_waiting",
    "submit_update",
    "take_baseline",
    "take_plan",
    "tie_responsible",
    "write_risk",
]
