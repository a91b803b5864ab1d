"""Payment portals: which one calls, what it has taken that the bank has not yet brought, which line of the bank brings it."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.identifiers import REFERENCE, YVOK, make_yvok
from belediyye.core.models import Role
from belediyye.finance.revenue.models import BankLine, Merge, Payment, Portal, Taxpayer

# Portals pass money on within days; what is older is asked after.
LATE_DAYS = 5
CODE_DIGITS, REFERENCE_DIGITS = 11, 14


def digest_of(token: str) -> str:
    """What is kept of a token. Tokens are long and random, so a plain hash keeps them."""
    return hashlib.sha256(token.encode()).hexdigest()


def portals_of(municipality_id: int) -> QuerySet[Portal]:
    """A municipality's portals with how much of theirs the bank has not yet brought."""
    waiting = Q(payments__line__isnull=True, payments__reversed_on__isnull=True)
    return Portal.objects.filter(municipality_id=municipality_id).annotate(
        waiting=Sum("payments__amount", filter=waiting), taken=Count("payments")
    )


def all_portals() -> list[Portal]:
    """The portals of every municipality, without their money: for who keeps tokens in the whole house."""
    with scopes_disabled():
        rows = Portal.objects.select_related("municipality__area")
        return list(rows.order_by("municipality__name", "municipality", "name", "pk"))


def not_passed_on(portal: Portal, until: date | None = None) -> QuerySet[Payment]:
    """Payments that the portal took, were not taken back, and are in no line of the bank yet."""
    rows = Payment.objects.filter(portal=portal, line__isnull=True, reversed_on__isnull=True)
    return rows.filter(day__lte=until) if until else rows


def by_day(portal: Portal, until: date | None = None) -> list[dict[str, Any]]:
    """[{day, count, sum}] of what was not passed on, the oldest first."""
    rows = not_passed_on(portal, until).order_by("day").values("day")
    return list(rows.annotate(count=Count("pk"), sum=Sum("amount")))


def owing(line: BankLine) -> Portal | None:
    """The portal from whose account a line came while payments that it posted before are not passed on yet.

    None where the line was joined before: what of it waits again was taken from a payer, and waits for the right one."""
    if line.payments.filter(portal__isnull=False).exists():
        return None
    senders = Portal.objects.filter(municipality_id=line.municipality_id, sender_account=line.account)
    return next((p for p in senders.exclude(sender_account="") if by_day(p, line.day)), None)


def span_of(portal: Portal, line: BankLine) -> tuple[date, date] | None:
    """The days in a row, beginning as early as can be, whose payments make exactly the line; None where none do."""
    days = by_day(portal, line.day)
    for start in range(len(days)):
        total = 0
        for last in range(start, len(days)):
            total += days[last]["sum"]
            if total == line.amount:
                return days[start]["day"], days[last]["day"]
            if total > line.amount:
                break
    return None


def transfers_of(portal: Portal) -> QuerySet[BankLine]:
    """Lines of the bank that wait for a person and may be this portal's transfers: those from its account."""
    rows = BankLine.objects.filter(
        municipality_id=portal.municipality_id,
        state__in=[BankLine.State.QUEUE, BankLine.State.SUSPENSE],
        amount__gt=0,
        payments__isnull=True,
    )
    return (rows.filter(account=portal.sender_account) if portal.sender_account else rows).order_by(
        "day", "pk"
    )


def payer_by(portal: Portal, said: str) -> Taxpayer | None:
    """The payer of the portal's municipality with this payment reference or YVÖK, through a merger to the one that stands.

    Raises BadIdentifier where the check digits are wrong or the length is neither's."""
    compact = REFERENCE.compact(said)
    if len(compact) == CODE_DIGITS:
        code = YVOK.validate(compact)
    else:
        number = REFERENCE.validate(compact)
        if (
            len(number) != REFERENCE_DIGITS
            or int(number[:4]) != portal.municipality_id
            or not int(number[4:10])
        ):
            return None
        code = make_yvok(portal.municipality_id, int(number[4:10]))
    payer = (
        Taxpayer.objects.select_related("merged_into")
        .filter(municipality_id=portal.municipality_id, code=code)
        .first()
    )
    return (payer.merged_into or payer) if payer else None


def is_for(payment: Payment, payer: Taxpayer) -> bool:
    """Whether a payment was posted under a number that now leads to the payer (`payer_by`): through a merger that came
    since, or one that was in force then and was taken back."""
    made = payment.taxpayer
    if payer.pk in (made.pk, made.merged_into_id):
        return True
    then = Merge.objects.filter(kept=made, merged=payer, at__lte=payment.at, undone__gte=payment.at)
    return then.exists()


def hidden_name(payer: Taxpayer) -> str:
    """Enough of a name to be sure of one's own number, too little to learn anybody's: `S•••••• N•••••`."""
    return " ".join(word[:1] + "•" * max(1, len(word) - 1) for word in payer.name.split())


def portal_tasks(actor: Actor) -> list[Task]:
    """Portals that have not passed on in time what they took."""
    place = actor.municipality_id
    if place is None or not actor.has(Role.ACCOUNTANT):
        return []
    old = timezone.localdate() - timedelta(days=LATE_DAYS)
    late = Q(payments__line__isnull=True, payments__reversed_on__isnull=True, payments__day__lt=old)
    rows = Portal.objects.filter(municipality_id=place).annotate(late=Count("payments", filter=late))
    return [
        Task(
            _("%(portal)s has not passed on what it took") % {"portal": portal.name},
            reverse("revenue_portal", args=[portal.pk]),
            why=_("Payments older than %(days)s days are in no line of the bank.") % {"days": LATE_DAYS},
            count=portal.late,
        )
        for portal in rows
        if portal.late
    ]


def on_its_way() -> str:
    """Why a payment whose money a portal has not passed on yet is not taken back in the office, and who does."""
    return _(
        "The portal has not passed this money on yet: the portal itself takes the payment back, or you do once the money has come and is joined; then its line waits for the right payer."
    )
