"""Two processes post, pay and reverse at once; one is killed half-way: nothing lost, doubled or out of balance."""

from time import sleep

HEAD = """
from datetime import date
from django_scopes import scope
from belediyye.core.actors import machine
from belediyye.core.models import Area, Municipality
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import bank
from belediyye.finance.revenue.models import BankLine, Entry, Payment, Taxpayer
from belediyye.finance.revenue.tests import town
"""
BUILD = (
    HEAD
    + """
from belediyye.core.models import Area
t = town.Town.__new__(town.Town)
area = Area.objects.create(code="AZ-X", name="X", name_en="X", kind="rayon", centre_class="village", village_class="village")
t.home = Municipality.objects.create(area=area, name="N", code="numune-bir", place_class="village")
with scope(municipality=t.home):
    for n in range(4):
        town.payer(t, name=f"Sınaqov{n}", years=())
    town.assess(t, 2025)
"""
)
WORK = (
    HEAD
    + """
home = Municipality.objects.get(code="numune-bir")
class T:
    pass
t = T(); t.actor = lambda name: machine(name, home)
with scope(municipality=home):
    payers = list(Taxpayer.objects.order_by("pk"))
    for n in range(6):
        lines = [(date(2025, 9, 1 + n), "1,00", p.name, p.code) for p in payers]
        actions.take_statement(actor=t.actor("a"), content=town.statement(*[(d, a, nm + WHO, c) for d, a, nm, c in lines], number=WHO + str(n)), name="x.sta")
        done = Payment.objects.filter(reversed_on__isnull=True).order_by("?").first()
        try:
            actions.reverse_payment(actor=t.actor("a"), payment=done, on=date(2025, 12, 1), reason="s")
        except Exception as error:
            assert type(error).__name__ == "Refused", error
        actions.settle_accounts(actor=t.actor("a"), on=date(2025, 10, 31))
"""
)
CHECK = (
    HEAD
    + """
from collections import Counter
from django.db.models import Sum
home = Municipality.objects.get(code="numune-bir")
with scope(municipality=home):
    live = sum(p.amount for p in Payment.objects.filter(reversed_on__isnull=True))
    rows = Entry.objects.all()
    paid = sum(e.amount for e in rows.select_related("reverses") if e.kind == 3 or (e.reverses_id and e.reverses.kind == 3))
    assert paid == -live, (paid, live)
    numbers = sorted(Payment.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    per_line = Counter(p.line_id for p in Payment.objects.filter(reversed_on__isnull=True))
    assert max(per_line.values()) == 1
    before = rows.count()
    actions.settle_accounts(actor=machine("c", home), on=date(2025, 12, 31))
    actions.settle_accounts(actor=machine("c", home), on=date(2025, 12, 31))
    print(Payment.objects.count(), BankLine.objects.count())
"""
)


def test_two_processes_at_once_and_one_killed(office) -> None:
    office.run(BUILD)
    clerks = [office.start(f"WHO = {who!r}\n" + WORK) for who in ("A", "B")]
    for clerk in clerks:
        _out, error = clerk.communicate(timeout=200)
        assert clerk.returncode == 0, error
    assert office.run(CHECK).split() == ["48", "48"]
    killed = office.start("WHO = 'C'\n" + WORK)
    sleep(4)
    killed.kill()
    killed.wait()
    office.run(CHECK)
