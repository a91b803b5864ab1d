"""The register as pages and searches ask it: lists, the whole picture of a payer, an object's life."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.fields import index_of
from belediyye.core.identifiers import FIN, VOEN, YVOK
from belediyye.core.models import Role
from belediyye.core.search import Hit
from belediyye.finance.revenue.models import (
    AssessmentRun,
    Charge,
    Entry,
    Holding,
    Notice,
    ObjectEvent,
    ObjectState,
    Payment,
    PrivilegeStatus,
    Registration,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import alike, balance, finding, runs
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.queries.passed_on import apart
from belediyye.finance.revenue.queries.sources import GRANTED, REDUCED, WRITTEN_OFF, is_paid
from belediyye.finance.rules.book.columns import COLUMN

M = TypeVar("M", bound=Model)


def payers_of(municipality_id: int, text: str = "", state: str = "", kind: str = "") -> QuerySet[Taxpayer]:
    """Payers by anything: YVÖK or a part of it, FİN, VÖEN, the office's number, telephone, e-mail, words of name and address."""
    return payers_found(municipality_id, text, state, kind)[0]


def payers_found(
    municipality_id: int, text: str, state: str = "", kind: str = "", enough: int = 0
) -> tuple[QuerySet[Taxpayer], bool]:
    """The same, and whether the search met its bound, so that there are more than these."""
    rows = Taxpayer.objects.filter(municipality_id=municipality_id)
    if state == "closed":
        rows = rows.filter(closed__isnull=False)
    elif state != "all":
        rows = rows.filter(closed__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if not text.strip():
        return rows, False
    if keys := _known_by(rows, _payer_numbers(text)):
        return rows.filter(pk__in=keys), False
    return _listed(rows, finding.payers(municipality_id, text, enough))


def _listed(rows: QuerySet[M], found: finding.Found) -> tuple[QuerySet[M], bool]:
    # Keys in hand, not a subquery: SQLite's planner would walk the whole list in order and ask of each row.
    return rows.filter(pk__in=list(found.keys)), found.more


def in_order(rows: QuerySet[M], *order: str) -> QuerySet[M]:
    """Found rows in an order: text as an expression, for SQLite would walk its index through the whole register."""
    plain = {"folded": Concat("folded", Value("")), "-folded": Concat("folded", Value("")).desc()}
    return rows.order_by(*(plain.get(name, name) for name in order))


def _payer_numbers(text: str) -> list[Q]:
    """What the text may be as a number of a payer, each answered by an index of its own."""
    if YVOK.is_valid(text):
        return [Q(code=YVOK.compact(text))]
    found = []
    if any(c.isdigit() for c in text):
        found.append(Q(external_id=text.strip()) & ~Q(external_id=""))
    if FIN.is_valid(text):
        found.append(Q(fin_index=index_of(FIN.compact(text))) & ~Q(fin_index=""))
    if VOEN.is_valid(text):
        found.append(Q(voen_index=index_of(VOEN.compact(text))) & ~Q(voen_index=""))
    return found


def _known_by(rows: QuerySet[M], numbers: list[Q]) -> list[int]:
    """The keys of the rows whose number the text is. Asked one after another: one condition with OR in it would read
    the whole table."""
    return [k for number in numbers for k in rows.filter(number).order_by().values_list("pk", flat=True)]


def objects_of(municipality_id: int, text: str = "", kind: str = "", state: str = "") -> QuerySet[TaxObject]:
    """Objects by number, register number, words of the address or of the title document, or by who holds them."""
    return objects_found(municipality_id, text, kind, state)[0]


def objects_found(
    municipality_id: int, text: str, kind: str = "", state: str = "", enough: int = 0
) -> tuple[QuerySet[TaxObject], bool]:
    """The same, and whether the search met its bound, so that there are more than these."""
    rows = TaxObject.objects.filter(municipality_id=municipality_id)
    if state == "ended":
        rows = rows.filter(ended__isnull=False)
    elif state == "ownerless":
        rows = rows.filter(ended__isnull=True).filter(
            ~Exists(Holding.objects.filter(object=OuterRef("pk"), withdrawn=False, until__isnull=True))
        )
    elif state != "all":
        rows = rows.filter(ended__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if not text.strip():
        return rows, False
    numbers = [Q(external_id=text.strip()) & ~Q(external_id="")]
    if text.strip().isdecimal():
        numbers.append(Q(number=int(text.strip()[:9])))
    if keys := _known_by(rows, numbers):
        return rows.filter(pk__in=keys), False
    known = _known_by(Taxpayer.objects.filter(municipality_id=municipality_id), _payer_numbers(text))
    return _listed(rows, finding.objects(municipality_id, text, known, enough))


def with_holders(things: Iterable[TaxObject]) -> list[TaxObject]:
    """The objects with `held` (their present holdings) and `now` (their present characteristics), two queries."""
    shown = list(things)
    keys = [t.pk for t in shown]
    held: dict[int, list[Holding]] = defaultdict(list)
    for h in Holding.objects.filter(object_id__in=keys, withdrawn=False, until__isnull=True).select_related(
        "taxpayer"
    ):
        held[h.object_id].append(h)
    states = {
        s.object_id: s
        for s in ObjectState.objects.filter(object_id__in=keys, withdrawn=False).order_by("since")
    }
    for thing in shown:
        thing.held, thing.now = held[thing.pk], states.get(thing.pk)
    return shown


def joinable(thing: TaxObject, limit: int = 8) -> list[TaxObject]:
    """Standing objects of the same kind held by the same payers: what it may be joined with."""
    now = Holding.objects.filter(withdrawn=False, until__isnull=True)
    holders = set(now.filter(object=thing).values_list("taxpayer_id", flat=True))
    rows = TaxObject.objects.filter(
        municipality_id=thing.municipality_id, kind=thing.kind, ended__isnull=True, holdings__in=now.filter(taxpayer_id__in=holders)
    )  # fmt: skip
    shown = with_holders(rows.exclude(pk=thing.pk).distinct().order_by("number")[: limit * 3])
    return [o for o in shown if {h.taxpayer_id for h in o.held} == holders][:limit]


@dataclass(frozen=True)
class Picture:
    """Everything known of a payer, on one page. `owed` is the account card's own answer: there is one number."""

    owed: balance.Owed
    debts: list[tuple[balance.Debt, str]]
    holdings: list[Holding]
    past: list[Holding]
    statuses: list[PrivilegeStatus]
    charges: list[tuple[Charge, int]]
    years: list[dict[str, Any]]
    payments: list[Payment]
    notices: list[Notice]
    alike: list[Taxpayer]
    answers_for: list[Taxpayer]
    merges: list[Any]
    certificate: Registration | None


def years_of(ids: list[int], standing: balance.Owed) -> list[dict[str, Any]]:
    """The account by year: demanded, interest and sanctions up to the day, paid or lowered, open. Open adds up to what is
    owed less what is overpaid. What the old books brought along was demanded too; credit stands with what was paid."""
    years: dict[int, dict[str, Any]] = {}
    blank = {"demanded": 0, "interest": 0, "other": 0, "open": 0}

    def add(year: int, what: str, amount: int) -> None:
        line = years.setdefault(year, {"year": year, **blank})
        line[what] += amount
        line["open"] += amount

    lowered = Q(kind=Entry.Kind.WRITE_OFF) | Q(source_kind__in=(GRANTED, WRITTEN_OFF))
    on_a_debt = Q(demand__isnull=False) | Q(due__isnull=False) | Q(source_kind=REDUCED)
    sums = (
        Entry.objects.filter(taxpayer_id__in=ids, day__lte=standing.on).order_by()
        .annotate(
            what=Case(
                When(is_paid(over_records=True) | lowered | ~on_a_debt, then=Value("other")),
                When(component=Entry.Component.PRINCIPAL, then=Value("demanded")),
                default=Value("interest"),
            )
        )
        .values_list("year", "what").annotate(s=Sum("amount"))
    )  # fmt: skip
    for year, what, amount in sums:
        add(year, what, amount)
    for debt in standing.debts:
        if debt.accruing:
            add(debt.demand.year, "interest", debt.accruing)
    return sorted(years.values(), key=lambda y: -y["year"])


def picture_of(payer: Taxpayer, on: date) -> Picture:
    """The whole picture of a payer at a day."""
    ids = noticed.family(payer)
    holdings = list(Holding.objects.filter(taxpayer_id__in=ids, withdrawn=False).select_related("object"))
    with_holders([h.object for h in holdings])
    standing = balance.owed(payer, on)
    charged: dict[int, int] = defaultdict(int)
    for debt in standing.debts:
        if debt.demand.charge_id:
            charged[debt.demand.charge_id] += debt.total
    charges = Charge.objects.filter(taxpayer_id__in=ids).select_related("object")
    return Picture(
        owed=standing, debts=[(d, f"{runs.head_label(d.demand.head)}, {d.demand.year}{apart(d.demand)}") for d in standing.debts],
        holdings=[h for h in holdings if h.until is None and h.object.ended is None], past=[h for h in holdings if h.until or h.object.ended],
        statuses=list(PrivilegeStatus.objects.filter(taxpayer_id__in=ids, withdrawn=False)),
        charges=[(c, charged[c.pk]) for c in charges], years=years_of(ids, standing),
        payments=list(Payment.objects.filter(taxpayer_id__in=ids).order_by("-day", "-pk")[:10]),
        notices=list(Notice.objects.filter(taxpayer_id__in=ids).order_by("-year", "-number")[:20]),
        alike=alike.duplicates_of(payer), answers_for=list(payer.answers_for.all()[:20]),
        merges=list(payer.merges_kept.filter(undone__isnull=True).select_related("merged")),
        certificate=Registration.objects.filter(taxpayer=payer).order_by("-pk").first(),
    )  # fmt: skip


def facts_shown(state: ObjectState | None, lang: str) -> list[tuple[str, str]]:
    """The characteristics that are known, with labels and natural units."""
    from belediyye.finance.rules.queries import code_label, unit_in_words

    if state is None:
        return []
    shown = []
    for name in (*runs.computation.STATE_COLUMNS[1:],):
        value = getattr(state, name)
        if value is None or value is False:
            continue
        column = COLUMN[name]
        if column.kind != "int":
            text = code_label(value)
        elif column.unit == "AZN":
            text = display.money(value)
        else:
            text = f"{display.number(Fraction(value, column.scale))} {unit_in_words(column.unit)}".strip()
        shown.append((column.label[lang], text))
    return shown


def free_share(holdings: Iterable[Holding]) -> str:
    """What nobody holds of an object today, as a fraction of the whole; empty where it is all held."""
    free = 1 - sum((Fraction(h.share_num, h.share_den) for h in holdings if h.until is None), Fraction(0))
    return f"{free.numerator}/{free.denominator}" if free > 0 else ""


def events_of(thing: TaxObject) -> QuerySet[ObjectEvent]:
    """What happened to an object, newest first."""
    return (
        ObjectEvent.objects.filter(Q(before=thing) | Q(after=thing))
        .distinct()
        .prefetch_related("before", "after")
    )


def search_payers(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """The payers that the house's search box finds for an officer of the municipality; the last leads to all."""
    if actor.municipality_id is None or not actor.has(Role.ACCOUNTANT, Role.CLERK, Role.CHAIR):
        return []
    found, _more = payers_found(actor.municipality_id, folded, "all", enough=limit + 1)
    rows = list(in_order(found, "folded")[: limit + 1])
    hits = [Hit(p.name, reverse("revenue_payer", args=[p.code]), f"YVÖK {YVOK.format(p.code)}") for p in rows]
    return (
        hits
        if len(hits) <= limit
        else [*hits[:limit], _all(_("All taxpayers that were found"), "revenue_payers", folded)]
    )


def search_objects(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """The same of objects."""
    if actor.municipality_id is None or not actor.has(Role.ACCOUNTANT, Role.CLERK, Role.CHAIR):
        return []
    found, _more = objects_found(actor.municipality_id, folded, state="all", enough=limit + 1)
    rows = list(in_order(found, "folded")[: limit + 1])
    hits = [Hit(str(o), reverse("revenue_object", args=[o.number])) for o in rows]
    return (
        hits
        if len(hits) <= limit
        else [*hits[:limit], _all(_("All objects that were found"), "revenue_objects", folded)]
    )


def _all(title: str, page: str, text: str) -> Hit:
    return Hit(title, f"{reverse(page)}?{urlencode({'q': text, 'state': 'all'})}")


def _to_notify(run: AssessmentRun) -> Task:
    last = date(run.year, 8, 1)
    on_time = run.posted_on is not None and run.posted_on <= last
    return Task(
        _("Issue the notices of %(year)s") % {"year": run.year},
        reverse("revenue_run", args=[run.number]),
        last if on_time else None,
        _("Tax Code, 200.4, 208.3: by 1 August.") if on_time else _("Posted on %(day)s.") % {"day": f"{run.posted_on:%d.%m.%Y}"},
    )  # fmt: skip


def tasks_of(actor: Actor) -> list[Task]:
    """What waits for an officer of this room: runs to approve, notices to issue, notices to deliver."""
    place = actor.municipality_id
    if place is None or not actor.has(Role.ACCOUNTANT, Role.CLERK, Role.CHAIR):
        return []
    tasks = []
    if actor.has(Role.ACCOUNTANT, Role.CHAIR):
        for run in runs.waiting_for_approval(place, actor.user_id):
            tasks.append(
                Task(
                    _("Approve the assessment run of %(year)s") % {"year": run.year},
                    reverse("revenue_run", args=[run.number]),
                    None,
                    _("Prepared by %(name)s.") % {"name": run.prepared_by_name},
                )
            )
    if actor.has(Role.ACCOUNTANT):
        tasks += [_to_notify(run) for run in noticed.without_notices(place, timezone.localdate())]
    if actor.has(Role.CLERK):
        latest = (
            AssessmentRun.objects.filter(municipality_id=place, state=AssessmentRun.State.POSTED)
            .order_by("-year", "-pk")
            .first()
        )
        if latest:
            waiting = noticed.undelivered(place, latest.year).count()
            if waiting:
                last = date(latest.year, 8, 1)
                tasks.append(
                    Task(
                        _("Deliver payment notices"),
                        reverse("revenue_notices") + f"?year={latest.year}&state=waiting",
                        last,
                        _("Tax Code, 200.4, 208.3: by 1 August."),
                        waiting,
                    )
                )
    return tasks
