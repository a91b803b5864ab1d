"""What the council's room is asked. Nothing here writes."""

from belediyye.administration.council.queries.bodies import (
    bodies_of,
    council_of,
    members_on,
    posts_on,
    seat_of,
    seats_by_law,
    term_on,
    voters_on,
)
from belediyye.administration.council.queries.decisions import (
    changes_by,
    changes_of,
    decision_on,
    decisions_like,
    decisions_of,
    failed_effects,
    passed_decision,
    published,
    to_send,
    unpublished,
    unsigned,
    years_of,
)
from belediyye.administration.council.queries.law import (
    ballot_outcome,
    lines,
    matter_choices,
    matter_words,
    next_session_due,
    notice_due,
    said,
    sitting_day,
    supervision_due,
    tongue,
)
from belediyye.administration.council.queries.powers import matrix, powers_on, row_of, tally
from belediyye.administration.council.queries.sittings import (
    attendance_of,
    coming,
    items_of,
    items_without_papers,
    last_held,
    open_ballot,
    present_count,
    public_sittings,
    quorum_now,
    records_of,
    sittings_like,
    sittings_of,
)

__all__ = [
    "attendance_of", "ballot_outcome", "bodies_of", "changes_by", "changes_of", "coming", "council_of",
    "decision_on", "decisions_like", "decisions_of", "failed_effects", "items_of", "items_without_papers",
    "last_held", "lines", "matrix", "matter_choices", "matter_words", "members_on", "next_session_due",
    "notice_due", "open_ballot", "passed_decision", "posts_on", "powers_on", "present_count", "public_sittings",
    "published", "quorum_now", "records_of", "row_of", "said", "seat_of", "seats_by_law", "sitting_day",
    "sittings_like", "sittings_of", "supervision_due", "tally", "term_on", "to_send", "tongue", "unpublished",
    "unsigned", "voters_on", "years_of",
]  # fmt: skip
