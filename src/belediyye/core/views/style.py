"""The component page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "core/style_guide.html")
