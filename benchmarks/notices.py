"""How fast payment notices are set, and in how much memory; WeasyPrint beside it on the same page.

    ./run bench notices [--quick]

The notices are those of the example town, made by the very code that ``./run assess`` uses: batches in worker
processes, QR codes included, joined into one tagged PDF/A. WeasyPrint sets the same fields, the same tables and the
same QR picture from HTML, in one process, as PDF/A-2a, and is asked for fewer pages because it is slower; the ratio is
of pages a second, once process against process and once our whole command against it. Memory is the largest sum over
the process and its workers, sampled while they run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from belediyye.core.documents.pdf import FONTS
from belediyye.core.documents.qr import qr_svg
from belediyye.finance.rules.roll.check import Checker
from belediyye.finance.rules.roll.command import parting
from belediyye.finance.rules.roll.law import Law
from belediyye.finance.rules.roll.notice_words import WORDS
from belediyye.finance.rules.roll.notices import BATCH, Batch, Office, notice, typeset, write_notices
from belediyye.finance.rules.roll.source import open_roll
from belediyye.finance.rules.roll.stream import Payer, Stream

ROOT = Path(__file__).resolve().parent.parent
YEAR = 2025
RUN = Batch(YEAR, "az", Office(name="Nümunə bələdiyyəsi", voen="1234567890"), "0,1")


class _Nowhere:
    def assessed(self, one: Any) -> None: ...

    def refused(self, found: Any) -> None: ...


def payers(pages: int) -> list[Payer]:
    """The first payers of the example town that owe something."""
    law = Law(YEAR)
    with open_roll(ROOT / "examples" / "town.csv") as roll:
        stream = Stream(law, Checker(roll.headings, YEAR), _Nowhere(), notices=True)
        for number, cells in roll.rows():
            stream.take(number, cells)
    return list(islice((p for p in stream.payers.values() if p.due_qepik > 0), pages))


class Memory:
    """The largest resident memory of this process and its children together, in MB, while the block runs."""

    def __enter__(self) -> Memory:
        self.peak = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _family(os.getpid())))


def _family(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


def page_of(data: dict[str, Any]) -> str:
    """The same page as HTML for WeasyPrint: the same fields, tables, picture and stub."""
    words = WORDS["az"]

    def row(cells: list[str], tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    objects = "".join(
        row([o["place"], f"<b>{escape(o['id'])}</b><br><small>{escape(o['what'])}</small>",
             f"{o['tax']}<br><small>{o['article']}</small>", f"{o['base']}<br><small>{o['note']}</small>",
             o["tax_amount"], o["relief"], f"<b>{o['due']}</b>"])
        for o in data["objects"]
    )  # fmt: skip
    sums = "".join(row([escape(name), amount]) for name, amount in data["sums"])
    parts = "".join(
        f"<div class='part'><small>{p['title']}</small><br><b>{p['amount']}</b><br>{words['until']} {p['until']}</div>"
        for p in data["instalments"]
    )
    return f"""<section><header><b>{escape(RUN.office.name)}</b> <span>{words["series"]} A № {data["number"]}</span></header>
