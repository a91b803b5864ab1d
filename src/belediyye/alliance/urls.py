"""The alliance wing's rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("relations/", include("belediyye.alliance.relations.urls")),
    path("strategy/", include("belediyye.alliance.strategy.urls")),
]
