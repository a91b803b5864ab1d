"""Papers that come with a form: kept first, so that the action only sees the kept row."""

from typing import Any

from django.http import HttpRequest

from belediyye.alliance.relations.actions.papers import keep_paper
from belediyye.core.models import StoredFile


def kept(request: HttpRequest, form: Any, field: str = "paper_file") -> StoredFile | None:
    """The file of a form's field as a kept paper, or nothing where none was given."""
    given = form.cleaned_data.get(field)
    return keep_paper(actor=request.actor, name=given.name, content=given.read()) if given else None
