"""What a run says of itself: summary.json for machines, a table for the person at the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from belediyye.finance.rules.roll.choices import TAXES
from belediyye.finance.rules.roll.law import Law
from belediyye.finance.rules.roll.notice_words import money
from belediyye.finance.rules.roll.reasons import REASONS
from belediyye.finance.rules.roll.source import Roll
from belediyye.finance.rules.roll.stream import NOTES, TAX_ORDER, Stream

_WORDS: Final = {
    "az": {"title": "{year}-ci il üzrə hesablama", "tax": "Vergi", "objects": "Obyekt", "assessed": "Hesablanıb, ₼",
           "relief": "Güzəşt, ₼", "due": "Ödənilir, ₼", "total": "Bələdiyyəyə cəmi", "state": "dövlət büdcəsinə",
           "rows": "Sətir: {rows}, götürülüb: {assessed}, imtina: {refused}. Ödəyici: {payers}, borclu: {owing}.",
           "why": "İmtina səbəbi", "count": "Sətir", "aside": "Tanınmayan sütunlar nəzərə alınmayıb: {names}.",
           "sheets": "Oxunmayan vərəqlər: {names}.", "folder": "Nəticələr: {folder}", "seconds": "{seconds} saniyə"},
    "en": {"title": "Assessment for {year}", "tax": "Tax", "objects": "Objects", "assessed": "Tax, ₼",
           "relief": "Relief, ₼", "due": "Due, ₼", "total": "Municipal, total", "state": "to the state budget",
           "rows": "Rows: {rows}, taken: {assessed}, refused: {refused}. Taxpayers: {payers}, owing: {owing}.",
           "why": "Reason of refusal", "count": "Rows", "aside": "Columns nobody knows were set aside: {names}.",
           "sheets": "Sheets not read: {names}.", "folder": "Results: {folder}", "seconds": "{seconds} seconds"},
}  # fmt: skip


def summary_of(stream: Stream, roll: Roll, law: Law) -> dict[str, Any]:
    """The figures of a run, as they go into summary.json; amounts in qəpik."""
    counts = stream.counts
    money_rows = [
        {
            "tax": tax,
            "budget": budget,
            "objects": m[0],
            "tax_qepik": m[1],
            "relief_qepik": m[2],
            "due_qepik": m[3],
        }
        for (tax, budget), m in sorted(
            counts.money.items(), key=lambda kv: (TAX_ORDER.index(kv[0][0]), kv[0][1])
        )
    ]
    municipal = [m for m in money_rows if m["budget"] == "municipal"]
    return {
        "year": law.year,
        "edition": law.book.edition,
        "rows": counts.rows,
        "assessed": counts.assessed,
        "refused": counts.refused,
        "refused_by_reason": dict(sorted(counts.reasons.items())),
        "taxpayers": len(stream.payers),
        "taxpayers_owing": sum(payer.due_qepik > 0 for payer in stream.payers.values()),
        "due_qepik": sum(m["due_qepik"] for m in municipal),
        "relief_qepik": sum(m["relief_qepik"] for m in municipal),
        "state_qepik": sum(m["due_qepik"] for m in money_rows if m["budget"] == "state"),
        "totals": money_rows,
        "columns": roll.headings.written,
        "columns_set_aside": list(roll.headings.aside),
        "sheet": roll.sheet,
        "sheets_set_aside": list(roll.sheets_aside),
        "notes": [{"code": code, "rows": n, **NOTES[code]} for code, n in sorted(counts.notes.items())],
        "warnings": law.book.warnings(law.year),
    }


def print_summary(console: Console, summary: dict[str, Any], lang: str, folder: Path) -> None:
    """Print the outcome as a table in the language asked for."""
    words = _WORDS[lang]
    table = Table(title=words["title"].format(year=summary["year"]), title_justify="left")
    table.add_column(words["tax"])
    for name in ("objects", "assessed", "relief", "due"):
        table.add_column(words[name], justify="right")
    for row in summary["totals"]:
        label = TAXES[row["tax"]][lang] + (f" ({words['state']})" if row["budget"] == "state" else "")
        table.add_row(label, *_figures(row, lang), style="dim" if row["budget"] == "state" else "")
    municipal = [row for row in summary["totals"] if row["budget"] == "municipal"]
    total = {
        k: sum(row[k] for row in municipal) for k in ("objects", "tax_qepik", "relief_qepik", "due_qepik")
    }
    table.add_section()
    table.add_row(words["total"], *_figures(total, lang), style="bold")
    console.print(table)
    say = [
        words["rows"].format(
            **summary | {"payers": summary["taxpayers"], "owing": summary["taxpayers_owing"]}
        )
    ]
    if summary["columns_set_aside"]:
        say.append(words["aside"].format(names=", ".join(summary["columns_set_aside"])))
    if summary["sheets_set_aside"]:
        say.append(words["sheets"].format(names=", ".join(summary["sheets_set_aside"])))
    say += [f"{note[lang]} ({note['rows']})" for note in summary["notes"]]
    for line in say:
        console.print(Text(line))
    if summary["refused_by_reason"]:
        console.print(_reasons(summary["refused_by_reason"], lang))
    console.print(
        Text(
            f"{words['folder'].format(folder=folder)} · {words['seconds'].format(seconds=summary['seconds'])}"
        )
    )


def _figures(row: dict[str, int], lang: str) -> list[str]:
    return [
        f"{row['objects']:,}".replace(",", "\u00a0"),
        *(money(row[k], lang) for k in ("tax_qepik", "relief_qepik", "due_qepik")),
    ]


def _reasons(reasons: dict[str, int], lang: str) -> Table:
    words = _WORDS[lang]
    table = Table(title=words["why"], title_justify="left", show_header=False)
    for code, rows in sorted(reasons.items(), key=lambda kv: -kv[1]):
        text = REASONS[code][lang] if code in REASONS else _book_words(code, lang)
        table.add_row(Text(re.sub(r"\{\w+\}", "…", text)), Text(code, style="dim"), str(rows))
    return table


def _book_words(code: str, lang: str) -> str:
    from belediyye.finance.rules.book.refusals import REASONS as BOOK_REASONS

    return next((reason.text[lang] for reason in BOOK_REASONS if reason.code == code), code)
