"""What each rule of the reader of plans means, in the reader's language; the finding itself quotes the file."""

from django.utils.translation import gettext_lazy as _

MEANS = {
    "area-missing": _("An objective stands under a priority area that the list does not name."),
    "date-missing": _("The activity has no date."),
    "date-no-year": _("The date names no year."),
    "date-punctuation": _("The comma between month and year is missing."),
    "date-spelling": _("A month is misspelt; it was read as the month closest to it."),
    "date-unread": _("A word of the date was not understood; the plan's own words are kept."),
    "draft-before-study": _("Drafting begins before the study that it depends on."),
    "extra-column": _("There is a column beyond the third; it was kept as a note."),
    "goal-missing": _("An objective stands under a goal that the list does not name."),
    "no-activity": _("The objective has no activity."),
    "no-objective": _("An activity stands before any objective; an objective was put over it."),
    "no-responsible": _("The activity names nobody responsible."),
    "no-result": _("The activity states no result."),
    "no-text": _("The objective has a code and no text."),
    "open-range": _("The range is cut off; what stands is kept."),
    "outside-action-plan": _("The days are outside the action plan that lists the activity."),
    "outside-plan": _("The days are outside the plan's term."),
    "range-backwards": _("The range ends before it begins; the ends were turned round."),
    "range-wraps": _("The range was read as beginning in the year before."),
    "spelling-variant": _("One thing is written in several ways."),
    "term-mismatch": _("The introduction and the title speak of different numbers of years."),
    "unplaced-text": _("A text without a place of its own was kept as a note."),
    "wording-differs": _("The same part is worded differently in two places."),
}


def means(rule: str) -> str:
    """What the rule means; an unknown rule has nothing more to say."""
    return str(MEANS.get(rule, ""))
