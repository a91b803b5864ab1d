"""The coordinator's, the operator's and the donor-report writer's way through the room, in a real browser, az and en."""

from datetime import date

import pytest

from belediyye.alliance.strategy import actions
from belediyye.alliance.strategy.example import example_plan
from belediyye.alliance.strategy.models import Evidence, Plan, Suppression, Update
from belediyye.core.actors import actor_of, machine
from belediyye.core.cast import FIRST_DAY, PASSWORD
from belediyye.core.models import Role
from belediyye.core.people import open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "az": {"report": "Hesabat verin", "done": "Nə edilib", "far": "Nə qədəri edilib, %", "hand_in": "Təqdim edin", "approve": "Təsdiq edin",
           "accept": "Qəbul edin", "why": "Niyə belə qala bilər", "keep": "Saxlayın", "evidence": "Sübut əlavə edin", "proves": "Nəyi sübut edir",
           "day": "Sübutun tarixi", "quote": "Sitat", "handed": "Hesabat təqdim edildi.", "file": "Planın faylı", "read": "Fayla baxın",
           "draft": "Qaralama kimi saxlayın", "return": "Düzəliş üçün qaytarın", "note": "Nə düzəldilməlidir", "weigh": "Yenidən qiymətləndirin"},
    "en": {"report": "Report on it", "done": "What was done", "far": "How much is done, %", "hand_in": "Hand in", "approve": "Approve",
           "accept": "Accept", "why": "Why it may stay so", "keep": "Keep", "evidence": "Add evidence", "proves": "What it proves",
           "day": "Day of the proof", "quote": "Quotation", "handed": "The report was handed in.", "file": "File of the plan", "read": "Look at the file",
           "draft": "Keep as a draft", "return": "Return for correction", "note": "What is to be corrected", "weigh": "Weigh anew"},
}  # fmt: skip


@pytest.fixture
def house(browse):  # type: ignore[no-untyped-def]
    """The example plan and an operator's officer beside the cast."""
    page = browse(None)
    user = open_account(
        actor=machine("test"),
        username="gunay",
        password=PASSWORD,
        surname="Operatorlu",
        name="Günay",
        role=Role.OPERATOR,
        starts=FIRST_DAY,
    )
    page.cast.users["gunay"] = user
    actions.take_plan(
        actor=machine("test"), read=example_plan(16), on=date(2025, 1, 10), code="numune", public=True
    )
    return page.cast


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_operator_reports_and_proves(house, browse, axe, language: str) -> None:  # type: ignore[no-untyped-def]
    words, page = WORDS[language], browse("gunay", language)
    page.goto("/alliance/strategy/my-work/")
    axe(page)
    page.get_by_role("link", name="AV 2.1/6").click()
    axe(page)
    page.get_by_role("button", name=words["report"]).click()
    page.get_by_label(words["done"], exact=True).fill("Loqo hazırdır")
    page.get_by_label(words["far"], exact=True).fill("100")
    page.get_by_role("button", name=words["hand_in"]).click()
    assert words["handed"] in page.inner_text("main")
    page.get_by_role("link", name=words["evidence"]).click()
    page.get_by_label(words["proves"]).fill("Protokol")
    page.get_by_label(words["day"]).fill("20.11.2026")
    page.get_by_label(words["quote"]).fill("Qəbul edildi")
    page.get_by_role("button", name=words["keep"]).click()
    assert "Protokol" in page.inner_text("main")
    assert page.get_by_role("button", name=words["approve"]).count() == 0
    assert Update.objects.get().state == "submitted" and Evidence.objects.count() == 1


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_coordinator_reviews_checks_and_looks(house, browse, axe, tmp_path, language: str) -> None:  # type: ignore[no-untyped-def]
    plan, words = Plan.objects.get(), WORDS[language]
    operator = actor_of(house.users["gunay"], date(2026, 11, 22))
    activity = plan.activities.get(code="AV 2.1/6")
    actions.report(
        actor=operator,
        activity=activity,
        on=date(2026, 11, 20),
        text="Loqo hazırdır",
        percent=100,
        submit=True,
    )
    page = browse("kamran", language)
    page.goto("/alliance/strategy/my-work/")
    page.get_by_role("link", name="AV 2.1/6, 20.11.2026").click()
    page.get_by_role("button", name=words["approve"]).click()
    activity.refresh_from_db()
    assert activity.state == "done"
    page.goto("/alliance/strategy/numune/check/")
    axe(page)
    page.get_by_role("link", name=f"{words['accept']} P03 PV 1.4/2").click()
    page.get_by_label(words["why"]).fill("Üzvlər seçəcək")
    page.get_by_role("button", name=words["keep"]).click()
    assert Suppression.objects.get().reason == "Üzvlər seçəcək"
    for name in ("", "activities/", "timeline/", "progress/", "indicators/", "risks/", "reports/"):
        page.goto(f"/alliance/strategy/numune/{name}")
        axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/alliance/strategy/numune/")
    assert page.evaluate("document.documentElement.scrollWidth <= 320")
    page.goto("/alliance/strategy/import/")
    (tmp_path / "p.txt").write_text(
        "Strateji Plan (2027-2028)\nMəqsəd 1. Su təmizdir.\n\tTarix\n\tNəticə\n\tCavabdeh\n\tPV 1.1. Su\n\tMart, 2027\n\tQuyu\n\tB",
        "utf-8",
    )
    page.locator("input[type=file]").set_input_files(tmp_path / "p.txt")
    page.get_by_role("button", name=words["read"]).click()
    assert "PV 1.1" in page.inner_text("main") and Plan.objects.count() == 1


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_donor_report_is_written_from_the_same_facts(house, browse, axe, language: str) -> None:  # type: ignore[no-untyped-def]
    plan, operator, boss = (
        Plan.objects.get(),
        actor_of(house.users["gunay"], date(2026, 11, 22)),
        house.actor("kamran"),
    )
    update = actions.report(
        actor=operator,
        activity=plan.activities.get(code="AV 2.1/6"),
        on=date(2026, 7, 20),
        text="Loqo",
        percent=100,
        submit=True,
    )
    actions.approve_update(actor=boss, of=update, on=date(2026, 7, 21))
    page = browse("gunay", language)
    page.goto("/alliance/strategy/numune/reports/")
    axe(page)
    page.select_option("#year", "2026")
    page.select_option("#goal", index=2)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").click()
    from docx import Document

    said = "\n".join(c.text for t in Document(waiting.value.path()).tables for r in t.rows for c in r.cells)
    assert "Loqo" in said
    answer = page.request.get("/alliance/strategy/numune/file/donor.pdf?year=2026")
    assert answer.body().startswith(b"%PDF")
    visitor = browse(None, language, width=375)
    visitor.goto("/alyans/plan")
    axe(visitor)
    assert "AV 2.1/6" in visitor.inner_text("main")


