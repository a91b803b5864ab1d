"""What would change an amount is said only where the law, computed anew, gives another amount."""

from datetime import date

import pytest
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Assessment, Taxpayer
from belediyye.finance.revenue.queries import what_if
from belediyye.finance.revenue.queries.explained import explanation_of
from belediyye.finance.revenue.tests.test_year import START, house, payer, run_year

Y = 2026


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def told(p: Taxpayer, nth: int = 0) -> list[str]:
    return explanation_of(Assessment.objects.filter(taxpayer=p).order_by("holding_id")[nth]).changes


def pensioner(cast: Cast, p: Taxpayer) -> None:
    actions.add_status(actor=cast.actor("aynur"), payer=p, category="pensioner", since=START, proof={})


def test_a_resident_without_a_status_reads_what_each_would_give(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    house(office, (p, 1, 1), area=33_000)  # 30 AZN
    house(office, (p, 1, 1), area=53_000)  # 50 AZN
    run_year(office, Y)
    first, second = told(p), told(p, 1)
    assert "29,00" in first[0] and "49,00" in second[0]
    # The relief of 30 AZN is spent on the first of them.
    assert any("Pensiyaçı" in line and " 0,00" in line and "199.3" in line for line in first)
    assert not any("Pensiyaçı" in line for line in second)
    # Letting takes nothing off whom no relief is given; another use is taxed otherwise.
    assert not any("icarə" in line for line in first)


def test_the_rest_of_the_relief_goes_to_the_next_house(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    house(office, (p, 1, 1), area=13_000)
    house(office, (p, 1, 1), area=53_000)
    run_year(office, Y)
    assert any("Pensiyaçı" in line and "30,00" in line for line in told(p, 1))


def test_letting_takes_the_relief_and_gives_it_back(office: Cast) -> None:
    at_home, lets = payer(office, "Sınaqov Evdə"), payer(office, "Sınaqov İcarəyə")
    for p, is_let in ((at_home, False), (lets, True)):
        house(office, (p, 1, 1), area=53_000, let_or_business=is_let)
        pensioner(office, p)
    run_year(office, Y)
    assert any("50,00" in line and "199.3" in line for line in told(at_home))
    assert any("20,00" in line and "199.3" in line for line in told(lets))


def test_a_firm_is_told_of_no_status(office: Cast) -> None:
    firm = payer(office, "Nümunə MMC", kind="legal", voen="1400057421")
    house(office, (firm, 1, 1), area=53_000)
    run_year(office, Y)
    assert not any("Pensiyaçı" in line for line in told(firm))


def test_every_answer_is_the_law_computed_anew(office: Cast) -> None:
    """What is said is what the object would be assessed at, were it so."""
    p, q = payer(office, "Sınaqov Nümunə"), payer(office, "Sınaqov Kimi")
    house(office, (p, 1, 1), area=33_000)
    house(office, (q, 1, 1), area=33_000, use="non_dwelling")
    run_year(office, Y)
    mine, like = (Assessment.objects.get(taxpayer=one) for one in (p, q))
    assert what_if.due(mine, use="non_dwelling") == like.due_qepik
    assert what_if.due(mine) == mine.due_qepik and date(Y, 1, 1) > START
