"""The register beside an extract of another one."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry, StoredFile
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.tests.test_import import take

OURS = [
    "A-1;Sınaqov Nümunə;OB-1;bina;yaşayış;kənd;130;1;;Nümunə küçəsi 1",
    "A-2;Misalova Sınaq;OB-2;bina;yaşayış;kənd;80;1;;Nümunə küçəsi 2",
    "5XY01AB;Örnəkli Misal;OB-3;torpaq;kənd təsərrüfatı;kənd;250;1;;Nümunə küçəsi 3",
    "A-4;Qalanov Sınaq;OB-4;bina;yaşayış;kənd;60;1;;Nümunə küçəsi 4",
]
THERE = """Reyestr №;Ünvan;Sahə, m²;Ödəyicinin adı;FİN
ob 1;;130;SINAQOV NÜMUNƏ;
OB-2;;95,5;Başqa Şəxs;
;Nümunə küç., ev 3;250;Örnəkli M.;5XY01AB
X-9;Yeni küçə 9;40;Yeniyev Yeni;
;;;;"""


@pytest.fixture
def office(cast: Cast) -> Iterator[Cast]:
    with scope(municipality=cast.home):
        yield cast


def test_what_differs(office: Cast) -> None:
    take(office, OURS)
    found = actions.compare_extract(actor=office.actor("aynur"), name="çıxarış.csv", content=THERE.encode())
    assert found.counts == {"there": 1, "here": 1, "area": 1, "owner": 1, "same": 2, "unread": 0}
    lines = {(line.cells[0], line.cells[3], line.cells[4]) for line in found.lines}
    assert ("OB-2", "95,5 m²", "80 m²") in lines and ("OB-2", "Başqa Şəxs", "Misalova Sınaq") in lines
    assert ("X-9", "Yeniyev Yeni, 40 m²", "") in lines and ("OB-4", "", "Qalanov Sınaq") in lines
    assert LogEntry.objects.filter(code="revenue.extract.compare").count() == 1
    assert "5XY01AB" not in str(found.lines)
    with scope(municipality=office.neighbour):
        other = actions.compare_extract(actor=office.actor("tural"), name="a.csv", content=THERE.encode())
    assert other.counts["here"] == 0 and other.counts["there"] == 4
    with pytest.raises(Refused):
        actions.compare_extract(actor=office.actor("aynur"), name="a.csv", content="Sahə;FİN\n1;2".encode())


def test_the_page(office: Cast) -> None:
    take(office, OURS)
    before, url, aynur = StoredFile.objects.count(), reverse("revenue_extract"), office.client("aynur")
    assert aynur.get(url).status_code == 200
    page = aynur.post(url, {"file": SimpleUploadedFile("a.csv", THERE.encode()), "answer": "page"})
    assert page.status_code == 200 and "95,5 m²" in page.content.decode()
    sheet = aynur.post(url, {"file": SimpleUploadedFile("a.csv", THERE.encode()), "answer": "xlsx"})
    assert sheet.content.startswith(b"PK")
    broken = aynur.post(url, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04"), "answer": "page"})
    assert broken.status_code == 422 and "a.xlsx" in broken.content.decode()
    assert StoredFile.objects.count() == before
    assert office.client("zaur").get(url).status_code == 403
