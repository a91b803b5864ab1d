"""A mail server for tests: on loopback only, in a thread that ends with the test; it refuses whom it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any


class Server(socketserver.ThreadingTCPServer):
    """`answers` holds what is said to RCPT of an address, `hang_up` after how many letters the line is cut in mid-letter."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.answers: dict[str, str] = {}
        self.hang_up: int | None = None
        self.close_after: int | None = None
        self.taken: list[Message] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Line(socketserver.StreamRequestHandler):
    server: Server

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 stub")
        here = 0
        while raw := self.rfile.readline():
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                self.say(self.server.answers.get(address, "250 OK"))
            elif verb == "DATA":
                self.say("354 go on")
                data = b""
                while not (part := self.rfile.readline()).startswith(b".\r\n"):
                    data += part
                if self.server.hang_up == len(self.server.taken):
                    return
                self.server.taken.append(message_from_bytes(data))
                here += 1
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 OK")
            if verb == "DATA" and self.server.close_after == here:
                return


@contextmanager
def mail_server(settings: Any) -> Iterator[Server]:
    """The settings point to the server while the block runs."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
