"""Which accounts at the bank are the office's own: the one its papers name, and those of statements it has taken in."""

from collections.abc import Iterable

from belediyye.core.models import Municipality
from belediyye.finance.revenue.models import BankStatement

# The shortest part of an IBAN that banks still write for the account itself.
SHORTEST = 10


def known(municipality: Municipality) -> set[str]:
    """The office's own accounts, as they were written."""
    taken = BankStatement.objects.filter(municipality=municipality).exclude(account="")
    return {municipality.account, *taken.order_by().values_list("account", flat=True).distinct()} - {""}


def strange(municipality: Municipality, accounts: Iterable[str]) -> list[str]:
    """Those of the accounts that nobody has said are the office's. Where no account is known yet, the first is believed."""
    own = known(municipality)
    asked = dict.fromkeys(a for a in accounts if a)
    return [a for a in asked if own and not any(is_same(a, o) for o in own)]


def is_same(one: str, other: str) -> bool:
    """Whether two writings are of one account: MT940 often leaves out the country and the bank of an IBAN."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return short == long or (len(short) >= SHORTEST and long.endswith(short))


def _bare(account: str) -> str:
    return "".join(filter(str.isalnum, account)).upper()
