"""Budgets from other people's workbooks: columns matched, amounts read exactly, totals reconciled before anything is kept."""

from belediyye.finance.budget.importing.found import Difference, Reconciled
from belediyye.finance.budget.importing.reconcile import reconcile
from belediyye.finance.budget.importing.rows import (
    HEADINGS,
    Found,
    ReadError,
    Sheet,
    read_lines,
    read_rows,
    read_sheet,
)

__all__ = [
    "HEADINGS", "Difference", "Found", "ReadError", "Reconciled", "Sheet", "read_lines", "read_rows", "read_sheet", "reconcile",
]  # fmt: skip
