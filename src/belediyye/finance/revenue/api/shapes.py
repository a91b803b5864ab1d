"""The shapes that go through the portal's door. Money is whole qəpik, days are ISO 8601; names are the door's contract."""

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

MOST = 10_000_000_00
KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$"
REFERENCE_PATTERN = r"^[0-9][0-9 -]{9,29}$"


def _iso(value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("a day as 2026-11-22")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_iso)]
Qepik = Annotated[int, Field(strict=True, ge=1, le=MOST)]


class Health(Schema):
    """That the door is open."""

    status: str
    version: str
    day: date


class DebtItem(Schema):
    """One demand with what is open of it; interest up to the day of asking."""

    kind: int = Field(description="Number of the tax or local payment; it never changes its meaning.")
    name: str
    year: int
    instalment: int
    due: date
    overdue: bool
    principal_qepik: int
    interest_qepik: int
    sanction_qepik: int
    total_qepik: int


class Debts(Schema):
    """What a payer owes on a day. The name is hidden but for its first letters: enough to know one's own."""

    code: str
    payer: str
    as_of: date
    currency: str = "AZN"
    total_qepik: int
    overdue_qepik: int
    credit_qepik: int = Field(description="Overpaid money that settles what falls due next.")
    municipality: str
    account: str = Field(description="The municipality's bank account; empty where none is recorded.")
    items: list[DebtItem]


class PaymentIn(Schema):
    """A payment that the portal has taken from a payer."""

    model_config = ConfigDict(extra="forbid")

    reference: str = Field(
        pattern=REFERENCE_PATTERN,
        description="Payment reference (14 digits) or YVÖK (11 digits); spaces and hyphens may stand.",
    )
    amount_qepik: Qepik
    paid_on: Day = Field(description="The day on which the payer paid: today or one of the last 30 days.")


class Part(Schema):
    """What of a payment settled what, in the law's order."""

    kind: int = Field(
        description="Number of the tax or local payment; 0 is money that settled nothing yet and stands on the payer's account."
    )
    name: str = Field(description="What the kind is called; empty where `kind` is 0.")
    year: int = Field(description="Year of the debt; where `kind` is 0, of the payment.")
    component: str = Field(description="principal, interest or sanction")
    amount_qepik: int


class PaymentMade(Schema):
    """A posted payment. It never changes: the same key gives the same answer again."""

    key: str
    receipt: str = Field(description="Number of the receipt in the municipality and year.")
    code: str
    amount_qepik: int
    paid_on: date
    parts: list[Part]


class PaymentNow(PaymentMade):
    """A payment as it stands now."""

    reversed_on: date | None
    passed_on: bool = Field(description="Whether the bank has brought the money.")


class PaymentRow(Schema):
    key: str
    receipt: str
    amount_qepik: int
    paid_on: date
    reversed_on: date | None
    passed_on: bool


class Register(Schema):
    """The portal's payments of a day, for comparing with its own list; reversed ones count in no sum."""

    day: date
    count: int
    total_qepik: int
    payments: list[PaymentRow]


class ReversalIn(Schema):
    """Why a payment is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=200, pattern=r"\S")
