"""The minutes of a session as a PDF: what was recorded, in the form that offices know, drawn by typst."""

from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from belediyye.administration.council import queries
from belediyye.administration.council.models import Attendance, Ballot, Item, Seat, Sitting, Vote
from belediyye.core.documents.pdf import Press
from belediyye.core.period import date_in_words, format_date
from belediyye.core.text import az_upper

FORM = Path(__file__).with_name("typst") / "minutes.typ"
press = lru_cache(maxsize=1)(Press)


def minutes_pdf(sitting: Sitting, language: str = "az") -> bytes:
    """The minutes as they stand. The same record gives the same words; the official language is Azerbaijani."""
    with override(language):
        data = minutes_data(sitting, language)
    made = (sitting.closed_at or sitting.starts_at).astimezone(UTC)
    return press().pdf(FORM, data, made=made, archival=True)


def _clock(sitting: Sitting, name: str) -> str:
    at = getattr(sitting, name)
    return f"{timezone.localtime(at):%H:%M}" if at else "–"


def minutes_data(sitting: Sitting, language: str) -> dict[str, Any]:
    """What the form shows, as plain values."""
    on = queries.sitting_day(sitting)
    place = sitting.municipality
    capital = az_upper if language == "az" else str.upper
    marks = {a.seat_id: a for a in queries.attendance_of(sitting)}
    seats = list(queries.members_on(sitting.body, on))
    number = f"№ {sitting.number}/{sitting.year}" if sitting.number else ""
    return {
        "language": language,
        "title": f"{_('Minutes')} {number} – {place.name}",
        "area": f"{place.area.name}, {place.area.get_kind_display()}",
        "municipality": _("%(name)s municipality") % {"name": place.name},
        "heading": capital(_("Minutes")),
        "subheading": f"{sitting.body.name} · {sitting.get_kind_display()} · {number}",
        "place": sitting.place,
        "day": date_in_words(on, language),
        "short_day": format_date(on),
        "number": number.removeprefix("№ ") or "–",
        "note": _("The official language of the minutes is Azerbaijani.") if language != "az" else "",
        "draft": sitting.signed_on is None,
        "facts": _facts(sitting),
        "people": [_person(seat, marks.get(seat.pk)) for seat in seats],
        "quorum": _quorum(sitting),
        "items": [_item(item) for item in queries.items_of(sitting)],
        "chair": str(sitting.presided_by or ""),
        "secretary": next((str(s) for s in seats if s.duty == Seat.Duty.SECRETARY), ""),
        "signed": _("Signed on %(day)s by %(who)s")
        % {"day": format_date(sitting.signed_on), "who": sitting.signed_by}
        if sitting.signed_on
        else "",
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "present": _("Who came"), "name": _("Surname, name, patronymic"), "duty": _("Duty"),
        "attendance": _("Attendance"), "agenda": _("Agenda"), "heard": _("Heard"), "voting": _("Voting"),
        "chair": _("Chair of the session"), "secretary": _("Secretary"), "seal": _("Seal"),
        "draft": _("Draft: not yet signed"),
    }  # fmt: skip


def _facts(sitting: Sitting) -> list[tuple[str, str]]:
    facts = [
        (_("Session opened"), _clock(sitting, "opened_at")),
        (_("Session closed"), _clock(sitting, "closed_at")),
        (_("Called by"), str(sitting.get_initiative_display())),
        (_("Notice"), format_date(sitting.called_on) if sitting.called_on else "–"),
    ]
    if sitting.late_because:
        facts.append((_("Why the notice is late"), sitting.late_because))
    return facts


def _person(seat: Seat, mark: Attendance | None) -> dict[str, str]:
    state = str(mark.get_state_display()) if mark else str(Attendance.State.ABSENT.label)
    return {
        "name": str(seat.person),
        "duty": str(seat.get_duty_display()),
        "state": state if seat.votes else "–",
    }


def _quorum(sitting: Sitting) -> str:
    if sitting.state == Sitting.State.FAILED:
        return _("No quorum") + ": " + sitting.why_not_held
    if sitting.members is None:
        return ""
    return _("Of %(members)s members in office %(present)s are present; there is a quorum.") % {
        "members": sitting.members, "present": sitting.present,
    }  # fmt: skip


def _item(item: Item) -> dict[str, Any]:
    decision = getattr(item, "decision", None)
    return {
        "place": item.place,
        "title": item.title,
        "reporter": item.reporter,
        "discussion": item.discussion,
        "ballots": [_ballot(b) for b in item.ballots.all() if b.closed_at],
        "decision": decision.text if decision else "",
        "decision_number": f"{_('Decision')} {decision}" if decision else "",
        "outcome": f"{_('Outcome')}: {item.get_state_display()}",
    }


def _ballot(ballot: Ballot) -> dict[str, Any]:
    names = []
    if ballot.way == Ballot.Way.OPEN:
        for choice in Vote.Choice:
            who = [str(v.seat) for v in ballot.votes.all() if v.choice == choice]
            if who:
                names.append(f"{choice.label}: {', '.join(who)}")
    outcome = queries.ballot_outcome(ballot)
    return {
        "way": str(ballot.get_way_display()),
        "result": _("passed") if ballot.passed else _("did not pass"),
        "steps": [queries.said(step) for step in outcome.steps],
        "names": "; ".join(names),
    }
