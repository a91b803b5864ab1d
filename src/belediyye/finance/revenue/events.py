"""What follows from mass changes of the register and the accounts: the database is told how many rows there are now."""

from belediyye.core.databases import learn_sizes
from belediyye.core.journal import when
from belediyye.core.models import LogEntry

# What writes so many rows that what the planner knew of the tables before is no longer so.
MASSES = (
    "revenue.import.take", "revenue.run.preview", "revenue.run.approve", "revenue.notice.issue", "revenue.notice.again",
    "revenue.statement.take", "revenue.account.settle", "revenue.reminder.send_all",
)  # fmt: skip


def _learn(line: LogEntry) -> None:
    learn_sizes()


def register() -> None:
    for code in MASSES:
        when(code)(_learn)
