"""The cellar's own pages."""

from django.urls import path

from belediyye.core import views

urlpatterns = [
    path("iş-təqvimi/", views.working_days, name="working_days"),
    path("iş-təqvimi/<int:year>/", views.working_days, name="working_days_of"),
    path("idarə/", views.office, name="office"),
    path("jurnal/", views.journal, name="journal"),
    path("iş/<int:pk>/", views.job, name="job"),
    path("bələdiyyə/", views.choose_municipality, name="choose_municipality"),
    path("bələdiyyə/<slug:code>/", views.municipality, name="municipality"),
]
