"""What everyone may read: under /b/<municipality>/büdcə/."""

from django.urls import path

from belediyye.finance.budget import api
from belediyye.finance.budget.views import public

urlpatterns = [
    path("", public.overview, name="public_budget"),
    path("<int:year>/", public.year, name="public_budget_year"),
    path("<int:year>/lines.csv", api.lines_csv, name="public_budget_csv"),
    path("<int:year>/lines.json", api.lines_json, name="public_budget_json"),
    path("<int:year>/datapackage.json", api.datapackage, name="public_budget_package"),
]
