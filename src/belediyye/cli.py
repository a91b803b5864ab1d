"""The console: every command of the house, one line each."""

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Command:
    """A command: what it does in one line, and where it lives: `module:function` or a Django command's name."""

    about: str
    target: str


COMMANDS = {
    "demo": Command("show a living example town in the browser (makes var/demo)", "django:demo"),
    "serve": Command("serve the application of this office, with its worker", "django:serve"),
    "migrate": Command("make or upgrade the database, load the territory", "django:prepare"),
    "assess": Command(
        "compute the local taxes of a roll in a file; needs no database",
        "belediyye.finance.rules.roll.command:main",
    ),
    "import-roll": Command("take a roll of taxpayers and objects into a municipality", "django:import_roll"),
    "import-budget": Command(
        "make a draft budget of a workbook; checks its totals first", "django:import_budget"
    ),
    "import-municipalities": Command(
        "take a list of municipalities from a workbook", "django:import_municipalities"
    ),
    "import-plan": Command(
        "read a strategic plan from .txt, .docx or .xlsx; --dry-run only reports",
        "belediyye.alliance.strategy.planfile.command:main",
    ),
    "coverage": Command(
        "draw docs/coverage.md anew from the example plan", "belediyye.alliance.strategy.coverage:main"
    ),
    "add-user": Command("give an account and a role", "django:add_user"),
    "verify-log": Command("walk the log's chain and tell whether it was touched", "django:verify_log"),
    "test": Command("run the tests; says which parts it had to skip", "belediyye.checks:test"),
    "lint": Command("check style, types and who imports whom", "belediyye.checks:lint"),
    "bench": Command("measure: ./run bench rules|notices|assess …", "belediyye.checks:bench"),
    "words": Command("add new strings for people to the catalogues", "django:words"),
    "map": Command("draw docs/map.md anew from the code", "django:map"),
    "screenshots": Command("take the pictures of the documents anew", "belediyye.checks:screenshots"),
    "django": Command("any other command of Django, for technicians", "django:"),
}


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command named first, or prints them all. Exits with the command's code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        width = max(map(len, COMMANDS))
        print("belediyye — ./run <command>\n")
        print("\n".join(f"  {name:<{width}}  {command.about}" for name, command in COMMANDS.items()))
        return
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        close = [other for other in COMMANDS if other.startswith(name[:3])]
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        sys.exit(f"There is no command “{name}”.{hint} ./run alone lists them all.")
    kind, _, entry = COMMANDS[name].target.partition(":")
    if kind == "django":
        sys.exit(run_django(entry, rest))
    sys.exit(getattr(importlib.import_module(kind), entry)(rest))


def run_django(command: str, rest: Sequence[str]) -> int:
    """Runs a Django command; `command` empty passes everything on to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belediyye.settings")
    if command == "demo":
        # The demonstration lives in a place of its own, so that it can never touch an office's data.
        os.environ.setdefault("BELEDIYYE_VAR", str(ROOT / "var" / "demo"))
        os.environ["BELEDIYYE_DEMO"] = "yes"
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./run", *([command] if command else []), *rest])
    return 0


def run_python(*words: str) -> int:
    """Runs Python with the house on its path, in the project's root."""
    return subprocess.call([sys.executable, *words], cwd=ROOT)
