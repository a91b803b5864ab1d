"""The commands of those who build: tests, style, benchmarks, pictures."""

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from belediyye.cli import ROOT, run_python

BENCHMARKS = ROOT / "benchmarks"


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), 1).close()
    except OSError:
        return False
    return True


def absent() -> dict[str, str]:
    """What this machine lacks for the whole suite: the marker of the tests to leave out, and why."""
    missing = {}
    postgres = os.environ.get("BELEDIYYE_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
    if not _listens(postgres):
        missing["postgres"] = (
            "no PostgreSQL server on 127.0.0.1:5432 (set BELEDIYYE_TEST_POSTGRES to another)"
        )
    if not (
        os.environ.get("BELEDIYYE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    ):
        missing["browser"] = "no Chromium (Debian: apt install chromium)"
    if not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        missing["slow"] = "no Spark (Java and requirements-bench.txt)"
    return missing


def test(rest: Sequence[str]) -> int:
    """The whole suite, once on SQLite and once on PostgreSQL where there is one. With arguments: just pytest.

    In CI nothing may be missing.
    """
    if rest:
        return run_python("-m", "pytest", *rest)
    missing = absent()
    if missing and os.environ.get("CI"):
        print("CI needs all of it, and this machine has:", *missing.values(), sep="\n  ")
        return 1
    without = " and ".join(f"not {marker}" for marker in missing)
    workers = str(min(os.cpu_count() or 1, 4))
    code = run_python(
        "-m", "pytest", "-q", "-n", workers, "--dist", "loadfile", *(["-m", without] if without else [])
    )
    if not code and "postgres" not in missing:
        code = _on_postgres(workers, missing)
    for marker, why in missing.items():
        print(f"Skipped: the tests marked {marker}: {why}.")
    return code


def _on_postgres(workers: str, missing: dict[str, str]) -> int:
    """The tests that touch the database once more, on PostgreSQL. Browser and engine tests do not depend on it."""
    print("Once more on PostgreSQL:")
    url = os.environ.get("BELEDIYYE_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
    os.environ["DATABASE_URL"] = url
    return run_python(
        "-m", "pytest", "-q", "-n", workers, "--dist", "loadfile", "-m", "not browser and not slow"
    )


def lint(rest: Sequence[str]) -> int:
    """Style, imports and types. Changes nothing; `--fix` lets ruff mend what it can."""
    fix = ["--fix"] if "--fix" in rest else []
    codes = [
        run_python("-m", "ruff", "check", *fix, "."),
        run_python("-m", "ruff", "format", *([] if fix else ["--check"]), "."),
        run_python("-c", "from importlinter.cli import lint_imports_command as f; f(['--no-cache'])"),
        run_python(
            "-m", "mypy", "-p", "belediyye.finance.rules.engine", "-p", "belediyye.finance.rules.book"
        ),
    ]
    return max(codes)


def bench(rest: Sequence[str]) -> int:
    """`bench NAME …` runs benchmarks/NAME.py, which prints a table and writes var/bench/NAME.json."""
    names = sorted(p.stem for p in BENCHMARKS.glob("*.py") if not p.stem.startswith("_"))
    if not rest or rest[0] not in names:
        print("Which one? ./run bench", " | ".join(names))
        return 0 if not rest else 2
    return run_python(str(BENCHMARKS / f"{rest[0]}.py"), *rest[1:])


def screenshots(rest: Sequence[str]) -> int:
    """Takes the pictures in docs/ from a running demonstration."""
    return run_python(str(ROOT / "docs" / "screenshots.py"), *rest)


if __name__ == "__main__":
    sys.exit(test([]))
