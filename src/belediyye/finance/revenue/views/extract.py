"""An extract of another register beside ours: the differences on the page, or as a workbook."""

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core.actions import Refused
from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.reports import ExtractForm
from belediyye.finance.revenue.views.pages import XLSX, answer_file

SHOWN = 100


@require_http_methods(["GET", "POST"])
def extract(request: HttpRequest) -> HttpResponse:
    access.require_reader(request.actor)
    form = ExtractForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                found = actions.compare_extract(actor=request.actor, name=file.name, content=file.read())
            except Refused as refused:
                form.add_error("file", str(refused))
            else:
                if form.cleaned_data["answer"] == "xlsx":
                    return answer_file(_workbook(found), _("differences") + ".xlsx", XLSX)
                status = 200
                table = found.table()
                page |= {
                    "name": file.name, "counts": found.counts, "all": len(found.lines), "shown": SHOWN,
                    "table": type(table)(table.caption, table.columns, table.lines[:SHOWN], (), table.empty).shown(),
                }  # fmt: skip
    return render(request, "revenue/extract.html", page, status=status)


def _workbook(found: Any) -> bytes:
    table = found.table()
    columns = [Column({"az": c.title, "en": c.title}, width=32) for c in table.columns]
    target = io.BytesIO()
    language = "en" if (get_language() or "az").startswith("en") else "az"
    write_xlsx(target, columns, (line.cells for line in table.lines), made=timezone.now(), language=language)
    return target.getvalue()
