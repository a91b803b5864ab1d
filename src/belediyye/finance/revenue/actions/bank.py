"""Bank statements: taken once, their lines matched and posted; what needs a person is decided line by line."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.core.money import format_money
from belediyye.core.numbering import take_numbers
from belediyye.core.period import format_date
from belediyye.finance.revenue import access, statements
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.payments import make_payments, undo_payment
from belediyye.finance.revenue.actions.portals import recognise_transfers
from belediyye.finance.revenue.models import BankLine, BankStatement, Payment, SavedMapping, Taxpayer
from belediyye.finance.revenue.queries import columns_of, matching, own_accounts, portals
from belediyye.finance.revenue.queries.matching import rest_of

OWN_CURRENCY = "AZN"
SHORTEST_REFERENCE = 6
S = BankLine.State


class StrangeAccount(Refused):
    """The statement is of an account that nobody has said is the office's."""


def _words(fault: statements.BadStatement) -> str:
    return fault.words["en" if (get_language() or "az").startswith("en") else "az"]


@action("revenue.statement.take", says=gettext_lazy("took in a bank statement"), allow=access.may_keep)
def take_statement(
    *,
    actor: Actor,
    content: bytes,
    name: str,
    columns: Mapping[str, str] | None = None,
    ours: bool = False,
) -> list[BankStatement]:
    """Takes every statement of a file, matches its lines and posts the certain ones: all of it, or nothing.

    Refuses what cannot be read, another currency, a statement that does not add up, a file already taken, and, unless
    somebody says that it is `ours`, a statement of an account not met before (StrangeAccount). A line
    that an earlier statement brought is recognised and named in `repeated`, not taken twice. What the columns of a table
    mean (`columns`: key → heading) is remembered for the next table with the same headings."""
    assert actor.municipality is not None
    place_id = actor.municipality.pk
    digest = hashlib.sha256(content).hexdigest()
    headings = statements.table_headings(content, name)
    columns = dict(columns or columns_of.remembered(place_id, headings))
    try:
        found = statements.read(content, name, columns)
    except statements.BadStatement as fault:
        raise Refused(_words(fault)) from fault
    for one in found:
        _check(one)
    posting.lock_accounts(place_id)
    if before := _taken_before(place_id, digest):
        raise Refused(before)
    if not ours and (strange := own_accounts.strange(actor.municipality, (one.account for one in found))):
        raise StrangeAccount(
            _("The statement is of the account %(account)s, which is not known as the municipality's.")
            % {"account": ", ".join(strange)}
        )
    kept = files.store(settings.FILES_ROOT, content)
    file = StoredFile.objects.create(
        digest=kept.digest,
        name=name[:250],
        media_type=kept.media_type,
        size=kept.size,
        municipality=actor.municipality,
        given_by=actor.user_id,
    )
    made = [_keep(one, n, file, digest, actor) for n, one in enumerate(found)]
    if columns and headings:
        SavedMapping.objects.update_or_create(
            municipality_id=place_id,
            signature=columns_of.signature(headings),
            defaults={"mapping": columns_of.stored(columns)},
        )
    counts = _match_and_post([m.pk for m in made], actor)
    for m in made:
        log(m, lines=m.lines_count, repeated=len(m.repeated), total=m.total_qepik, **counts)
    return made


def taken_before(file: StoredFile) -> str:
    """When the statement in a kept file was taken in, in words; empty while it was not."""
    return _taken_before(file.municipality_id, file.digest)


def _taken_before(municipality_id: int | None, digest: str) -> str:
    before = BankStatement.objects.filter(municipality_id=municipality_id, digest=digest).first()
    if before is None:
        return ""
    day = f"{timezone.localtime(before.at):%d.%m.%Y}"
    return _("This file was already taken in on %(day)s.") % {"day": day}


def _check(one: statements.Statement) -> None:
    others = {line.currency for line in one.lines} | {b.currency for b in (one.opening, one.closing) if b}
    if others - {OWN_CURRENCY}:
        raise Refused(
            _("The statement is in %(currency)s; the accounts of a municipality are kept in AZN.")
            % {"currency": ", ".join(sorted(others))}
        )
    if one.difference:
        raise Refused(
            _(
                "The statement %(number)s does not add up: its lines differ from its balances by %(amount)s. Ask the bank for the whole statement."
            )
            % {"number": one.number, "amount": format_money(one.difference)}
        )
    if any(line.booked is None and line.value is None for line in one.lines):
        raise Refused(_("A line of the statement has no day."))
    last = max((line.value or line.booked or date.min for line in one.lines), default=date.min)
    if last > timezone.localdate():
        raise Refused(
            _("A line of the statement is of %(day)s, a day that has not come yet.")
            % {"day": f"{last:%d.%m.%Y}"}
        )


