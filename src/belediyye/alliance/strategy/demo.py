"""The plan half done: two of its four years reported, approved, measured, reviewed; some of it late, some returned."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from belediyye.alliance.strategy import actions
from belediyye.alliance.strategy.example import example_plan
from belediyye.alliance.strategy.models import Activity, Indicator, Plan, Risk
from belediyye.core.actors import Actor, actor_of
from belediyye.core.demo import World
from belediyye.core.models import Membership, Role, User
from belediyye.core.people import open_account
from belediyye.core.text import fold

YEARS_LATER = 16
STORIES = (
    (("oyren", "tehlil", "arasdir", "qiymetlendir"), ("Mənbələr toplandı, iş qrupu quruldu.", "Təhlilin ilk hissəsi yazıldı, üzvlərə göndərildi.", "Yekun təhlil müzakirə olundu və qəbul edildi.")),
    (("hazirlan", "tertib", "yazil"), ("İlk layihə mətni yazıldı.", "Mətn bələdiyyələrlə məsləhətləşmədə düzəldildi.", "Son mətn Alyansın iclasında təsdiq edildi.")),
    (("kampaniya", "mudafie"), ("Kimə nə deyiləcəyi müəyyən edildi, məktublar göndərildi.", "İki görüş keçirildi, cavablar qeydə alındı.", "Kampaniya başa çatdı, cavablar hesabatda yığıldı.")),
    (("konfrans", "debat", "gorus", "telim", "kurs", "dinleme"), ("Proqram və dəvət siyahısı hazırlandı.", "Tədbir keçirildi, iştirakçılar qeydə alındı.", "Tədbirin nəticələri dərc edildi.")),
    (("",), ("İş başladı, məsul şəxslər bölündü.", "İşin yarısı görüldü.", "İş başa çatdı və yoxlanıldı.")),
)  # fmt: skip

MEASURED = (
    (
        "PV 1.1",
        "Hazırlanmış qanun təklifləri",
        "təklif",
        Fraction(0),
        (Fraction(4), Fraction(9)),
        (3, 7),
        True,
    ),
    (
        "PV 2.3",
        "Vergini yeni qayda ilə hesablayan bələdiyyələr",
        "bələdiyyə",
        Fraction(2),
        (Fraction(20), Fraction(60)),
        (17, 41),
        True,
    ),
    (
        "PV 3.2",
        "Proqramla işləyən bələdiyyə işçiləri",
        "işçi",
        Fraction(15),
        (Fraction(120), Fraction(300)),
        (96, 262),
        True,
    ),
    (
        "AV 1.1",
        "Dövlət orqanlarının cavab verdiyi məsələlər",
        "məsələ",
        Fraction(1),
        (Fraction(6), Fraction(8)),
        (5, 6),
        False,
    ),
)


def build(world: World) -> None:
    """The example plan moved to 2025–2028, as on the demonstration's day."""
    chance = Random(world.seed)
    coordinator = world.actor("kamran")
    operator = _someone(world, Role.OPERATOR, "gunay", ("Operatorlu", "Günay", "Nümunə qızı"))
    member = _someone(world, Role.MEMBER, "elnur", ("Üzvlü", "Elnur", "Sınaq oğlu"))
    plan = actions.take_plan(
        actor=coordinator,
        read=example_plan(YEARS_LATER),
        on=date(2025, 1, 10),
        code="numune-plan",
        public=True,
    )
    actions.take_baseline(actor=coordinator, plan=plan, name="Təsdiq olunmuş plan", on=date(2025, 1, 15))
    _changes(coordinator, plan)
    for activity in plan.activities.all():
        _reported(activity, (coordinator, operator, member), world.today, chance)
    _waiting((coordinator, operator, member), plan, world.today)
    _indicators(coordinator, operator, plan, world.today)
    _watched(coordinator, plan, world.today)
    world.rooms["strategy"] = plan


def _someone(world: World, role: Role, username: str, name: tuple[str, str, str]) -> Actor:
    """Who holds the role in this demonstration already, or a new invented person."""
    held = (
        Membership.objects.filter(role=role, person__user__isnull=False)
        .select_related("person__user")
        .order_by("pk")
        .first()
    )
    if held:
        return actor_of(held.person.user, world.today)
    from belediyye.core.cast import FIRST_DAY, PASSWORD

    user: User = open_account(
        actor=world.maker, username=username, password=PASSWORD, surname=name[0], name=name[1], patronymic=name[2],
        role=role, starts=FIRST_DAY,
    )  # fmt: skip
    return actor_of(user, world.today)


