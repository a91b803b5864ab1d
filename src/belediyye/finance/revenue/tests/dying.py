"""A process that dies at its n-th statement, for tests of what is left behind."""

import os
from collections.abc import Callable
from typing import Any


class Stop:
    """A wrapper of a connection's statements: counts them, and ends the process at the `at`-th, as a cut of power does."""

    def __init__(self, at: int | None) -> None:
        self.at, self.seen = at, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.at:
            os._exit(9)
        return execute(sql, params, many, context)