def _identity(one: statements.Statement, line: statements.Line) -> str:
    """What makes a line itself in whatever file it comes: the bank's own number, or else everything it says."""
    day = (line.value or line.booked or date.min).isoformat()
    parts: tuple[object, ...] = (one.account, day, line.amount, line.reference)
    if len(line.reference) < SHORTEST_REFERENCE:
        parts = (
            one.account,
            day,
            line.amount,
            line.booked,
            line.reference,
            line.account,
            line.name,
            line.text,
        )
    return "\x1f".join(map(str, parts))


def _keep(
    one: statements.Statement, place: int, file: StoredFile, digest: str, actor: Actor
) -> BankStatement:
    assert actor.municipality is not None
    booked = [line for line in one.lines if line.is_booked]
    seen: Counter[str] = Counter()
    keys = []
    for line in booked:
        said = _identity(one, line)
        seen[said] += 1
        keys.append(hashlib.sha256(f"{said}\x1f{seen[said]}".encode()).hexdigest()[:32])
    known: set[str] = set()
    for start in range(0, len(keys), 500):
        known |= set(
            BankLine.objects.filter(
                municipality=actor.municipality, identity__in=keys[start : start + 500]
            ).values_list("identity", flat=True)
        )
    days = [line.value or line.booked for line in booked]
    statement = BankStatement.objects.create(
        municipality=actor.municipality, file=file, digest=digest, place=place, kind=one.kind, number=one.number[:80], account=one.account[:40],
        first_day=min(days, default=None), last_day=max(days, default=None), opening_qepik=one.opening.amount if one.opening else None,
        closing_qepik=one.closing.amount if one.closing else None, total_qepik=sum(line.amount for line in booked), lines_count=len(booked),
        repeated=[line.place for line, key in zip(booked, keys, strict=True) if key in known], by=actor.user_id,
    )  # fmt: skip
    BankLine.objects.bulk_create(
        (
            BankLine(
                municipality=actor.municipality, statement=statement, place=line.place, identity=key, booked=line.booked,
                day=line.value or line.booked, amount=line.amount, reference=line.reference[:80], name=line.name[:200], account=line.account[:40],
                text=line.text, is_reversal=line.is_reversal, **matching.says(line.text, line.structured, line.name),
            )
            for line, key in zip(booked, keys, strict=True)
            if key not in known
        ),
        batch_size=1000,
    )  # fmt: skip
    return statement


def _match_and_post(statement_ids: list[int] | None, actor: Actor) -> dict[str, int]:
    """Matches new lines and posts the certain ones. Call under the lock."""
    assert actor.municipality is not None
    place = actor.municipality.pk
    recognise_transfers(place, statement_ids)
    for statement in matching.matches(connection.vendor, place, statement_ids):
        posting.execute(statement)
    certain = BankLine.objects.filter(
        municipality_id=place, state=S.NEW, confidence__gte=matching.CERTAIN, taxpayer__isnull=False
    ).count()
    if certain:
        now = timezone.now()
        year = timezone.localdate(now).year
        numbers = take_numbers(owner=place, code="revenue.payment", year=year, count=certain)
        last = Payment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        posting.execute(matching.payments_of_certain(place, numbers.start, year, now, actor.user_id))
        posting.spread_payments(place, last + 1, actor)
        posting.execute(matching.mark_posted(place))
    waiting = BankLine.objects.filter(municipality_id=place, state=S.QUEUE)
    waiting = waiting.filter(statement_id__in=statement_ids) if statement_ids is not None else waiting
    return {"posted": certain, "queue": waiting.count()}


@action("revenue.line.match_again", says=gettext_lazy("matched waiting lines again"), allow=access.may_keep)
def match_again(*, actor: Actor) -> dict[str, int]:
    """Matches every waiting line again, as after a payer was registered or a number put right. A line whose payment
    somebody reversed waits for a person: the same match would post it again."""
    assert actor.municipality is not None
    posting.lock_accounts(actor.municipality.pk)
    reversed_once = Payment.objects.filter(line=OuterRef("pk"), reversed_on__isnull=False)
    waiting = BankLine.objects.filter(~Exists(reversed_once), municipality=actor.municipality, state=S.QUEUE)
    waiting.update(state=S.NEW, taxpayer=None, reason=0, confidence=0)
    counts = _match_and_post(None, actor)
    log(actor.municipality, municipality_id=actor.municipality.pk, **counts)
    return counts


