"""What a budget is made of: codes, the plan and its amendments, the papers of its execution, the ledger."""

from belediyye.finance.budget.models.codes import Axis, Code, CodeChange
from belediyye.finance.budget.models.execution import (
    BankLine,
    Commitment,
    Control,
    Obligation,
    PaymentOrder,
    Receipt,
)
from belediyye.finance.budget.models.importing import BudgetImport, ImportedRow
from belediyye.finance.budget.models.ledger import CONTROL, Account, Entry, Posting, Seal
from belediyye.finance.budget.models.plan import Amendment, AmendmentLine, Budget, Line, Side

__all__ = [
    "CONTROL",
    "Account",
    "Amendment",
    "AmendmentLine",
    "Axis",
    "BankLine",
    "Budget",
    "BudgetImport",
    "Code",
    "CodeChange",
    "Commitment",
    "Control",
    "Entry",
    "ImportedRow",
    "Line",
    "Obligation",
    "PaymentOrder",
    "Posting",
    "Receipt",
    "Seal",
    "Side",
]
