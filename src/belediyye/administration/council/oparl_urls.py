"""OParl 1.1: under /oparl/1.1/."""

from django.urls import path

from belediyye.administration.council import api

urlpatterns = [
    path("", api.system, name="oparl_system"),
    path("body/", api.bodies, name="oparl_bodies"),
    path("body/<slug:code>/", api.body, name="oparl_body"),
    path("body/<slug:code>/<str:kind>/", api.objects, name="oparl_list"),
    path("body/<slug:code>/<str:kind>/<int:pk>/", api.one, name="oparl_object"),
]
