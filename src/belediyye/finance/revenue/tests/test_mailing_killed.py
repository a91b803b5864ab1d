"""The sending of e-mail killed again and again by leaving the process at a statement to the database: nobody is written to twice.

A forked child sends and leaves without a word (`os._exit`); letters are files in a folder. Then it is asked anew."""

BUILD = """
import os
from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from django_scopes import scope
from belediyye.core.actors import machine
from belediyye.core.jobs import run_here
from belediyye.core.models import Area, Municipality
from belediyye.finance.revenue import actions, models
from belediyye.finance.revenue.actions import mailing as sending
from belediyye.finance.revenue.queries import lots, mailing
from belediyye.finance.revenue.tests import town
from belediyye.finance.revenue.tests.dying import Stop

settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = str(settings.VAR / "letters")
area = Area.objects.create(code="AZ-X", name="X", name_en="X", kind="rayon", centre_class="village", village_class="village")
home = Municipality.objects.create(area=area, name="N", code="numune-bir", place_class="village", account="AZ21NABZ00000000137010001944")
t = town.Town.__new__(town.Town)
t.home = home
aynur = machine("aynur", home)
PEOPLE = 9
with scope(municipality=home):
    for n in range(PEOPLE):
        p = town.payer(t, f"Sınaqov {n}", years=(), email=f"s{n}@ev.example")
        actions.give_consent(actor=aynur, payer=p, day=date(2026, 3, 3), given_by="x", way="signed", document="x")
    town.assess(t, 2026)
    run = models.AssessmentRun.objects.get()
    actions.issue_notices(actor=aynur, run=run, on=date(2026, 7, 20))

def child(at):
    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            with scope(municipality=home), connection.execute_wrapper(Stop(at)):
                run_here(sending.KIND, actor=aynur, run=run.number)
        except BaseException as error:
            print(repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def letters():
    found = Counter()
    for file in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        found.update(line.split()[1] for line in file.read_text("utf-8").splitlines() if line.startswith("To: "))
    return found

died, at = 0, 40
for _again in range(60):
    code = child(at)
    assert code in (0, 9), code
    with scope(municipality=home):
        models.Mailing.objects.filter(state="sending").update(begun=timezone.now() - timedelta(hours=1))
    if code == 0:
        break
    died, at = died + 1, at + 9
assert code == 0 and died >= 3, (code, died)
got = letters()
with scope(municipality=home):
    states = Counter(models.Mailing.objects.values_list("state", flat=True))
    assert set(states) <= {"sent", "unsure"} and sum(states.values()) == PEOPLE, states
    assert states["unsure"] >= 1, states
    assert max(got.values()) == 1 and states["sent"] <= len(got) <= PEOPLE, (got, states)
    attempts = Counter(models.Delivery.objects.values_list("notice_id", flat=True))
    assert len(attempts) == PEOPLE and set(attempts.values()) == {1}, attempts
    assert not mailing.waiting(lots.of_run(run))
print("letters", died, dict(states))
"""


def test_killed_again_and_again_nobody_is_written_to_twice(office) -> None:
    assert office.run(BUILD).strip().splitlines()[-1].startswith("letters ")
