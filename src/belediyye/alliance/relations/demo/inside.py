"""The alliance's own house: experts, events, documents, things, the operator organisation."""

from datetime import date

from belediyye.alliance.relations.actions import contacts as people
from belediyye.alliance.relations.actions import documents as document_acts
from belediyye.alliance.relations.actions import events as event_acts
from belediyye.alliance.relations.actions import experts as expert_acts
from belediyye.alliance.relations.actions import inventory as thing_acts
from belediyye.alliance.relations.actions import operator as operator_acts
from belediyye.alliance.relations.demo.stage import Stage, at
from belediyye.alliance.relations.models import (
    Assessment,
    Award,
    Consent,
    Contact,
    Count,
    DevelopmentStep,
    DocumentVersion,
    Engagement,
    Event,
    Expert,
    Item,
    Loan,
    Member,
    Operator,
    PolicyDocument,
    Registration,
    Topic,
)
from belediyye.alliance.relations.questionnaire import QUESTIONS
from belediyye.core.models import Role

TOPICS = (
    ("fiscal", "Yerli maliyyə və vergilər", "Local finance and taxes"), ("law", "Yerli özünüidarə hüququ", "Law of local self-government"),
    ("participation", "Vətəndaş iştirakçılığı", "Citizen participation"), ("climate", "İqlim və ətraf mühit", "Climate and environment"),
)  # fmt: skip


def experts(stage: Stage) -> list[Expert]:
    """A roster with one published expert who has an account, and tasks at work."""
    topics = {
        code: expert_acts.add_topic(actor=stage.kamran(), topic=Topic(code=code, name_az=az, name_en=en))
        for code, az, en in TOPICS
    }
    user = stage.account("elnur", "Ekspertli", "Elnur", Role.EXPERT)
    card = people.keep_contact(
        actor=stage.kamran(),
        contact=Contact(surname="Ekspertli", name="Elnur", email="elnur@numune.example", person=user.person),
    )
    stage.people["elnur"] = card
    for purpose in (Consent.Purpose.PUBLIC, Consent.Purpose.EVENTS):
        people.record_consent(
            actor=stage.kamran(),
            consent=Consent(
                contact=card, purpose=purpose, given_on=date(2025, 1, 10), source="imzalanmış müqavilə"
            ),
        )
    made = []
    for key, headline, codes, languages in (
        ("elnur", "Yerli maliyyə üzrə məsləhətçi, 12 il təcrübə", ("fiscal", "law"), "Azərbaycan, ingilis"),
        ("vusal", "Dövlət idarəetməsi üzrə dosent", ("participation", "law"), "Azərbaycan, rus"),
        ("ayten", "İqlim layihələri üzrə mütəxəssis", ("climate",), "Azərbaycan, ingilis, alman"),
    ):
        row = Expert(
            contact=stage.people[key],
            headline=headline,
            languages=languages,
            since=date(2025, 1, 10),
            experience="Nümunə layihələrdə iştirak, məqalələr.",
        )
        made.append(
            expert_acts.list_expert(actor=stage.kamran(), expert=row, topics=[topics[c] for c in codes])
        )
    task = expert_acts.engage(
        actor=stage.kamran(),
        engagement=Engagement(
            expert=made[1], task="Dotasiya düsturunun təhlili", starts=date(2026, 5, 4), due=date(2026, 9, 1)
        ),
    )
    expert_acts.finish_engagement(
        actor=stage.kamran(),
        engagement=task,
        result="42 səhifəlik hesabat təqdim olundu",
        on=date(2026, 8, 28),
    )
    expert_acts.engage(
        actor=stage.kamran(),
        engagement=Engagement(
            expert=made[0],
            task="Büdcə üzrə təlim materialının yenilənməsi",
            starts=date(2026, 10, 1),
            due=date(2026, 12, 1),
        ),
    )
    return made


