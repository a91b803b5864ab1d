"""PDF by typst: one press, templates inside the package, data as JSON that can never become markup.

A template is a ``.typ`` file of a room (``<room>/typst/…``); it begins with
``#import "/core/typst/house.typ": *`` and finds its data in ``data``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

from belediyye.core.documents.glyphs import clean

PACKAGE: Final = Path(__file__).parents[2]
FONTS: Final = PACKAGE / "core" / "fonts"
ARCHIVAL: Final = ("a-2a", "ua-1")
BATCH: Final = 250
"""Documents of one batch: enough to be fast, few enough to stay under half a gigabyte."""
KEPT: Final = 11
"""typst keeps what it has set until so many later documents have had no use for it."""


class PressError(RuntimeError):
    """A template that typst refused: a fault of ours, never of the data."""


class Press:
    """A typst compiler kept warm; calls take turns, so one press may serve many threads."""

    def __init__(self, root: Path = PACKAGE) -> None:
        """``root`` is the folder that templates may read from; no font of the system is ever used."""
        self.root = root
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        self._compiler = typst.Compiler(root=str(root), font_paths=fonts, ignore_system_fonts=True)
        self._turn = Lock()

    def pdf(
        self, template: Path, data: Mapping[str, Any], *, made: datetime, archival: bool = False
    ) -> bytes:
        """One PDF of the template with its data (str, int, bool, None, lists, dicts).

        ``archival`` makes it PDF/A-2a and PDF/UA-1. The same template, data and ``made`` give the same
        bytes. Raises ``PressError``.
        """
        standards = list(ARCHIVAL) if archival else ["1.7"]
        return self._compile(template, data, format="pdf", pdf_standards=standards, timestamp=made)[0]

    def pngs(self, template: Path, data: Mapping[str, Any], *, ppi: int = 96) -> list[bytes]:
        """One picture a page, for previews; raises ``PressError``."""
        return self._compile(template, data, format="png", ppi=float(ppi))

    def batches(
        self,
        template: Path,
        items: Iterable[Any],
        common: Mapping[str, Any],
        *,
        made: datetime,
        archival: bool = False,
    ) -> Iterator[bytes]:
        """PDFs of up to ``BATCH`` items each, as ``data.items`` beside the ``common`` data, one at a time."""
        rest = iter(items)
        while group := list(islice(rest, BATCH)):
            yield self.pdf(template, {**common, "items": group}, made=made, archival=archival)
            self.forget()

    def forget(self) -> None:
        """Give back the memory of what was set before, by setting nothing a few times over."""
        with self._turn:
            for _ in range(KEPT):
                self._compiler.compile(input=b"", format="pdf")

    def _compile(self, template: Path, data: Mapping[str, Any], **how: Any) -> list[bytes]:
        inputs = {"data": json.dumps(clean(dict(data)), ensure_ascii=False, allow_nan=False)}
        try:
            with self._turn:
                pages = self._compiler.compile(input=str(template), sys_inputs=inputs, **how)
        except (typst.TypstError, RuntimeError) as fault:
            raise PressError(f"{template.name}: {getattr(fault, 'diagnostic', '') or fault}") from None
        if pages is None:
            raise PressError(f"{template.name}: nothing came out")
        return pages if isinstance(pages, list) else [pages]
