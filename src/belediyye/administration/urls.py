"""The administration wing's rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("council/", include("belediyye.administration.council.urls")),
]
