"""What the adopted budget plans by revenue head, for the comparative income form of the revenue room."""

from belediyye.core.models import Municipality
from belediyye.finance.budget.models import Line
from belediyye.finance.budget.queries.plan import adjusted_quarters, adopted
from belediyye.finance.revenue.models import Head

# Our code of a kind of revenue → the head that payers owe it under. Buildings and vehicles are one tax in the budget.
HEADS = {
    "V.PROPERTY": Head.PROPERTY,
    "V.LAND": Head.LAND,
    "V.MINING": Head.EXTRACTION,
    "V.PROFIT": Head.PROFIT,
    "V.ADVERT": Head.ADVERTISING,
    "V.HOTEL": Head.HOTEL,
    "V.PARKING": Head.PARKING,
    "V.TRADE": Head.TRADE,
    "1.4.1.6.3": Head.RENT,
    "1.4.2.1.8.1": Head.SALE,
}


def planned_by_head(municipality_id: int, year: int) -> dict[int, int]:
    """Planned qəpik of a year by head, adopted amendments in it; empty where no budget is adopted."""
    place = Municipality.objects.filter(pk=municipality_id).first()
    budget = adopted(place, year) if place else None
    if budget is None:
        return {}
    quarters = adjusted_quarters(budget)
    found: dict[int, int] = {}
    for pk, code in Line.objects.filter(budget=budget, revenue__code__in=HEADS).values_list(
        "pk", "revenue__code"
    ):
        found[int(HEADS[code])] = found.get(int(HEADS[code]), 0) + sum(quarters[pk])
    return found
