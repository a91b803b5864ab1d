"""Killed at any statement of a statement's taking, an import, an approval: the database is as before, and the work can be repeated.

A forked child does the work and leaves without a word (`os._exit`) at its n-th statement to the database, for many n;
then two clerks work at once in threads of one process."""

BUILD = """
import os, sys
from datetime import date
from threading import Thread
from django.db import connection, connections
from django.db.models import Sum
from django_scopes import scope
from belediyye.core.actors import machine
from belediyye.core.models import Area, LogEntry, Municipality, Series
from belediyye.finance.revenue import actions, models
from belediyye.finance.revenue.tests import town
from belediyye.finance.revenue.tests.dying import Stop

area = Area.objects.create(code="AZ-X", name="X", name_en="X", kind="rayon", centre_class="village", village_class="village")
home = Municipality.objects.create(area=area, name="N", code="numune-bir", place_class="village")
class T:
    pass
t = T(); t.home = home; t.actor = lambda name: machine(name, home)
TABLES = (models.Taxpayer, models.TaxObject, models.Holding, models.ObjectState, models.ImportRow, models.AssessmentRun, models.Assessment, models.Entry,
          models.BankStatement, models.BankLine, models.Payment, LogEntry)

def standing():
    with scope(municipality=home):
        sums = [models.Entry.objects.aggregate(s=Sum("amount"))["s"], models.RollImport.objects.values_list("state", flat=True).first(),
                list(models.AssessmentRun.objects.order_by("pk").values_list("state", flat=True)), list(Series.objects.order_by("pk").values_list("code", "last"))]
        return [m.objects.count() for m in TABLES] + sums

def child(work, at):
    # Works in a child that dies at the n-th statement; without n it takes its work back and tells how many there were.
    connections.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        stop = Stop(at)
        try:
            with scope(municipality=home), connection.execute_wrapper(stop):
                from django.db import transaction
                with transaction.atomic():
                    work()
                    transaction.set_rollback(True)
        except BaseException as error:
            os.write(writing, repr(error).encode()); os._exit(1)
        os.write(writing, str(stop.seen).encode()); os._exit(0)
    os.close(writing)
    said = os.read(reading, 500).decode()
    os.close(reading)
    _pid, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), said

def torture(name, work):
    before = standing()
    code, said = child(work, None)
    assert code == 0, said
    total = int(said)
    assert standing() == before
    points = sorted({1, 2, total} | {max(1, total * n // 6) for n in range(1, 6)})
    for at in points:
        code, said = child(work, at)
        assert code == 9, (name, at, code, said)
        assert standing() == before, (name, at)
    with scope(municipality=home):
        work()
    assert standing() != before
    print(name, total, len(points))

ROLL = "Ödəyicinin kodu;Ödəyicinin adı;Obyektin nömrəsi;Obyektin növü;İstifadəsi;Yerin dərəcəsi;Sahə, m²;Pay\\n" + "".join(
    f"K-{n};Sınaqov Nümunə {n};B-{n};bina;yaşayış;kənd;{100 + n};1\\n" for n in range(8))
with scope(municipality=home):
    roll = actions.upload_roll(actor=t.actor("a"), name="r.csv", content=ROLL.encode(), since=date(2025, 1, 1))
    actions.match_columns(actor=t.actor("a"), roll=roll, mapping=roll.mapping)
    actions.check_import(actor=t.actor("a"), roll=roll)

def take_roll():
    actions.take_import(actor=t.actor("a"), roll=models.RollImport.objects.get(), on=date(2025, 1, 2))
torture("import", take_roll)

with scope(municipality=home):
    run = actions.preview_run(actor=t.actor("b"), year=2025, on=date(2025, 7, 20))

def approve():
    actions.approve_run(actor=t.actor("c"), run=models.AssessmentRun.objects.get(), on=date(2025, 7, 20))
torture("run", approve)

with scope(municipality=home):
    payers = list(models.Taxpayer.objects.order_by("pk"))
content = town.statement(*[(date(2025, 12, 1), "6,00", p.name, p.code) for p in payers])

def statement():
    actions.take_statement(actor=t.actor("d"), content=content, name="x.sta")
torture("statement", statement)

wrong = []
def clerk(who):
    try:
        with scope(municipality=home):
            for n in range(4):
                lines = [(date(2025, 12, 2 + n), "0,50", f"{p.name} {who}", p.code) for p in payers]
                actions.take_statement(actor=t.actor(who), content=town.statement(*lines, number=f"{who}{n}"), name="y.sta")
                newest = models.Payment.objects.filter(reversed_on__isnull=True, line__name__endswith=who).order_by("-pk").first()
                actions.reverse_payment(actor=t.actor(who), payment=newest, on=date(2025, 12, 20), reason="səhv")
                actions.settle_accounts(actor=t.actor(who), on=date(2025, 12, 31))
    except BaseException as error:
        wrong.append(repr(error))
    finally:
        connections.close_all()

connections.close_all()
threads = [Thread(target=clerk, args=(who,)) for who in ("A", "B")]
for one in threads: one.start()
for one in threads: one.join()
assert not wrong, wrong
with scope(municipality=home):
    live = sum(p.amount for p in models.Payment.objects.filter(reversed_on__isnull=True))
    entries = list(models.Entry.objects.select_related("reverses"))
    assert -live == sum(e.amount for e in entries if e.kind == 3 or (e.reverses_id and e.reverses.kind == 3))
    numbers = sorted(models.Payment.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 8 + 64 + 1)), numbers
    settled = models.Entry.objects.count()
    actions.settle_accounts(actor=t.actor("z"), on=date(2025, 12, 31))
    assert models.Entry.objects.count() == settled
    print("threads", len(numbers))
"""


def test_killed_at_any_statement_and_two_clerks_in_threads(office) -> None:
    said = dict(line.split(maxsplit=1) for line in office.run(BUILD).splitlines() if line)
    assert set(said) == {"import", "run", "statement", "threads"}
    assert all(int(said[name].split()[0]) > 10 for name in ("import", "run", "statement"))
