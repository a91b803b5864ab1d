"""The details of the own office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core import access, offices
from belediyye.core.forms import OfficeForm
from belediyye.core.identifiers import IBAN, PHONE


@require_http_methods(["GET", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """What stands on every paper of the municipality, and the form that changes it."""
    place = access.require_own_office(request.actor)
    now = {name: getattr(place, name) for name in offices.FACTS}
    now |= {"account": IBAN.format(place.account), "telephone": PHONE.format(place.telephone)}
    form = OfficeForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            offices.keep_office(actor=request.actor, place=place, facts=form.cleaned_data)
        except offices.WrongFact as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("The details are kept; papers made from now on bear them."))
            return redirect(reverse("office"))
    page = {"form": form, "place": place, "missing": offices.missing(place)}
    return render(request, "core/office.html", page, status=422 if form.is_bound and form.errors else 200)
