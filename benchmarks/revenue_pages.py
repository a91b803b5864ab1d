"""Lists, searches and pages of the big register, through the whole application."""

from collections.abc import Callable
from typing import Any

BASE = "/finance/revenue/"
BAR = 150


def searches(steps: list[int]) -> dict[str, list[str]]:
    """Every kind of search, each with 20 different texts: what is measured and the addresses that are asked."""
    payers, objects, house = f"{BASE}payers/?q=", f"{BASE}objects/?q=", "/axtar/?q="
    names = [f"sinaqov{n % 9973}" for n in steps]
    streets = [f"numune+kucesi+{n % 200}" for n in steps]
    # Beginnings of words that every payer and every object has, and the words themselves.
    common = ["nu", "num", "numu", "numunekend", "numune", "kuc", "kucesi"] * 2 + [
        "numune kucesi",
        "nu 1",
    ] * 3
    person = [*common, "mi", "misal", "oglu", "misal oglu", "example.com", "si", "sinaqov", "5", "05", "0001"]

    def ask(page: str, texts: list[str]) -> list[str]:
        return [page + text.replace(" ", "+").replace("@", "%40") for text in texts]

    return {
        "search of payers, name": ask(payers, [f"sınaqov{n % 9973}" for n in steps]),
        "search of payers, two words": ask(payers, [f"numune{n % 613} sinaqov{n % 9973}" for n in steps]),
        "search of payers, whole name": ask(
            payers, [f"Sınaqov{n % 9973} Nümunə{n % 613} Misal oğlu" for n in steps]
        ),
        "search of payers, street and house": ask(payers, [f"{s} {n % 97}" for s, n in zip(streets, steps, strict=True)]),
        "search of payers, beginnings of street and house": ask(payers, [f"num küç {n % 20} {n % 9 + 1}" for n in steps]),
        "search of payers, telephone": ask(payers, [f"050 {n:07d}" for n in steps]),
        "search of payers, e-mail": ask(payers, [f"p{n}@example.com" for n in steps]),
        "search of payers, words that all have": ask(payers, person),
        "search of payers of one kind, words that all have": [u + "&kind=legal" for u in ask(payers, person)],
        "search of objects, number": ask(objects, [str(n) for n in steps]),
        "search of objects, register number": ask(objects, [f"OB-{n}" for n in steps]),
        "search of objects, address": ask(objects, streets),
        "search of objects, street and house": ask(objects, [f"{s} {n % 211}" for s, n in zip(streets, steps, strict=True)]),
        "search of objects, holder": ask(objects, names),
        "search of objects, holder's telephone-like number": ask(objects, [f"050 {n:07d}" for n in steps]),
        "search of objects, words that all have": ask(objects, person),
        "search of the house, name": ask(house, names),
        "search of the house, street and house": ask(house, [f"{s} {n % 97}" for s, n in zip(streets, steps, strict=True)]),
        "search of the house, telephone": ask(house, [f"050{n:07d}" for n in steps]),
        "search of the house, words that all have": ask(house, person),
    }  # fmt: skip


def measure_pages(cast: Any, table: Any, timed: Callable[..., Any], payers: int) -> None:
    """p95 of 20 or more different requests of each kind."""
    from django.conf import settings

    from belediyye.core.identifiers import make_yvok

    settings.ALLOWED_HOSTS = ["*"]
    client = cast.client("rauf")

    def p95(urls: list[str]) -> float:
        client.get(urls[0])
        times = []
        for url in urls:
            took, answer = timed(lambda url=url: client.get(url))
            assert answer.status_code == 200, (url, answer.status_code)
            times.append(took)
        return float(sorted(times)[int(len(times) * 0.95) - 1] * 1000)

    steps = [n * 4999 % payers + 1 for n in range(20)]
    codes = [make_yvok(cast.home.pk, n) for n in steps]
    pages = {
        "list of payers, page": [f"{BASE}payers/?page={1 + n % 40}" for n in range(20)],
        "search of payers, YVÖK": [f"{BASE}payers/?q={code}" for code in codes],
        "search of payers, end of a YVÖK": [f"{BASE}payers/?q={code[-6:]}" for code in codes],
        **searches(steps),
        "a payer's page": [f"{BASE}payers/{code}/" for code in codes],
        "an account card": [f"{BASE}payers/{code}/card/" for code in codes],
        "an object's page": [f"{BASE}objects/{n}/" for n in steps],
        "a run's page": [f"{BASE}runs/{n}/" for n in (1, 2)] * 10,
    }
    for what, urls in pages.items():
        table.add(what, p95(urls), "ms p95", BAR)
    for what, url in {"the room's first page": BASE, "collecting": f"{BASE}collecting/"}.items():
        first, _answer = timed(lambda url=url: client.get(url))
        table.add(f"{what}: counted", first, "s")
        table.add(f"{what}: its dear figures remembered", p95([url] * 20), "ms p95")