@pytest.mark.parametrize("language", ["az", "en"])
def test_a_member_drafts_is_sent_back_and_corrects(house, browse, axe, language: str) -> None:  # type: ignore[no-untyped-def]
    house.users["uzv"] = open_account(
        actor=machine("test"), username="uzv", password=PASSWORD, surname="Üzvlü", name="Sınaq", role=Role.MEMBER, starts=FIRST_DAY
    )  # fmt: skip
    words, page = WORDS[language], browse("uzv", language, 375)
    page.goto("/alliance/strategy/my-work/")
    axe(page)
    page.locator("main table a").first.click()
    page.get_by_role("button", name=words["report"]).click()
    axe(page)
    page.get_by_label(words["done"], exact=True).fill("Başlandı")
    page.get_by_label(words["far"], exact=True).fill("30")
    page.get_by_role("button", name=words["draft"]).click()
    mine = page.url
    boss = browse("kamran", language)
    assert boss.goto(mine).status == 404, "a draft is its writer's own"
    page.get_by_role("button", name=words["hand_in"]).click()
    boss.goto(mine)
    axe(boss)
    boss.get_by_role("button", name=words["return"]).click()
    assert Update.objects.get().state == "submitted", "nothing is sent back without a word"
    boss.get_by_label(words["note"]).fill("Sübut?")
    boss.get_by_role("button", name=words["return"]).click()
    page.goto("/alliance/strategy/my-work/")
    assert "Sübut?" in page.inner_text("main")
    page.goto(mine)
    page.get_by_label(words["far"], exact=True).fill("40")
    page.get_by_role("button", name=words["hand_in"]).click()
    boss.goto(mine)
    boss.get_by_role("button", name=words["approve"], exact=True).click()
    assert Update.objects.get().state == "approved"


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_coordinator_shapes_the_plan_by_form(house, browse, axe, language: str) -> None:  # type: ignore[no-untyped-def]
    plan, words, page = Plan.objects.get(), WORDS[language], browse("kamran", language)
    boss, node = house.actor("kamran"), plan.nodes.get(code="PV 1.1")
    risk = actions.write_risk(actor=boss, plan=plan, text="Vaxt çatmır", on=date(2026, 1, 5))

    def keep(**typed: str) -> None:
        axe(page)
        for name, value in typed.items():
            page.fill(f"#id_{name}", value)
        page.get_by_role("button", name=words["keep"]).click()
        page.wait_for_load_state()
        assert not page.locator(".govuk-error-summary").count(), page.inner_text("main")

    page.goto(f"/alliance/strategy/numune/part/?under={node.pk}")
    keep(code="PV 1.1.1", text="Yeni hissə")
    axe(page)
    page.goto(f"/alliance/strategy/numune/indicators/new/?node={node.pk}")
    keep(name="Təkliflər", baseline="1,5", groups="şəhər\nkənd")
    keep(target="9")
    axe(page)
    page.goto(f"/alliance/strategy/risk/{risk.pk}/")
    axe(page)
    page.get_by_role("button", name=words["weigh"]).click()
    keep(why="dəstək var", response="Tez başlanır")
    one = plan.activities.get(code="PV 1.1/2")
    page.goto(f"/alliance/strategy/activity/{one.pk}/wait/")
    page.select_option("#id_after", index=1)
    keep()
    page.goto(f"/alliance/strategy/responsible/{one.responsible.first().pk}/")
    page.select_option("#id_person", index=1)
    keep()
    axe(page)
    page.goto("/alliance/strategy/numune/change/")
    keep(title="Strateji plan, dəqiqləşmiş")
    plan.refresh_from_db()
    assert plan.title.endswith("dəqiqləşmiş") and plan.indicators.get().periods.get().target == 9
    assert one.waits_for.exists() and one.responsible.first().person
