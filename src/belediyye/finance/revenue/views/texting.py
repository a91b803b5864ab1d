"""Lists of telephones with a text to each, for the office's own gateway: tried on an invented payer, then taken out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core.actions import Refused
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.mailing import MessageForm
from belediyye.finance.revenue.models import Reminder
from belediyye.finance.revenue.queries import lots, reminding, texting
from belediyye.finance.revenue.views.pages import XLSX, answer_file, refuse
from belediyye.finance.revenue.views.printing import lot_of

GET_POST = require_http_methods(["GET", "POST"])
CSV = "text/csv; charset=utf-8"


@GET_POST
def run_sms(request: HttpRequest, number: int) -> HttpResponse:
    return _of_lot(request, lot_of(request, run=number), reverse("revenue_run", args=[number]))


@GET_POST
def again_sms(request: HttpRequest, year: int, issued: str) -> HttpResponse:
    return _of_lot(request, lot_of(request, year=year, issued=issued), reverse("revenue_notices"))


@GET_POST
def reminders_sms(request: HttpRequest, day: str, step: int) -> HttpResponse:
    return _of_lot(request, lot_of(request, day=day, step=step), reverse("revenue_reminders"))


@GET_POST
def due_sms(request: HttpRequest) -> HttpResponse:
    """The debtors who are due for a step (`?step=1&wait=15`)."""
    access.require_reader(request.actor)
    step, wait = request.GET.get("step", "1"), request.GET.get("wait", str(reminding.WAIT_DAYS))
    if not (step.isdecimal() and int(step) in Reminder.Step.values and wait.isdecimal() and len(wait) < 4):
        raise Http404
    assert request.actor.municipality is not None
    asked = texting.Asked(request.actor.municipality, None, int(step), int(wait))
    title = _("Due for: %(step)s") % {"step": Reminder.Step(int(step)).label}
    back = f"{reverse('revenue_reminders_due')}?step={step}&wait={wait}"
    return _answer(request, asked, title, f"telephones-{step}", back)


def _of_lot(request: HttpRequest, lot: lots.Lot, back: str) -> HttpResponse:
    assert request.actor.municipality is not None
    return _answer(request, texting.Asked(request.actor.municipality, lot), lot.title, f"telephones-{lot.name}", back)  # fmt: skip


def _answer(request: HttpRequest, asked: texting.Asked, title: str, name: str, back: str) -> HttpResponse:
    """The form; by the button `try` the text of an invented payer in both kinds of letters, by the other the file."""
    form = MessageForm(request.POST or None, asked=asked)
    today, tried = timezone.localdate(), []
    if request.method == "POST" and form.is_valid():
        c = form.cleaned_data
        if "try" not in request.POST:
            try:
                made = actions.take_messages(
                    actor=request.actor, asked=asked, template=c["text"], signs=c["signs"], on=today, why=c["why"]
                )  # fmt: skip
            except Refused as refused:
                refuse(form, refused)
            else:
                if c["file"] == "csv":
                    return answer_file(texting.as_csv(made.rows), f"{name}.csv", CSV)
                return answer_file(texting.as_xlsx(made.rows, timezone.localtime()), f"{name}.xlsx", XLSX)
    template = form.cleaned_data.get("text") if form.is_bound else asked.template
    if template:
        text = texting.sample(asked, template, today)
        tried = [(label, one, *texting.measure(one)) for label, one in ((_("as on telephones"), texting.plain(text)), (_("all letters"), text))]  # fmt: skip
    page = {
        "form": form, "title": title, "back": back, "tried": tried, "may_keep": access.may_keep(actor=request.actor) is None,
    }  # fmt: skip
    return render(request, "revenue/telephones.html", page, status=422 if form.is_bound and form.errors else 200)  # fmt: skip
