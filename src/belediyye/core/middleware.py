"""Who asks: every request gets its actor, and sees only the rows of that actor's municipality."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_scopes import scope

from belediyye.core.accounts import opens
from belediyye.core.actions import Refused
from belediyye.core.actors import GUEST, Forbidden, actor_of

CHOSEN = "municipality"


class ActorMiddleware:
    """Puts `request.actor` and opens the scope of its municipality. Reading another's rows finds nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            request.actor = actor_of(user, timezone.localdate(), request.session.get(CHOSEN))
        else:
            request.actor = GUEST
        with scope(municipality=request.actor.municipality):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What an action refused becomes a page in the reader's language, never a trace."""
        if isinstance(error, Forbidden):
            if request.actor.is_guest:
                # What a button sent is lost with the session: after signing in the page with the button is there again.
                wanted = request.get_full_path()
                return redirect_to_login(wanted if opens(wanted) else _page_before(request) or "/")
            return render(request, "403.html", {"reason": str(error)}, status=403)
        if isinstance(error, Refused):
            if back := _page_before(request):
                messages.error(request, str(error))
                return HttpResponseRedirect(back)
            return render(request, "core/refused.html", {"reason": str(error)}, status=409)
        return None


def _page_before(request: HttpRequest) -> str:
    """The page of this house whose button was refused: its reader stays there. Empty where it is not known."""
    before = request.META.get("HTTP_REFERER", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return ""
    parts = urlsplit(before)
    return parts._replace(scheme="", netloc="").geturl() if parts.path != request.path else ""
