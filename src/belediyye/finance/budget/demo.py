"""Two budget years of the example town: a virement, a supplementary budget, a closed year, what was carried, a draft beside it."""

from datetime import date

from belediyye.core.demo import World
from belediyye.finance.budget import actions
from belediyye.finance.budget.models import Budget, Code, Line, Side

# side, title, reason, codes, amount of the year in manat
PLAN = [
    (1, "Fiziki şəxslərdən torpaq vergisi", "Reyestr üzrə hesablanmış vergi və son illərin yığımı", {"revenue": "V.LAND", "source": "M.OWN"}, 11_500),
    (1, "Fiziki şəxslərdən əmlak vergisi", "Reyestr üzrə hesablanmış vergi və son illərin yığımı", {"revenue": "V.PROPERTY", "source": "M.OWN"}, 18_200),
    (1, "Ticarət və xidmət yerləri üçün ödəniş", "Bağlanmış razılaşmalar", {"revenue": "V.TRADE", "source": "M.OWN"}, 6_300),
    (1, "Torpaqların icarəsi", "Qüvvədə olan icarə müqavilələri", {"revenue": "1.4.1.6.3", "source": "M.OWN"}, 24_400),
    (1, "Dövlət büdcəsindən dotasiya", "Maliyyə orqanının bildirişi", {"revenue": "V.DOTATION", "source": "M.DOTATION"}, 32_000),
    (3, "İlin əvvəlinə qalıq", "Bank hesabının qalığı", {"revenue": "V.BALANCE", "source": "M.BALANCE"}, 5_600),
    (2, "Bələdiyyə işçilərinin əmək haqqı", "Ştat cədvəli", {"functional": "1.1.6", "economic": "211100"}, 38_400),
    (2, "Dövlət Sosial Müdafiə Fonduna ayırmalar", "Əmək haqqına üstəliklər", {"functional": "1.1.6", "economic": "212100"}, 8_450),
    (2, "Elektrik enerjisi", "Sayğac göstəriciləri", {"functional": "1.1.6", "economic": "224100"}, 2_150),
    (2, "Yolların təmiri", "Yuxarı Nümunə kəndinə gedən yol", {"functional": "12.1.1", "economic": "225000"}, 27_000),
    (2, "Küçə işıqları", "40 dirəyin yenilənməsi", {"functional": "B.HOU", "economic": "221300"}, 9_500),
    (2, "Bulağın təmizlənməsi", "Sakinlərin müraciəti", {"functional": "10.4", "economic": "225000"}, 4_500),
    (2, "Kənd bayramı", "Novruz və məhsul bayramı", {"functional": "B.CUL", "economic": "221300"}, 3_200),
    (2, "Ehtiyacı olan ailələrə yardım", "Sosial proqram", {"functional": "B.SOC", "economic": "273000"}, 4_800),
]  # fmt: skip


def build(world: World) -> None:
    """2025 from plan to closed books, 2026 running, 2027 as two drafts beside each other."""
    first = _adopted(world, 2025, "14/2024", None)
    _opening(world, first)
    _year(world, first, 12)
    _virement(world, first)
    contract = actions.commit(
        actor=world.actor("rauf"),
        line=_line(first, "Küçə işıqları"),
        day=date(2025, 11, 20),
        amount=180_000,
        paper=actions.Paper("Nümunə İşıq MMC", "dirəklər"),
    )
    _paid(world, _line(first, "Küçə işıqları"), 60_000, date(2025, 12, 18), contract)
    leyla, rauf = world.actor("leyla"), world.actor("rauf")
    actions.hand_in_report(actor=leyla, budget=first, half_year=True, on=date(2025, 7, 14))
    actions.close_year(actor=leyla, budget=first, on=date(2026, 1, 9))
    first.refresh_from_db()
    actions.hand_in_report(actor=leyla, budget=first, half_year=False, on=date(2026, 1, 28))
    actions.approve_report(actor=leyla, budget=first, decision_number="3/2026")
    second = _adopted(world, 2026, "17/2025", first)
    balance = _line(second, "İlin əvvəlinə qalıq")
    actions.bring_balance(actor=rauf, budget=second, line=balance)
    actions.carry_forward(
        actor=leyla, budget=second, balance_line=balance, decision_number="2/2026", on=date(2026, 1, 15)
    )
    _year(world, second, 10)
    _supplementary(world, second)
    actions.hand_in_report(actor=leyla, budget=second, half_year=True, on=date(2026, 7, 13))
    _drafts(world, second)
    world.rooms["budget"] = {"closed": first, "running": second}


