"""The rules of the house that a person would forget and a test does not."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.core.management import call_command

from belediyye.core.actions import DECLARED, action
from belediyye.core.actors import Actor, Forbidden, anyone, machine, only
from belediyye.core.models import Role

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "belediyye"
CODE = [p for p in sorted(SOURCE.rglob("*.py")) if not {"tests", "migrations"} & set(p.parts)]
WINGS = ("law", "finance", "administration", "alliance")
OPEN_DOORS = {"models", "queries", "actions"}
# Which further doors a room opens, and why: rules is read by everyone who computes; revenue's readers of bank statements
# know nothing but files.
MORE_DOORS = {"finance.rules": {"engine", "book", "roll"}, "finance.revenue": {"statements"}}


def rooms() -> list[str]:
    return sorted(
        ".".join(p.parent.relative_to(SOURCE).parts)
        for p in SOURCE.glob("*/*/__init__.py")
        if p.parent.parent.name in WINGS and p.parent.name != "locale"
    )


def room_of(module: str) -> str | None:
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if len(parts) >= 2 and parts[0] in WINGS else None


def test_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports_command as f; f(['--no-cache'])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_rooms_are_entered_through_their_doors() -> None:
    """From another room only models, queries and actions (and of rules the engine, the book and the roll)."""
    graph = grimp.build_graph("belediyye", cache_dir=None)
    trespass = []
    for importer in graph.modules:
        if ".tests" in importer:
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            theirs = room_of(imported)
            if (
                theirs is None
                or theirs == room_of(importer)
                or (room_of(importer) is None and ".core" not in importer)
            ):
                continue
            door = imported.split(".")[3] if imported.count(".") >= 3 else "models"
            if door not in OPEN_DOORS | MORE_DOORS.get(theirs, set()):
                trespass.append(f"{importer} → {imported}")
    assert not trespass


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(SOURCE)))
def test_size(path: Path) -> None:
    """A file of at most 400 lines, a function of at most 60 and five positional arguments."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400, "split it by noun"
    if "demo" in path.parts or path.stem.startswith("demo"):
        return  # what the demonstration does is a list of things, as long as the things are
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 60, f"{node.name} is too long"
            if not node.name.startswith("_"):
                assert len(node.args.args) <= 6, f"{node.name} takes too many positional arguments"


def test_no_rummage_rooms() -> None:
    assert not [p for p in CODE if p.stem in {"utils", "helpers", "misc", "common"}]


def test_tables_leave_the_house_as_text() -> None:
    """CSV is written in one place, and no workbook takes a text for a formula: docs/decisions/0008."""
    place = SOURCE / "core" / "documents" / "sheets"
    texts = {p: p.read_text("utf-8") for p in CODE}
    assert [p for p, text in texts.items() if "csv.writer(" in text or "csv.DictWriter(" in text] == [
        place / "harmless.py"
    ]
    books = [p for p, text in texts.items() if "xlsxwriter.Workbook(" in text and p != place / "write.py"]
    assert books and all('"strings_to_formulas": False' in texts[p] for p in books)
    assert ".write(0" not in texts[place / "write.py"] and ".write_formula(" not in "".join(texts.values())


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(p.relative_to(SOURCE))
        for p in CODE
        if p.stat().st_size > 400 and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert not [p for p in silent if not p.endswith(("apps.py",)) and "management/commands" not in p]


# Parts that several actions of a room share: they write, and are told the actor only for the `by` of what they write.
# Permission, transaction and log line are those of the action that calls them. They stand in `actions` because that is
# the house's one place for what writes: a second one below it would be open to every layer above. So they are named here,
# the list may only shrink, and the test below holds that nobody but actions reaches them.
SHARED = {
    (f"belediyye.finance.{module}", name)
    for module, names in {
        "budget.actions.posting": ("post",),
        "revenue.actions.payments": ("make_payments", "undo_payment"),
        "revenue.actions.lowering": ("lower_passed", "after_posting"),
        "revenue.actions.merging": ("follow",),
        "revenue.actions.posting": (
            "spread_payments",
            "accrue_all",
            "post_interest",
            "release_credit",
            "set_off_credit",
            "settle",
            "after_lowering",
            "interest_after_change",
            "give_back_credit",
        ),
    }.items()
    for name in names
}


