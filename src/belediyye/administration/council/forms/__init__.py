"""Text in, clean values out: the forms of the council's room."""

from belediyye.administration.council.forms.bodies import (
    BodyChangeForm,
    BodyForm,
    EndForm,
    PostForm,
    SeatForm,
    TermForm,
)
from belediyye.administration.council.forms.decisions import AnswerForm, DecisionFilter, OnForm, SendForm
from belediyye.administration.council.forms.powers import (
    AssignForm,
    MoneyForm,
    PowerFilter,
    PowerForm,
    assumptions_form,
)
from belediyye.administration.council.forms.sittings import (
    CallForm,
    CountForm,
    DiscussionForm,
    ItemForm,
    OpenForm,
    PaperForm,
    RepeatForm,
    SittingFilter,
    SittingForm,
    WhyForm,
    written,
)

__all__ = [
    "AnswerForm", "AssignForm", "BodyChangeForm", "BodyForm", "CallForm", "CountForm", "DecisionFilter", "DiscussionForm", "EndForm",
    "ItemForm", "MoneyForm", "OnForm", "OpenForm", "PaperForm", "PostForm", "PowerFilter", "PowerForm", "RepeatForm",
    "SeatForm", "SendForm", "SittingFilter", "SittingForm", "TermForm", "WhyForm", "assumptions_form", "written",
]  # fmt: skip
