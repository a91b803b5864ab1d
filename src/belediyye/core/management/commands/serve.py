"""One process to start, for one office: the web server and beside it the worker of long jobs."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Serves the application. Reachable from this machine only, unless --host says otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--no-worker", action="store_true", help="the worker runs elsewhere: ./run django db_worker"
        )

    def handle(self, *args: object, host: str, port: int, no_worker: bool, **options: object) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "belediyye.settings"}
        server = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "belediyye.wsgi:application",
        ]  # fmt: skip
        # Whoever stops this process stops its children too: a terminal by Ctrl+C, a service manager by SIGTERM.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        children: list[subprocess.Popen[bytes]] = []
        try:
            children.append(subprocess.Popen(server, env=environment))
            if not no_worker:
                worker = [sys.executable, "-m", "django", "db_worker", "--interval", "1"]
                children.append(subprocess.Popen(worker, env=environment))
            self.stdout.write(
                f"belediyye: http://{host}:{port}/  (Ctrl+C stops it{'; demonstration' if settings.DEMO else ''})"
            )
            children[0].wait()
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                stop(child)


def stop(child: "subprocess.Popen[bytes]") -> None:
    """Asks a process to end, and ends it if it does not."""
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
