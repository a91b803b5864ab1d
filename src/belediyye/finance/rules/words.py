"""The codes of the book in words for people."""

from django.utils.translation import gettext_lazy as _

USES = {
    "dwelling": _("for living (dwelling, yard, garden)"),
    "non_dwelling": _("not for living (shop, office, workshop)"),
    "agricultural": _("agricultural, used as intended"),
    "agricultural_unused": _("agricultural, not used as intended"),
    "business": _("industry, building, trade, other business"),
    "water": _("on water"),
    "air": _("in the air"),
    "clay": _("clay for bricks and tiles"),
    "sand": _("building sand"),
    "gravel": _("gravel"),
    "saw_stone": _("saw stone"),
}
