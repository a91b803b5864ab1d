"""One command from a fresh clone to a living town in the browser."""

import io
import shutil
import threading
import time
import webbrowser
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from rich.console import Console
from rich.table import Table

from belediyye.core import cast, demo


class Command(BaseCommand):
    help = "Builds (once) and serves the example town."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="build the town anew")
        parser.add_argument("--build-only", action="store_true", help="do not serve")
        parser.add_argument("--no-browser", action="store_true")

    def handle(
        self, *args: object, port: int, fresh: bool, build_only: bool, no_browser: bool, **options: object
    ) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration runs in a place of its own: ./run demo")
        console = Console(stderr=True)
        mark = Path(settings.VAR) / "built"
        current = demo.fingerprint()
        if fresh or not mark.exists() or mark.read_text("utf-8") != current:
            self._build(console)
            mark.write_text(current, "utf-8")
        self._tell(port)
        if build_only:
            return
        if not no_browser:
            threading.Thread(target=self._open, args=(port,), daemon=True).start()
        call_command("serve", port=port)

    def _build(self, console: Console) -> None:
        started = time.monotonic()
        if connection.vendor == "sqlite":
            connection.close()
            for left in Path(settings.VAR).glob("belediyye.sqlite3*"):
                left.unlink()
            shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)
        with console.status("Building the example town …") as status:
            call_command("prepare", verbosity=0, stdout=io.StringIO())
            demo.build(
                lambda room: status.update(f"Building the example town: {room.removeprefix('belediyye.')} …")
            )
        console.print(f"Built in {time.monotonic() - started:.0f} s.")

    def _tell(self, port: int) -> None:
        table = Table(
            title=f"http://127.0.0.1:{port}/", caption="Everybody and everything in it is invented."
        )
        for heading in ("account", "password", "role"):
            table.add_column(heading)
        for account in cast.ready_accounts():
            table.add_row(account["username"], account["password"], account["role"])
        Console().print(table)

    @staticmethod
    def _open(port: int) -> None:
        time.sleep(3)
        webbrowser.open(f"http://127.0.0.1:{port}/")
