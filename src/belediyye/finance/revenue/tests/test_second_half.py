"""Notices before the second half: what was paid, arrears and interest as of their day."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Entry, Notice
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.queries.notice_room import boxed, fitting
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, payer, take

ON = date(2026, 10, 20)
IBAN = "AZ57NABZ00000000137010003333"


def main(answer: HttpResponse) -> str:
    """What stands between the house's head and foot: those have forms of their own."""
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize(
    ("paid", "back"),
    [
        (("15,00", date(2025, 8, 1)), 500),  # paid too much, and given back in the year after
        (("13,00", date(2025, 12, 20)), 0),
        (("13,00", date(2026, 2, 1)), 0),  # came in the year after, and stands
    ],
)
def test_a_late_notice_of_a_past_year_counts_the_credit_that_stands(
    paid: tuple[str, date],
    back: int,
    office: Town,  # noqa: F811
) -> None:
    rauf, p, day = office.actor("rauf"), payer(office), date(2026, 3, 2)
    take(office, (paid[1], paid[0], p.name, p.code))
    if back:
        asked_back = actions.ask_refund(actor=rauf, payer=p, amount=back, account=IBAN, on=date(2026, 1, 10))
        actions.pay_refund(actor=rauf, refund=asked_back, on=date(2026, 1, 20))
    state = p.holdings.get().object.states.get()
    actions.correct_state(
        actor=office.actor("aynur"),
        state=state,
        facts={"area_dm2": 23_000},
        since=state.since,
        reason="ölçülüb",
    )
    run = actions.preview_run(actor=rauf, year=2025, on=day)
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=day)
    assert actions.issue_notices(actor=rauf, run=run, on=day) == 1
    standing = asked.owed(p, day)
    assert Notice.objects.get().total_qepik == standing.total - standing.credit > 0


def test_only_who_still_owes_and_exactly_what(office: Town) -> None:  # noqa: F811
    late = payer(office, "Sınaqov Gecikən", years=())
    prompt = payer(office, "Sınaqov Vaxtında", years=())
    half = payer(office, "Sınaqov Yarı", years=(2025, 2026))
    for number, (who, day, amount) in enumerate(
        (
            (prompt, date(2025, 8, 1), "10,00"), (prompt, date(2026, 8, 1), "10,00"),
            (half, date(2025, 8, 1), "10,00"), (half, date(2026, 8, 3), "5,00"),
        )
    ):  # fmt: skip
        take(office, (day, amount, who.name, who.code), number=str(number))
    rauf = office.actor("rauf")
    first = actions.issue_notices(
        actor=rauf, run=AssessmentRun.objects.order_by("-pk")[0], on=date(2026, 7, 20)
    )
    assert first == 3
    assert actions.issue_notices_again(actor=rauf, year=2026, on=ON) == 2
    of = {n.taxpayer_id: n for n in Notice.objects.filter(year=2026, run__isnull=True)}
    assert set(of) == {late.pk, half.pk} and {n.number for n in of.values()} == {4, 5}
    mine = of[late.pk]
    standing = asked.owed(late, ON)
    assert mine.total_qepik == standing.total and mine.paid_qepik == 0 and mine.arrears_qepik == 1000
    # The parts of the stub make its total: the instalments, and beside them what is older.
    for one in (mine, of[half.pk]):
        form = noticed.form_data(one, "en")
        parts = [part["amount"] for part in form["instalments"]] + [form["beside"]] * bool(form["beside"])
        assert sum(round(float(part.removesuffix(" ₼")) * 100) for part in parts) == one.total_qepik
    assert noticed.form_data(mine, "az")["beside"] and not noticed.form_data(of[half.pk], "az")["beside"]
    assert mine.interest_qepik == sum(d.interest + d.accruing for d in standing.debts) > 0
    told = of[half.pk]
    assert (told.due_qepik, told.paid_qepik, told.total_qepik) == (1000, 500, 500)
    data = noticed.form_data(told, "az")
    # What is paid or nil has no place on the paper; what is left is the second part.
    assert [(p["title"], p["amount"]) for p in data["instalments"]] == [("2-ci ödəniş", "5,00 ₼")]
    assert not [row for row in data["sums"] if row[1] == "0,00"]
    assert noticed.pdf_of([mine], "az")[:4] == b"%PDF"
    with pytest.raises(Refused):
        actions.issue_notices_again(actor=rauf, year=2026, on=ON)


def test_more_days_than_the_form_has_room_for_ask_for_nothing_before_it_is_due() -> None:
    def boxes(*days: date) -> list[tuple[int, date, int]]:
        parts = [{"number": n, "due": day, "amount": 100 * n} for n, day in enumerate(days, 1)]
        return [(p["number"], p["due"], p["amount"]) for p in boxed(parts, date(2026, 11, 22))]

    august, november, later = date(2026, 8, 17), date(2026, 11, 2), date(2026, 11, 16)
    december, january, february = date(2026, 12, 22), date(2027, 1, 5), date(2027, 2, 5)
    assert boxes(august, november, later) == [(1, august, 100), (2, november, 200), (3, later, 300)]
    assert boxes(august, november, later, december) == [(1, later, 600), (4, december, 400)]
    assert boxes(august, november, december, january) == [(1, november, 300), (3, december, 300), (4, january, 400)]  # fmt: skip
    assert boxes(august, december, january, february) == [(1, august, 100), (2, december, 200), (3, february, 700)]  # fmt: skip
    march = date(2027, 3, 5)
    assert boxes(december, january, february, march) == [(1, december, 100), (2, january, 200), (3, march, 700)]  # fmt: skip