<h1>{words["title"]} <small>{words["subtitle"].format(year=YEAR)}</small></h1>
<div class="payer"><div>{words["payer"]}<br><b>{escape(data["payer"])}</b></div><div>{words["address"]}<br>
{escape(data["address"])}</div><div>{words["code"]}<br><b>{data["code"]}</b></div></div>
<table><thead>{row(words["object_columns"], "th")}</thead><tbody>{objects}</tbody></table>
<div class="two"><div><table><thead>{row(words["sum_columns"], "th")}</thead><tbody>{sums}
{row([words["total"], data["total"]])}</tbody></table><p>{words["in_words"]}<br><i>{data["words"]}</i></p>{parts}</div>
<div>{qr_svg(data["qr"]).replace("<svg ", '<svg width="36mm" height="36mm" ', 1)}<p>{words["qr_caption"]}</p>
<p><b>{words["how_to_pay"]}:</b> {", ".join(words["channels"])}.</p><p>{words["voen"]}: {RUN.office.voen}</p></div></div>
<p>{words["small_print"].format(rate="0,1")}</p><p>{words["official"]} ______ {words["signature"]} ______ {words["seal"]}</p>
<hr><p><b>{words["stub_title"]}</b> № {data["number"]} {escape(data["payer"])} {data["code"]} {data["total"]}</p>
<p>{words["received"]} ______ {words["payer_signature"]} ______ {words["date"]}</p></section>"""


STYLE = """@font-face{font-family:N;src:url(%s/NotoSans-Regular.ttf)}@font-face{font-family:N;font-weight:bold;
src:url(%s/NotoSans-Bold.ttf)}@page{size:A4;margin:11mm 15mm}body{font:8.6pt N}section{break-after:page}small{font-size:7pt}
table{width:100%%;border-collapse:collapse}td,th{border-bottom:.4pt solid #777;padding:1mm;text-align:left}
.payer,.two{display:flex;gap:5mm}.payer div,.two div{flex:1}.part{display:inline-block;border:.8pt solid;padding:2mm}"""


def weasyprint_side() -> None:
    """Run in the interpreter that has WeasyPrint: HTML on standard input, seconds on standard output."""
    from weasyprint import HTML  # type: ignore[import-not-found]

    text = sys.stdin.read()
    HTML(string="<html lang=az><title>warm</title><p>ə").write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)
    started = time.perf_counter()
    made = HTML(string=text).write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)
    print(json.dumps({"seconds": time.perf_counter() - started, "bytes": len(made)}))


def weasyprint_rate(data: list[dict[str, Any]]) -> float | None:
    """Pages a second of WeasyPrint, or None where it is not installed in this or the benchmark's environment."""
    html = f"<html lang=az><head><title>Tədiyə bildirişləri</title><style>{STYLE % (FONTS.as_uri(), FONTS.as_uri())}</style>"
    html += "<body>" + "".join(page_of(one) for one in data)
    for python in (sys.executable, os.environ.get("BELEDIYYE_BENCH_PYTHON", "")):
        if not python or subprocess.run([python, "-c", "import weasyprint"], capture_output=True).returncode:
            continue
        code = _WEASYPRINT.format(source=Path(__file__).read_text(encoding="utf-8"))
        done = subprocess.run([python, "-c", code], input=html, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr[-500:], file=sys.stderr)
            return None
        return len(data) / float(json.loads(done.stdout)["seconds"])
    return None


# The other interpreter has no belediyye: it gets the one function it must run, and nothing else.
_WEASYPRINT = """
import ast, json, sys, time
tree = ast.parse({source!r})
tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "weasyprint_side"]
exec(compile(tree, "notices", "exec"))
weasyprint_side()
"""


def measure(pages: int, peer_pages: int) -> list[dict[str, Any]]:
    """The figures, each with its bar and whether it holds."""
    owing = payers(pages)
    parted = parting(YEAR)
    data = [notice(n, p, parted(p.due_qepik), RUN) for n, p in enumerate(owing[: max(BATCH, peer_pages)], 1)]
    typeset(data[:5], RUN)
    started = time.perf_counter()
    typeset(data[:BATCH], RUN)
    single = len(data[:BATCH]) / (time.perf_counter() - started)
    peer = weasyprint_rate(data[:peer_pages])
    with tempfile.TemporaryDirectory() as folder, Memory() as memory:
        started = time.perf_counter()
        names = write_notices(Path(folder), owing, parted, RUN, lambda _: None)
        whole = len(owing) / (time.perf_counter() - started)
        size = sum((Path(folder) / name).stat().st_size for name in names)
    found = [
        _figure(
            "notices a second, batches joined into one tagged PDF/A",
            round(whole),
            "pages/s",
            ">= 300",
            whole >= 300,
        ),
        _figure(
            "memory of the process and its workers", round(memory.peak), "MB", "<= 600", memory.peak <= 600
        ),
        _figure("notices a second, one process, one batch", round(single), "pages/s", "", None),
        _figure("size of a page", round(size / len(owing) / 1000, 1), "kB", "", None),
    ]
    if peer is None:
        return [*found, _figure("times WeasyPrint (not installed here)", None, "×", ">= 10", None)]
    return [
        *found,
        _figure("WeasyPrint, one process", round(peer, 1), "pages/s", "", None),
        _figure(
            "times WeasyPrint, process against process",
            round(single / peer, 1),
            "×",
            ">= 10",
            single / peer >= 10,
        ),
        _figure("times WeasyPrint, the whole command", round(whole / peer, 1), "×", "", None),
    ]


def _figure(name: str, value: Any, unit: str, bar: str, holds: bool | None) -> dict[str, Any]:
    return {"measure": name, "value": value, "unit": unit, "bar": bar, "holds": holds}


def report(name: str, found: list[dict[str, Any]]) -> None:
    """Print the figures and write them to var/bench."""
    width = max(len(row["measure"]) for row in found)
    for row in found:
        verdict = {True: "holds", False: "NOT REACHED", None: ""}[row["holds"]]
        print(f"{row['measure']:{width}}  {row['value']!s:>10} {row['unit']:8} {row['bar']:8} {verdict}")
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write; the code is 1 where a bar is not reached."""
    parser = argparse.ArgumentParser(prog="./run bench notices", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages")
    quick = parser.parse_args(argv).quick
    found = measure(500 if quick else 3000, 20 if quick else 100)
    report("notices", found)
    return int(any(row["holds"] is False for row in found))


if __name__ == "__main__":
    sys.exit(main())