def _code(axis: str, value: str) -> Code:
    return Code.objects.get(axis=axis, code=value, municipality=None)


def _line(budget: Budget, title: str) -> Line:
    return Line.objects.select_related("revenue").get(budget=budget, title=title)


def _adopted(world: World, year: int, decision: str, before: Budget | None) -> Budget:
    rauf, leyla = world.actor("rauf"), world.actor("leyla")
    made = actions.start_draft(
        actor=rauf, municipality=world.home, year=year, title=f"{year}-ci ilin büdcəsi", made_from=before
    )
    if before is None:
        plans = [
            actions.Plan(
                side,
                title,
                actions.even(amount * 100),
                reason,
                **{axis: _code(axis, value) for axis, value in codes.items()},
            )
            for side, title, reason, codes, amount in PLAN
        ]
        actions.add_lines(actor=rauf, budget=made, plans=plans)
    words = "Xərclər gəlirlərdən çoxdur; fərq ilin əvvəlinə bank hesabının qalığı ilə örtülür."
    note = "Layihə reyestrin göstəricilərinə və keçən ilin icrasına əsaslanır. Yolların təmiri və küçə işıqları əsas istiqamətlərdir."
    actions.explain(actor=rauf, budget=made, gap_words=words, note=note)
    actions.to_commission(
        actor=leyla, budget=made, on=date(year - 1, 10, 14), words="Komissiya layihəni müsbət qiymətləndirir."
    )
    actions.publish(actor=leyla, budget=made, on=date(year - 1, 10, 22))
    actions.set_hearing(actor=leyla, budget=made, on=date(year - 1, 11, 12))
    actions.adopt(actor=leyla, budget=made, decision_number=decision, on=date(year - 1, 12, 16))
    made.refresh_from_db()
    return made


def _opening(world: World, budget: Budget) -> None:
    line = _line(budget, "İlin əvvəlinə qalıq")
    actions.receive(
        actor=world.actor("rauf"),
        line=line,
        day=date(budget.year, 1, 1),
        amount=560_000,
        text="İlin əvvəlinə qalıq",
        source=f"balance:{budget.year - 1}",
    )