def test_credit_lowers_what_is_asked_for(office: Town) -> None:  # noqa: F811
    p = payer(office, "Sınaqov Qabaqcadan", years=(2025,))
    take(office, (date(2025, 8, 1), "13,00", p.name, p.code))
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=date(2026, 7, 20))
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=date(2026, 7, 20))
    actions.issue_notices(actor=office.actor("rauf"), run=run, on=date(2026, 7, 20))
    notice = Notice.objects.get(run=run)
    assert (notice.paid_qepik, notice.arrears_qepik, notice.total_qepik) == (300, 0, 700)


def test_what_an_objection_took_off_and_what_was_written_off_have_their_lines(
    client: Client,
    office: Town,  # noqa: F811
) -> None:
    rauf, p = office.actor("rauf"), payer(office, "Sınaqov Haqlı", years=(2026,))
    first, second = Entry.objects.filter(taxpayer=p).order_by("instalment")
    day = date(2026, 8, 1)
    case = actions.open_objection(actor=rauf, demand=second, disputed=300, on=day, reason="Sahə azdır")
    actions.answer_objection(actor=rauf, objection=case, granted=200, on=day, answer="Qismən haqlıdır")
    actions.write_off(actor=rauf, payer=p, demands=[first], ground="court", decision="№ 1", on=day)
    actions.issue_notices_again(actor=rauf, year=2026, on=ON)
    notice = Notice.objects.get()
    sums = dict(noticed.form_data(notice, "en")["sums"][3:])
    assert sums == {
        "Property tax on buildings": "10.00",
        "Less by objection granted": "-2.00",
        "Written off": "-5.00",
    }
    assert notice.total_qepik == 1000 - 200 - 500
    asked = {"il": 2026, "nomre": notice.number, "kod": noticed.notice_code(notice)}
    page = client.get(reverse("revenue_public_notice", args=["numune"]), asked).content.decode()
    assert "Etirazın təmin edilməsi ilə azaldılıb" in page and "2,00" in page and "Silinib" in page


def test_who_would_get_one_is_counted_before_anything_is_issued(cast: Cast) -> None:
    rauf, url = cast.client("rauf"), reverse("revenue_notices_again")
    with scope(municipality=cast.home):
        assert "Heç kimin" in rauf.get(url).content.decode() and '<form method="post"' not in main(
            rauf.get(url)
        )
        for name in ("Sınaqov Bir", "Sınaqov İki"):
            payer(cast, name, years=())  # type: ignore[arg-type]
        run = actions.preview_run(actor=cast.actor("rauf"), year=2026, on=date(2026, 7, 20))
        actions.approve_run(actor=cast.actor("leyla"), run=run, on=date(2026, 7, 20))
        shown = main(rauf.get(url, {"year": 2026}))
        assert "2 bildiriş" in shown and "20,00" in shown and not Notice.objects.exists()
        # A clerk reads who it would be; only who may issue is asked.
        assert '<form method="post"' in shown and '<form method="post"' not in main(
            cast.client("aynur").get(url)
        )
        assert rauf.post(url).status_code == 422 and not Notice.objects.exists()
        assert rauf.post(url, {"year": 2026}).status_code == 302 and Notice.objects.count() == 2
        # Whom they were issued to is said, and nobody is asked for once more.
        shown = main(rauf.get(url, {"year": 2026}))
        assert "2026 üzrə 2 bildiriş" in shown and '<form method="post"' not in shown
        with pytest.raises(Refused):
            actions.issue_notices_again(actor=cast.actor("rauf"), year=2026, on=date(2026, 11, 21))


def test_a_long_list_of_objects_ends_in_a_row_that_counts_the_rest() -> None:
    line = {"what": "Yaşayış binası, mənzil, …Uzun Adlı Sınaq küçəsi, 12", "note": ""}
    few, room = fitting([line] * 5, [["Torpaq vergisi", "1,00"]], "az")
    assert len(few) == 5 and room > 90
    many, room = fitting([line] * 15, [["Torpaq vergisi", "1,00"]] * 5, "az")
    assert many[-1]["place"] == "…" and many[-1]["what"] == f"daha {16 - len(many)} obyekt"
    assert 5 < len(many) < 9 and many[0] is line


def test_a_raise_alone_is_the_first_payment_of_its_notice(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = payer(cast, "Sınaqov Artan", years=(2025,))  # type: ignore[arg-type]
        take(cast, (date(2025, 8, 1), "10,00", p.name, p.code))  # type: ignore[arg-type]
        state = p.holdings.get().object.states.get()
        actions.correct_state(
            actor=cast.actor("aynur"), state=state, facts={"area_dm2": 23_000}, since=state.since, reason="ölçülüb"
        )  # fmt: skip
        run = actions.preview_run(actor=cast.actor("rauf"), year=2025, on=date(2026, 3, 2))
        run = actions.approve_run(actor=cast.actor("leyla"), run=run, on=date(2026, 3, 2))
        actions.issue_notices(actor=cast.actor("rauf"), run=run, on=date(2026, 3, 2))
        notice = Notice.objects.get(run=run)
        assert [(x["number"], x["amount"]) for x in noticed.instalments_of(notice)] == [(1, 1000)]
        # The payer's page says what the paper asks for, not what the year demands.
        shown = cast.client("rauf").get(reverse("revenue_payer", args=[p.code])).content.decode()
        line = shown.split(reverse("revenue_notice_pdf", args=[notice.year, notice.number]))[1].split(
            "</li>"
        )[0]
        assert notice.total_qepik == 1000 != notice.due_qepik and "10,00" in line
