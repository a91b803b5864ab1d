"""The law's words in the reader's language, and the days that it sets, with their explanation."""

from datetime import date

from django.utils.translation import get_language

from belediyye.administration.council import law
from belediyye.administration.council.counting import Count, Outcome, outcome
from belediyye.administration.council.models import Ballot, Sitting
from belediyye.core import deadlines
from belediyye.core.queries import working_calendar


def tongue() -> str:
    """The language of the page, for words kept in both."""
    return "en" if (get_language() or "az").startswith("en") else "az"


def said(words: law.Words | dict[str, str]) -> str:
    """The words in the reader's language."""
    return words[tongue()]


def matter_words(code: str) -> str:
    """What a matter is called; an unknown code is shown as it is."""
    known = law.matters().get(code)
    return said(known.words) if known else code


def matter_choices() -> list[tuple[str, str]]:
    """Matters for a form, with the majority that each needs."""
    return [
        (code, f"{said(m.words)} — {said(law.majorities()[m.majority].words)}")
        for code, m in law.matters().items()
    ]


def _due(code: str, start: date) -> deadlines.Due:
    return deadlines.due(deadlines.rule_on(code, start), deadlines.Events(start), working_calendar())


def lines(due: deadlines.Due) -> list[str]:
    """A due day's explanation as lines for the page, ending with the citation and how sure it is."""
    here = tongue()
    sure = deadlines.CONFIDENCE[due.rule.confidence][here]
    return [step.words[here] for step in due.steps] + [f"{due.rule.citation(here)} ({sure})"]


def notice_due(sitting_day: date) -> deadlines.Due:
    """By when members must have been told of a session of that day."""
    return _due("council.session_notice", sitting_day)


def next_session_due(last: date) -> deadlines.Due:
    """By when the council meets again after its last session."""
    return _due("council.next_session", last)


def supervision_due(adopted: date) -> deadlines.Due:
    """By when a decision adopted that day is with the supervising authority."""
    return _due("supervision.act_sent", adopted)


def sitting_day(sitting: Sitting) -> date:
    """The session's day where the house stands."""
    from django.utils import timezone

    return timezone.localtime(sitting.starts_at).date()


def ballot_outcome(ballot: Ballot) -> Outcome:
    """The outcome of a ballot recomputed from its counts, with the reasoning."""
    count = Count(
        ballot.members, ballot.present, ballot.votes_for, ballot.against, ballot.abstained, ballot.invalid
    )
    return outcome(count, law.majorities()[ballot.majority])
