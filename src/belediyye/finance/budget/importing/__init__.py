"""Budgets from other people's workbooks: columns matched, amounts read exactly, totals reconciled before anything is kept."""

from belediyye.finance.budget.importing.reconcile import Reconciled, reconcile
from belediyye.finance.budget.importing.rows import Found, ReadError, read_lines, read_rows

__all__ = ["Found", "ReadError", "Reconciled", "read_lines", "read_rows", "reconcile"]
