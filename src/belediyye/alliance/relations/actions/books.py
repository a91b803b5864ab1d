"""The alliance's own books: entries are added and reversed, nothing else."""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import keep, numbered
from belediyye.alliance.relations.models import Award, BookEntry
from belediyye.core import display
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.period import format_date


@action("relations.books.enter", says=gettext_lazy("made an entry in the books"), allow=access.may_keep)
def enter(*, actor: Actor, entry: BookEntry) -> BookEntry:
    """Enters money received or spent.

    Refuses a closed grant, a day outside the grant's term (spending), and spending over the line's budget: what
    the donor did not agree to is agreed first.
    """
    award = Award.objects.select_for_update().get(pk=entry.award_id)
    if award.closed_on:
        raise Refused(_("This grant is closed; its books take no more entries."))
    if entry.line is not None:
        if entry.line.award_id != award.pk:
            raise Refused(_("This line belongs to another grant."))
        if not award.starts <= entry.day <= award.ends:
            raise Refused(
                _("The grant runs from %(first)s to %(last)s; this day lies outside.")
                % {"first": format_date(award.starts), "last": format_date(award.ends)}
            )
        left = entry.line.amount - (entry.line.entries.aggregate(sum=Sum("amount"))["sum"] or 0)
        if entry.amount > left:
            raise Refused(
                _(
                    "Only %(left)s is left on the line “%(line)s”. Agree a change of the budget with the donor first."
                )
                % {"left": display.money(left), "line": entry.line.title}
            )
    entry.number = numbered("K", entry.day.year)
    return keep(entry, amount=display.money(entry.amount), party=entry.party)


@action("relations.books.reverse", says=gettext_lazy("reversed an entry of the books"), allow=access.may_keep)
def reverse(*, actor: Actor, entry: BookEntry, words: str, on: date) -> BookEntry:
    """Takes an entry back by its opposite on a day; both stay. Refuses a second reversal and one of a reversal."""
    if entry.reverses_id or BookEntry.objects.filter(reverses=entry).exists():
        raise Refused(_("This entry was reversed already or is itself a reversal."))
    if on < entry.day:
        raise Refused(_("A reversal cannot lie before the entry itself."))
    if entry.award.closed_on:
        raise Refused(_("This grant is closed; its books take no more entries."))
    opposite = BookEntry(
        number=numbered("K", on.year), award=entry.award, line=entry.line, kind=entry.kind, day=on,
        amount=-entry.amount, party=entry.party, words=words, paper_number=entry.paper_number, reverses=entry,
    )  # fmt: skip
    return keep(opposite, amount=display.money(opposite.amount), reverses=entry.number)
