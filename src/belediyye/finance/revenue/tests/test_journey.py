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

    def home(self) -> None:
        """The first page of the house: the only address that anybody must know."""
        self.open("/")

    def room(self, wing: str, title: str) -> None:
        """Through the navigation: the wing unfolds with Enter, its room is a link in it."""
        self.tab_to(self.page.locator("nav summary").filter(has_text=self.says(wing)))
        self.page.keyboard.press("Enter")
        self.link(self.says(title))

    def find(self, text: str) -> None:
        """Types into the search box of the whole house; "/" goes there from anywhere but a field."""
        self.tab_to(self.page.locator("#house-search"))
        self.page.keyboard.type(text)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.axe(self.page)

    def fill(self, field: str, text: str) -> None:
        self.tab_to(self.page.locator(f"main input[name={field}]"))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

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
        self.enter()

    def link(self, words: str, exact: bool = True) -> None:
        self.tab_to(self.page.get_by_role("link", name=words, exact=exact))
        self.enter()

    def file(self, name: str, content: bytes) -> None:
        """The dialog of the system, which no test can press keys in."""
        box = self.page.locator("input[type=file]")
        self.tab_to(self.page.locator("button.govuk-file-upload-button").or_(box))
        box.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})

    def shows(self, text: str) -> bool:
        return text in self.page.content()


@pytest.mark.parametrize("language", ["az", "en"])
def test_from_the_roll_to_the_certificate(browse, axe, language: str) -> None:
    """Nobody types an address: every step is a link or a button of the page before it."""
    rauf = Keys(browse("rauf", language), axe, language)
    cast, says, today = rauf.page.cast, rauf.says, timezone.localdate()

    # The roll: upload, columns known, every row tried, the good ones taken.
    rauf.home()
    rauf.room("Finance", "Local revenue")
    rauf.button("Take in a roll")
    rauf.file("roll.csv", ROLL.encode())
    rauf.button("Upload")
    rauf.button("Try every row")
    assert rauf.shows("bilinmir")
    rauf.button("Take the good rows")
    with scope(municipality=cast.home):
        assert Taxpayer.objects.count() == 2

    # The assessment: previewed by one; who previewed it cannot approve it.
    rauf.button("Assess a year")
    rauf.button("Preview")
    assert rauf.page.get_by_role("button", name=says("Approve and post")).count() == 0

    # The second person finds it on her own desk.
    leyla = Keys(browse("leyla", language), axe, language)
    leyla.home()
    leyla.link(says("Approve the assessment run of %(year)s") % {"year": today.year})
    leyla.button("Approve and post")

    # Notices: the accountant's desk asks for them, and then no longer.
    rauf.link("belediyye")
    issue = says("Issue the notices of %(year)s") % {"year": today.year}
    rauf.link(issue)
    rauf.button("Issue the notices")
    with scope(municipality=cast.home):
        assert Notice.objects.count() == 2
        payers = {p.external_id: p for p in Taxpayer.objects.all()}
        owed = {k: balance.owed(p, today).total for k, p in payers.items()}
    rauf.button("Deliver notices")
    assert rauf.shows(payers["K-1"].name)
    rauf.link("belediyye")
    assert rauf.page.get_by_role("link", name=issue).count() == 0

    # The statement: one line finds its payer, the other needs a person.
    rauf.room("Finance", "Local revenue")
    rauf.link(says("Money from the bank"))
    rauf.button("Take in a bank statement")
    lines = [(payers["K-1"].code, owed["K-1"], payers["K-1"].name), ("vergi", owed["K-2"], "Kimsə Naməlum")]
    rauf.file("bank.sta", town.statement(*[(today, f"{a // 100},{a % 100:02d}", n, t) for t, a, n in lines]))
    rauf.button("Take in")
    assert rauf.page.url.endswith(reverse("revenue_bank_queue"))

    # The queue, by keyboard: the line opens with the cursor where the payer's code goes.
    rauf.link("Kimsə Naməlum", exact=False)
    rauf.page.keyboard.type(payers["K-2"].code)
    rauf.enter()
    assert rauf.page.url.endswith(reverse("revenue_bank_queue"))
    with scope(municipality=cast.home):
        assert (
            Payment.objects.count() == 2 and not BankLine.objects.filter(state=BankLine.State.QUEUE).exists()
        )

    # The account on which it was posted, and the certificate.
    rauf.link(says("Account card"))
    rauf.button("Give a clearance certificate")
    with scope(municipality=cast.home):
        one = Clearance.objects.get()
    assert one.taxpayer_id == payers["K-2"].pk and one.code in rauf.page.content()
    assert isinstance(one.day, date)

    # The other payer by the search of the whole house; from the paper back to the account.
    rauf.link(says("Account card"))
    rauf.find(payers["K-1"].code)
    rauf.link(payers["K-1"].name, exact=False)
    rauf.link(says("Account card"))
    assert rauf.shows(payers["K-1"].code)

    # Anybody with the paper in hand, on a telephone.
    anybody = Keys(browse(None, language, width=375), axe, language)
    anybody.home()
    anybody.find(cast.home.name)
    anybody.link(cast.home.name, exact=False)
    anybody.link(says("Check a certificate or a receipt"))
    anybody.fill("nomre", str(one.number))
    anybody.fill("kod", one.code)
    anybody.enter()
    assert anybody.shows(payers["K-2"].name)


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_queue_is_cleared_without_a_mouse(browse, axe, language: str) -> None:
    rauf = Keys(browse("rauf", language), axe, language)
    cast = rauf.page.cast
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Növbə")
        town.take(cast, *((date(2025, 8, d), "1,00", f"Kimsə {d}", "vergi") for d in (10, 11, 12, 13)))
        first, second, third, fourth = BankLine.objects.order_by("day")
    rauf.home()
    rauf.link(rauf.says("Lines that need a person"))
    rauf.link("Kimsə 10", exact=False)
    # Post one and come to the next by itself; that one is set aside, with its reason.
    rauf.page.keyboard.type(p.code)
    rauf.enter()
    assert rauf.page.url.endswith(reverse("revenue_bank_line", args=[second.pk]))
    rauf.link(rauf.says("Set the line aside"))
    rauf.tab_to(rauf.page.locator("input[name=state]").first)
    rauf.page.keyboard.press("Space")
    rauf.tab_to(rauf.page.locator("input[name=remark]"))
    rauf.page.keyboard.type("bankdan soruşulub")
    rauf.enter()
    assert rauf.page.url.endswith(reverse("revenue_bank_line", args=[third.pk]))
    # The last two at once, from the list: the payer's code, the boxes by arrow and space, Enter.
    rauf.link(rauf.says("Lines that need a person"))
    rauf.tab_to(rauf.page.locator("#code"))
    rauf.page.keyboard.type(p.code)
    rauf.tab_to(rauf.page.locator(f"#line-{third.pk}"))
    for key in ("Space", "ArrowDown", "Space"):
        rauf.page.keyboard.press(key)
    rauf.enter()
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
