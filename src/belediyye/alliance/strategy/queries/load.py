"""How much one role has to do in each month, by the periods of what it answers for."""

from collections import Counter
from dataclasses import dataclass

from belediyye.alliance.strategy.models import Activity, ActivityPeriod, Plan, Responsible
from belediyye.core.period import Month
from belediyye.core.text import fold

# More than this many dated activities of one role at once is more than a small office can do well.
TOO_MANY = 8


@dataclass(frozen=True)
class Load:
    """A role with the number of its dated activities in each month of the plan, and its regular ones beside."""

    words: str
    months: tuple[tuple[Month, int], ...]
    regular: int

    @property
    def most(self) -> int:
        return max((count for _month, count in self.months), default=0)


def load_by_role(plan: Plan) -> list[Load]:
    """The roles of the plan, the busiest first; three queries whatever the size."""
    kept = dict(plan.activities.exclude(state=Activity.State.DROPPED).values_list("pk", "regular"))
    months_of: dict[int, set[tuple[int, int]]] = {}
    for pk, starts, ends in ActivityPeriod.objects.filter(activity__plan=plan).values_list(
        "activity", "starts", "ends"
    ):
        first, last = starts.year * 12 + starts.month - 1, ends.year * 12 + ends.month - 1
        months_of.setdefault(pk, set()).update(divmod(n, 12) for n in range(first, last + 1))
    counts: dict[str, Counter[tuple[int, int]]] = {}
    regular: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for pk, words in Responsible.objects.filter(activity__plan=plan).values_list("activity", "words"):
        if pk not in kept:
            continue
        key = fold(words)
        shown.setdefault(key, words)
        count = counts.setdefault(key, Counter())
        regular[key] += kept[pk]
        count.update(months_of.get(pk, ()))
    loads = []
    for key, count in counts.items():
        days = sorted(count)
        span = range(days[0][0] * 12 + days[0][1], days[-1][0] * 12 + days[-1][1] + 1) if days else range(0)
        months = tuple((Month(n // 12, n % 12 + 1), count.get(divmod(n, 12), 0)) for n in span)
        loads.append(Load(shown[key], months, regular[key]))
    return sorted(loads, key=lambda one: (-one.most, -one.regular, one.words))
