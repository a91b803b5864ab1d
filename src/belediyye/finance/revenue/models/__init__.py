"""What is true about payers, what they own, what was assessed and what stands on their accounts.

Three layers, each only pointing downwards:

* the register — `Taxpayer`, `PrivilegeStatus`, `TaxObject` with dated `ObjectState`s, `Holding`s, `Charge`s (local
  payments by contract or decision), and how they came in: `RollImport`, `ImportRow`, `SavedMapping`;
* the assessment — `AssessmentRun` and its `Assessment`s, whose inputs are rows that never change;
* the account — `Entry`, append-only and the only truth of every balance. A *demand* is an entry of kind DEMAND: the
  row is the obligation and its posting at once, so the two cannot differ. Whatever later touches it (adjustment,
  payment, interest, write-off, transfer) is an entry that names it in `demand`. Balance of anything at a day = sum
  of `amount` of the entries with `day` ≤ that day. `Notice` shows demands to the payer and holds no amount of its own
  beyond what was printed. `Opening` is a line of the old books, brought in as entries once.

Beside them stands how papers reach people: `Delivery` on foot, `Mailing` by e-mail to whom a `Consent` allows.
"""

from belediyye.finance.revenue.models.account import Delivery, Entry, Notice
from belediyye.finance.revenue.models.assessing import Assessment, AssessmentRun
from belediyye.finance.revenue.models.bank import BankLine, BankStatement, Payment, Portal
from belediyye.finance.revenue.models.charges import Bill, Charge, ChargePart, ChargeQuantity
from belediyye.finance.revenue.models.collecting import (
    Agreement,
    AgreementDebt,
    AgreementPart,
    Clearance,
    Deferral,
    Objection,
    ProposalLine,
    Refund,
    Registration,
    Reminder,
    WriteOff,
    WriteOffProposal,
)
from belediyye.finance.revenue.models.enforcing import CourtCase, CourtDebt, CourtStep, Sanction
from belediyye.finance.revenue.models.heads import Head
from belediyye.finance.revenue.models.importing import ImportRow, RollImport, SavedMapping
from belediyye.finance.revenue.models.mailing import Consent, Mailing
from belediyye.finance.revenue.models.objects import RANGES, Holding, ObjectEvent, ObjectState, TaxObject
from belediyye.finance.revenue.models.opening import BilledYear, Opening
from belediyye.finance.revenue.models.payers import Merge, NotDuplicate, PrivilegeStatus, Taxpayer

__all__ = [
    "RANGES",
    "Agreement",
    "AgreementDebt",
    "AgreementPart",
    "Assessment",
    "AssessmentRun",
    "BankLine",
    "BankStatement",
    "Bill",
    "BilledYear",
    "Charge",
    "ChargePart",
    "ChargeQuantity",
    "Clearance",
    "Consent",
    "CourtCase",
    "CourtDebt",
    "CourtStep",
    "Deferral",
    "Delivery",
    "Entry",
    "Head",
    "Holding",
    "ImportRow",
    "Mailing",
    "Merge",
    "NotDuplicate",
    "Notice",
    "ObjectEvent",
    "ObjectState",
    "Objection",
    "Opening",
    "Payment",
    "Portal",
    "PrivilegeStatus",
    "ProposalLine",
    "Refund",
    "Registration",
    "Reminder",
    "RollImport",
    "Sanction",
    "SavedMapping",
    "TaxObject",
    "Taxpayer",
    "WriteOff",
    "WriteOffProposal",
]
