"""The machine's door: OParl 1.1 over what is public. Every object has its own address; lists come in pages.

OParl is the German standard for council information; its twelve kinds fit a municipality here without change.
The shapes are checked against the published schemas in the tests, and by `check` below wherever those are absent.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_scopes import scope

from belediyye.administration.council import access, queries
from belediyye.administration.council.models import Body, Decision, Item, Paper, Seat, Sitting, Term
from belediyye.core.models import Municipality, Person

KIND = "https://schema.oparl.org/1.1/"
ROWS = 50
Shape = dict[str, Any]


def url(name: str, *arguments: Any) -> str:
    """A full address of this house: in OParl an object's `id` is where it is found."""
    return settings.HOST + reverse(name, args=arguments)


def _here(place: Municipality, kind: str, pk: int) -> str:
    return url("oparl_object", place.code, kind, pk)


def _list(place: Municipality, kind: str) -> str:
    return url("oparl_list", place.code, kind)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _moment(value: datetime | None) -> str | None:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def _shape(identity: str, kind: str, **fields: Any) -> Shape:
    """An object; what is not known is left out, as the standard asks."""
    return {"id": identity, "type": KIND + kind} | {
        k: v for k, v in fields.items() if v not in (None, "", [])
    }


def system_shape() -> Shape:
    """The house itself."""
    return _shape(
        url("oparl_system"), "System", oparlVersion=KIND, body=url("oparl_bodies"), name="belediyye",
        vendor="https://eupl.eu/", product=settings.HOST + "/", web=settings.HOST + "/",
        license="https://creativecommons.org/licenses/by/4.0/",
    )  # fmt: skip


def body_shape(place: Municipality) -> Shape:
    """A municipality (OParl's Body), with the lists of what belongs to it."""
    kinds = {"organization": "organization", "person": "person", "meeting": "meeting", "paper": "paper",
             "agendaItem": "agendaItem", "membership": "membership", "file": "file", "legislativeTermList": "legislativeTerm"}  # fmt: skip
    council = queries.council_of(place)
    return _shape(
        url("oparl_body", place.code), "Body", system=url("oparl_system"), name=place.name, shortName=place.name,
        classification="bələdiyyə", web=url("municipality", place.code),
        mainOrganization=_here(place, "organization", council.pk) if council else None,
        **{name: _list(place, kind) for name, kind in kinds.items()},
    ) | {"legislativeTerm": [term_shape(t) for t in Term.objects.filter(municipality=place)]}  # fmt: skip


def term_shape(one: Term) -> Shape:
    place = one.municipality
    return _shape(
        _here(place, "legislativeTerm", one.pk), "LegislativeTerm", body=url("oparl_body", place.code), name=str(one),
        startDate=_day(one.starts), endDate=_day(one.ends),
    )  # fmt: skip


CLASS = {
    "council": "council",
    "commission": "committee",
    "apparatus": "administration",
    "neighbourhood": "district council",
}


def organization_shape(one: Body) -> Shape:
    place = one.municipality
    seats = Seat.objects.filter(body=one)
    return _shape(
        _here(place, "organization", one.pk), "Organization", body=url("oparl_body", place.code), name=one.name,
        organizationType=CLASS[one.kind], classification=str(one.get_kind_display()),
        startDate=_day(one.starts), endDate=_day(one.ends), meeting=_list(place, "meeting"),
        membership=[_here(place, "membership", s.pk) for s in seats],
        votingMemberCount=seats.filter(votes=True, ends__isnull=True).count(),
    )  # fmt: skip


def membership_shape(one: Seat) -> Shape:
    place = one.municipality
    return _shape(
        _here(place, "membership", one.pk), "Membership", person=_here(place, "person", one.person_id),
        organization=_here(place, "organization", one.body_id), role=str(one.get_duty_display()),
        startDate=_day(one.starts), endDate=_day(one.ends),
    ) | {"votingRight": one.votes}  # fmt: skip


def person_shape(one: Person, place: Municipality) -> Shape:
    """A person in a public duty: name and duties, nothing else."""
    seats = Seat.objects.filter(person=one, municipality=place).select_related("municipality")
    return _shape(
        _here(place, "person", one.pk), "Person", body=url("oparl_body", place.code), name=str(one),
        familyName=one.surname, givenName=one.name, membership=[membership_shape(s) for s in seats],
    )  # fmt: skip


