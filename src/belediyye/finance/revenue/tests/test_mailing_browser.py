"""The pages of e-mail and of telephones in a real browser: nothing wider than a telephone, nothing for axe to find."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Mailing, Notice
from belediyye.finance.revenue.queries import lots
from belediyye.finance.revenue.tests.town import Town, assess, payer

ON, LATE = date(2026, 7, 20), date(2026, 11, 20)
S = Mailing.State


def furnish(cast: Cast) -> list[str]:
    """Letters in every state, a consent of each kind, notices issued again and reminders; the pages that show them."""
    town = Town.__new__(Town)
    town.home = cast.home
    rauf, now = town.actor("rauf"), timezone.now()
    with scope(municipality=cast.home):
        people = [
            payer(town, f"Sınaqov {n}", years=(), email=f"s{n}@ev.example", telephone="050 111 22 33")
            for n in range(6)
        ]
        assess(town, 2026)
        run = AssessmentRun.objects.get()
        actions.issue_notices(actor=rauf, run=run, on=ON)
        consents = [
            actions.give_consent(
                actor=rauf, payer=p, day=ON, given_by=p.name, way="signed", document=f"Ə-{n}"
            )
            for n, p in enumerate(people)
        ]
        letters = []
        for p, consent, state in zip(
            people, consents, (S.SENT, S.REFUSED, S.UNSURE, S.LATER, S.SENDING), strict=False
        ):
            paper = Notice.objects.get(taxpayer=p)
            letter = actions.begin_letter(actor=rauf, paper=paper, consent=consent, made_by=None, at=now)
            if state != S.SENDING:
                said = "" if state == S.SENT else "550 5.1.1 no such mailbox here, and a long answer goes on"
                actions.end_letter(actor=rauf, letter=letter, state=state, at=now, said=said)
            letters.append(letter)
        actions.withdraw_consent(actor=rauf, consent=consents[4], on=ON, reason="ərizə 4")
        actions.update_payer(actor=rauf, payer=people[3], facts={"email": "yeni@ev.example"})
        actions.issue_notices_again(actor=rauf, year=2026, on=LATE)
        actions.remind_all(actor=rauf, on=LATE, step=1)
        masses = lots.of_run(run), lots.again(cast.home, 2026, LATE), lots.of_reminders(cast.home, LATE, 1)
        return [
            *(lot.url(page) for lot in masses for page in ("mail", "print", "sms")),
            *(reverse("revenue_payer", args=[people[n].code]) for n in (0, 3, 4)),
            reverse("revenue_consent", args=[people[4].code]), reverse("revenue_consent_withdraw", args=[consents[0].pk]),
            reverse("revenue_mail_back", args=[letters[0].pk]), reverse("revenue_due_sms"), reverse("revenue_run", args=[run.number]),
            reverse("revenue_notices"), reverse("revenue_reminders"), reverse("revenue_reminders_due"),
        ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("az", 1280), ("en", 375)])
def test_pages_of_mail(browse, axe, language: str, width: int) -> None:
    page = browse("rauf", language, width)
    for address in furnish(page.cast):
        assert page.goto(address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        axe(page)