def test_every_public_function_of_actions_is_an_action() -> None:
    """A function of a room's actions that is told who acts is an action, but for what several of them share."""
    for path in CODE:
        if "actions" in path.parts or path.name == "actions.py":
            importlib.import_module(
                "belediyye."
                + ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
            )
    named = {d.function.__module__ + "." + d.function.__qualname__ for d in DECLARED.values()}
    missing = []
    for path in CODE:
        parts = path.relative_to(SOURCE).parts
        if parts[0] not in WINGS or not (parts[2:3] == ("actions.py",) or parts[2:3] == ("actions",)):
            continue
        module = "belediyye." + ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.parse(path.read_text("utf-8")).body:
            told = isinstance(node, ast.FunctionDef) and "actor" in {
                a.arg for a in [*node.args.args, *node.args.kwonlyargs]
            }
            if (
                told
                and not node.name.startswith("_")
                and f"{module}.{node.name}" not in named
                and (module, node.name) not in SHARED
            ):
                missing.append(f"{module}.{node.name}")
    assert not missing


def test_what_actions_share_is_called_by_actions_alone() -> None:
    reached = []
    for path in CODE:
        parts = path.relative_to(SOURCE).parts
        if "actions" in parts or parts[-1] == "actions.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        modules: dict[str, str] = {}  # the local name of each module of actions that the file imports
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    modules[name.asname or name.name] = f"{node.module}.{name.name}"
                    if (node.module, name.name) in SHARED:
                        reached.append(f"{path}: {name.name}")
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (modules.get(node.value.id, ""), node.attr) in SHARED
            ):
                reached.append(f"{path}: {node.value.id}.{node.attr}")
    assert not reached


@pytest.mark.django_db
def test_no_missing_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_room_stands_on_the_ladder_and_has_a_sentence() -> None:
    ladder = (ROOT / ".importlinter").read_text("utf-8")
    for room in rooms():
        assert room in ladder, f"{room} is not on the ladder"
        assert ast.get_docstring(
            ast.parse((SOURCE / Path(*room.split(".")) / "__init__.py").read_text("utf-8"))
        ), room
    assert {config.name for config in apps.get_app_configs() if config.name.startswith("belediyye.")} >= {
        f"belediyye.{room}" for room in rooms()
    }


def test_engine_and_book_need_only_python() -> None:
    """The law could be published as a package of its own."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "import belediyye.finance.rules.book as b; b.load_book();"
        "print('\\n'.join(m for m in sys.modules if not m.startswith('belediyye')))"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", code, str(SOURCE.parent)], capture_output=True, text=True, check=True
    )
    foreign = {m.split(".")[0] for m in run.stdout.split()} - set(sys.stdlib_module_names) - {"__main__"}
    assert not {m for m in foreign if not m.startswith("_")}


def test_no_place_of_this_machine_is_in_the_tree() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    bad = []
    for name in listed:
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".yml", ".in", ".sh"}
            and path.is_file()
            and name != "tests/test_house.py"
        ):
            text = path.read_text("utf-8", "replace")
            bad += [f"{name}: {word}" for word in ("/work/", "/root/", "/home/", "/tmp/w") if word in text]
    assert not bad


@pytest.mark.django_db
class TestAction:
    def test_a_forgotten_log_line_takes_everything_back(self) -> None:
        from belediyye.core.actions import ForgottenLogLine
        from belediyye.core.models import Organisation

        @action("test.forgets", says="forgot", allow=anyone)
        def forget(*, actor: Actor) -> None:
            Organisation.objects.create(name="Heç vaxt")

        try:
            with pytest.raises(ForgottenLogLine):
                forget(actor=machine("test"))
        finally:
            del DECLARED["test.forgets"]
        assert not Organisation.objects.exists()

    def test_permission_is_asked_first(self) -> None:
        @action("test.forbidden", says="did", allow=only(Role.CHAIR))
        def do(*, actor: Actor) -> None:
            raise AssertionError("never reached")

        try:
            with pytest.raises(Forbidden):
                do(actor=Actor(name="guest"))
        finally:
            del DECLARED["test.forbidden"]

    def test_only_keywords(self) -> None:
        with pytest.raises(TypeError):

            @action("test.positional", says="did", allow=anyone)
            def do(actor: Actor) -> None: ...