def item_shape(one: Item) -> Shape:
    place = one.municipality
    decision = Decision.objects.filter(item=one, published_on__isnull=False).first()
    return _shape(
        _here(place, "agendaItem", one.pk), "AgendaItem", meeting=_here(place, "meeting", one.sitting_id),
        number=str(one.place), name=one.title, result=str(one.get_state_display()),
        resolutionText=decision.text if decision else None,
        consultation=_here(place, "consultation", one.pk) if decision else None,
    ) | {"order": one.place, "public": one.is_public}  # fmt: skip


def _consulted(place: Municipality) -> set[int]:
    """The questions of which a published decision came, at once or when they were brought again."""
    found = set(queries.published(place).values_list("item_id", flat=True))
    step = found
    while step:
        rows = Item.objects.filter(pk__in=step, again__isnull=False).values_list("again_id", flat=True)
        step = {pk for pk in rows if pk} - found
        found = found | step
    return found


def _decision_of(item: Item) -> Decision | None:
    """The published decision that a question ended in, however often it was brought again."""
    seen: set[int] = set()
    last: Item | None = item
    while last and last.pk not in seen:
        seen.add(last.pk)
        if found := Decision.objects.filter(item=last, published_on__isnull=False).first():
            return found
        last = last.brought_again.order_by("-pk").first()
    return None


def _readings_of(decision: Decision) -> list[Item]:
    """Every question of a session that led to a decision, the deciding one first."""
    found, one = [], decision.item
    while one and one not in found:
        found.append(one)
        one = one.again
    return [item for item in found if item.is_public]


def consultation_shape(one: Item) -> Shape:
    """That a session dealt with what became a decision; authoritative where it was decided."""
    place, decision = one.municipality, _decision_of(one)
    return _shape(
        _here(place, "consultation", one.pk), "Consultation", agendaItem=_here(place, "agendaItem", one.pk),
        paper=_here(place, "paper", decision.pk) if decision else None, meeting=_here(place, "meeting", one.sitting_id),
        organization=[_here(place, "organization", one.sitting.body_id)], role=str(one.get_state_display()),
    ) | {"authoritative": bool(decision and decision.item_id == one.pk)}  # fmt: skip


def meeting_shape(one: Sitting) -> Shape:
    place = one.municipality
    came = queries.attendance_of(one).filter(state__in=["present", "left"])
    state = {
        "called": "eingeladen",
        "held": "durchgeführt",
        "open": "laufend",
        "failed": "abgesagt",
        "cancelled": "abgesagt",
    }
    return _shape(
        _here(place, "meeting", one.pk), "Meeting", name=str(one), meetingState=state.get(one.state),
        start=_moment(one.opened_at or one.starts_at), end=_moment(one.closed_at if one.opened_at else None),
        organization=[_here(place, "organization", one.body_id)],
        participant=[_here(place, "person", a.seat.person_id) for a in came],
        agendaItem=[item_shape(i) for i in Item.objects.filter(sitting=one, is_public=True).select_related("municipality")],
        location=_shape(_here(place, "location", one.pk), "Location", description=one.place),
        web=url("public_sitting", place.code, one.pk),
    ) | {"cancelled": one.state in ("failed", "cancelled")}  # fmt: skip


def paper_shape(one: Decision) -> Shape:
    """A decision is OParl's Paper of the kind “decision”; the papers of its question are its files."""
    place = one.municipality
    files = _public_files(place).filter(item_id=one.item_id)
    return _shape(
        _here(place, "paper", one.pk), "Paper", body=url("oparl_body", place.code), name=one.title, reference=str(one),
        date=_day(one.adopted_on), paperType="qərar", auxiliaryFile=[file_shape(f) for f in files],
        web=url("public_decision", place.code, one.year, one.number),
        underDirectionOf=[_here(place, "organization", one.sitting.body_id)],
        consultation=[consultation_shape(item) for item in _readings_of(one)],
    )  # fmt: skip


def file_shape(one: Paper) -> Shape:
    place = one.municipality
    return _shape(
        _here(place, "file", one.pk), "File", name=one.title, fileName=one.file.name, mimeType=one.file.media_type,
        size=one.file.size, accessUrl=url("council_paper", one.pk), downloadUrl=url("council_paper", one.pk),
        meeting=[_here(place, "meeting", one.sitting_id)],
    )  # fmt: skip


def location_shape(one: Sitting) -> Shape:
    return _shape(_here(one.municipality, "location", one.pk), "Location", description=one.place)


def _public_files(place: Municipality) -> QuerySet[Paper]:
    shown = Paper.objects.filter(
        municipality=place, is_public=True, withdrawn=False, sitting__state__in=PUBLIC
    )
    return shown.exclude(item__is_public=False).select_related("file", "municipality")


