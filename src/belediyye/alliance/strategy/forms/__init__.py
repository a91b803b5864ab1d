"""Text in, clean values out."""

from belediyye.alliance.strategy.forms.shape import (
    IndicatorForm,
    NodeForm,
    PlanForm,
    SpanForm,
    TieForm,
    WaitForm,
    WeighForm,
)
from belediyye.alliance.strategy.forms.work import (
    AcceptForm,
    ActivitiesFilter,
    ActivityForm,
    EvidenceForm,
    ImportForm,
    MeasureForm,
    ReportForm,
    ReviewForm,
    ReviewNoteForm,
    RiskForm,
)

__all__ = [
    "AcceptForm",
    "ActivitiesFilter",
    "ActivityForm",
    "EvidenceForm",
    "ImportForm",
    "IndicatorForm",
    "MeasureForm",
    "NodeForm",
    "PlanForm",
    "ReportForm",
    "ReviewForm",
    "ReviewNoteForm",
    "RiskForm",
    "SpanForm",
    "TieForm",
    "WaitForm",
    "WeighForm",
]
