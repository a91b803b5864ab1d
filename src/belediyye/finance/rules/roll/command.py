"""The command ``./run assess``: a roll in, assessments, totals, explanations, refusals and notices out."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from belediyye.core.calendar import WorkingCalendar
from belediyye.finance.rules.book.collection import instalments
from belediyye.finance.rules.book.columns import FIRST_YEAR, LAST_YEAR
from belediyye.finance.rules.roll.check import Checker
from belediyye.finance.rules.roll.law import Law
from belediyye.finance.rules.roll.notices import Batch, Office, write_notices
from belediyye.finance.rules.roll.outputs import (
    SUMMARY,
    Dues,
    FolderInUse,
    RowFiles,
    results_folder,
    write_summary,
    write_totals,
)
from belediyye.finance.rules.roll.report import print_summary, summary_of
from belediyye.finance.rules.roll.source import Roll, UnreadableRoll, open_roll, sha256_of
from belediyye.finance.rules.roll.stream import Stream

ALL_TAKEN, COULD_NOT_RUN, SOME_REFUSED = 0, 1, 2

_EPILOG: Final = """\
DIR gets assessments.csv, totals.csv, explanations.jsonl, refused.csv, notices.pdf and, last of all, summary.json; they
appear together when the run has ended. Amounts are whole qəpik. A folder that holds results already is left alone
unless --force is given. Exit code: 0 every row was taken, 2 some were refused (see refused.csv), 1 could not run."""

_WORDS: Final = {
    "az": {"reading": "Sətirlər hesablanır", "notices": "Bildirişlər hazırlanır", "stopped": "Dayandırıldı; heç nə yazılmadı.",
           "in_use": "“{folder}” qovluğunda artıq nəticələr var. Başqa qovluq göstərin və ya --force yazın.",
           "year": "Qaydalar kitabı {low}–{high}-cı illəri əhatə edir.", "write": "Yazmaq alınmadı: {why}.",
           "no_rows": "Cədvəldə başlıqdan başqa heç bir sətir yoxdur.",
           "usage": "Əmr düzgün yazılmayıb. Nümunə: ./run assess siyahı.xlsx --year 2025 --out nəticələr"},
    "en": {"reading": "Assessing rows", "notices": "Setting notices", "stopped": "Stopped; nothing was written.",
           "in_use": "The folder “{folder}” already holds results. Name another one, or add --force.",
           "year": "The rule book covers the years {low}–{high}.", "write": "Could not write: {why}.",
           "no_rows": "The table has no row but the heading.",
           "usage": "The command is not written as it should be. Example: ./run assess roll.xlsx --year 2025 --out results"},
}  # fmt: skip


class CannotRun(Exception):
    """The command ends with code 1; ``reason["az"]`` and ``reason["en"]`` say why, for people."""

    def __init__(self, key: str, /, **fields: object) -> None:
        super().__init__(key)
        self.reason = {lang: words[key].format(**fields) for lang, words in _WORDS.items()}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors end with 1, for 2 means that some rows were refused."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        lines = "\n".join(words["usage"] for words in _WORDS.values())
        self.exit(COULD_NOT_RUN, f"{lines}\n{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with its arguments; returns the exit code and never raises for a bad roll."""
    arguments = _parser().parse_args(argv)
    console = Console(stderr=True)
    try:
        with _terminated_politely():
            return _assess(arguments, console)
    except (UnreadableRoll, CannotRun) as error:
        reason = error.reason
    except FolderInUse as error:
        reason = CannotRun("in_use", folder=error).reason
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        reason = CannotRun("write", why=f"{error.strerror or error}{where}").reason
    except KeyboardInterrupt:
        reason = CannotRun("stopped").reason
    # Nothing was made: whoever reads this may not be who chose the language, so both stand.
    for lang in sorted(reason, key=lambda lang: lang != arguments.lang):
        style = "bold red" if lang == arguments.lang else "red"
        console.print(reason[lang], style=style, markup=False, highlight=False, soft_wrap=True)
    return COULD_NOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="./run assess", epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Compute a municipality's local taxes for a year from a roll (.xlsx, .ods or .csv). No database is needed.",
    )  # fmt: skip
    add = parser.add_argument
    add(
        "roll",
        type=Path,
        metavar="ROLL",
        help="the workbook or csv: a row an object; headings in Azerbaijani or English",
    )
    add("--year", type=int, required=True, metavar="YYYY", help="the tax year")
    add("--out", type=Path, required=True, metavar="DIR", help="the folder for the results")
    add("--no-notices", action="store_true", help="write no notices.pdf")
    add(
        "--no-explanations",
        action="store_true",
        help="write no explanations.jsonl (it takes about 3 kB an object)",
    )
    add(
        "--lang",
        choices=("az", "en"),
        default="az",
        help="language of the notices and of what is printed (az)",
    )
    add("--force", action="store_true", help="replace the results that DIR already holds")
    office = parser.add_argument_group(
        "what notices say of the office (what is not given is left to fill in by hand)"
    )
    office.add_argument("--municipality", default="", help="name of the municipality")
    office.add_argument("--telephone", default="")
    office.add_argument("--voen", default="", help="the municipality's VÖEN")
    office.add_argument("--account", default="", help="the account (IBAN) to pay to")
    office.add_argument("--official", default="", help="post and name of the official who signs")
    office.add_argument("--series", default="A", help="series of the notices (A)")
    office.add_argument(
        "--issued", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day of issue printed on them"
    )
    return parser