PUBLIC = ("called", "open", "held", "failed", "cancelled")
ROWS_OF: dict[str, Callable[[Municipality], QuerySet[Any]]] = {
    "organization": lambda p: Body.objects.filter(municipality=p).select_related("municipality"),
    "person": lambda p: Person.objects.filter(pk__in=Seat.objects.filter(municipality=p).values("person")),
    "membership": lambda p: Seat.objects.filter(municipality=p).select_related("municipality"),
    "meeting": lambda p: queries.public_sittings(p).select_related("municipality", "body"),
    "agendaItem": lambda p: Item.objects.filter(
        municipality=p, is_public=True, sitting__state__in=PUBLIC
    ).select_related("municipality"),
    "consultation": lambda p: Item.objects.filter(
        municipality=p, is_public=True, sitting__state__in=PUBLIC, pk__in=_consulted(p)
    ).select_related("municipality", "sitting"),
    "paper": lambda p: queries.published(p).select_related("municipality", "sitting"),
    "file": _public_files,
    "legislativeTerm": lambda p: Term.objects.filter(municipality=p).select_related("municipality"),
    "location": lambda p: queries.public_sittings(p).select_related("municipality"),
}
SHAPE_OF: dict[str, Callable[..., Shape]] = {
    "organization": organization_shape, "membership": membership_shape, "meeting": meeting_shape,
    "agendaItem": item_shape, "consultation": consultation_shape, "paper": paper_shape, "file": file_shape, "legislativeTerm": term_shape,
    "location": location_shape,
}  # fmt: skip


def shape_of(kind: str, row: Any, place: Municipality) -> Shape:
    """One row of a kind as OParl has it."""
    return person_shape(row, place) if kind == "person" else SHAPE_OF[kind](row)


def _json(shape: Shape) -> JsonResponse:
    response = JsonResponse(shape, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _page(
    request: HttpRequest, address: str, rows: QuerySet[Any], shape: Callable[[Any], Shape]
) -> JsonResponse:
    """An external list of the standard: data, pagination, links."""
    total = rows.count()
    pages = max(1, -(-total // ROWS))
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    if not 1 <= number <= pages:
        raise Http404
    first = (number - 1) * ROWS
    links = {"first": f"{address}?page=1", "last": f"{address}?page={pages}"}
    if number > 1:
        links["prev"] = f"{address}?page={number - 1}"
    if number < pages:
        links["next"] = f"{address}?page={number + 1}"
    about = {"totalElements": total, "elementsPerPage": ROWS, "currentPage": number, "totalPages": pages}
    data = [shape(row) for row in rows.order_by("pk")[first : first + ROWS]]
    return _json({"data": data, "pagination": about, "links": links})


@require_GET
def system(request: HttpRequest) -> JsonResponse:
    return _json(system_shape())


@require_GET
def bodies(request: HttpRequest) -> JsonResponse:
    """The municipalities that have a council here."""
    with scope(municipality=None):
        places = Municipality.objects.filter(
            pk__in=Body.objects.filter(kind="council").values("municipality")
        )
        return _page(request, url("oparl_bodies"), places, body_shape)


@require_GET
def body(request: HttpRequest, code: str) -> JsonResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        return _json(body_shape(place))


@require_GET
def objects(request: HttpRequest, code: str, kind: str) -> JsonResponse:
    place = access.get_public_place(code)
    if kind not in ROWS_OF:
        raise Http404
    with scope(municipality=place):
        return _page(
            request, _list(place, kind), ROWS_OF[kind](place), lambda row: shape_of(kind, row, place)
        )


@require_GET
def one(request: HttpRequest, code: str, kind: str, pk: int) -> JsonResponse:
    place = access.get_public_place(code)
    if kind not in ROWS_OF:
        raise Http404
    with scope(municipality=place):
        row = ROWS_OF[kind](place).filter(pk=pk).first()
        if row is None:
            raise Http404
        return _json(shape_of(kind, row, place))


REQUIRED = {
    "System": {"oparlVersion", "body"},
    "Body": {"name", "organization", "person", "meeting", "paper", "legislativeTerm"},
    "AgendaItem": {"order"},
    "File": {"accessUrl"},
}


def check(shape: Shape) -> list[str]:
    """What a shape lacks of the standard: identity, kind, required fields, in it and in what it holds."""
    kind = str(shape.get("type", "")).removeprefix(KIND)
    wrong = [] if str(shape.get("id", "")).startswith("http") else [f"{kind}: id"]
    wrong += [f"{kind}: {name}" for name in sorted(REQUIRED.get(kind, set()) - set(shape))]
    for value in shape.values():
        inner = value if isinstance(value, list) else [value]
        wrong += [line for part in inner if isinstance(part, dict) and "type" in part for line in check(part)]
    return wrong
