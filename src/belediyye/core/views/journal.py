"""The log as people read it: sentences, who, when, about what; and whether the chain holds."""

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from belediyye.core import access
from belediyye.core.actions import DECLARED


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """The lines of the actor's municipality (for a technician also the house's), newest first."""
    lines = access.get_log_for(request.actor, text=request.GET.get("q", ""))
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    for line in page.object_list:
        declared = DECLARED.get(line.code)
        line.says = str(declared.says) if declared else line.code
        line.details = json.loads(line.data)
    return render(request, "core/journal.html", {"page": page, "text": request.GET.get("q", "")})
