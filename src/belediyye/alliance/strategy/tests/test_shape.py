"""The plan shaped by form: what is refused stands beside what was typed, what was changed stays in the history."""

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from belediyye.alliance.strategy import actions, queries
from belediyye.alliance.strategy.forms.fields import FractionField
from belediyye.alliance.strategy.models import Dependency, Evidence, EvidenceUse, Indicator, Node, Plan
from belediyye.alliance.strategy.tests.conftest import TODAY, Alliance
from belediyye.core.actions import Refused
from belediyye.core.journal import history

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed, percent, value",
    [("1 250", False, Fraction(1250)), ("12,5", False, Fraction(25, 2)), ("12,5 %", True, Fraction(1, 8)), ("7/21", True, Fraction(1, 3)), ("-3", False, Fraction(-3))],
)  # fmt: skip
def test_numbers_are_read_exactly_and_shown_as_read(typed: str, percent: bool, value: Fraction) -> None:
    field = FractionField(percent=percent)
    assert field.clean(typed) == value
    assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize("typed", ["abc", "1/0", "1,2,3", "9" * 30, "1e5", "--1"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        FractionField().clean(typed)


def test_a_plan_is_begun_and_grows_to_any_depth_by_form(alliance: Alliance) -> None:
    client = alliance.client("coordinator")
    given = {"title": "Yeni plan", "first_year": "2027", "last_year": "2026"}
    assert client.post("/alliance/strategy/new/", given).status_code == 200 and not Plan.objects.exists()
    client.post("/alliance/strategy/new/", given | {"last_year": "2030"})
    plan, parent = Plan.objects.get(), ""
    for number, kind in enumerate(("direction", "goal", "objective", "part", "part"), 1):
        given = {"kind": kind, "code": f"X {number}", "text": f"Hissə {number}", "parent": parent}
        assert client.post(f"/alliance/strategy/{plan.code}/part/", given).status_code == 302
        parent = str(plan.nodes.get(code=f"X {number}").pk)
    taken = client.post(f"/alliance/strategy/{plan.code}/part/", given)
    assert "X 5" in taken.content.decode() and "Hissə 5" in taken.content.decode() and plan.nodes.count() == 5
    assert "X 5" in client.get(f"/alliance/strategy/{plan.code}/").content.decode()
    assert alliance.client("member").get("/alliance/strategy/new/").status_code == 403


def test_a_part_moves_with_what_is_under_it_and_never_under_itself(plan: Plan, alliance: Alliance) -> None:
    boss, node = alliance.actor("coordinator"), plan.nodes.get(code="PV 1.1")
    under = actions.add_node(actor=boss, plan=plan, kind="part", code="PV 1.1.1", text="Hissə", parent=node)
    about = {"kind": node.kind, "code": node.code, "text": "Yeni mətn", "why": "dəqiqləşdi"}
    with pytest.raises(Refused):
        actions.change_node(actor=boss, node=node, parent=under, **about)
    node.refresh_from_db()
    with pytest.raises(Refused):
        actions.change_node(actor=boss, node=node, parent=node.parent, **{**about, "code": "PV 1.2"})
    node.refresh_from_db()
    area = plan.nodes.get(kind=Node.Kind.AREA, code="2")
    actions.change_node(actor=boss, node=node, parent=area, **about)
    under.refresh_from_db()
    assert (node.of_goals, under.of_goals) == (False, False)
    told = queries.told_by(history(node)[0])
    assert "dəqiqləşdi" in told and "PV 1.1" in told


def test_who_answers_is_tied_and_stays_tied(plan: Plan, alliance: Alliance) -> None:
    client, one = alliance.client("coordinator"), plan.activities.get(code="PV 2.3/1")
    words, person = one.responsible.first(), alliance.users["member"].person
    assert (
        client.post(f"/alliance/strategy/responsible/{words.pk}/", {"person": person.pk}).status_code == 302
    )
    actions.change_activity(
        actor=alliance.actor("coordinator"), activity=one, result="Başqa", when_text=one.when_text,
        responsible=[r.words for r in one.responsible.all()], every=3, why="dəqiqləşdi",
    )  # fmt: skip
    again = one.responsible.get(words=words.words)
    assert (again.person_id, again.role) == (person.pk, "")
    assert one in queries.work_of(alliance.actor("member"))
    stranger = alliance.cast.users["rauf"].person
    assert (
        client.post(f"/alliance/strategy/responsible/{again.pk}/", {"person": stranger.pk}).status_code == 200
    )


def test_what_waits_for_what_is_said_and_taken_back(plan: Plan, alliance: Alliance) -> None:
    client, (one, other) = alliance.client("coordinator"), plan.activities.filter(node__code="AV 1.1")[:2]
    client.post(f"/alliance/strategy/activity/{one.pk}/wait/", {"after": other.pk})
    circle = client.post(f"/alliance/strategy/activity/{other.pk}/wait/", {"after": one.pk})
    assert circle.status_code == 200 and one.code in circle.content.decode()
    link = Dependency.objects.get(activity=one)
    client.post(f"/alliance/strategy/dependency/{link.pk}/end/")
    assert not Dependency.objects.filter(activity=one).exists()
    assert [line.code for line in history(one)] == ["strategy.dependency.end", "strategy.dependency.set"]


def test_an_indicator_is_made_targeted_measured_and_changed_by_form(plan: Plan, alliance: Alliance) -> None:
    client, node = alliance.client("coordinator"), plan.nodes.get(code="PV 3.3")
    client.post(
        "/alliance/strategy/numune/indicators/new/",
        {"node": node.pk, "name": "Yol", "kind": "number", "unit": "km", "ascending": "on", "baseline": "1,5", "baseline_year": "2024", "groups": "şəhər\nkənd\nşəhər"},
    )  # fmt: skip
    one = Indicator.objects.get()
    assert (one.baseline, one.groups) == (Fraction(3, 2), ["şəhər", "kənd"])
    assert "Yol" in client.get("/alliance/strategy/numune/indicators/").content.decode(), (
        "shown before it has a target"
    )
    span = {"starts": "01.01.2026", "ends": "31.12.2026", "target": "12,5"}
    client.post(f"/alliance/strategy/indicator/{one.pk}/span/", span)
    over = client.post(f"/alliance/strategy/indicator/{one.pk}/span/", span)
    assert over.status_code == 200 and one.periods.count() == 1
    period = one.periods.get()
    client.post(
        f"/alliance/strategy/span/{period.pk}/measure/", {"on": "01.02.2026", "top": "7,25", "group": "kənd"}
    )
    value = period.measurements.get()
    assert (value.top, value.bottom) == (29, 4)
    huge = client.post(f"/alliance/strategy/span/{period.pk}/measure/", {"on": "01.02.2026", "top": "9" * 40})
    assert huge.status_code == 200 and period.measurements.count() == 1
    kept = {"node": node.pk, "name": "Yol", "unit": "km", "groups": "şəhər", "why": "az"}
    refused = client.post(f"/alliance/strategy/indicator/{one.pk}/change/", kept)
    assert "kənd" in refused.content.decode() and refused.status_code == 200
    client.post(
        f"/alliance/strategy/span/{period.pk}/change/", {"target": "20", "narrative": "Yağış", "why": "plan"}
    )
    client.post(f"/alliance/strategy/span/{period.pk}/lock/")
    locked = client.post(f"/alliance/strategy/span/{period.pk}/change/", {"target": "30", "why": "yenə"})
    period.refresh_from_db()
    assert period.target == 20 and locked.status_code == 200
    assert "7,25" in client.get(f"/alliance/strategy/indicator/{one.pk}/").content.decode()


def test_a_child_elsewhere_still_adds_up_into_a_goals_report(plan: Plan, alliance: Alliance) -> None:
    boss, here, there = (
        alliance.actor("coordinator"),
        plan.nodes.get(code="PV 1.1"),
        plan.nodes.get(code="PV 2.1"),
    )
    days = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31), "locked": False}
    parent = actions.add_indicator(actor=boss, node=here, name="Cəmi")
    child = actions.add_indicator(actor=boss, node=there, name="Hissə", parent=parent)
    actions.add_period(actor=boss, indicator=parent, **days)
    span = actions.add_period(actor=boss, indicator=child, **days)
    value = actions.measure(actor=alliance.actor("operator"), period=span, on=TODAY, top=4)
    actions.review_measurement(actor=boss, of=value, approve=True, on=TODAY)
    (row,) = queries.indicator_rows(plan, [here.pk])
    assert row.periods[0][1].value == 4  # type: ignore[union-attr]


