"""What stands behind an entry of an account: the names of `Entry.source_kind` that questions and actions tell apart, and
the one rule that tells what was paid from what is demanded."""

from django.db.models import Q

PAYMENT = "revenue.payment"
SET_OFF = "revenue.setoff"
RELEASE = "revenue.release"
# What an objection took off without a new assessment: it stands beside what a run computes.
GRANTED = "revenue.objection"
# What was written off by decision.
WRITTEN_OFF = "revenue.writeoff"
# What of a sold building's tax passed to its new holder: a debt beside his own tax.
PASSED = "revenue.holding"
# A reduction of what was demanded on, and wholly left, a record that was merged into this one: it is credit here.
REDUCED = "revenue.reduced"
# A raise of a demand whose day had passed: a debt of its own beside it (`source_id`), due later.
RAISED = "revenue.raised"
# Debt that goes to the record into which another was merged: its base names the debt that it was (`source_id`).
CARRIED = "revenue.carried"
# On principal these say what was paid, set off or became credit, not what is demanded.
SETTLED = (PAYMENT, SET_OFF, RELEASE)
# What of a debt was paid on the record that it left arrives as one sum.
PAID_BY = (*SETTLED, CARRIED)
_PAYMENT_OR_REFUND = (3, 6)


def says_paid(entry: str = "e", *, over_records: bool = False) -> str:
    """The SQL condition that an entry on a debt says what was paid of it, not what is demanded.

    Read on one record, what was carried to or from another is of that kind. `over_records`: the records of a person are
    read together, where what one carried away and another received is the same debt and cancels out."""
    kinds = ", ".join(map(str, _PAYMENT_OR_REFUND))
    sources = ", ".join(f"'{name}'" for name in (SETTLED if over_records else PAID_BY))
    return f"({entry}.kind IN ({kinds}) OR {entry}.source_kind IN ({sources}))"


def is_paid(to: str = "", *, over_records: bool = False) -> Q:
    """`says_paid` for the ORM; `to` is the way to the entry, as `applied__`."""
    sources = SETTLED if over_records else PAID_BY
    return Q(**{f"{to}kind__in": _PAYMENT_OR_REFUND}) | Q(**{f"{to}source_kind__in": sources})
