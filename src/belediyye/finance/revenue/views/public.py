"""The public door: number and code of a notice open it, with the explanation of every amount."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_scopes import scopes_disabled

from belediyye.core.access import get_municipality_for
from belediyye.core.identifiers import REFERENCE, creditor_reference
from belediyye.finance.revenue.forms.money import ClearanceForm
from belediyye.finance.revenue.forms.register import OpenNoticeForm
from belediyye.finance.revenue.models import Registration
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.queries.assessed import assessed_of
from belediyye.finance.revenue.queries.balance import owed
from belediyye.finance.revenue.queries.explained import explanation_of
from belediyye.finance.revenue.views.pages import answer_pdf
from belediyye.finance.rules.queries import language


@never_cache
@require_GET
def public_notice(request: HttpRequest, code: str) -> HttpResponse:
    """A notice for whoever holds it: no login, nothing shown without number and code. ?pdf=1 gives the paper again."""
    place = get_municipality_for(request.actor, code)
    form = OpenNoticeForm(request.GET or None)
    page = {"place": place, "form": form}
    if not (request.GET and form.is_valid()):
        return render(request, "revenue/public_notice.html", page)
    asked = form.cleaned_data
    # The visitor acts in no municipality, or in another: the code opens one notice, whoever asks.
    with scopes_disabled():
        notice = noticed.public_notice(place, asked["il"], asked["nomre"])
        if notice is None or not noticed.is_code(notice, asked["kod"]):
            form.add_error(
                None,
                ValidationError(_("Number and code do not belong together. Compare them with the notice.")),
            )
            return render(request, "revenue/public_notice.html", page, status=404)
        if request.GET.get("pdf"):
            return answer_pdf(
                noticed.pdf_of([notice], language()), f"notice-{notice.year}-{notice.number:06d}.pdf"
            )
        _own, passed, lowered = noticed.by_head(notice.taxpayer, notice.year, notice.issued)
        page |= {
            "notice": notice, "reference": REFERENCE.format(noticed.reference_of(notice.taxpayer, notice.year)),
            "parts": [p for p in noticed.left_of(noticed.parts_of(notice.taxpayer, notice.year, notice.issued), notice.paid_qepik) if p["amount"]], "total": notice.total_qepik,
            "told": [(a, explanation_of(a)) for a in assessed_of(notice)], "passed": passed, "lowered": lowered,
            "query": request.GET.urlencode(), "today": timezone.localdate(), "newer": noticed.newer(notice),
            "owed": owed(notice.taxpayer.merged_into or notice.taxpayer, timezone.localdate()), "object_until": noticed.object_until(notice),
            "rf": creditor_reference(noticed.reference_of(notice.taxpayer, notice.year)), "bank": noticed.bank_words(place),
        }  # fmt: skip
        return render(request, "revenue/public_notice.html", page)


@require_GET
def public_registration(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate of registration with this number and code was given; says nothing but what stands on it."""
    place = get_municipality_for(request.actor, code)
    form = ClearanceForm(request.GET or None)
    found, asked = None, bool(request.GET) and form.is_valid()
    if asked:
        typed = {"number": form.cleaned_data["nomre"], "code": form.cleaned_data["kod"]}
        with scopes_disabled():
            rows = Registration.objects.filter(municipality=place, **typed)
            found = rows.select_related("taxpayer__merged_into").first()
    page = {"place": place, "form": form, "asked": asked, "found": found}
    return render(request, "revenue/public_registration.html", page)
