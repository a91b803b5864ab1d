"""The pages: few queries, whatever the size; files in and out; what is refused is said beside the field."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from belediyye.alliance.strategy.example import FILE
from belediyye.alliance.strategy.models import Activity, Evidence, Plan, Update
from belediyye.alliance.strategy.tests.conftest import Alliance
from belediyye.core.cast import Cast
from belediyye.core.models import StoredFile

pytestmark = pytest.mark.django_db


def test_the_list_asks_the_same_number_of_questions_for_any_plan(
    plan: Plan, alliance: Alliance, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = alliance.client("coordinator")
    with django_assert_max_num_queries(14):
        page = client.get("/alliance/strategy/numune/activities/?q=KAMPANİYA&sort=-ends")
    assert "PV 2.1/2" in page.content.decode() and "AV 2.1/6" not in page.content.decode()
    book = client.get("/alliance/strategy/numune/file/activities.xlsx?q=kampaniya")
    assert book.content[:2] == b"PK"
    for name in (
        "",
        "timeline/",
        "timeline/?print=1",
        "progress/",
        "check/",
        "indicators/",
        "risks/",
        "reports/",
        "calendar.ics",
    ):
        assert client.get(f"/alliance/strategy/numune/{name}").status_code == 200, name


@pytest.mark.parametrize(
    "name", ["board.pdf", "donor.docx", "conference.pdf?year=2025", "plan.docx", "plan.xlsx", "iati.xml"]
)
def test_files(plan: Plan, alliance: Alliance, name: str) -> None:
    assert alliance.client("operator").get(f"/alliance/strategy/numune/file/{name}").status_code == 200
    for unknown in ("x.pdf", "board.exe", "plan.pdf"):
        assert alliance.client("operator").get(f"/alliance/strategy/numune/file/{unknown}").status_code == 404


def test_a_plan_is_looked_at_first_and_taken_only_when_asked(
    alliance: Alliance, settings, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    settings.FILES_ROOT = tmp_path
    client, data = alliance.client("coordinator"), FILE.read_bytes()
    page = client.post("/alliance/strategy/import/", {"file": SimpleUploadedFile("Plan 1.TXT", data)})
    assert "no-responsible" in page.content.decode() and not Plan.objects.exists()
    kept = StoredFile.objects.get().pk
    page = client.post("/alliance/strategy/import/", {"kept": kept, "take": "on"})
    assert page.status_code == 302 and Activity.objects.count() == 51
    again = client.post("/alliance/strategy/import/", {"kept": kept, "take": "on"})
    assert again.status_code == 200 and "govuk-error-summary" in again.content.decode()
    StoredFile.objects.update(given_by=0)
    stranger = client.post("/alliance/strategy/import/", {"kept": kept, "take": "on"})
    assert stranger.status_code == 200 and Plan.objects.count() == 1
    bad = client.post("/alliance/strategy/import/", {"file": SimpleUploadedFile("plan.docx", b"x")})
    assert "plan.docx" in bad.content.decode()


def test_reporting_and_proving_by_file(plan: Plan, alliance: Alliance, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FILES_ROOT = tmp_path
    client, one = alliance.client("member"), plan.activities.get(code="PV 2.3/1")
    bad = client.post(
        f"/alliance/strategy/activity/{one.pk}/report/", {"on": "01.01.2999", "text": "x", "percent": "200"}
    )
    assert bad.status_code == 200 and not Update.objects.exists()
    client.post(
        f"/alliance/strategy/activity/{one.pk}/report/",
        {"on": "01.03.2026", "text": "Başladı", "percent": "20"},
    )
    update = Update.objects.get()
    given = {
        "title": "Akt",
        "on": "01.03.2026",
        "file": SimpleUploadedFile("akt.html", b"<script>1</script>"),
    }
    client.post(f"/alliance/strategy/evidence/report/{update.pk}/", given)
    proof = client.get(f"/alliance/strategy/evidence/{Evidence.objects.get().pk}/file/")
    assert (
        proof["Content-Disposition"].startswith("attachment")
        and proof["Content-Type"] == "application/octet-stream"
    )
    assert alliance.client("operator").get(f"/alliance/strategy/report/{update.pk}/").status_code == 404, (
        "a draft is its writer's"
    )


def test_visitors_see_the_plan_only_when_it_is_public(plan: Plan, cast: Cast) -> None:
    page = cast.client().get("/alyans/plan").content.decode()
    assert "PV 3.4/2" in page and "Müntəzəm" in page
    assert cast.client().get("/alyans/plan.ics").content.startswith(b"BEGIN:VCALENDAR")
    Plan.objects.update(is_public=False)
    assert "PV 3.4/2" not in cast.client().get("/alyans/plan").content.decode()
    assert cast.client().get("/alyans/plan.ics").status_code == 404
