"""What the portal's door says when something is wrong: problem details (RFC 9457) in the language of the request."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from belediyye.core.actions import Refused

MEDIA_TYPE = "application/problem+json"
URN = "urn:belediyye:problem:"


class Fault(Schema):
    """One thing that is wrong with what was sent: where it stands, and what it should be."""

    where: str
    what: str


class ProblemOut(Schema):
    """What went wrong (RFC 9457). `type` is stable and for programs; `title` and `detail` are for people, in their language."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Problem(Exception):
    """Ends a call with a problem. `code` is the last part of its `type`."""

    def __init__(
        self, status: int, code: str, title: str, detail: str = "", headers: dict[str, str] | None = None
    ):
        super().__init__(code)
        self.status, self.code, self.title, self.detail, self.headers = (
            status,
            code,
            title,
            detail,
            headers or {},
        )


def answer(problem: Problem, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    body = {
        "type": URN + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail or problem.title,
        "errors": errors or [],
    }
    return JsonResponse(
        body,
        status=problem.status,
        headers=problem.headers,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _said(error: dict[str, Any]) -> str:
    """What a fault of the form is, in the language of the request; pydantic itself speaks only English."""
    kind = error["type"]
    if kind == "missing":
        return _("This is missing.")
    if kind == "extra_forbidden":
        return _("This name is not known here.")
    if kind.startswith(("int", "greater", "less")):
        return _("A whole number of qəpik between the bounds of the documentation is needed.")
    if kind.startswith(("date", "value_error")):
        return _("A day as 2026-11-22 is needed.")
    return _("This is not of the form that the documentation gives.")


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        {"where": ".".join(str(step) for step in one["loc"] if step != "payload"), "what": _said(one)}
        for one in error.errors
    ]
    return answer(Problem(422, "invalid", _("What was sent is not of the right form.")), faults)


def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(Problem(error.status_code, "unreadable", _("The body cannot be read: JSON is needed.")))


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return answer(Problem(409, "refused", _("This cannot be done as asked."), str(error)))


def _stranger(_request: HttpRequest, _error: Exception) -> HttpResponse:
    title = _("The token is missing, unknown or withdrawn.")
    return answer(Problem(401, "unauthorised", title, headers={"WWW-Authenticate": "Bearer"}))


def install(api: NinjaAPI) -> None:
    """Registers the answers of the door's errors."""
    handlers: list[tuple[type[Exception], Callable[..., HttpResponse]]] = [
        (Problem, lambda _request, problem: answer(problem)),
        (ValidationError, _invalid),
        (HttpError, _unreadable),
        (AuthenticationError, _stranger),
        (Refused, _refused),
    ]
    for error, handler in handlers:
        api.add_exception_handler(error, handler)
