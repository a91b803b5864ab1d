"""Payment notices: one tagged A4 page a payer with municipal debt, in one PDF, made batch by batch.

typst sets the pages (``typst/notice.typ``), in batches so that memory stays bounded however long the roll, and the
batches are joined with their tags (``joined``). Past PAGES_A_FILE pages a file would be unwieldy for any printer, so
a longer run goes to notices-0001.pdf, notices-0002.pdf … in the order of totals.csv.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, BinaryIO, Final

from belediyye.core.documents.pdf import Press
from belediyye.core.documents.qr import qr_svg
from belediyye.core.money import money_in_words
from belediyye.finance.rules.roll.choices import TAXES
from belediyye.finance.rules.roll.joined import Joiner
from belediyye.finance.rules.roll.notice_words import (
    WORDS,
    article,
    cut,
    cut_front,
    instalment_title,
    money,
    object_line,
)
from belediyye.finance.rules.roll.outputs import Dues
from belediyye.finance.rules.roll.stream import TAX_ORDER, Payer

BATCH: Final = 80
PAGES_A_FILE: Final = 25_000
WORKERS: Final = 2
FORM: Final = Path(__file__).parent.parent / "typst" / "notice.typ"


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends the notices; an empty field leaves a line to be filled in by hand."""

    name: str = ""
    telephone: str = ""
    voen: str = ""
    account: str = ""
    official: str = ""
    series: str = "A"
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What all notices of a run share."""

    year: int
    lang: str
    office: Office
    interest_percent: str


def notice(number: int, payer: Payer, dues: Dues, run: Batch) -> dict[str, Any]:
    """One payer's notice as data for the form; ``number`` is its place in the series."""
    lang, words = run.lang, WORDS[run.lang]
    total = money(payer.due_qepik, lang)
    name = f"{number:06d}"
    parts = (dues.first, dues.second)
    lines = [object_line(place, one, lang, payer.address) for place, one in enumerate(payer.lines or (), 1)]
    if payer.more:
        count, tax, relief, due = payer.more
        empty = dict.fromkeys(("what", "tax", "article", "base", "note"), "")
        lines.append({**empty, "place": "…", "id": words["more"].format(count=count), "tax_amount": money(tax, lang),
                      "relief": money(relief, lang), "due": money(due, lang)})  # fmt: skip
    return {
        "number": name,
        "payer": cut(payer.name, 90),
        "payer_short": cut(payer.name, 44),
        "address": cut_front(payer.address, 90),
        "code": cut(payer.taxpayer_id, 24),
        "objects": lines,
        "sums": [*_sums(payer, lang), *([words[k], money(0, lang)] for k in ("arrears", "interest", "sanction"))],
        "total": total,
        "words": money_in_words(payer.due_qepik, lang),
        "unsure": any(line["tax_amount"].endswith("*") for line in lines),
        "instalments": [
            {"title": instalment_title(place, lang), "amount": f"{money(part.amount_qepik, lang)} ₼",
             "until": _day(part.due), "short": words["short_due"].format(day=_day(part.due))}
            for place, part in enumerate(parts, 1)
        ],
        "qr": payment_code(run.office.series, name, payer, dues, run.year),
        "qr_alt": words["qr_alt"].format(number=f"{run.office.series} {name}", total=total),
    }  # fmt: skip


def _sums(payer: Payer, lang: str) -> Iterator[list[str]]:
    for tax, due in zip(TAX_ORDER, payer.due, strict=True):
        mine = [one for one in payer.lines or () if one.amounts.sort.tax == tax]
        if due or mine:
            cited = dict.fromkeys(
                a[0] for one in mine if (a := one.amounts.sort.articles(one.amounts, one.facts.stored))
            )
            named = ", ".join(article(c, lang) for c in list(cited)[:3])
            yield [TAXES[tax][lang] + (f" ({named})" if named else ""), money(due, lang)]


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def payment_code(series: str, number: str, payer: Payer, dues: Dues, year: int) -> str:
    """The text in the QR code, for a reader at the office or the bank, in the signs that QR packs tightest.

    Fields parted by colons: BLD1, number of the notice, taxpayer's code, year, total, first amount, its day, second
    amount, its day (manats and YYYYMMDD), and the CRC-32 of all that stands before it, in hexadecimal.
    """
    fields = [
        "BLD1", series + number, payer.taxpayer_id[:30], str(year), _plain(payer.due_qepik),
        *(f"{_plain(part.amount_qepik)}:{part.due:%Y%m%d}" for part in (dues.first, dues.second)),
    ]  # fmt: skip
    text = ":".join(re.sub(r"[^0-9A-Z $%*+./:-]", "-", field.upper()) for field in fields)
    return f"{text}:{zlib.crc32(text.encode()):08X}"


