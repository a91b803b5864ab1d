"""What stands behind an entry of an account: the names of `Entry.source_kind` that questions and actions tell apart."""

PAYMENT = "revenue.payment"
SET_OFF = "revenue.setoff"
RELEASE = "revenue.release"
# What an objection took off without a new assessment: it stands beside what a run computes.
GRANTED = "revenue.objection"
# What of a sold building's tax passed to its new holder: a debt beside his own tax.
PASSED = "revenue.holding"
# A reduction of what was demanded on, and wholly left, a record that was merged into this one: it is credit here.
REDUCED = "revenue.reduced"
# On principal these say what was paid, set off or became credit, not what is demanded.
SETTLED = (PAYMENT, SET_OFF, RELEASE)
