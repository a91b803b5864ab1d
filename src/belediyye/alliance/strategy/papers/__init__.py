"""Papers of the plan from one set of facts: board report, donor report, conference pack; PDF, Word, IATI, iCalendar."""

from belediyye.alliance.strategy.papers.calendar import calendar_of
from belediyye.alliance.strategy.papers.content import Paper, board_report, conference_pack, donor_report
from belediyye.alliance.strategy.papers.export import activities_workbook, plan_of
from belediyye.alliance.strategy.papers.iati import iati_of
from belediyye.alliance.strategy.papers.pdf import pdf_of
from belediyye.alliance.strategy.papers.word import word_of

__all__ = [
    "Paper",
    "activities_workbook",
    "board_report",
    "calendar_of",
    "conference_pack",
    "donor_report",
    "iati_of",
    "pdf_of",
    "plan_of",
    "word_of",
]
