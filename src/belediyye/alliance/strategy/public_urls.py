"""The plan's addresses for visitors, under short words."""

from django.urls import path

from belediyye.alliance.strategy import views

urlpatterns = [
    path("plan", views.public, name="strategy_public"),
    path("plan.ics", views.public_calendar, name="strategy_public_calendar"),
]
