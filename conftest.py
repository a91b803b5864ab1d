"""What every test may use: the cast, a clean database that also empties append-only tables, the reference library."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent
# A busy machine is not a broken test: its first example may wait for Hypothesis's own tables to be read.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
SHARED = Path(os.environ.get("BELEDIYYE_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs made by others. Not part of the repository: tests that read it are skipped without."""
    if not SHARED.is_dir():
        pytest.skip("the reference library is not here")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _flush_append_only() -> Iterator[None]:
    """Between transactional tests everything is emptied; only for that the append-only triggers step aside."""
    from django.db import connection

    from belediyye.core import append_only

    plain = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        for table in append_only.TABLES:
            append_only.remove(connection, table)
        try:
            plain(self)
        finally:
            for table, may_change in append_only.TABLES.items():
                append_only.install(connection, table, may_change)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """Passwords are hashed slowly on purpose; the tests open nine accounts each and prove nothing by waiting."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _azerbaijani() -> Iterator[None]:
    """Each test begins in the language of the house, whatever page the one before it opened."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def cast(db: None):
    """Leyla chairs, Rauf keeps accounts, Nigar lives there; Tural works next door and must see nothing."""
    from belediyye.core.cast import gather

    return gather()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A browser for the tests marked `browser`; nothing it opens leaves this machine."""
    import shutil

    from playwright.sync_api import sync_playwright

    program = (
        os.environ.get("BELEDIYYE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if not program:
        pytest.skip("no Chromium here")
    quiet = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    # Playwright keeps an event loop running in this thread; Django then refuses plain database calls unless told.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, live_server, transactional_db):
    """`page = browse("rauf", "az", width=1280)`: a page of the running house, logged in as one of the cast."""
    from django.conf import settings

    from belediyye.core.cast import gather

    cast = gather()
    contexts = []

    def open_as(name: str | None = None, language: str = "az", width: int = 1280):
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url)
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        if name:
            session = cast.client(name).cookies[settings.SESSION_COOKIE_NAME].value
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url})
        context.add_cookies(cookies)
        contexts.append(context)
        page = context.new_page()
        page.cast = cast
        return page

    yield open_as
    for context in contexts:
        context.close()


def axe_finds_nothing(page) -> None:
    """Fails with axe's words when the page breaks WCAG 2.2 A or AA."""
    from axe_playwright_python.sync_playwright import Axe

    # A click returns when the next page has begun to arrive; on a busy machine it is still empty then.
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def axe():
    """The check of a page against WCAG."""
    return axe_finds_nothing


class Office:
    """A whole installation of its own: its database, its files, as many processes as a test wants."""

    def __init__(self, folder: Path, copy_of: "Office | None" = None) -> None:
        import shutil

        from django.db import connection

        self.folder = folder
        if copy_of is not None:
            shutil.copytree(copy_of.folder, folder)
        self.environment = {
            **os.environ,
            "BELEDIYYE_VAR": str(folder),
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "belediyye.settings",
        }
        self.database = ""
        if connection.vendor == "postgresql":
            self.database = f"office_{os.getpid()}_{abs(hash(str(folder))) % 10**9}"
            template = f' TEMPLATE "{copy_of.database}"' if copy_of else ""
            self._ask_server(f'CREATE DATABASE "{self.database}"{template}')
            settings = connection.settings_dict
            self.environment["DATABASE_URL"] = (
                f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}/{self.database}"
            )
        else:
            self.environment.pop("DATABASE_URL", None)

    def _ask_server(self, statement: str) -> None:
        import psycopg
        from django.db import connection

        s = connection.settings_dict
        with psycopg.connect(
            host=s["HOST"],
            port=s["PORT"] or 5432,
            user=s["USER"],
            password=s["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        ) as c:
            c.execute(statement)

    def start(self, code: str):
        """A process of the house running `code` after Django's set-up; its output is kept."""
        import subprocess
        import sys

        whole = "import django; django.setup()\n" + code
        return subprocess.Popen(
            [sys.executable, "-c", whole],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> str:
        """Runs `code` to its end; fails with its error."""
        process = self.start(code)
        out, error = process.communicate(timeout=600)
        assert process.returncode == 0, error
        return out

    def close(self) -> None:
        if self.database:
            self._ask_server(f'DROP DATABASE "{self.database}" WITH (FORCE)')


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Office]:
    """An installation with its tables and the territory, made once and copied for each test that asks for one."""
    made = Office(tmp_path_factory.mktemp("empty"))
    made.run("from django.core.management import call_command; call_command('prepare', verbosity=0)")
    yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path, empty_office: Office) -> Iterator[Office]:
    """An installation for tests with real processes: two clerks at once, a process killed half-way."""
    made = Office(tmp_path / "office", copy_of=empty_office)
    yield made
    made.close()
