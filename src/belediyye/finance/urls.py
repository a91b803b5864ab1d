"""The finance wing's rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("revenue/", include("belediyye.finance.revenue.urls")),
    path("budget/", include("belediyye.finance.budget.urls")),
]