def test_a_risk_is_weighed_anew_and_its_history_stays(plan: Plan, alliance: Alliance) -> None:
    boss = alliance.actor("coordinator")
    risk = actions.write_risk(actor=boss, plan=plan, text="Vaxt", on=date(2026, 1, 5), likelihood=5, impact=4)
    given = {
        "text": "Vaxt",
        "likelihood": "2",
        "impact": "4",
        "state": "open",
        "response": "Tez başlanır",
        "owner": "K.",
        "why": "başladıq",
    }
    page = alliance.client("coordinator").post(
        f"/alliance/strategy/risk/{risk.pk}/weigh/", given, follow=True
    )
    assert [one["weight"] for one in queries.weighings(risk)] == [
        8,
        20,
    ] and "başladıq" in page.content.decode()
    assert alliance.client("member").get(f"/alliance/strategy/risk/{risk.pk}/weigh/").status_code == 403


def test_evidence_is_an_object_by_its_address_and_is_used_again(plan: Plan, alliance: Alliance) -> None:
    client, (one, other) = alliance.client("member"), plan.activities.all()[:2]
    page = f"/alliance/strategy/activity/{other.pk}/"
    given = {"title": "Ardıcıl iş", "on": "01.03.2026", "url": f"http://127.0.0.1:8000{page}"}
    client.post(f"/alliance/strategy/evidence/activity/{one.pk}/", given)
    proof = Evidence.objects.get()
    assert (proof.kind, proof.object_id, proof.url) == ("object", str(other.pk), page)
    assert other.code in client.get(f"/alliance/strategy/activity/{one.pk}/").content.decode()
    client.post(f"/alliance/strategy/evidence/activity/{other.pk}/", {"known": proof.pk})
    assert Evidence.objects.count() == 1 and EvidenceUse.objects.filter(activity=other).exists()
    bad = client.post(
        f"/alliance/strategy/evidence/activity/{one.pk}/",
        {"url": "//evil.example", "title": "x", "on": "01.03.2026"},
    )
    assert bad.status_code == 200 and Evidence.objects.count() == 1
