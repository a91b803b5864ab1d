"""Records that may be of one person: of one number, or alike by name and with nothing known that tells them apart."""

from difflib import SequenceMatcher

from django.db.models import Q

from belediyye.core.fields import beginning, index_of
from belediyye.core.text import similarity
from belediyye.finance.revenue.models import NotDuplicate, Taxpayer

LIKELY = 0.86
# Two spellings of one word: Rəşid and Rəşit, but not Əli and Vəli.
SAME_WORD = 0.8
# What one living record of a municipality carries, no other does; those that are encrypted are asked for by their index.
SECRET, NUMBERS = ("fin", "voen"), ("fin", "voen", "external_id")


def column_of(number: str) -> str:
    """The column in which a number of NUMBERS is looked for."""
    return f"{number}_index" if number in SECRET else number


def looked_for(number: str, value: str) -> str:
    """What stands in that column for a value."""
    return index_of(value) if number in SECRET else value


def carrier(payer: Taxpayer) -> tuple[str, Taxpayer] | None:
    """The first number of a record that another living record carries too, and that record; None where none does."""
    others = Taxpayer.objects.filter(municipality_id=payer.municipality_id, merged_into__isnull=True).exclude(
        pk=payer.pk
    )
    for number in NUMBERS:
        value = getattr(payer, number)
        if value and (other := others.filter(**{column_of(number): looked_for(number, value)}).first()):
            return number, other
    return None


def number_title(number: str) -> str:
    """What people call it."""
    return str(Taxpayer._meta.get_field(number).verbose_name)


def duplicates_of(payer: Taxpayer, limit: int = 5) -> list[Taxpayer]:
    """Records that may be the same person: names alike among those that begin alike, unless decided otherwise."""
    if payer.merged_into_id:
        return []
    head = payer.folded.split(" ")[0][:4]
    if len(head) < 3:
        return []
    rows = Taxpayer.objects.filter(
        beginning("folded", head),
        municipality_id=payer.municipality_id,
        merged_into__isnull=True,
        kind=payer.kind,
    ).exclude(pk=payer.pk)
    pairs = NotDuplicate.objects.filter(Q(one=payer) | Q(other=payer))
    apart = {key for pair in pairs.values_list("one_id", "other_id") for key in pair}
    found = []
    for other in rows.order_by("folded")[:300]:
        if (
            other.pk not in apart
            and abs(len(other.folded) - len(payer.folded)) <= 6
            and similarity(payer.folded, other.folded) >= LIKELY
            and not told_apart(payer, other)
        ):
            found.append(other)
        if len(found) == limit:
            break
    return found


def told_apart(one: Taxpayer, other: Taxpayer) -> bool:
    """Whether what is known of both cannot be of one person: FİN, VÖEN, birthday, or a name that neither has of the other."""
    facts = ("fin_index", "voen_index", "born")
    known = [(getattr(one, name), getattr(other, name)) for name in facts]
    return any(a and b and a != b for a, b in known) or names_differ(one.folded, other.folded)


def names_differ(one: str, other: str) -> bool:
    """Whether each of two folded names has a word that the other has not, as those of brothers and sisters do. A name
    that is shortened or misspelt is no other name.

    >>> names_differ("sinaqov eli misal oglu", "sinaqov veli misal oglu"), names_differ("sinaqov e misal", "sinaqov eli")
    (True, False)
    """
    left, right = one.split(), other.split()
    for word in [*left]:
        if word in right:
            left.remove(word)
            right.remove(word)
    for word in [*left]:
        if partner := next((w for w in right if _may_be_one(word, w)), ""):
            left.remove(word)
            right.remove(partner)
    return bool(left and right)


def _may_be_one(word: str, other: str) -> bool:
    if word[0] != other[0]:
        return False
    short, long = sorted((word.rstrip("."), other.rstrip(".")), key=len)
    return len(short) <= 1 or SequenceMatcher(None, short, long, autojunk=False).ratio() >= SAME_WORD
