"""Taking in a budget from the command line: the same actions as on the pages."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from belediyye.core import display
from belediyye.core.actions import Refused
from belediyye.core.actors import machine
from belediyye.core.models import Municipality
from belediyye.finance.budget import actions
from belediyye.finance.budget.models import Budget, BudgetImport, ImportedRow, Side
from belediyye.finance.budget.queries.imports import problem_words

SIDES = {"revenue": Side.REVENUE, "expenditure": Side.EXPENDITURE, "financing": Side.FINANCING}


class Command(BaseCommand):
    help = (
        "Makes a draft budget of a workbook or CSV: ./run import-budget FILE --municipality CODE --year YEAR."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="its code, as in the address of its page")
        parser.add_argument("--year", type=int, required=True, help="the budget year of the draft")
        parser.add_argument(
            "--draft", type=int, help="into this version of the year's draft (default: a new one)"
        )
        parser.add_argument(
            "--file-year",
            type=int,
            help="only the file's rows of this year; 0 for all (default: the budget's)",
        )
        parser.add_argument("--side", choices=SIDES, help="of rows that do not say it themselves")
        parser.add_argument(
            "--thousands", action="store_true", help="the file's amounts are in thousand manat"
        )
        parser.add_argument(
            "--new-codes", action="store_true", help="add unknown codes as the municipality's own"
        )
        parser.add_argument("--try", action="store_true", dest="only_try", help="only read and report")
        parser.add_argument("--undo", action="store_true", help="take an earlier import of this file back")

    def handle(self, *args: object, file: Path, municipality: str, year: int, **asked: object) -> None:
        place = Municipality.objects.filter(code=municipality).first()
        if place is None:
            raise CommandError(f"there is no municipality “{municipality}”")
        actor = machine("./run import-budget", place)
        choice = actions.Choice(
            asked["file_year"],
            SIDES.get(str(asked["side"])),
            1000 if asked["thousands"] else 1,
            bool(asked["new_codes"]),
        )  # type: ignore[arg-type]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        with scope(municipality=place):
            version = Budget.objects.filter(municipality=place, year=year, version=asked["draft"]).first()
            if asked["draft"] and version is None:
                raise CommandError(f"there is no version {asked['draft']} for {year}")
            try:
                made = actions.read_import(
                    actor=actor, municipality=place, name=file.name, content=content, year=year, choice=choice, budget=version
                )  # fmt: skip
                self._report(made)
                if asked["undo"]:
                    gone, stayed = actions.undo_import(actor=actor, made=made)
                    self.stdout.write(f"{gone} lines taken out, {stayed} changed since and kept")
                elif asked["only_try"]:
                    self.stdout.write("nothing changed: only tried")
                elif made.state == BudgetImport.State.TAKEN:
                    self.stdout.write(f"already taken: {made.counts['taken']} lines in {made.budget}")
                else:
                    count = actions.take_import(actor=actor, made=made)
                    made.refresh_from_db()
                    self.stdout.write(f"{count} lines planned in {made.budget}")
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal

    def _report(self, made: BudgetImport) -> None:
        """The counts, the sums, and every row with a remark."""
        counts = made.counts
        sums = ", ".join(f"{name} {display.money(amount)}" for name, amount in counts["sums"].items())
        self.stdout.write(
            f"{counts['read']} rows read; lines: {counts['rows'].get('line', 0)} ({sums}); with a code: {counts['coded']}; not taken: {counts['rows'].get('refused', 0)}"
        )
        self.stdout.write(
            f"totals of the file checked: {counts['checked']}, not agreeing: {counts['differs']}"
        )
        rows = ImportedRow.objects.filter(made_by=made).exclude(problems=[])
        for row in rows[:50]:
            said = " ".join(problem_words(one) for one in row.problems)
            self.stdout.write(f"  row {row.row} {row.title}: {said}")
        if (more := rows.count() - 50) > 0:
            self.stdout.write(f"  … and {more} rows more, on the page of the import")
