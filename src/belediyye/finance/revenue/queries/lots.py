"""Papers that go out together: the notices of a run, notices issued again on one day, the letters of a reminder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from belediyye.core.models import Municipality
from belediyye.core.period import format_date
from belediyye.finance.revenue.models import AssessmentRun, Notice, Reminder
from belediyye.finance.revenue.queries import letters, notices

Paper: TypeAlias = Notice | Reminder


@dataclass(frozen=True)
class Lot:
    """Papers of one municipality made at one time. `arguments` name them in a job and are enough to find them again
    (`read`), `columns` in their table, `name` in the name of a file; `about` is what the log says it was done to."""

    municipality_id: int
    model: type[Notice] | type[Reminder]
    arguments: dict[str, Any]
    columns: dict[str, int | date | None]
    name: str
    about: AssessmentRun | Municipality

    @property
    def of_notices(self) -> bool:
        return self.model is Notice

    @property
    def title(self) -> str:
        """What it is called on a page."""
        if "run" in self.arguments:
            return str(self.about)
        if self.of_notices:
            said = _("Notices of %(year)s issued again on %(day)s")
            return said % {"year": self.columns["year"], "day": format_date(_day(self.columns["issued"]))}
        return f"{Reminder.Step(self.arguments['step']).label}, {format_date(_day(self.columns['day']))}"

    @property
    def title_of_papers(self) -> str:
        """What it is called away from its page, in the list of works: that of a run says that it is notices."""
        return _("notices of %(run)s") % {"run": self.about} if "run" in self.arguments else self.title

    def url(self, page: str) -> str:
        """The address of a page about it: print, mail, sms."""
        if "run" in self.arguments:
            return reverse(f"revenue_run_{page}", args=[self.arguments["run"]])
        kind = "again" if self.of_notices else "reminders"
        return reverse(f"revenue_{kind}_{page}", args=list(self.arguments.values()))

    @property
    def where(self) -> str:
        """The condition of SQL that finds its rows, `n` being their table."""
        found = {
            name: "IS NULL" if v is None else f"= '{v.isoformat()}'" if isinstance(v, date) else f"= {int(v)}"
            for name, v in self.columns.items()
        }
        return " AND ".join(f"n.{name} {value}" for name, value in found.items())

    def papers(self) -> "QuerySet[Any]":
        """Its papers by number, with all that printing asks for."""
        rows: Any = self.model.objects.filter(**self.columns)
        return rows.select_related("taxpayer__responsible", "taxpayer__municipality", "municipality").order_by("number")  # fmt: skip

    def in_order(self, pks: list[int], size: int) -> Iterator[list[Any]]:
        """The papers with these keys in this order, `size` at a time."""
        for start in range(0, len(pks), size):
            part = pks[start : start + size]
            found = self.papers().in_bulk(part)
            yield [found[pk] for pk in part]

    def pdf(self, chosen: list[Any], lang: str) -> bytes:
        """These papers as one PDF, a page each."""
        with override(lang):
            return notices.pdf_of(chosen, lang) if self.of_notices else letters.reminders_pdf(chosen)


def _day(value: int | date | None) -> date:
    assert isinstance(value, date)
    return value


def of_run(run: AssessmentRun) -> Lot:
    """The notices of a run."""
    columns: dict[str, int | date | None] = {"run_id": run.pk}
    return Lot(run.municipality_id, Notice, {"run": run.number}, columns, f"notices-{run.year}-{run.number}", run)  # fmt: skip


def again(place: Municipality, year: int, issued: date) -> Lot:
    """The notices of a year issued again on a day, before the second half."""
    arguments = {"year": year, "issued": issued.isoformat()}
    columns = {"municipality_id": place.pk, "year": year, "issued": issued, "run_id": None}
    return Lot(place.pk, Notice, arguments, columns, f"second-notices-{year}-{issued.isoformat()}", place)


def of_reminders(place: Municipality, day: date, step: int) -> Lot:
    """The letters of a step made on a day."""
    arguments = {"day": day.isoformat(), "step": step}
    columns: dict[str, int | date | None] = {"municipality_id": place.pk, "day": day, "step": step}
    return Lot(place.pk, Reminder, arguments, columns, f"reminders-{day.isoformat()}-{step}", place)


def read(place: Municipality, arguments: Mapping[str, Any]) -> Lot:
    """The lot that a job's arguments name. Raises DoesNotExist for a run that is not there."""
    if "run" in arguments:
        run = AssessmentRun.objects.select_related("municipality").get(municipality=place, number=arguments["run"])  # fmt: skip
        return of_run(run)
    if "issued" in arguments:
        return again(place, arguments["year"], date.fromisoformat(arguments["issued"]))
    return of_reminders(place, date.fromisoformat(arguments["day"]), arguments["step"])


def of_paper(paper: Paper) -> Lot:
    """The lot that a paper went out with."""
    if isinstance(paper, Reminder):
        return of_reminders(paper.municipality, paper.day, paper.step)
    return of_run(paper.run) if paper.run else again(paper.municipality, paper.year, paper.issued)
