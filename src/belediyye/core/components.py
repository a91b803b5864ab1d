"""What the small parts of a page show, computed: pages of a list, orders of a column, rows of a summary, a due date.

The template tags of `templatetags/house.py` only pass these on to the templates in `core/components/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The colour follows the meaning, so that one meaning has one colour in the whole house.
TAG_COLOURS = {
    "info": "",
    "done": "green",
    "waiting": "yellow",
    "attention": "orange",
    "late": "red",
    "draft": "grey",
    "special": "purple",
}


def query_with(request: HttpRequest | None, **changes: object) -> str:
    """The address's query string with `changes` laid over it (None takes a key away), beginning with `?`."""
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


def pagination(request: HttpRequest | None, page: Page, param: str) -> dict[str, Any]:
    """The steps of a paginator's page; every address keeps the filters and the order of the list."""
    paginator = page.paginator

    def to(step: int) -> str:
        return query_with(request, **{param: step})

    steps = [
        {"number": n, "url": to(n), "current": n == page.number} if isinstance(n, int) else {"url": ""}
        for n in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "total": paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "steps": steps if paginator.num_pages > 1 else [],
        "previous": to(page.previous_page_number()) if page.has_previous() else "",
        "next": to(page.next_page_number()) if page.has_next() else "",
    }


def sort_header(
    request: HttpRequest | None, key: str, label: str, param: str, numeric: bool
) -> dict[str, Any]:
    """A column's heading that orders by `key`; asked again it turns the order round and goes to the first page."""
    now = request.GET.get(param, "") if request is not None else ""
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    url = query_with(request, **{param: f"-{key}" if order == "ascending" else key, "page": None})
    return {"url": url, "label": label, "order": order, "numeric": numeric}


def filters(request: HttpRequest | None, form: Any, keep: Sequence[str]) -> dict[str, Any]:
    """A GET form over a list. Parameters named in `keep` (the order of the list) go along; the page number does not."""
    sent = request.GET if request is not None else QueryDict()
    kept = [(name, sent[name]) for name in keep if name in sent]
    own = [form.add_prefix(name) for name in form.fields]
    cleared = query_with(request, page=None, **dict.fromkeys(own))
    return {"form": form, "kept": kept, "active": any(sent.get(name) for name in own), "clear": cleared}


def summary_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of a summary list: mappings (key, value, url, action) or tuples (key, value[, url, action])."""
    names = ("key", "value", "url", "action")
    made = [dict(row) if isinstance(row, Mapping) else dict(zip(names, row, strict=False)) for row in rows]
    return [{"url": "", **row, "action": row.get("action") or _("Change")} for row in made]


def breadcrumb_steps(steps: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Either one list of (title, url) or title, url, title, url, title: an address may be missing at the end."""
    if len(steps) == 1 and isinstance(steps[0], list | tuple):
        return [(pair[0], pair[1] if len(pair) > 1 else "") for pair in steps[0]]
    padded = [*steps, ""] if len(steps) % 2 else list(steps)
    return list(zip(padded[::2], padded[1::2], strict=True))


def due_words(on: date, today: date | None) -> tuple[str, bool]:
    """How far a due day is, in words, and whether it is over. Without `today` nothing is said."""
    if today is None:
        return "", False
    days = (on - today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}, True
    if days == 0:
        return _("today"), False
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}, False
