"""The whole path of an office's year, by keyboard alone in a real browser: roll, assessment, notices, bank, certificate."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_scopes import scope

from belediyye.finance.revenue.models import BankLine, Clearance, Notice, Payment, Taxpayer
from belediyye.finance.revenue.queries import balance
from belediyye.finance.revenue.tests import town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLL = (
    "Ödəyicinin kodu;Ödəyicinin adı;Obyektin nömrəsi;Obyektin növü;İstifadəsi;Yerin dərəcəsi;Sahə, m²;Pay\n"
    "K-1;Sınaqov Nümunə Misal oğlu;B-1;bina;yaşayış;kənd;130;1\n"
    "K-2;Örnəkli Sınaq Nümunə qızı;B-2;bina;yaşayış;kənd;90;1\n"
    "K-3;Səhvli Nümunə Sınaq oğlu;B-3;bina;yaşayış;kənd;bilinmir;1\n"
)
FARTHEST = 120


class Keys:
    """A person with a keyboard: goes with Tab, chooses with Enter or Space, types; every page is checked by axe."""

    def __init__(self, page, axe, language: str) -> None:
        self.page, self.axe, self.language = page, axe, language

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.axe(self.page)

    def says(self, words: str) -> str:
        with translation.override(self.language):
            return gettext(words)

    def tab_to(self, target) -> None:
        """Presses Tab until the target has the focus; fails where it cannot be reached."""
        wanted = target.first.element_handle()
        assert wanted is not None
        for _press in range(FARTHEST):
            if self.page.evaluate("e => e === document.activeElement", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def button(self, words: str) -> None:
        self.tab_to(self.page.get_by_role("button", name=self.says(words), exact=True))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.axe(self.page)

    def link(self, words: str, exact: bool = True) -> None:
        self.tab_to(self.page.get_by_role("link", name=words, exact=exact))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.axe(self.page)

    def file(self, name: str, content: bytes) -> None:
        """The dialog of the system, which no test can press keys in."""
        box = self.page.locator("input[type=file]")
        self.tab_to(self.page.locator("button.govuk-file-upload-button").or_(box))
        box.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})

    def shows(self, text: str) -> bool:
        return text in self.page.content()


@pytest.mark.parametrize("language", ["az", "en"])
def test_from_the_roll_to_the_certificate(browse, axe, language: str) -> None:
    rauf = Keys(browse("rauf", language), axe, language)
    cast = rauf.page.cast

    # The roll: upload, columns known, every row tried, the good ones taken.
    rauf.open(reverse("revenue_import_new"))
    rauf.file("roll.csv", ROLL.encode())
    rauf.button("Upload")
    rauf.button("Try every row")
    assert rauf.shows("bilinmir")
    rauf.button("Take the good rows")
    with scope(municipality=cast.home):
        assert Taxpayer.objects.count() == 2

    # The assessment: previewed by one, approved by another; who previewed it cannot.
    rauf.open(reverse("revenue_run_new"))
    rauf.button("Preview")
    run = rauf.page.url
    assert rauf.page.get_by_role("button", name=rauf.says("Approve and post")).count() == 0
    leyla = Keys(browse("leyla", language), axe, language)
    leyla.open(run)
    leyla.button("Approve and post")

    # Notices.
    rauf.open(run)
    rauf.button("Issue the notices")
    with scope(municipality=cast.home):
        assert Notice.objects.count() == 2
        payers = {p.external_id: p for p in Taxpayer.objects.all()}
        today = timezone.localdate()
        owed = {k: balance.owed(p, today).total for k, p in payers.items()}

    # The statement: one line finds its payer, the other needs a person.
    rauf.open(reverse("revenue_bank_new"))
    lines = [(payers["K-1"].code, owed["K-1"], payers["K-1"].name), ("vergi", owed["K-2"], "Kimsə Naməlum")]
    rauf.file("bank.sta", town.statement(*[(today, f"{a // 100},{a % 100:02d}", n, t) for t, a, n in lines]))
    rauf.button("Take in")
    assert rauf.page.url.endswith(reverse("revenue_bank_queue"))

    # The queue, by keyboard: the line opens with the cursor where the payer's code goes.
    rauf.link("Kimsə Naməlum", exact=False)
    rauf.page.keyboard.type(payers["K-2"].code)
    with rauf.page.expect_navigation():
        rauf.page.keyboard.press("Enter")
    assert rauf.page.url.endswith(reverse("revenue_bank_queue"))
    with scope(municipality=cast.home):
        assert (
            Payment.objects.count() == 2 and not BankLine.objects.filter(state=BankLine.State.QUEUE).exists()
        )

    # The card and the certificate.
    rauf.open(reverse("revenue_payer", args=[payers["K-2"].code]))
    rauf.link(rauf.says("Account card"))
    rauf.button("Give a clearance certificate")
    with scope(municipality=cast.home):
        one = Clearance.objects.get()
    assert one.taxpayer_id == payers["K-2"].pk and one.code in rauf.page.content()
    assert isinstance(one.day, date)
    anybody = Keys(browse(None, language, width=375), axe, language)
    check = reverse("revenue_public_clearance", args=[cast.home.code])
    anybody.open(f"{check}?nomre={one.number}&kod={one.code}")
    assert anybody.shows(payers["K-2"].name)


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_queue_is_cleared_without_a_mouse(browse, axe, language: str) -> None:
    rauf = Keys(browse("rauf", language), axe, language)
    cast = rauf.page.cast
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Növbə")
        town.take(cast, *((date(2025, 8, d), "1,00", f"Kimsə {d}", "vergi") for d in (10, 11, 12, 13)))
        first, second, third, fourth = BankLine.objects.order_by("day")
    rauf.open(reverse("revenue_bank_queue"))
    rauf.link("Kimsə 10", exact=False)
    # Post one and come to the next by itself; that one is set aside, with its reason.
    rauf.page.keyboard.type(p.code)
    with rauf.page.expect_navigation():
        rauf.page.keyboard.press("Enter")
    assert rauf.page.url.endswith(reverse("revenue_bank_line", args=[second.pk]))
    rauf.link(rauf.says("Set the line aside"))
    rauf.tab_to(rauf.page.locator("input[name=state]").first)
    rauf.page.keyboard.press("Space")
    rauf.tab_to(rauf.page.locator("input[name=remark]"))
    rauf.page.keyboard.type("bankdan soruşulub")
    with rauf.page.expect_navigation():
        rauf.page.keyboard.press("Enter")
    assert rauf.page.url.endswith(reverse("revenue_bank_line", args=[third.pk]))
    # The last two at once, from the list.
    rauf.open(reverse("revenue_bank_queue"))
    for line in (third, fourth):
        rauf.tab_to(rauf.page.locator(f"#line-{line.pk}"))
        rauf.page.keyboard.press("Space")
    rauf.tab_to(rauf.page.locator("#code"))
    rauf.page.keyboard.type(p.code)
    with rauf.page.expect_navigation():
        rauf.page.keyboard.press("Enter")
    axe(rauf.page)
    with scope(municipality=cast.home):
        states = [BankLine.objects.get(pk=x.pk).state for x in (first, second, third, fourth)]
    assert states == [
        BankLine.State.POSTED,
        BankLine.State.SUSPENSE,
        BankLine.State.POSTED,
        BankLine.State.POSTED,
    ]


def test_the_pages_of_cases_pass_axe(browse, axe) -> None:
    from belediyye.finance.revenue import actions
    from belediyye.finance.revenue.models import Entry

    rauf = Keys(browse("rauf", "az", width=375), axe, "az")
    cast, today = rauf.page.cast, timezone.localdate()
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Səhifə")
        demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND)[0]
        actions.open_objection(
            actor=cast.actor("rauf"), demand=demand, disputed=100, on=today, reason="Sahə azdır"
        )
        debt = balance.owed(p, today).overdue_total
        parts = [(date(2027, 1, 5), 100), (date(2027, 2, 5), debt - 100)]
        actions.make_agreement(actor=cast.actor("rauf"), payer=p, parts=parts, on=today)
    names = (
        "collecting", "agreements", "objections", "refunds", "limitation", "proposals", "proposal_new", "reminders", "reminders_due", "receipts", "charges",
        "notices_again",
    )  # fmt: skip
    for name in names:
        rauf.open(reverse(f"revenue_{name}"))
    for name, argument in (
        ("agreement", 1),
        ("objection", 1),
        ("objection_answer", 1),
        ("objection_new", p.code),
        ("card", p.code),
    ):
        rauf.open(reverse(f"revenue_{name}", args=[argument]))
        narrow = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert rauf.page.evaluate(narrow), name
    rauf.open(reverse("revenue_object_new", args=["building"]))
    with rauf.page.expect_navigation():
        rauf.page.get_by_role("button", name=rauf.says("More holders")).click()
    axe(rauf.page)
