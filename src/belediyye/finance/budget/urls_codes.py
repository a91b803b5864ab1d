"""The classifications, under /finance/budget/codes/."""

from django.urls import path

from belediyye.finance.budget.views import codes

urlpatterns = [
    path("", codes.codes, name="budget_codes"),
    path("new/", codes.code_new, name="budget_code_new"),
    path("import/", codes.codes_import, name="budget_codes_import"),
    path("<int:pk>/", codes.code, name="budget_code"),
    path("<int:pk>/close/", codes.code_close, name="budget_code_close"),
    path("<int:pk>/change/", codes.code_change, name="budget_code_change"),
]
