"""Things and books: taken in, issued, returned, written off, counted once a year."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, numbered, put
from belediyye.alliance.relations.models import Count, CountLine, Item, Loan
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log


@action("relations.item.keep", says=gettext_lazy("kept a thing of the inventory"), allow=access.may_keep)
def keep_item(*, actor: Actor, item: Item) -> Item:
    """Takes a thing in under the next number, or keeps its changed card."""
    if not item.pk:
        item.number = numbered("I", item.acquired.year)
    return keep(item)


@action("relations.item.write_off", says=gettext_lazy("wrote a thing off"), allow=access.may_coordinate)
def write_off(*, actor: Actor, item: Item, why: str, on: date) -> None:
    """Takes a thing off the books. Refuses while it is issued."""
    if item.written_off:
        raise Refused(_("This thing was written off already."))
    if item.loans.filter(returned_on__isnull=True).exists():
        raise Refused(_("This thing is issued; record its return first."))
    put(item, written_off=on, why_off=why)


@action("relations.loan.issue", says=gettext_lazy("issued a thing"), allow=access.may_keep)
def issue(*, actor: Actor, loan: Loan) -> Loan:
    """Issues a thing until a day. Refuses one that is out or written off."""
    item = loan.item
    if item.written_off:
        raise Refused(_("This thing was written off already."))
    if item.loans.filter(returned_on__isnull=True).exists():
        raise Refused(_("This thing is issued already; it must come back first."))
    return keep(loan, name=item.number)


@action("relations.loan.return", says=gettext_lazy("took a thing back"), allow=access.may_keep)
def take_back(*, actor: Actor, loan: Loan, condition: str, on: date) -> None:
    """Records the return and in which condition."""
    if loan.returned_on:
        raise Refused(_("This thing was returned already."))
    put(loan, name=loan.item.number, returned_on=on, returned_condition=condition)


@action("relations.count.begin", says=gettext_lazy("began the yearly count"), allow=access.may_keep)
def begin_count(*, actor: Actor, count: Count) -> Count:
    """Begins a year's count with a line for everything that is on the books that day."""
    keep(count)
    items = Item.objects.filter(acquired__lte=count.on).exclude(written_off__lte=count.on)
    CountLine.objects.bulk_create([CountLine(count=count, item=item) for item in items])
    log(count, expected=len(items))
    return count


@action("relations.count.mark", says=gettext_lazy("marked things in the count"), allow=access.may_keep)
def mark_lines(*, actor: Actor, count: Count, found: dict[int, tuple[str, str]]) -> None:
    """Marks lines by number: (found, note). Refuses a closed count and lines of another one."""
    if count.closed_on:
        raise Refused(_("This count is closed."))
    lines = {line.pk: line for line in count.lines.filter(pk__in=found)}
    if set(lines) != set(found):
        raise Refused(_("These lines belong to another count."))
    for number, (state, note) in found.items():
        line = lines[number]
        line.found, line.note = state, note
        checked(line).save(update_fields=["found", "note"])
    log(count, marked=len(found))


@action("relations.count.close", says=gettext_lazy("closed the yearly count"), allow=access.may_keep)
def close_count(*, actor: Actor, count: Count, on: date) -> None:
    """Closes the count. Refuses while something was not looked for, or a difference has no note."""
    if count.lines.filter(found=CountLine.Found.NOT_YET).exists():
        raise Refused(_("Some things were not looked for yet."))
    if count.lines.filter(found__in=[CountLine.Found.MISSING, CountLine.Found.DAMAGED], note="").exists():
        raise Refused(_("Every difference needs a note."))
    missing = count.lines.filter(found=CountLine.Found.MISSING).count()
    put(count, closed_on=on, said={"missing": missing})
