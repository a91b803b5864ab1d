"""Taking in budgets from files, under /finance/budget/imports/."""

from django.urls import path

from belediyye.finance.budget.views import imports

urlpatterns = [
    path("", imports.imports, name="budget_imports"),
    path("new/", imports.import_new, name="budget_import_new"),
    path("<int:pk>/", imports.import_page, name="budget_import"),
    path("<int:pk>/match/", imports.import_match, name="budget_import_match"),
    path("<int:pk>/take/", imports.import_take, name="budget_import_take"),
    path("<int:pk>/undo/", imports.import_undo, name="budget_import_undo"),
]
