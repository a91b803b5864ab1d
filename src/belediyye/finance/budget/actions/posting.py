"""Writing the ledger: the only place that does. Sums are checked here first, then by the database."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from belediyye.core.actors import Actor
from belediyye.core.numbering import take_number
from belediyye.finance.budget.models import CONTROL, Account, Budget, Entry, Posting, Seal


class Unbalanced(Exception):
    """An entry whose debits and credits differ, or whose control postings do not balance line by line: our own fault."""


@dataclass(frozen=True)
class Move:
    """An amount of qəpik from one account to another, for a line. A negative amount goes the other way."""

    debit: Account
    credit: Account
    amount: int
    line: int | None = None


def post(
    budget: Budget, moves: Iterable[Move], *, actor: Actor, day: date, text: str, **papers: Any
) -> Entry | None:
    """Writes one entry of the moves and seals it. Nothing to move gives None. To be called inside an action.

    Raises Unbalanced where a control account is moved against money: every line's control must balance by itself.
    """
    kept = [move for move in moves if move.amount]
    if not kept:
        return None
    for move in kept:
        if (move.debit in CONTROL) != (move.credit in CONTROL):
            raise Unbalanced(f"{move.debit.name} against {move.credit.name}")
    key = uuid.uuid4()
    entry = Entry.objects.create(
        id=key, seal_id=key, municipality_id=budget.municipality_id, budget=budget, day=day, at=timezone.now(),
        by=actor.name[:250], text=text[:300], **papers,
        number=take_number(owner=budget.municipality_id, code="budget.entry", year=budget.year),
    )  # fmt: skip
    Posting.objects.bulk_create(_sides(entry, kept), batch_size=2000)
    debits = sum(abs(move.amount) for move in kept)
    Seal.objects.create(id=key, total=debits)
    return entry


def _sides(entry: Entry, moves: list[Move]) -> list[Posting]:
    about = {
        "entry": entry,
        "municipality_id": entry.municipality_id,
        "budget_id": entry.budget_id,
        "day": entry.day,
    }
    sides = []
    for move in moves:
        debit, credit = (move.debit, move.credit) if move.amount > 0 else (move.credit, move.debit)
        sides.append(Posting(account=debit, line_id=move.line, debit=abs(move.amount), **about))
        sides.append(Posting(account=credit, line_id=move.line, credit=abs(move.amount), **about))
    return sides