def _changes(coordinator: Actor, plan: Plan) -> None:
    """What the coordinator already mended after the check of the plan."""
    mends = {
        "PV 1.4/2": (
            "Noyabr, 2025-Mart, 2026",
            ["Alyansın koordinatoru", "digər Alyans üzvləri"],
            "Heç kim göstərilməmişdi.",
        ),
        "PV 2.2/2": (
            "Avqust-Dekabr, 2026",
            ["Alyansın koordinatoru", "digər Alyans üzvləri"],
            "Mexanizm öyrənmədən əvvəl hazırlana bilməz.",
        ),
        "PV 1.2/2": (
            "Noyabr, 2025 - Mart, 2027",
            ["Alyansın koordinatoru", "digər Alyans üzvləri"],
            "Məsləhətləşmə uzandı.",
        ),
    }
    for code, (when, who, why) in mends.items():
        activity = plan.activities.get(code=code)
        actions.change_activity(
            actor=coordinator,
            activity=activity,
            result=activity.result,
            when_text=when,
            responsible=who,
            every=activity.every,
            why=why,
        )


def _story(activity: Activity) -> tuple[str, str, str]:
    plain = fold(activity.result)
    return next(steps for words, steps in STORIES if any(w in plain for w in words))


def _reported(activity: Activity, people: tuple[Actor, Actor, Actor], today: date, chance: Random) -> None:
    """Reports up to today, each approved by somebody else. About one in eight is left behind."""
    if chance.random() < 0.12:
        return
    coordinator, operator, member = people
    steps = _story(activity)
    if activity.regular:
        days = [
            date(2025, 3, 25),
            date(2025, 6, 24),
            date(2025, 9, 25),
            date(2025, 12, 20),
            date(2026, 3, 26),
            date(2026, 6, 25),
            date(2026, 9, 24),
        ]
        parts = [
            (
                day,
                6 + 6 * n,
                f"{day.year}, {['I', 'II', 'III', 'IV'][(day.month - 1) // 3]} rüb. {steps[min(n // 3, 1)]}",
            )
            for n, day in enumerate(days[: chance.choice([5, 6, 7, 7, 7])])
        ]
    else:
        starts, ends = activity.starts or today, activity.ends or today
        span = max((ends - starts).days, 20)
        marks = [
            (starts + timedelta(days=span // 3), 30),
            (starts + timedelta(days=2 * span // 3), 70),
            (ends, 100),
        ]
        parts = [(day, far, steps[n]) for n, (day, far) in enumerate(marks) if day <= today]
    for day, far, text in parts:
        writer = chance.choice([operator, member, member])
        update = actions.report(
            actor=writer,
            activity=activity,
            on=day,
            text=text,
            percent=far,
            achieved=text if far == 100 else "",
            submit=True,
        )
        if far >= 70 or chance.random() < 0.3:
            _proof(writer, update, day)
        actions.approve_update(actor=coordinator, of=update, on=day + timedelta(days=4))
        activity = update.activity


def _proof(writer: Actor, update: object, day: date) -> None:
    actions.add_evidence(
        actor=writer, of=update, title="İclasın protokolundan çıxarış", on=day, source="Alyansın protokol kitabı (nümunə)",  # type: ignore[arg-type]
        quote="İştirakçılar nəticəni qəbul etdilər və növbəti addımı müəyyən etdilər.",
    )  # fmt: skip


def _waiting(people: tuple[Actor, Actor, Actor], plan: Plan, today: date) -> None:
    coordinator, operator, member = people
    one, two, three = (plan.activities.get(code=code) for code in ("PV 2.4/3", "AV 4.1/2", "PV 3.3/2"))
    actions.report(
        actor=operator, activity=one, on=today - timedelta(days=3), percent=45, submit=True,
        text="Dörd orqana məktub göndərildi, ikisi cavab verdi; görüş 27 noyabra təyin olundu.",
    )  # fmt: skip
    back = actions.report(
        actor=member,
        activity=two,
        on=today - timedelta(days=9),
        percent=50,
        submit=True,
        text="Hesabat hazırdır.",
    )
    note = "Hansı hesabat, harada dərc olunub? Ünvanı sübut kimi əlavə edin."
    actions.return_update(actor=coordinator, of=back, on=today - timedelta(days=7), note=note)
    actions.report(
        actor=member,
        activity=three,
        on=today - timedelta(days=1),
        percent=60,
        text="Üç bələdiyyədə dinləmə keçirildi, siyahı tamamlanır.",
    )


def _indicators(coordinator: Actor, operator: Actor, plan: Plan, today: date) -> None:
    for code, name, unit, baseline, targets, values, cumulative in MEASURED:
        node = plan.nodes.get(kind="objective", code=code)
        indicator = actions.add_indicator(
            actor=coordinator,
            node=node,
            name=name,
            unit=unit,
            baseline=baseline,
            baseline_year=2024,
            cumulative=cumulative,
            means="Alyansın reyestri",
        )
        for year, target, value in zip((2025, 2026), targets, values, strict=True):
            _measured(coordinator, operator, indicator, year, target, [("", value, 1)], today)
    node = plan.nodes.get(kind="objective", code="PV 3.3")
    share = actions.add_indicator(
        actor=coordinator, node=node, name="Dinləmədə iştirak edən qadın və kişilərin payı", kind=Indicator.Kind.PERCENT, baseline=Fraction(8, 100),
        baseline_year=2024, groups=["qadınlar", "kişilər"], dimension="cins", means="Dinləmələrin siyahısı",
    )  # fmt: skip
    _measured(
        coordinator,
        operator,
        share,
        2025,
        Fraction(12, 100),
        [("qadınlar", 61, 640), ("kişilər", 88, 610)],
        today,
    )
    _measured(
        coordinator,
        operator,
        share,
        2026,
        Fraction(20, 100),
        [("qadınlar", 118, 655), ("kişilər", 131, 620)],
        today,
        last=True,
    )


def _measured(
    coordinator: Actor,
    operator: Actor,
    indicator: Indicator,
    year: int,
    target: Fraction,
    values: list[tuple[str, int, int]],
    today: date,
    last: bool = False,
) -> None:
    period = actions.add_period(
        actor=coordinator,
        indicator=indicator,
        starts=date(year, 1, 1),
        ends=date(year, 12, 31),
        target=target,
        locked=False,
    )
    on = min(date(year, 12, 20), today)
    for group, top, bottom in values:
        value = actions.measure(actor=operator, period=period, on=on, top=top, bottom=bottom, group=group)
        # The newest value of all still waits for the coordinator.
        if not (last and group == values[-1][0]):
            actions.review_measurement(actor=coordinator, of=value, approve=True, on=on)
    if year < today.year:
        actions.set_lock(actor=coordinator, period=period, locked=True)


def _watched(coordinator: Actor, plan: Plan, today: date) -> None:
    risks = (
        (
            Risk.Kind.RISK,
            "Qanun təklifləri parlamentin gündəliyinə düşmür.",
            4,
            4,
            "Hər təklif üçün iki ayrı yol saxlanır.",
            "Alyansın koordinatoru",
        ),
        (
            Risk.Kind.RISK,
            "Donorun maliyyəsi 2027-ci ildə azalır.",
            3,
            5,
            "Üç müsabiqəyə eyni vaxtda müraciət edilir.",
            "operator təşkilat",
        ),
        (
            Risk.Kind.RISK,
            "Koordinator eyni ayda çox işə cavabdehdir.",
            5,
            3,
            "İşlər üzv təşkilatlar arasında bölünür.",
            "Alyansın koordinatoru",
        ),
        (
            Risk.Kind.ASSUMPTION,
            "Bələdiyyələr məlumatlarını könüllü verir.",
            2,
            4,
            "Razılaşma imzalanır.",
            "digər Alyans üzvləri",
        ),
    )
    for kind, text, likelihood, impact, response, owner in risks:
        actions.write_risk(
            actor=coordinator, plan=plan, kind=kind, text=text, likelihood=likelihood, impact=impact, response=response, owner=owner,
            on=today - timedelta(days=40),
        )  # fmt: skip
    actions.accept_remark(
        actor=coordinator,
        plan=plan,
        rule="P02",
        about="PV 3.1/2",
        on=date(2025, 2, 3),
        reason="Modulların sınağı növbəti fəaliyyət planına keçir; Alyansın iclası razıdır.",
    )
    actions.hold_review(
        actor=coordinator, plan=plan, year=2025, on=date(2026, 1, 23), closed=True,
        summary="Planın ilk ili bitdi: hüquqi təhlil tamamlandı, veb səhifə və ekspertlər qrupu işləyir, kampaniyalar başlayıb.",
        lessons="Təklif öyrənmədən əvvəl yazılanda iki dəfə yazılır. Hesabata sübut dərhal əlavə edilməlidir.",
        changes="Kredit mexanizminin tarixi öyrənmədən sonraya keçirildi; PV 1.4 üzrə cavabdeh təyin edildi.",
    )  # fmt: skip
