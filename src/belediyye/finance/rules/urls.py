"""The public pages of the law as data, under short Azerbaijani words."""

from django.urls import path

from belediyye.finance.rules import views

urlpatterns = [
    path("vergilər/", views.taxes, name="taxes"),
    path("vergilər/<slug:identifier>/", views.tax, name="tax"),
    path("kalkulyator/", views.calculator, name="calculator"),
]
