"""What the plan is asked. Nothing here writes."""

from belediyye.alliance.strategy.queries.found import ends_of_activities, ends_of_plans, search_activities
from belediyye.alliance.strategy.queries.load import Load, load_by_role
from belediyye.alliance.strategy.queries.measures import (
    Achieved,
    achieved,
    indicator_rows,
    next_span,
    share,
    total_of,
)
from belediyye.alliance.strategy.queries.people import (
    kind_under,
    organisations_of_the_alliance,
    people_of_the_alliance,
    told_by,
    weighings,
)
from belediyye.alliance.strategy.queries.pictures import (
    load_picture,
    progress_picture,
    timeline_picture,
    timeline_sheets,
)
from belediyye.alliance.strategy.queries.slippage import Slip, slippage
from belediyye.alliance.strategy.queries.tree import Branch, activities_of, progress_by_goal, summary, tree
from belediyye.alliance.strategy.queries.turns import Turn, next_due, tasks_for, turns_of, work_of

__all__ = [
    "Achieved",
    "Branch",
    "Load",
    "Slip",
    "Turn",
    "achieved",
    "activities_of",
    "ends_of_activities",
    "ends_of_plans",
    "indicator_rows",
    "kind_under",
    "load_by_role",
    "load_picture",
    "next_due",
    "next_span",
    "organisations_of_the_alliance",
    "people_of_the_alliance",
    "progress_by_goal",
    "progress_picture",
    "search_activities",
    "share",
    "slippage",
    "summary",
    "tasks_for",
    "timeline_picture",
    "timeline_sheets",
    "told_by",
    "total_of",
    "tree",
    "turns_of",
    "weighings",
    "work_of",
]
