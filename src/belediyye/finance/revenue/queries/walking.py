"""The walk that delivers notices: stops street by street, house by house as people count, on paper and as a table."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

from django.db.models import Max, Min
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from belediyye.core.collation import az_key
from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.core.identifiers import YVOK
from belediyye.core.models import Municipality
from belediyye.core.money import format_money
from belediyye.finance.revenue.models import Holding, Notice, TaxObject
from belediyye.finance.revenue.queries.cases import language
from belediyye.finance.revenue.queries.notices import press, reached
from belediyye.finance.revenue.queries.reports.streets import streets

FORM = Path(__file__).parents[1] / "typst" / "walk.typ"
_HOUSE = re.compile(r"^(?P<street>.*?)[\s,]*(?P<house>\d[\w./-]*)?$")


@dataclass(frozen=True)
class Stop:
    """A door to knock at: whose notice, where."""

    notice: Notice
    name: str
    settlement: str
    street: str
    house: str

    @property
    def place(self) -> tuple[object, ...]:
        """Where it lies in the walk: 2 before 10, 10 before 10a."""
        digits = re.match(r"\d+", self.house)
        return (
            az_key(self.settlement),
            az_key(self.street),
            int(digits[0]) if digits else 10**9,
            az_key(self.house),
            self.notice.number,
        )


def stops(municipality_id: int, year: int, street: str = "", waiting: bool = True) -> list[Stop]:
    """The newest notice of every payer of a year, in the order of a walk; by default those that
    neither a hand nor an e-mail has delivered."""
    rows = Notice.objects.filter(municipality_id=municipality_id, year=year)
    newest = rows.order_by().values("taxpayer_id").annotate(n=Max("number")).values("n")
    rows = rows.filter(number__in=newest).select_related("taxpayer__responsible")
    if waiting:
        rows = rows.exclude(reached())
    if street:
        here = f"SELECT taxpayer_id FROM {streets(municipality_id)} s WHERE s.street = %s"
        rows = rows.filter(taxpayer_id__in=RawSQL(here, [street]))  # noqa: S611
    found = list(rows)
    homes = _objects([n.taxpayer_id for n in found if not (n.taxpayer.responsible or n.taxpayer).street])
    made = []
    for n in found:
        receiver = n.taxpayer.responsible or n.taxpayer
        at = receiver if receiver.street else homes.get(n.taxpayer_id, receiver)
        split = _HOUSE.match(at.street)
        name, tail = (split["street"], split["house"]) if split and not at.house else (at.street, None)
        who = receiver.name if receiver == n.taxpayer else f"{receiver.name} ({n.taxpayer.name})"
        made.append(Stop(n, who, at.settlement, name, at.house or tail or ""))
    return sorted(made, key=lambda s: s.place)


def _objects(payer_ids: Sequence[int]) -> dict[int, TaxObject]:
    """The first object of each payer whose own address is not known: rolls give the object's alone."""
    first = dict(
        Holding.objects.filter(taxpayer_id__in=payer_ids, withdrawn=False)
        .order_by().values("taxpayer_id").annotate(o=Min("object_id")).values_list("taxpayer_id", "o")
    )  # fmt: skip
    things = TaxObject.objects.in_bulk(first.values())
    return {payer: things[o] for payer, o in first.items() if o in things}


def walk_pdf(place: Municipality, year: int, chosen: Sequence[Stop], on: date) -> bytes:
    """The list to walk with: a table a street, with a place for the day and the signature of who received."""
    parts = [
        {
            "street": ", ".join(filter(None, key)) or _("address not known"),
            "rows": [
                [s.house or "–", s.name, str(s.notice), format_money(s.notice.total_qepik), "", ""] for s in group
            ],
        }
        for key, group in groupby(chosen, key=lambda s: (s.settlement, s.street))
    ]  # fmt: skip
    data = {
        "language": language(), "title": _("Walking list of payment notices, %(year)s") % {"year": year},
        "municipality": _("%(name)s municipality") % {"name": place.name}, "address": place.address, "day": f"{on:%d.%m.%Y}",
        "count": _("Notices: %(count)s") % {"count": len(chosen)}, "parts": parts,
        "head": [_("House"), _("Taxpayer"), _("Number of the notice"), _("Amount"), _("Day"), _("Received: signature")],
        "by": [[_("Delivered by"), ""]],
    }  # fmt: skip
    return press().pdf(FORM, data, made=datetime(on.year, on.month, on.day, tzinfo=UTC), archival=True)


def walk_xlsx(chosen: Sequence[Stop], made: datetime) -> bytes:
    """The same list as a workbook."""
    lang = language()
    titles = (
        (_("settlement"), "text", 22), (_("street"), "text", 28), (_("House"), "text", 8), (_("Taxpayer"), "text", 40), (_("YVÖK"), "text", 15),
        (_("Telephone"), "text", 18), (_("Number of the notice"), "text", 12), (_("Amount"), "money", 14), (_("Day"), "text", 12), (_("Received: signature"), "text", 28),
    )  # fmt: skip
    columns = [Column({lang: t}, kind, width, kind == "money") for t, kind, width in titles]
    rows = (
        [s.settlement, s.street, s.house, s.name, YVOK.format(s.notice.taxpayer.code), (s.notice.taxpayer.responsible or s.notice.taxpayer).telephone,
         str(s.notice), s.notice.total_qepik, "", ""]
        for s in chosen
    )  # fmt: skip
    target = io.BytesIO()
    write_xlsx(target, columns, rows, made=made, language=lang)
    return target.getvalue()