@contextmanager
def _terminated_politely() -> Iterator[None]:
    """A request to end is treated like Ctrl-C, so that nothing half-written stays behind."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever runs us there handles signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _assess(arguments: argparse.Namespace, console: Console) -> int:
    started = time.monotonic()
    year, lang = arguments.year, arguments.lang
    words = _WORDS[lang]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CannotRun("year", low=FIRST_YEAR, high=LAST_YEAR)
    law = Law(year)
    parted = parting(year)
    with (
        open_roll(arguments.roll) as roll,
        results_folder(arguments.out, replace=arguments.force) as hidden,
        _progress(console) as progress,
    ):
        with RowFiles(hidden, explanations=not arguments.no_explanations) as files:
            stream = Stream(law, Checker(roll.headings, year), files, notices=not arguments.no_notices)
            _take_rows(stream, roll, progress, words["reading"])
        if not stream.counts.rows:
            raise CannotRun("no_rows")
        write_totals(hidden / "totals.csv", stream.payers.values(), parted)
        notices: list[str] = []
        if not arguments.no_notices:
            run = Batch(year, lang, _office(arguments), _interest_percent(law, year))
            owing = sum(payer.due_qepik > 0 for payer in stream.payers.values())
            task = progress.add_task(words["notices"], total=owing)
            notices = write_notices(
                hidden, stream.payers.values(), parted, run, lambda pages: progress.advance(task, pages)
            )
        summary = summary_of(stream, roll, law)
        summary["input"] = {"name": arguments.roll.name, "sha256": sha256_of(arguments.roll)}
        summary["notices"] = notices
        summary["seconds"] = round(time.monotonic() - started, 2)
        write_summary(hidden / SUMMARY, summary)
    print_summary(Console(), summary, lang, arguments.out)
    return SOME_REFUSED if stream.counts.refused else ALL_TAKEN


def _take_rows(stream: Stream, roll: Roll, progress: Progress, title: str) -> None:
    task = progress.add_task(title, total=max(roll.size, 1))
    take = stream.take
    for place, (number, cells) in enumerate(roll.rows()):
        take(number, cells)
        if not place % 2000:
            progress.update(task, completed=roll.at())
    progress.update(task, completed=max(roll.size, 1))


def _progress(console: Console) -> Progress:
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def parting(year: int) -> Callable[[int], Dues]:
    """How a sum is parted over the two due days of a year, each moved to a working day."""
    calendar = WorkingCalendar.build(year, year + 1)

    @lru_cache(maxsize=4096)
    def parted(qepik: int) -> Dues:
        return Dues(*instalments(qepik, year, calendar))

    return parted


def _office(arguments: argparse.Namespace) -> Office:
    return Office(
        name=arguments.municipality, telephone=arguments.telephone, voen=arguments.voen, account=arguments.account,
        official=arguments.official, series=arguments.series, issued=arguments.issued,
    )  # fmt: skip


def _interest_percent(law: Law, year: int) -> str:
    """The interest for a day, in per cent, as the book has it for the year's first due day."""
    rate = law.book.parameters["collection.interest_rate"].number(date(year, 8, 15)) * 100
    whole = rate.numerator * 10**6 // rate.denominator
    return f"{whole // 10**6},{whole % 10**6:06d}".rstrip("0").rstrip(",")


if __name__ == "__main__":
    sys.exit(main())