def _year(world: World, budget: Budget, months: int) -> None:
    """Money comes month by month; wages and bills are paid, works are committed, done and paid."""
    rauf = world.actor("rauf")
    for line in budget.lines.filter(side=Side.REVENUE):
        for month in range(1, months + 1):
            share = line.initial // 12 - (month * 37 + line.position * 11) % 90 * 10
            actions.receive(
                actor=rauf,
                line=line,
                day=date(budget.year, month, 20),
                amount=max(share, 100),
                text=f"{line.title}, {month:02d}.{budget.year}",
            )
    monthly = (
        "Bələdiyyə işçilərinin əmək haqqı",
        "Dövlət Sosial Müdafiə Fonduna ayırmalar",
        "Elektrik enerjisi",
    )
    for title in monthly:
        line = _line(budget, title)
        for month in range(2, months + 1):
            _paid(world, line, line.initial // 12, date(budget.year, month, 25))
    for title, partner, share in (
        ("Yolların təmiri", "Nümunə Yol MMC", 70),
        ("Bulağın təmizlənməsi", "Sınaq Təmir MMC", 90),
        ("Kənd bayramı", "Nümunə Tədbir MMC", 80),
    ):
        line = _line(budget, title)
        made = actions.commit(
            actor=rauf,
            line=line,
            day=date(budget.year, 4, 10),
            amount=line.initial * share // 100,
            paper=actions.Paper(partner, title),
        )
        _paid(world, line, made.amount * 3 // 4, date(budget.year, 9, 12), made)
        if months == 12:
            actions.release(
                actor=rauf,
                commitment=made,
                day=date(budget.year, 12, 20),
                amount=made.amount - made.amount * 3 // 4,
                reason="İş ucuz başa gəldi",
            )


def _paid(world: World, line: Line, amount: int, day: date, commitment: object = None) -> None:
    rauf, leyla = world.actor("rauf"), world.actor("leyla")
    owed = actions.oblige(
        actor=rauf,
        line=line,
        day=day,
        amount=amount,
        paper=actions.Paper(f"{line.title}, akt", due=day),
        commitment=commitment,  # type: ignore[arg-type]
    )
    payee = commitment.partner if commitment else line.title  # type: ignore[attr-defined]
    order = actions.prepare_order(
        actor=rauf,
        obligation=owed,
        day=day,
        amount=amount,
        payee=payee,
        account="AZ00NABZ00000000000000000000",
    )
    actions.sign_order(actor=rauf, order=order)
    actions.sign_order(actor=leyla, order=order)
    actions.pay_order(actor=rauf, order=order, day=day)


def _virement(world: World, budget: Budget) -> None:
    changes = {
        _line(budget, "Ehtiyacı olan ailələrə yardım").pk: (0, 0, 0, -90_000),
        _line(budget, "Küçə işıqları").pk: (0, 0, 0, 90_000),
    }
    made = actions.prepare_amendment(
        actor=world.actor("rauf"),
        budget=budget,
        kind="virement",
        reason="Küçə işıqları üçün əlavə dirəklər",
        on=date(2025, 10, 6),
        changes=changes,
    )
    actions.adopt_amendment(
        actor=world.actor("leyla"), amendment=made, decision_number="11/2025", on=date(2025, 10, 13)
    )


def _supplementary(world: World, budget: Budget) -> None:
    changes = {
        _line(budget, "Torpaqların icarəsi").pk: (0, 0, 250_000, 0),
        _line(budget, "Yolların təmiri").pk: (0, 0, 250_000, 0),
    }
    made = actions.prepare_amendment(
        actor=world.actor("rauf"),
        budget=budget,
        kind="supplementary",
        reason="Yeni icarə müqavilələri üzrə artıq gəlir",
        on=date(2026, 8, 3),
        changes=changes,
    )
    actions.adopt_amendment(
        actor=world.actor("leyla"), amendment=made, decision_number="9/2026", on=date(2026, 8, 12)
    )
    waiting = {
        _line(budget, "Elektrik enerjisi").pk: (0, 0, 0, -15_000),
        _line(budget, "Bulağın təmizlənməsi").pk: (0, 0, 0, 15_000),
    }
    actions.prepare_amendment(
        actor=world.actor("rauf"),
        budget=budget,
        kind="virement",
        reason="Bulağın hasarı",
        on=date(2026, 11, 16),
        changes=waiting,
    )


def _drafts(world: World, running: Budget) -> None:
    """Next year twice: as seeded, and with less revenue expected; the first is already published."""
    rauf, leyla = world.actor("rauf"), world.actor("leyla")
    draft = actions.start_draft(
        actor=rauf, municipality=world.home, year=2027, title="2027-ci il, əsas variant", made_from=running
    )
    actions.explain(actor=rauf, budget=draft, gap_words="Fərq ilin əvvəlinə qalıq ilə örtülür.", note="")
    careful = actions.start_draft(
        actor=rauf, municipality=world.home, year=2027, title="2027-ci il, ehtiyatlı variant", made_from=draft
    )
    actions.scale(actor=rauf, budget=careful, side=Side.REVENUE, percent_bp=9_500)
    actions.scale(actor=rauf, budget=careful, side=Side.EXPENDITURE, percent_bp=9_500)
    actions.to_commission(actor=leyla, budget=draft, on=date(2026, 10, 13))
    actions.publish(actor=leyla, budget=draft, on=date(2026, 10, 21))
