"""What the budget room is asked. Nothing here writes."""

from belediyye.finance.budget.queries.balances import (
    Position,
    TrialRow,
    available_in_ledger,
    bank_balance,
    entries_of,
    open_commitments,
    open_obligations,
    open_of_commitment,
    open_of_obligation,
    ordered_of_obligation,
    position,
    positions,
    spending_lines,
    trial_balance,
    unbalanced_entries,
)
from belediyye.finance.budget.queries.law import LawStep, calendar_of_law
from belediyye.finance.budget.queries.plan import (
    BALANCE,
    FROZEN,
    PUBLIC,
    Check,
    Totals,
    adjusted_quarters,
    adopted,
    axis_of,
    budgets_of,
    checks,
    codes,
    latest_adopted,
    seed_words,
    side_by_side,
    totals,
    unbalanced_amendment,
)
from belediyye.finance.budget.queries.public import Story, known_on, manat, open_rows, public_drafts, public_version, public_years, similar, story
from belediyye.finance.budget.queries.reports import Agreement, MonthRow, Report, Row, agreement, cash_plan, report

__all__ = [
    "Story", "known_on", "manat", "open_rows", "public_drafts", "public_version", "public_years", "similar", "story",
    "Agreement", "MonthRow", "Report", "Row", "agreement", "cash_plan", "report",
    "BALANCE", "FROZEN", "PUBLIC", "Check", "LawStep", "Position", "Totals", "TrialRow", "adjusted_quarters", "adopted", "available_in_ledger",
    "axis_of", "bank_balance", "budgets_of", "calendar_of_law", "checks", "codes", "entries_of", "latest_adopted", "open_commitments",
    "open_obligations", "open_of_commitment", "open_of_obligation", "ordered_of_obligation", "position", "positions", "seed_words",
    "side_by_side", "spending_lines", "totals", "trial_balance", "unbalanced_amendment", "unbalanced_entries",
]  # fmt: skip
