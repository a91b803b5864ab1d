"""Files out: the plan in its own form, reports, IATI, calendars, and evidence that was given as a file."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from belediyye.alliance.strategy import access, files, papers, planfile
from belediyye.alliance.strategy.models import Plan
from belediyye.alliance.strategy.views.activities import chosen

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sent(data: bytes, kind: str, name: str, inline: bool = False) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return answer


@require_GET
def file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One of the plan's files by its name; unknown names are 404."""
    plan, today = access.get_plan_for(request.actor, code), timezone.localdate()
    stem, _dot, kind = name.partition(".")
    if name == "activities.xlsx":
        return _sent(
            papers.activities_workbook(chosen(request, plan)[1]), EXCEL, f"{plan.code}-activities.xlsx"
        )
    if name == "iati.xml":
        return _sent(
            papers.iati_of(plan, today, settings.IATI_REFERENCE), "application/xml", f"{plan.code}-iati.xml"
        )
    if stem == "plan" and kind in {"docx", "xlsx"}:
        return _plan_file(plan, kind)
    made = _paper(request, plan, stem, today)
    if made is None or kind not in {"pdf", "docx"}:
        raise Http404
    language = "en" if (get_language() or "az").startswith("en") else "az"
    if kind == "pdf":
        return _sent(
            papers.pdf_of(made, language, today), "application/pdf", f"{plan.code}-{stem}.pdf", inline=True
        )
    return _sent(papers.word_of(made, language), WORD, f"{plan.code}-{stem}.docx")


def _paper(request: HttpRequest, plan: Plan, stem: str, today: date) -> papers.Paper | None:
    year = request.GET.get("year", "")
    chosen_year = (
        int(year) if year.isdecimal() and len(year) == 4 and 1990 <= int(year) <= 2100 else today.year
    )
    goal = request.GET.get("goal", "")
    node = plan.nodes.filter(pk=int(goal)).first() if goal.isdecimal() and len(goal) < 18 else None
    makers: dict[str, Callable[[], papers.Paper]] = {
        "board": lambda: papers.board_report(plan, today),
        "donor": lambda: papers.donor_report(
            plan, min(today, date(chosen_year, 12, 31)), date(chosen_year, 1, 1), node
        ),
        "conference": lambda: papers.conference_pack(plan, today, chosen_year),
    }
    return makers[stem]() if stem in makers else None


def _plan_file(plan: Plan, kind: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{kind}"
        write = planfile.write_docx if kind == "docx" else planfile.write_xlsx
        write(papers.plan_of(plan), path)
        return _sent(path.read_bytes(), WORD if kind == "docx" else EXCEL, f"{plan.code}.{kind}")


@require_GET
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    return _sent(
        papers.calendar_of(plan, settings.HOST, timezone.localdate()),
        "text/calendar; charset=utf-8",
        f"{plan.code}.ics",
    )


@require_GET
def public_calendar(request: HttpRequest) -> HttpResponse:
    """The public plan's feed, for anybody's calendar."""
    plan = access.public_plan()
    if plan is None:
        raise Http404
    return _sent(
        papers.calendar_of(plan, settings.HOST, timezone.localdate()),
        "text/calendar; charset=utf-8",
        "plan.ics",
    )


@require_GET
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file given as evidence; always downloaded, never run in the browser."""
    one = access.get_evidence_for(request.actor, pk)
    if one.file is None:
        raise Http404
    answer = _sent(
        files.bytes_of(one.file), "application/octet-stream", get_valid_filename(one.file.name) or "file"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
