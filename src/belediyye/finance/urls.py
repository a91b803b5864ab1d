"""The finance wing's rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("budget/", include("belediyye.finance.budget.urls")),
]
