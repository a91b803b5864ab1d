"""The pages: walked by an officer, closed to the neighbour, with pinned numbers of queries."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.core.identifiers import YVOK
from belediyye.core.models import LogEntry
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Assessment, AssessmentRun, Notice, Payment, Taxpayer
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.tests.town import typed

TODAY = date(2026, 11, 22)
START = date(2024, 1, 1)


@pytest.fixture
def town(cast: Cast):
    """Three payers with a house each, one with a status, assessed for 2026, notices issued."""
    with scope(municipality=cast.home):
        clerk = cast.actor("aynur")
        payers = [
            actions.register_payer(
                actor=clerk,
                facts={
                    "name": f"Sınaqov Nümunə {n}",
                    "fin": f"5XY0{n}AB",
                    "settlement": "Nümunəkənd",
                    "street": "Sınaq küçəsi",
                    "house": str(n),
                },
                on=START,
            )
            for n in range(3)
        ]
        actions.add_status(
            actor=clerk, payer=payers[0], category="pensioner", since=START, proof={"number": "7"}
        )
        for p in payers:
            actions.register_object(
                actor=clerk, kind="building", details={"street": "Sınaq küçəsi", "house": p.house}, holders=[(p, 1, 1)], on=START,
                facts={"use": "dwelling", "place_class": "village", "area_dm2": 45_000},
            )  # fmt: skip
        run = actions.preview_run(actor=cast.actor("rauf"), year=2026, on=TODAY)
        run = actions.approve_run(actor=cast.actor("leyla"), run=run, on=TODAY)
        actions.issue_notices(actor=cast.actor("rauf"), run=run, on=TODAY)
        yield cast


def urls() -> list[str]:
    payer, notice, run, a = (
        Taxpayer.objects.first(),
        Notice.objects.first(),
        AssessmentRun.objects.get(),
        Assessment.objects.first(),
    )
    return [
        reverse("revenue"), reverse("revenue_payers"), reverse("revenue_objects"), reverse("revenue_runs"), reverse("revenue_notices"), reverse("revenue_imports"),
        reverse("revenue_payer", args=[payer.code]), reverse("revenue_payer_edit", args=[payer.code]), reverse("revenue_payer_status", args=[payer.code]),
        reverse("revenue_object", args=[1]), reverse("revenue_object_change", args=[1]), reverse("revenue_object_split", args=[1]), reverse("revenue_object_new", args=["vehicle"]),
        reverse("revenue_run", args=[run.number]), reverse("revenue_assessment", args=[a.pk]), reverse("revenue_notice_deliver", args=[2026, notice.number]),
        reverse("revenue_charge_new", args=[payer.code]), reverse("revenue_run_new"), reverse("revenue_import_new"),
        reverse("revenue_notice_pdf", args=[2026, 1]), reverse("revenue_run_pdf", args=[run.number]), reverse("revenue_run_refused", args=[run.number]),
    ]  # fmt: skip


def test_every_page_opens_for_its_officers_and_not_for_the_neighbour(town: Cast) -> None:
    rauf, tural = town.client("rauf"), town.client("tural")
    payer = Taxpayer.objects.first()
    for url in urls():
        assert rauf.get(url).status_code == 200, url
    for url in urls()[:6]:
        assert payer.name not in tural.get(url).content.decode(), url
    for url in (
        reverse("revenue_payer", args=[payer.code]),
        reverse("revenue_object", args=[1]),
        reverse("revenue_run", args=[1]),
        reverse("revenue_notice_pdf", args=[2026, 1]),
    ):
        assert tural.get(url).status_code == 404, url
    assert not tural.get("/axtar/", {"q": "Sınaqov"}).context["found"]


def test_lists_ask_a_fixed_number_of_questions(town: Cast, django_assert_max_num_queries) -> None:
    rauf = town.client("rauf")
    for name in ("revenue_payers", "revenue_objects", "revenue_notices", "revenue_runs"):
        with django_assert_max_num_queries(10):
            rauf.get(reverse(name))
    with django_assert_max_num_queries(40):
        rauf.get(reverse("revenue_payer", args=[Taxpayer.objects.first().code]))


def test_search_finds_by_anything(town: Cast) -> None:
    rauf, payer = town.client("rauf"), Taxpayer.objects.first()
    for text in ("SINAQOV", "sinaqov numune 0", payer.code, "5xy00ab"):
        page = rauf.get(reverse("revenue_payers"), {"q": text})
        assert payer in page.context["page"].object_list, text
    assert not rauf.get(reverse("revenue_payers"), {"q": "heç kim"}).context["page"].object_list


def test_identifiers_are_masked_and_every_look_is_logged(town: Cast) -> None:
    rauf, payer = town.client("rauf"), Taxpayer.objects.first()
    url = reverse("revenue_payer", args=[payer.code])
    assert "5XY00AB" not in rauf.get(url).content.decode()
    page = rauf.post(reverse("revenue_payer_look", args=[payer.code]), {"why": "arayış"}, follow=True)
    assert "5XY00AB" in page.content.decode() and "5XY00AB" not in rauf.get(url).content.decode()
    line = LogEntry.objects.get(code="revenue.payer.look")
    assert line.object_id == str(payer.pk) and "arayış" in line.data and "5XY00AB" not in line.data
    assert rauf.post(reverse("revenue_payer_look", args=[payer.code]), {"why": " "}).status_code == 422


def test_number_and_code_open_the_notice_for_anyone(town: Cast) -> None:
    notice = Notice.objects.select_related("taxpayer", "municipality").first()
    url = reverse("revenue_public_notice", args=[town.home.code])
    right = {"il": 2026, "nomre": notice.number, "kod": noticed.notice_code(notice)}
    for who in (None, "tural", "nigar"):
        client = town.client(who)
        page = client.get(url, right)
        assert page.status_code == 200 and notice.taxpayer.name in page.content.decode()
        assert client.get(url, right | {"kod": "AAAAAAAA"}).status_code == 404
        assert client.get(url, right | {"kod": typed(right["kod"])}).status_code == 200
        assert (
            notice.taxpayer.name not in client.get(url, right | {"nomre": notice.number + 1}).content.decode()
        )
    assert town.client().get(url, right | {"pdf": "1"})["Content-Type"] == "application/pdf"


def test_a_form_that_is_refused_keeps_what_was_typed(town: Cast) -> None:
    page = town.client("aynur").post(
        reverse("revenue_payer_new"), {"kind": "natural", "name": "Yeni Nümunə", "fin": "5XY00AB"}
    )
    assert page.status_code == 200 or page.status_code == 422
    assert "Yeni Nümunə" in page.content.decode() and "govuk-error-summary" in page.content.decode()


def test_the_first_page_leads_on(town: Cast) -> None:
    """A resident to the pages of the municipality; an officer not twice to what stands in the navigation."""
    notice = reverse("revenue_public_notice", args=[town.home.code])
    assert notice in town.client("nigar").get("/").content.decode()
    assert notice not in town.client("aynur").get("/").content.decode()


def test_undoing_a_merger_says_before_and_after_what_stays(cast: Cast) -> None:
    from belediyye.finance.revenue.tests import town

    with scope(municipality=cast.home):
        kept, away = (town.payer(cast, name, years=()) for name in ("Sınaqov Varis", "Sınaqov Bir"))  # type: ignore[arg-type]
        one = actions.merge_payers(
            actor=cast.actor("aynur"), kept=kept, merged=away, on=date(2025, 8, 1), reason="bir nəfərdir"
        )
        town.take(cast, (date(2025, 8, 5), "3,00", kept.name, kept.code))  # type: ignore[arg-type]
        number = str(Payment.objects.get())
    aynur, address = cast.client("aynur"), reverse("revenue_merge_undo", args=[one.pk])
    card = reverse("revenue_card", args=[kept.code])
    asked = aynur.get(address).content.decode()
    assert number in asked and "3,00" in asked and card in asked
    done = aynur.post(address, {"reason": "iki nəfərdir"}, follow=True)
    assert done.redirect_chain[-1][0] == card
    assert "qəbz, 3,00" in done.content.decode() and number in done.content.decode()


def test_a_merger_that_cannot_be_taken_back_says_so_before_and_offers_no_button(cast: Cast) -> None:
    from belediyye.finance.revenue.tests import town

    with scope(municipality=cast.home):
        kept, away = (town.payer(cast, "Sınaqov Bir", house=house) for house in ("1", "2"))  # type: ignore[arg-type]
        one = actions.merge_payers(
            actor=cast.actor("aynur"), kept=kept, merged=away, on=date(2025, 9, 1), reason="bir nəfərdir"
        )
    aynur, address = cast.client("aynur"), reverse("revenue_merge_undo", args=[one.pk])
    before = aynur.get(address).content.decode()
    # Both bear one name: the code tells which is which.
    assert "<form" in before.split("<main")[1]
    assert YVOK.format(kept.code) in before and YVOK.format(away.code) in before
    with scope(municipality=cast.home):
        town.take(cast, (date(2025, 9, 5), "20,00", kept.name, kept.code))  # type: ignore[arg-type]
    for answer in (aynur.get(address), aynur.post(address, {"reason": "iki nəfərdir"})):
        after = answer.content.decode()
        assert "Keçirilmiş məbləğlər" in after and "<form" not in after.split("<main")[1]
    one.refresh_from_db()
    assert one.undone is None


def test_of_a_payment_by_portal_no_line_of_the_bank_is_promised(cast: Cast) -> None:
    from belediyye.core.actors import machine
    from belediyye.finance.revenue.models import Portal
    from belediyye.finance.revenue.queries import staying
    from belediyye.finance.revenue.tests import town
    from belediyye.finance.revenue.views import merging

    with scope(municipality=cast.home):
        kept, away = (town.payer(cast, name, years=()) for name in ("Sınaqov Varis", "Sınaqov Bir"))  # type: ignore[arg-type]
        one = actions.merge_payers(
            actor=cast.actor("aynur"), kept=kept, merged=away, on=date(2025, 8, 1), reason="bir nəfərdir"
        )
        names = {"kept": kept.name, "merged": away.name}
        portal = Portal.objects.create(municipality=cast.home, name="Sınaq portalı", token_hash="x" * 64)
        day = date(2025, 8, 5)
        actions.take_portal_payment(
            actor=machine(portal.name, cast.home), portal=portal, key="1", payer=kept, amount=300, day=day, on=day
        )  # fmt: skip
        _receipt, by_portal = merging._staying(staying.stays(one), names)
        town.take(cast, (day, "3,00", kept.name, kept.code))  # type: ignore[arg-type]
        _receipt, _other, by_bank, again = merging._staying(staying.stays(one), names)
    assert again == by_portal and "portal" in by_portal
    assert "bank" not in by_portal.lower() and "bank" in by_bank.lower()


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(cast: Cast) -> None:
    button, page = reverse("revenue_run_drop", args=[1]), reverse("revenue_run", args=[1])
    for before, wanted in (
        (f"http://testserver{page}", page),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
    ):
        sent = cast.client().post(button, HTTP_REFERER=before)
        assert (sent.status_code, sent["Location"]) == (302, f"/hesab/login/?next={wanted}")
