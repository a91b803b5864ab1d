"""Tags and filters of the house: `{% load house %}`. Every component with its states is shown at /üslub.

The query string of an address is changed with Django's own `{% querystring key=value %}`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core import components, display, form_rendering
from belediyye.core.identifiers import IBAN, PHONE
from belediyye.core.period import date_in_words, format_date

register = template.Library()
register.simple_tag(form_rendering.control, name="control")
register.simple_tag(form_rendering.control_kind, name="control_kind")
register.simple_tag(form_rendering.control_choices, name="control_choices")


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def money(value: int | None) -> str:
    """Whole qəpik as manat, `1 234,50 ₼`; nothing for None. Raises TypeError for a float or a Decimal."""
    return "" if value is None or value == "" else display.money(value)


@register.filter
def iban(value: str) -> str:
    """An account number in groups of four."""
    return IBAN.format(value) if value else ""


@register.filter
def telephone(value: str) -> str:
    """A telephone number in groups; one that is not of this country as it stands."""
    return PHONE.format(value) if PHONE.is_valid(value) else value


@register.filter
def signer(value: str) -> str:
    """Who signs for an office, the post in the language of the page."""
    return display.signer(value, (get_language() or "az")[:2])


@register.filter
def day(value: date | None) -> str:
    """A day, `22.11.2026`; a moment is first brought to the house's time zone; nothing for None."""
    return format_date(_local(value)) if value else ""


@register.filter
def day_long(value: date | None) -> str:
    """A day in words of the current language, `22 noyabr 2026`; nothing for None."""
    return (
        date_in_words(_local(value), "en" if (get_language() or "az").startswith("en") else "az")
        if value
        else ""
    )


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time, `22.11.2026, 14:05`; nothing for None."""
    return f"{format_date(_local(value))}, {_local(value):%H:%M}" if value else ""


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """A number with grouped digits and a comma, `1 234,5`; `places` rounds half up; nothing for None."""
    return "" if value is None or value == "" else display.number(value, places)


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """A number of hundredths, `12,5%`; nothing for None."""
    return "" if value is None or value == "" else display.percent(value, places)


@register.filter
def area(value: Any, unit: str = "m²") -> str:
    """An area in m² or in the unit given, `1 234,5 m²`; nothing for None."""
    return "" if value is None or value == "" else display.area(value, unit)


@register.filter
def is_current(wing: Any) -> bool:
    """Whether the page stands in a room of this wing of the navigation."""
    rooms = wing["rooms"] if isinstance(wing, dict) else wing.rooms
    return any(room["current"] if isinstance(room, dict) else room.current for room in rooms)


@register.inclusion_tag("core/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, param: str = "page") -> dict[str, Any]:
    """`{% pagination page %}`: count and steps of a Paginator's page; filters and order are kept."""
    return components.pagination(context.get("request"), page, param)


@register.inclusion_tag("core/components/sort_header.html", takes_context=True)
def sort_header(
    context: Context, key: str, label: str, numeric: bool = False, param: str = "sort"
) -> dict[str, Any]:
    """`{% sort_header "name" _("Name") %}`: a column's `<th>` that orders by `?sort=name` or `?sort=-name`."""
    return components.sort_header(context.get("request"), key, label, param, numeric)


@register.inclusion_tag("core/components/filters.html", takes_context=True)
def filters(context: Context, form: Any, keep: str = "sort") -> dict[str, Any]:
    """`{% filters form %}`: a GET form over a list; `keep` = parameters that go along, separated by spaces."""
    return components.filters(context.get("request"), form, keep.split())


@register.inclusion_tag("core/components/empty_state.html")
def empty_state(title: str, text: str = "", action_url: str = "", action_text: str = "") -> dict[str, Any]:
    """`{% empty_state title text url words %}`: what to see and do where a list has nothing yet."""
    return {"title": title, "text": text, "action_url": action_url, "action_text": action_text}


@register.inclusion_tag("core/components/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """`{% progress done total label %}`: a bar with its numbers; an unknown total (0) shows no share."""
    share = min(done * 100 // total, 100) if total else None
    return {"done": done, "total": total, "percent": share, "label": label or _("Done")}


@register.inclusion_tag("core/components/tag.html")
def tag(kind: str, text: str) -> dict[str, Any]:
    """`{% tag "done" _("Paid") %}`: a status. Kinds: info done waiting attention late draft special (else KeyError)."""
    return {"colour": components.TAG_COLOURS[kind], "text": text}


@register.inclusion_tag("core/components/timeline.html")
def timeline(events: Sequence[Any]) -> dict[str, Any]:
    """`{% timeline events %}`: each with when (day), title and, if wished, text, who, url, now."""
    return {"events": events}


@register.inclusion_tag("core/components/summary_list.html")
def summary_list(rows: Sequence[Any]) -> dict[str, Any]:
    """`{% summary_list rows %}`: (key, value) or (key, value, url, words of the link) or mappings of these names."""
    return {"rows": components.summary_rows(rows)}


@register.inclusion_tag("core/components/tabs.html")
def tabs(items: Sequence[Any], label: str = "") -> dict[str, Any]:
    """`{% tabs items %}`: pages of one object; each with title, url, current and, if wished, count."""
    return {"items": items, "label": label or _("Parts of this page")}


@register.inclusion_tag("core/components/breadcrumbs.html")
def breadcrumbs(*steps: Any) -> dict[str, Any]:
    """`{% breadcrumbs title url title %}` or `{% breadcrumbs list_of_pairs %}`; Home comes first by itself."""
    return {"steps": components.breadcrumb_steps(steps)}


@register.inclusion_tag("core/components/stat.html")
def stat(label: str, value: Any, on: date | None = None, source: str = "", url: str = "") -> dict[str, Any]:
    """`{% stat label value on=day source=words %}`: one big number that carries its day and its source."""
    return {"label": label, "value": value, "on": on, "source": source, "url": url}


@register.inclusion_tag("core/components/due.html")
def due(on: date, explanation: Any, today: date | None = None) -> dict[str, Any]:
    """`{% due day lines today=today %}`: a due day that opens to its explanation (a text or a list of lines)."""
    words, late = components.due_words(on, today)
    lines = [explanation] if isinstance(explanation, str) else list(explanation)
    return {"on": on, "explanation": lines, "words": words, "late": late}


@register.inclusion_tag("core/forms/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """`{% error_summary form %}`: all errors of a form with links to its fields; `{{ form }}` has it already."""
    return {"problems": form_rendering.problems(form)}


@register.simple_tag
def picture(svg: SafeString, caption: str = "", wide: bool = False) -> SafeString:
    """`{% picture chart caption %}`: an SVG of `core/svg` as a figure; anything else is escaped. `wide=True` for a plan:
    on a narrow screen it scrolls within its frame."""
    below = format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    frame = mark_safe(' house-picture--wide" tabindex="0') if wide else ""
    return format_html('<figure class="house-picture{}">{}{}</figure>', frame, svg, below)
