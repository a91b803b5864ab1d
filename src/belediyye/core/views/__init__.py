"""The pages of the whole house."""

from belediyye.core.views.about import accessibility, licence
from belediyye.core.views.calendar import working_days
from belediyye.core.views.errors import bad_request, forbidden, not_found, server_error
from belediyye.core.views.house import choose_municipality, healthz, home, job, municipality, search
from belediyye.core.views.journal import journal
from belediyye.core.views.office import office
from belediyye.core.views.style import style_guide

__all__ = [
    "accessibility",
    "bad_request",
    "choose_municipality",
    "forbidden",
    "healthz",
    "home",
    "job",
    "journal",
    "licence",
    "municipality",
    "not_found",
    "office",
    "search",
    "server_error",
    "style_guide",
    "working_days",
]
