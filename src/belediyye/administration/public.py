"""The administration wing's public pages, under a municipality's address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("belediyye.administration.council.public_urls")),
]
