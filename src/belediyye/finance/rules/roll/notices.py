"""Payment notices: one tagged A4 page a payer with municipal debt, in one PDF, made batch by batch.

typst sets the pages (``typst/notice.typ``), in batches so that memory stays bounded however long the roll, and the
batches are joined with their tags (``joined``). Past PAGES_A_FILE pages a file would be unwieldy for any printer, so
a longer run goes to notices-0001.pdf, notices-0002.pdf … in the order of totals.csv.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

import segno

from belediyye.core.money import money_in_words
from belediyye.finance.rules.roll.choices import TAXES
from belediyye.finance.rules.roll.joined import Joiner
from belediyye.finance.rules.roll.notice_words import WORDS, article, money, object_line
from belediyye.finance.rules.roll.outputs import Dues
from belediyye.finance.rules.roll.stream import TAX_ORDER, Payer

BATCH: Final = 125
PAGES_A_FILE: Final = 25_000
WORKERS: Final = 2
HERE: Final = Path(__file__).parent.parent
FONTS: Final = HERE.parent.parent / "core" / "fonts"


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
    lines = [object_line(place, one, lang) for place, one in enumerate(payer.lines or (), 1)]
    if payer.more:
        count, tax, relief, due = payer.more
        empty = dict.fromkeys(("id", "tax", "article", "base", "note"), "")
        lines.append({**empty, "place": "…", "what": words["more"].format(count=count), "tax_amount": money(tax, lang),
                      "relief": money(relief, lang), "due": money(due, lang)})  # fmt: skip
    return {
        "number": name,
        "payer": payer.name,
        "address": payer.address,
        "code": payer.taxpayer_id,
        "objects": lines,
        "sums": [*_sums(payer, lang), *([words[k], money(0, lang)] for k in ("arrears", "interest", "sanction"))],
        "total": total,
        "words": money_in_words(payer.due_qepik, lang),
        "unsure": any(line["tax_amount"].endswith("*") for line in lines),
        "instalments": [
            {"title": words["instalment"].format(number=place), "amount": f"{money(part.amount_qepik, lang)} ₼",
             "until": _day(part.due), "short": words["short_due"].format(day=_day(part.due))}
            for place, part in enumerate(parts, 1)
        ],
        "qr": qr_svg(payment_code(run.office.series, name, payer, dues, run.year)),
        "qr_alt": words["qr_alt"].format(number=f"{run.office.series} {name}", total=total),
    }  # fmt: skip


def _sums(payer: Payer, lang: str) -> Iterator[list[str]]:
    for tax, due in zip(TAX_ORDER, payer.due, strict=True):
        mine = [one for one in payer.lines or () if one.amounts.sort.tax == tax]
        if due or mine:
            cited = dict.fromkeys(a[0] for one in mine if (a := one.amounts.sort.articles(one.amounts, one.facts.stored)))
            named = ", ".join(article(c, lang) for c in list(cited)[:3])
            yield [TAXES[tax][lang] + (f" ({named})" if named else ""), money(due, lang)]


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def payment_code(series: str, number: str, payer: Payer, dues: Dues, year: int) -> str:
    """The text in the QR code: one line of ASCII fields and a checksum, for a reader at the office or the bank."""
    plain = re.sub(r"[^\x21-\x3a\x3c-\x7e]", "_", payer.taxpayer_id)[:40]
    parts = ";".join(
        f"{place}={part.amount_qepik // 100}.{part.amount_qepik % 100:02d}@{part.due.isoformat()}"
        for place, part in enumerate((dues.first, dues.second), 1)
    )
    due = payer.due_qepik
    text = f"BLD1;no={series}{number};id={plain};year={year};azn={due // 100}.{due % 100:02d};{parts}"
    return f"{text};crc={zlib.crc32(text.encode()):08x}"


def qr_svg(text: str) -> str:
    """A QR code as a small SVG, one path. The mask is fixed: looking for the best one takes longer than the page."""
    rows = segno.make(text, error="m", mask=2, boost_error=False, micro=False).matrix
    moves = []
    for y, row in enumerate(rows):
        for run in re.finditer(b"\x01+", bytes(row)):
            width = run.end() - run.start()
            moves.append(f"M{run.start()} {y}h{width}v1h-{width}z")
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{"".join(moves)}"/></svg>'


def typeset(notices: list[dict[str, Any]], run: Batch) -> bytes:
    """The notices as one tagged PDF (PDF/A-2a and PDF/UA-1), a page each. Safe to call in another process."""
    import typst

    words = dict(WORDS[run.lang])
    words["small_print"] = words["small_print"].format(rate=run.interest_percent)
    words["subtitle"] = words["subtitle"].format(year=run.year)
    office = run.office
    issued = office.issued or date(run.year, 1, 1)
    data = {
        "words": words,
        "lang": run.lang,
        "year": str(run.year),
        # Without a day of issue the file bears the first day of its year, so that the same roll gives the same bytes.
        "issued": [issued.year, issued.month, issued.day],
        "office": {
            "name": office.name, "account": office.account, "voen": office.voen, "official": office.official,
            "series": office.series,
            "contact": words["telephone"].format(telephone=office.telephone) if office.telephone else "",
            "issued": words["issued"].format(day=_day(office.issued)) if office.issued else "",
        },
        "notices": notices,
    }  # fmt: skip
    return typst.compile(  # type: ignore[no-any-return]
        str(HERE / "typst" / "notice.typ"),
        sys_inputs={"notices": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
    )


def typeset_payers(numbered: list[tuple[int, Payer, Dues]], run: Batch) -> bytes:
    """A batch of payers, from figures to pages."""
    return typeset([notice(number, payer, dues, run) for number, payer, dues in numbered], run)


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


def write_notices(
    folder: Path, payers: Iterable[Payer], parted: Callable[[int], Dues], run: Batch, progress: Callable[[int], None]
) -> list[str]:
    """Write the notices of all payers with municipal debt; ``progress`` hears of pages done. Returns file names."""
    owing = [payer for payer in payers if payer.due_qepik > 0]
    files = Files(folder, len(owing))
    numbered = ((number, payer, parted(payer.due_qepik)) for number, payer in enumerate(owing, 1))
    parallel = len(owing) > BATCH
    with ProcessPoolExecutor(WORKERS) if parallel else nullcontext() as pool:
        waiting: deque[tuple[int, Future[bytes]]] = deque()

        def take() -> None:
            pages, future = waiting.popleft()
            files.add(future.result())
            progress(pages)

        while batch := list(islice(numbered, BATCH)):
            if pool is None:
                files.add(typeset_payers(batch, run))
                progress(len(batch))
                continue
            waiting.append((len(batch), pool.submit(typeset_payers, batch, run)))
            if len(waiting) > WORKERS:
                take()
        while waiting:
            take()
    files.close()
    return files.names