def events(stage: Stage, members: list[Member]) -> Event:
    """A conference held with its outcome, a round table to come with registrations, a debate planned."""
    held = _event(stage, "conference", "Yerli özünüidarənin maliyyə əsasları", date(2026, 4, 22), 40)
    event_acts.open_registration(actor=stage.kamran(), event=held)
    event_acts.invite(
        actor=stage.kamran(),
        event=held,
        organisations=[m.organisation for m in members],
        on=date(2026, 3, 30),
    )
    here = [_register(stage, held, n, date(2026, 4, 1)) for n in range(1, 13)]
    for one in here[:9]:
        event_acts.mark_attendance(actor=stage.kamran(), registration=one, at=at(date(2026, 4, 22), 9, 40))
    event_acts.conclude(
        actor=stage.kamran(),
        event=held,
        outcome="Doqquz iştirakçı üç tövsiyə qəbul etdi: açıq büdcə səhifəsi, birgə təlim, dotasiya düsturuna dair təklif.",
        on=date(2026, 4, 23),
    )
    coming = _event(stage, "round_table", "Bələdiyyə büdcəsi hamı üçün", date(2026, 12, 10), 8)
    event_acts.open_registration(actor=stage.kamran(), event=coming)
    known = [stage.people[key] for key in ("ehmedli", "lale", "rena")]
    made = event_acts.invite(
        actor=stage.kamran(),
        event=coming,
        organisations=[m.organisation for m in members[:3]],
        contacts=known,
        on=date(2026, 11, 9),
    )
    event_acts.answer_invitation(actor=stage.kamran(), invitation=made[0], answer="comes")
    for n in range(1, 11):
        _register(stage, coming, n, date(2026, 11, 12))
    _event(stage, "debate", "Gənclər bələdiyyədə: kim qərar verir?", date(2027, 1, 21), 60)
    return coming


def _event(stage: Stage, kind: str, title: str, day: date, seats: int) -> Event:
    row = Event(
        kind=kind, title=title, about="10:00 qeydiyyat və açılış\n10:30 çıxışlar\n12:00 müzakirə və tövsiyələr", starts=at(day, 10), ends=at(day, 16),
        place="Nümunə Mərkəzi, konfrans zalı", seats=seats, register_until=day.replace(day=max(day.day - 2, 1)),
    )  # fmt: skip
    return event_acts.keep_event(actor=stage.kamran(), event=row)


def _register(stage: Stage, event: Event, n: int, day: date) -> Registration:
    surname = ("Sınaqlı", "Misallı", "Örnəkli", "Nümunəli", "Təcrübəli")[n % 5]
    row = Registration(
        event=event,
        surname=surname,
        name=("Aysel", "Rəşad", "Səbinə", "Orxan", "Nərmin", "Kənan")[n % 6],
        organisation="Nümunə təşkilatı",
        email=f"istirakci{n}@numune.example",
    )
    return event_acts.register(actor=stage.world.maker, registration=row, at=at(day, 11, n))


def documents(stage: Stage) -> None:
    """A memorandum in force in its second version, and a procedure that waits for approval."""
    day = date(2024, 9, 2)
    memorandum = PolicyDocument(kind="statute", title="Alyansın memorandumu", review_by=date(2026, 12, 1))
    document_acts.keep_document(actor=stage.kamran(), document=memorandum, on=day)
    for text, change, on, decision in (
        (
            "Tərəflər yerli özünüidarəni gücləndirmək üçün birgə çalışır.",
            "",
            day,
            "Təsis yığıncağı, 1 nömrəli protokol",
        ),
        (
            "Tərəflər yerli özünüidarəni gücləndirmək üçün birgə çalışır.\n\nÜzvlük haqqı hər il ümumi yığıncaqda müəyyən edilir.",
            "Üzvlük haqqı əlavə olundu",
            date(2025, 1, 20),
            "Ümumi yığıncaq, 2025/1",
        ),
    ):
        version = DocumentVersion(document=memorandum, text=text, change=change)
        document_acts.write_document(actor=stage.kamran(), version=version, on=on)
        document_acts.submit_document(actor=stage.kamran(), version=version)
        document_acts.decide_document(
            actor=stage.kamran(), version=version, approve=True, decision=decision, on=on
        )
    procedure = PolicyDocument(kind="procedure", title="Maliyyə prosedurları")
    document_acts.keep_document(actor=stage.kamran(), document=procedure, on=date(2026, 11, 3))
    draft = DocumentVersion(
        document=procedure,
        text="Xərci təsdiq edən və ödəyən şəxs ayrı olur. Hər xərcin sənədi bir həftə ərzində daxil edilir.",
    )
    document_acts.write_document(actor=stage.kamran(), version=draft, on=date(2026, 11, 3))
    document_acts.submit_document(actor=stage.kamran(), version=draft)


