"""The import of a roll from the command line: the same actions as on the pages, with a bar."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django_scopes import scope
from rich.progress import Progress

from belediyye.core.actions import Refused
from belediyye.core.actors import machine
from belediyye.core.jobs import run_here
from belediyye.core.models import Job, Municipality
from belediyye.core.period import parse_date
from belediyye.core.refusals import Refused as Unreadable
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import RollImport
from belediyye.finance.revenue.queries import rolls


class Command(BaseCommand):
    help = "Takes a roll of payers and objects (.xlsx, .ods, .csv) into a municipality's register; ./run import-roll FILE --municipality CODE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="its code, as in the address of its page")
        parser.add_argument(
            "--since",
            default="",
            help="day from which the characteristics count (default: 1 January of this year; of an office that has nothing yet, of the oldest year that can still be assessed)",
        )
        parser.add_argument(
            "--balances",
            action="store_true",
            help="the file is a list of opening balances; --since is the day on which they stood (default: today)",
        )
        parser.add_argument(
            "--try",
            action="store_true",
            dest="only_try",
            help="only try: say what would be done, change nothing",
        )
        parser.add_argument(
            "--refused", type=Path, help="write the refused rows with their reasons to this .xlsx"
        )

    def handle(
        self,
        *args: object,
        file: Path,
        municipality: str,
        since: str,
        balances: bool,
        only_try: bool,
        refused: Path | None,
        **options: object,
    ) -> None:
        try:
            place = Municipality.objects.filter(code=municipality).first()
        except DatabaseError as error:
            raise CommandError("the database has no tables yet: run “./run migrate” first") from error
        if place is None:
            raise CommandError(f"there is no municipality “{municipality}”")
        actor = machine("./run import-roll", place)
        today = timezone.localdate()
        try:
            with scope(municipality=place):
                default = today if balances else rolls.first_since(place.pk, today)
            day = parse_date(since) if since else default
            content = file.read_bytes()
        except Unreadable as error:
            raise CommandError(error.words["en"]) from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        kind = RollImport.Kind.OPENING if balances else RollImport.Kind.ROLL
        with scope(municipality=place):
            try:
                roll = actions.upload_roll(actor=actor, name=file.name, content=content, since=day, kind=kind)
                actions.match_columns(actor=actor, roll=roll, mapping=roll.mapping)
                counts = self._work("revenue.import.check", actor, roll.pk)
                if not only_try:
                    counts = self._work("revenue.import.take", actor, roll.pk)
            except Refused as error:
                raise CommandError(str(error)) from error
            if refused and counts.get("refused"):
                refused.write_bytes(actions.take_out_refused(actor=actor, roll=roll))
        words = {"new": "new", "changed": "changed", "same": "unchanged", "refused": "refused"}
        aside = {"payers": "taxpayers whose records change", "to_see": "rows to be looked at"}
        words |= {key: word for key, word in aside.items() if counts.get(key)}
        self.stdout.write(
            ", ".join(f"{counts.get(key, 0)} {word}" for key, word in words.items())
            + (" (nothing changed: only tried)" if only_try else "")
        )

    def _work(self, kind: str, actor: Any, roll: int) -> dict[str, int]:
        with Progress(transient=True) as bar:
            line = bar.add_task(kind.rpartition(".")[2], total=None)
            job: Job = run_here(
                kind,
                actor=actor,
                tell=lambda done, total: bar.update(line, completed=done, total=total),
                roll=roll,
            )
        return dict(job.result["counts"])
