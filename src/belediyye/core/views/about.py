"""What is said about the program itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "core/accessibility.html")


@require_GET
def licence(request: HttpRequest) -> HttpResponse:
    """The licence, whole."""
    return render(request, "core/licence.html", {"text": (settings.ROOT / "LICENSE").read_text("utf-8")})