def _plain(qepik: int) -> str:
    return f"{qepik // 100}.{qepik % 100:02d}"


def typeset(notices: list[dict[str, Any]], run: Batch) -> bytes:
    """The notices as one tagged PDF (PDF/A-2a and PDF/UA-1), a page each. Safe to call in another process."""
    words = dict(WORDS[run.lang])
    words["small_print"] = words["small_print"].format(rate=run.interest_percent)
    words["subtitle"] = words["subtitle"].format(year=run.year)
    office = run.office
    # Without a day of issue the file bears the first day of its year, so that the same roll gives the same bytes.
    issued = office.issued or date(run.year, 1, 1)
    data = {
        "words": words,
        "lang": run.lang,
        "year": str(run.year),
        "office": {
            "name": office.name, "account": office.account, "voen": office.voen, "official": office.official,
            "series": office.series,
            "contact": words["telephone"].format(telephone=office.telephone) if office.telephone else "",
            "issued": words["issued"].format(day=_day(office.issued)) if office.issued else "",
        },
        "notices": [{**one, "qr": qr_svg(one["qr"])} for one in notices],
    }  # fmt: skip
    made = datetime(issued.year, issued.month, issued.day, tzinfo=UTC)
    pdf = _press().pdf(FORM, data, made=made, archival=True)
    _press().forget()
    return pdf


@lru_cache(maxsize=1)
def _press() -> Press:
    return Press()


class Files:
    """notices.pdf, or numbered parts when there are more pages than one file should hold."""

    def __init__(self, folder: Path, pages: int) -> None:
        self._folder = folder
        self._parted = pages > PAGES_A_FILE
        self._made = 0
        self._file: BinaryIO | None = None
        self._joiner: Joiner | None = None
        self.names: list[str] = []

    def add(self, pdf: bytes) -> None:
        """Append one batch, beginning a new part where the last is full."""
        if self._joiner is not None and self._joiner.pages >= PAGES_A_FILE:
            self.close()
        if self._joiner is None:
            self._made += 1
            name = f"notices-{self._made:04d}.pdf" if self._parted else "notices.pdf"
            self.names.append(name)
            self._file = (self._folder / name).open("wb", buffering=1 << 20)
            self._joiner = Joiner(self._file)
        self._joiner.add(pdf)

    def close(self) -> None:
        """Finish the part that is open."""
        if self._joiner is not None and self._file is not None:
            self._joiner.finish()
            self._file.close()
        self._joiner = self._file = None


def _workers() -> ProcessPoolExecutor:
    """Workers, begun from a warm process where one can be forked (not on Windows)."""
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(WORKERS, mp_context=context)


def write_notices(
    folder: Path,
    payers: Iterable[Payer],
    parted: Callable[[int], Dues],
    run: Batch,
    progress: Callable[[int], None],
) -> list[str]:
    """Write the notices of all payers with municipal debt; ``progress`` hears of pages done. Returns file names."""
    owing = [payer for payer in payers if payer.due_qepik > 0]
    files = Files(folder, len(owing))
    made = (notice(number, payer, parted(payer.due_qepik), run) for number, payer in enumerate(owing, 1))
    parallel = len(owing) > BATCH
    with _workers() if parallel else nullcontext() as pool:
        waiting: deque[tuple[int, Future[bytes]]] = deque()

        def take() -> None:
            pages, future = waiting.popleft()
            files.add(future.result())
            progress(pages)

        while batch := list(islice(made, BATCH)):
            if pool is None:
                files.add(typeset(batch, run))
                progress(len(batch))
                continue
            waiting.append((len(batch), pool.submit(typeset, batch, run)))
            if len(waiting) > WORKERS:
                take()
        while waiting:
            take()
    files.close()
    return files.names
