"""Reports, the supervisor's page and the portals in a real browser: readable on a telephone, nothing for axe to find."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.tests.town import Town, assess, payer, take
from belediyye.finance.revenue.views.reports import REPORTS

ACCOUNT = "AZ21NABZ00000000137010001944"


def furnish(cast: Cast) -> int:
    """A little of everything, so that no table is empty; the portal's key."""
    town = Town.__new__(Town)
    town.home = cast.home
    with scope(municipality=cast.home):
        people = [payer(town, f"Sınaqov Nümunə {n}", years=(), street="Bulaq küçəsi") for n in range(3)]
        actions.add_status(
            actor=town.actor("a"), payer=people[1], category="pensioner", since=date(2024, 1, 1), proof={}
        )
        for year in (2025, 2026):
            assess(town, year)
        take(
            town,
            (date(2026, 8, 10), "25,00", people[0].name, people[0].code),
            (date(2026, 8, 11), "1,00", "?", "?"),
        )
        portal, _token = actions.open_portal(
            actor=town.actor("leyla"),
            municipality=town.home,
            name="Nümunə portalı",
            sender_account=ACCOUNT,
            per_minute=60,
        )
        actions.take_portal_payment(
            actor=town.actor("portal"),
            portal=portal,
            key="A-1",
            payer=people[2],
            amount=500,
            day=date(2026, 9, 1),
            on=date(2026, 9, 1),
        )
    return int(portal.pk)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("az", 1280), ("en", 375)])
def test_pages_of_reports_and_portals(browse, axe, language: str, width: int) -> None:
    page = browse("leyla", language, width)
    portal = furnish(page.cast)
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    addresses = [reverse("revenue_reports"), *(reverse("revenue_report", args=[key]) for key in REPORTS)]
    addresses += [
        f"{reverse('revenue_report', args=['ageing'])}?by=street",
        f"{reverse('revenue_report', args=['quality'])}?check=identifiers",
        f"{reverse('revenue_report', args=['roll'])}?since=01.01.2027&on=x",
        reverse("revenue_portals"),
        reverse("revenue_portal_new"),
        reverse("revenue_portal", args=[portal]),
        reverse("revenue_portal_withdraw", args=[portal]),
    ]
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        axe(page)
    keeper = browse("rauf", language, width)
    assert keeper.goto(reverse("revenue_portal_transfer", args=[portal])).status == 200
    axe(keeper)
    page.goto(reverse("revenue_portal_new"))
    page.fill("[name=name]", "İkinci portal")
    page.click("main button[type=submit]")
    assert page.input_value("#token").startswith("bld_")
    axe(page)
    above = browse("zaur", language, width)
    assert above.goto(reverse("revenue_supervision")).status == 200
    assert above.evaluate("document.documentElement.scrollWidth") <= width
    assert "Sınaqov" not in above.content()
    axe(above)
    assert not broken
