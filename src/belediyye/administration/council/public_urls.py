"""What everyone may read: under /b/<municipality>/."""

from django.urls import path

from belediyye.administration.council.views import public

urlpatterns = [
    path("iclaslar/", public.sittings, name="public_sittings"),
    path("iclaslar/təqvim.ics", public.calendar, name="council_calendar"),
    path("iclaslar/<int:pk>/", public.sitting, name="public_sitting"),
    path("iclaslar/<int:pk>/protokol.pdf", public.minutes, name="public_minutes"),
    path("qərarlar/", public.decisions, name="public_decisions"),
    path("qərarlar/lent.xml", public.atom, name="council_feed"),
    path("qərarlar/<int:year>/<int:number>/", public.decision, name="public_decision"),
    path("üzvlər/", public.members, name="public_members"),
    path("səlahiyyətlər/", public.powers, name="public_powers"),
]