def inventory(stage: Stage, award: Award) -> None:
    """Things and books, one of them overdue, and last year's count with a difference."""
    made = []
    for kind, title, author, value, place in (
        ("equipment", "Noutbuk", "Sınaq Texnika", 1_640_00, "Ofis, otaq 2"), ("equipment", "Proyektor", "Sınaq Texnika", 820_50, "Konfrans zalı"), ("furniture", "Yığılan masa", "", 210_00, "Konfrans zalı"),
        ("book", "Yerli özünüidarə: izahlı lüğət", "V. Sınaqzadə", 18_00, "Kitabxana, rəf 1"), ("book", "Bələdiyyə büdcəsi: təcrübə", "E. Ekspertli", 22_00, "Kitabxana, rəf 1"), ("book", "Local Budgets Explained", "J. Sample", 45_00, "Kitabxana, rəf 2"),
    ):  # fmt: skip
        item = Item(
            kind=kind,
            title=title,
            author=author,
            value=value,
            place=place,
            acquired=date(2025, 6, 3),
            award=award if kind == "equipment" else None,
        )
        made.append(thing_acts.keep_item(actor=stage.kamran(), item=item))
    count = thing_acts.begin_count(
        actor=stage.kamran(), count=Count(year=2025, on=date(2025, 12, 25), by="K. Əlaqəli, R. Misalqızı")
    )
    lines = list(count.lines.order_by("item__number"))
    found = {line.pk: ("here", "") for line in lines} | {
        lines[-1].pk: ("missing", "axtarılır; fevralda yenidən yoxlanılacaq")
    }
    thing_acts.mark_lines(actor=stage.kamran(), count=count, found=found)
    thing_acts.close_count(actor=stage.kamran(), count=count, on=date(2025, 12, 26))
    back = thing_acts.issue(
        actor=stage.kamran(),
        loan=Loan(
            item=made[1],
            contact=stage.people["rena"],
            issued_on=date(2026, 4, 20),
            due=date(2026, 4, 24),
            condition="saz",
        ),
    )
    thing_acts.take_back(actor=stage.kamran(), loan=back, condition="saz", on=date(2026, 4, 23))
    thing_acts.issue(
        actor=stage.kamran(),
        loan=Loan(
            item=made[3],
            contact=stage.people["lale"],
            issued_on=date(2026, 9, 1),
            due=date(2026, 10, 1),
            condition="yeni",
        ),
    )


def operator(stage: Stage) -> None:
    """The operator organisation with two self-assessments and steps, one late."""
    organisation = stage.cards["operator"].organisation
    row = operator_acts.entrust(
        actor=stage.kamran(),
        operator=Operator(starts=date(2024, 10, 1), basis="Ümumi yığıncağın 2 nömrəli qərarı"),
        organisation=organisation,
    )
    stage.account("orxan", "Operatorlu", "Orxan", Role.OPERATOR, organisation)
    for day, lift in ((date(2025, 9, 10), 0), (date(2026, 9, 14), 1)):
        assessment = operator_acts.begin_assessment(
            actor=stage.kamran(),
            assessment=Assessment(operator=row, on=day, by="icraçı direktor, mühasib, iki idarə heyəti üzvü"),
        )
        answers = {
            code: (min(4, 1 + n % 3 + (lift if n % 2 else 0)), "protokol və hesabatlar")
            for n, code in enumerate(QUESTIONS)
        }
        operator_acts.answer(actor=stage.kamran(), assessment=assessment, answers=answers)
        operator_acts.close_assessment(actor=stage.kamran(), assessment=assessment, on=day)
    for area, title, who, due in (
        ("C", "Maliyyə prosedurlarını təsdiqə təqdim etmək", "Orxan Operatorlu", date(2026, 10, 31)), ("D", "Vəzifə təlimatlarını yeniləmək", "Orxan Operatorlu", date(2026, 12, 15)), ("E", "İkinci donorla danışıqlar", "Kamran Əlaqəli", date(2027, 3, 1)),
    ):  # fmt: skip
        operator_acts.plan_step(
            actor=stage.kamran(),
            step=DevelopmentStep(
                operator=row, assessment=assessment, area=area, title=title, who=who, due=due
            ),
        )
    first = row.steps.order_by("due").first()
    done = operator_acts.plan_step(
        actor=stage.kamran(),
        step=DevelopmentStep(
            operator=row,
            area="F",
            title="İllik hesabatı dərc etmək",
            who="Orxan Operatorlu",
            due=date(2026, 3, 1),
        ),
    )
    operator_acts.finish_step(
        actor=stage.kamran(), step=done, outcome="Hesabat saytda yerləşdirildi", on=date(2026, 2, 20)
    )
    assert first is not None
