"""What is true of a plan: its tree, its activities, what was reported of them, what is measured and what may go wrong."""

from belediyye.alliance.strategy.models.measures import Indicator, IndicatorPeriod, Measurement
from belediyye.alliance.strategy.models.tree import (
    Activity,
    ActivityPeriod,
    Baseline,
    BaselinePeriod,
    Dependency,
    Node,
    Part,
    Plan,
    Responsible,
)
from belediyye.alliance.strategy.models.watch import Review, Risk, Suppression
from belediyye.alliance.strategy.models.work import Evidence, EvidenceUse, ReportState, Update

__all__ = [
    "Activity",
    "ActivityPeriod",
    "Baseline",
    "BaselinePeriod",
    "Dependency",
    "Evidence",
    "EvidenceUse",
    "Indicator",
    "IndicatorPeriod",
    "Measurement",
    "Node",
    "Part",
    "Plan",
    "ReportState",
    "Responsible",
    "Review",
    "Risk",
    "Suppression",
    "Update",
]
