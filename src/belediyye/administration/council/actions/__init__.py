"""Every change in the council's room. `effects` is the register that higher rooms fill; see `models/effects.py`."""

from belediyye.administration.council.actions.agenda import (
    add_item,
    add_paper,
    change_item,
    move_item,
    record_discussion,
    settle_item,
    withdraw_paper,
)
from belediyye.administration.council.actions.bodies import (
    close_body,
    end_post,
    found_body,
    leave_seat,
    make_post,
    open_term,
    take_seat,
)
from belediyye.administration.council.actions.decisions import (
    apply_effect,
    mark_effect,
    pass_decision,
    publish_decision,
    record_answer,
    send_decision,
    sign_decision,
)
from belediyye.administration.council.actions.powers import (
    add_power,
    assign,
    fund_power,
    release,
    seed_powers,
)
from belediyye.administration.council.actions.sittings import (
    bring_again,
    call_sitting,
    cancel_sitting,
    close_sitting,
    mark_attendance,
    move_sitting,
    open_sitting,
    prepare_sitting,
    repeat_sitting,
    sign_minutes,
)
from belediyye.administration.council.actions.votes import (
    cast_vote,
    close_ballot,
    open_ballot,
    record_counts,
    record_votes,
)
from belediyye.administration.council.models.effects import effects

__all__ = [
    "add_item", "add_paper", "add_power", "apply_effect", "assign", "bring_again", "call_sitting", "cancel_sitting",
    "cast_vote", "change_item", "close_ballot", "close_body", "close_sitting", "effects", "end_post", "found_body",
    "fund_power", "leave_seat", "make_post", "mark_attendance", "mark_effect", "move_item", "move_sitting",
    "open_ballot", "open_sitting", "open_term", "pass_decision", "prepare_sitting", "publish_decision",
    "record_answer", "record_counts", "record_discussion", "record_votes", "release", "repeat_sitting",
    "seed_powers", "send_decision", "settle_item", "sign_decision", "sign_minutes", "take_seat", "withdraw_paper",
]  # fmt: skip
