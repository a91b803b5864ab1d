"""Sessions: notice, quorum, votes, majorities, what is refused, what is remembered."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from belediyye.administration.council import actions, queries
from belediyye.administration.council.models import Ballot, Decision, Item, Sitting, Vote
from belediyye.administration.council.tests.conftest import Council, at
from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.models import LogEntry


def test_a_late_notice_needs_a_reason(council: Council) -> None:
    on = date(2026, 9, 17)
    made = actions.prepare_sitting(actor=council.maker, body=council.body, starts_at=at(on), place="Zal")
    with pytest.raises(Refused):
        actions.call_sitting(actor=council.maker, sitting=made, on=on - timedelta(days=6))  # no question yet
    actions.add_item(actor=council.maker, sitting=made, title="Sual", matter="other")
    with pytest.raises(Refused, match=r"12\.09\.2026"):
        actions.call_sitting(actor=council.maker, sitting=made, on=on - timedelta(days=4))
    actions.call_sitting(actor=council.maker, sitting=made, on=on - timedelta(days=4), late_because="Sel")
    assert made.number == 1 and made.late_because == "Sel"


def test_without_a_quorum_the_session_fails_and_is_called_again(council: Council) -> None:
    sitting = council.sitting()
    assert not council.gather(sitting, 4)
    assert sitting.state == Sitting.State.FAILED and "4" in sitting.why_not_held
    again = actions.repeat_sitting(actor=council.maker, sitting=sitting, starts_at=at(date(2026, 9, 24)))
    assert again.repeats == sitting and again.items.get().again == sitting.items.get()
    with pytest.raises(Refused):
        actions.repeat_sitting(actor=council.maker, sitting=sitting, starts_at=at(date(2026, 9, 25)))


def test_a_tax_needs_six_of_nine_and_passes_the_next_time(council: Council) -> None:
    assert council.decide(matter="taxes", title="Vergi", yes=5) is None
    item = Item.objects.get(title="Vergi")
    assert item.state == Item.State.REJECTED
    later = actions.prepare_sitting(
        actor=council.maker, body=council.body, starts_at=at(date(2026, 10, 15)), place="Zal"
    )
    brought = actions.bring_again(actor=council.maker, item=item, sitting=later)
    with pytest.raises(Refused):
        actions.bring_again(actor=council.maker, item=item, sitting=later)
    actions.call_sitting(actor=council.maker, sitting=later, on=date(2026, 10, 1))
    assert council.gather(later, 7)
    decision = council.vote(brought, 6, 1)
    assert decision is not None and str(decision) == "№ 1/2026"
    assert decision.dispatch.due == date(2026, 10, 20)  # Thursday + 3 working days


def test_half_is_not_a_majority_and_the_absent_count(council: Council) -> None:
    sitting = council.sitting()
    assert council.gather(sitting, 6)
    assert council.vote(sitting.items.get(), 4, 0, 2) is None


def test_numbers_have_no_gaps(council: Council) -> None:
    council.decide(date(2026, 7, 16), title="Bir")
    council.decide(date(2026, 8, 20), title="Rədd", yes=2)
    with pytest.raises(RuntimeError), transaction.atomic():
        council.decide(date(2026, 9, 17), title="Geri")
        raise RuntimeError
    council.decide(date(2026, 10, 15), title="İki")
    assert [d.number for d in Decision.objects.order_by("number")] == [1, 2]


def test_of_a_secret_vote_only_counts_are_kept(council: Council) -> None:
    sitting = council.sitting(matter="chair")
    council.gather(sitting, 9)
    ballot = council.secret(sitting)
    for name, choice in (("leyla", "against"), ("elcin", "for")):
        actions.cast_vote(actor=council.cast.actor(name, date(2026, 9, 17)), ballot=ballot, choice=choice)
    assert set(Vote.objects.values_list("choice", flat=True)) == {""}
    ballot.refresh_from_db()
    assert (ballot.votes_for, ballot.against) == (1, 1)
    lines = LogEntry.objects.filter(code="council.ballot.vote")
    assert lines.count() == 2 and not any(word in line.data for line in lines for word in ("for", "against"))
    with pytest.raises(Refused):
        actions.cast_vote(actor=council.cast.actor("leyla", date(2026, 9, 17)), ballot=ballot, choice="for")
    with pytest.raises(Refused):
        actions.record_votes(actor=council.maker, ballot=ballot, choices={council.seats[3].pk: "for"})


def test_paper_slips_must_fit_the_people(council: Council) -> None:
    sitting = council.sitting(matter="chair")
    council.gather(sitting, 7)
    ballot = council.secret(sitting)
    here = [s.pk for s in council.seats[:7]]
    with pytest.raises(Refused):
        actions.record_counts(
            actor=council.maker, ballot=ballot, voters=here, votes_for=8, against=0, abstained=0
        )
    with pytest.raises(Refused):
        actions.record_counts(
            actor=council.maker, ballot=ballot, voters=here[:5], votes_for=5, against=1, abstained=1
        )
    actions.record_counts(
        actor=council.maker, ballot=ballot, voters=here, votes_for=5, against=1, abstained=0, invalid=1
    )
    assert actions.close_ballot(actor=council.maker, ballot=ballot, at=at(date(2026, 9, 17))) is not None


def test_only_members_who_are_here_vote(council: Council) -> None:
    sitting = council.sitting()
    council.gather(sitting, 5)
    ballot = actions.open_ballot(actor=council.maker, item=sitting.items.get(), at=sitting.starts_at)
    with pytest.raises(Refused):
        actions.record_votes(actor=council.maker, ballot=ballot, choices={council.seats[8].pk: "for"})
    with pytest.raises(Forbidden):
        actions.cast_vote(actor=council.cast.actor("aynur", date(2026, 9, 17)), ballot=ballot, choice="for")
    with pytest.raises(Forbidden):
        actions.close_ballot(
            actor=council.cast.actor("elcin", date(2026, 9, 17)), ballot=ballot, at=sitting.starts_at
        )
    with pytest.raises(Refused):  # nobody has voted: a wrong press turns no question down
        actions.close_ballot(actor=council.maker, ballot=ballot, at=sitting.starts_at)
    actions.record_votes(actor=council.maker, ballot=ballot, choices={council.seats[1].pk: "against"})
    actions.mark_attendance(actor=council.maker, sitting=sitting, marks={council.seats[0].pk: "left"})
    actions.close_ballot(actor=council.maker, ballot=ballot, at=sitting.starts_at)
    extra = actions.add_item(
        actor=council.maker, sitting=sitting, title="Daha bir sual", matter="other", proposal="Mətn"
    )
    with pytest.raises(Refused):  # four are left
        actions.open_ballot(actor=council.maker, item=extra, at=sitting.starts_at)


def test_signed_minutes_are_a_pdf_that_stays(council: Council) -> None:
    from belediyye.administration.council import files

    council.decide(title="Ağac əkilməsi")
    sitting = Sitting.objects.get()
    actions.sign_minutes(
        actor=council.cast.actor("leyla", date(2026, 9, 18)), sitting=sitting, on=date(2026, 9, 18)
    )
    assert sitting.minutes is not None and files.read(sitting.minutes).startswith(b"%PDF-")
    with pytest.raises(Refused):
        actions.sign_minutes(actor=council.maker, sitting=sitting, on=date(2026, 9, 19))
    with pytest.raises(Refused):
        actions.record_discussion(actor=council.maker, item=sitting.items.get(), discussion="Sonradan")


def test_a_vote_once_written_cannot_be_changed(council: Council) -> None:
    decision = council.decide()
    assert decision is not None
    for change in (
        lambda: Vote.objects.update(choice="against"),
        lambda: Decision.objects.update(text="Başqa"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Ballot.objects.get().passed and queries.decision_on(decision, date(2026, 9, 17))["in_force"]


def test_the_council_has_no_more_members_than_seats(council: Council) -> None:
    with pytest.raises(Refused, match="9"):
        actions.take_seat(
            actor=council.maker,
            body=council.body,
            duty="member",
            starts=date(2026, 3, 1),
            surname="Artıq",
            name="Üzv",
        )
    actions.leave_seat(actor=council.maker, seat=council.seats[-1], ends=date(2026, 2, 28), because="Köçüb")
    actions.take_seat(
        actor=council.maker,
        body=council.body,
        duty="member",
        starts=date(2026, 3, 1),
        surname="Yeni",
        name="Üzv",
    )
    assert (
        queries.voters_on(council.body, date(2026, 2, 28)).count()
        == queries.voters_on(council.body, date(2026, 3, 1)).count()
        == 9
    )


def test_a_body_changes_its_name_and_who_leads_it_from_a_day(council: Council) -> None:
    chair, deputy, *_others = council.seats
    with pytest.raises(Refused):  # two chairs at once
        actions.change_body(
            actor=council.maker, body=council.body, name="Yeni ad", duties={deputy.pk: "chair"}, starts=date(2026, 10, 1)
        )  # fmt: skip
    council.body.refresh_from_db()
    assert council.body.name == "Nümunəkənd bələdiyyəsi"
    duties = {chair.pk: "member", deputy.pk: "chair"}
    with pytest.raises(Refused):  # no day
        actions.change_body(actor=council.maker, body=council.body, name="Yeni ad", duties=duties)
    moved = actions.change_body(
        actor=council.maker, body=council.body, name="Yeni ad", duties=duties, starts=date(2026, 10, 1)
    )
    assert moved == 2 and council.body.name == "Yeni ad"

    def led(on: date) -> list[int]:
        return list(
            queries.members_on(council.body, on).filter(duty="chair").values_list("person", flat=True)
        )

    assert led(date(2026, 9, 30)) == [chair.person_id] and led(date(2026, 10, 1)) == [deputy.person_id]
    assert queries.voters_on(council.body, date(2026, 10, 1)).count() == 9