@action("revenue.line.assign", says=gettext_lazy("assigned a line of the bank"), allow=access.may_keep)
def assign_line(*, actor: Actor, line: BankLine, parts: Sequence[tuple[Taxpayer, int]]) -> list[Payment]:
    """Makes payments of a line for one payer or several. Refuses more than the line still has, and what already went elsewhere."""
    posting.lock_accounts(line.municipality_id)
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if line.state not in (S.QUEUE, S.SUSPENSE):
        raise Refused(_("This line no longer waits: %(state)s.") % {"state": line.get_state_display()})
    if portal := portals.owing(line):
        raise Refused(
            _(
                "This is money of the portal %(portal)s, which has already posted it to its payers. Join the line with the portal's payments instead."
            )
            % {"portal": portal.name}
        )
    total = sum(amount for _payer, amount in parts)
    rest = rest_of(line)
    if not parts or any(amount <= 0 for _payer, amount in parts):
        raise Refused(_("Give an amount above zero for each payer."))
    if total > rest:
        raise Refused(
            _("The line still has %(rest)s, not %(total)s.")
            % {"rest": format_money(rest), "total": format_money(total)}
        )
    if any(p.municipality_id != line.municipality_id or p.merged_into_id for p, _amount in parts):
        raise Refused(_("Choose payers of this municipality whose records stand on their own."))
    facts = {"channel": Payment.Channel.BANK, "line": line, "day": line.day, "reason": BankLine.Reason.PERSON}
    made = make_payments(
        actor, line.municipality_id, [{"taxpayer": p, "amount": amount, **facts} for p, amount in parts]
    )
    line.state = S.POSTED if total == rest else line.state
    line.save(update_fields=["state"])
    log(line, payments=[[m.taxpayer.code, m.amount, m.number] for m in made], rest=rest - total)
    return made


@action("revenue.line.assign_many", says=gettext_lazy("assigned lines of the bank"), allow=access.may_keep)
def assign_lines(*, actor: Actor, lines: Sequence[BankLine], payer: Taxpayer | None = None) -> list[Payment]:
    """What is left of each line becomes a payment of the payer, or of the payer whom the match suggests for the line.

    All of them or none. Refuses a line that no longer waits or for which nobody is suggested."""
    assert actor.municipality is not None
    if not lines:
        raise Refused(_("Choose at least one line."))
    made: list[Payment] = []
    for line in sorted(lines, key=lambda x: (x.day, x.pk)):
        whose = payer or line.taxpayer
        if whose is None:
            raise Refused(
                _("Nobody is suggested for the line of %(name)s: write the YVÖK.")
                % {"name": line.name or "–"}
            )
        made += assign_line(actor=actor, line=line, parts=[(whose, rest_of(line))])
    log(
        actor.municipality,
        municipality_id=actor.municipality.pk,
        payments=[[m.number, m.amount] for m in made],
    )
    return made


@action("revenue.line.set_aside", says=gettext_lazy("set a line of the bank aside"), allow=access.may_keep)
def set_aside(*, actor: Actor, line: BankLine, state: int, remark: str) -> None:
    """Keeps a line in suspense (payer unknown), or marks it as no receipt of taxes, or as sent back; always with a remark."""
    posting.lock_accounts(line.municipality_id)
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if state not in (S.SUSPENSE, S.OUT, S.RETURNED, S.QUEUE):
        raise Refused(_("A line is kept in suspense, sent back, taken out or put back to the queue."))
    if line.state == S.POSTED or (state in (S.OUT, S.RETURNED) and rest_of(line) != line.amount):
        raise Refused(_("Payments were made of this line: reverse them first."))
    if not remark.strip() and state != S.QUEUE:
        raise Refused(_("Say why, in a few words."))
    line.state, line.remark = state, remark[:200]
    line.save(update_fields=["state", "remark"])
    log(line, state=state, remark=remark)


@action("revenue.payment.reverse", says=gettext_lazy("reversed the payment"), allow=access.may_run)
def reverse_payment(*, actor: Actor, payment: Payment, on: date, reason: str) -> Payment:
    """Takes a payment back by opposite entries; its line waits again. Never deletes. Refuses where the credit was used, and
    where the money is still on its way from a portal: when it came, no line would wait for its payer."""
    posting.lock_accounts(payment.municipality_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.reversed_on:
        raise Refused(
            _("The payment was already reversed on %(day)s.") % {"day": f"{payment.reversed_on:%d.%m.%Y}"}
        )
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    if on < payment.day:
        raise Refused(
            _("The payment came on %(day)s: give that day or a later one.")
            % {"day": format_date(payment.day)},
            field="on",
        )
    if payment.on_its_way:
        raise Refused(portals.on_its_way())
    undo_payment(payment, on, reason, actor)
    if payment.line_id:
        # A portal's line was joined once; what waits of it now is not to be joined again, but somebody's.
        known = {"reason": BankLine.Reason.NONE, "confidence": 0} if payment.portal_id else {}
        BankLine.objects.filter(pk=payment.line_id).update(state=S.QUEUE, **known)
    log(payment, amount=payment.amount, payer=payment.taxpayer.code, reason=reason, on=on)
    return payment
