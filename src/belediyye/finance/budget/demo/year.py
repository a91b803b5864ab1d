"""A year of execution: money that comes month by month, wages, bills and works, each order with two signatures."""

from datetime import date

from belediyye.core.demo import World
from belediyye.finance.budget import actions
from belediyye.finance.budget.demo.plan import FED, HELP
from belediyye.finance.budget.models import Budget, Commitment, Line, Side

MONTHLY = (
    "Bələdiyyə işçilərinin əmək haqqı",
    "Dövlət Sosial Müdafiə Fonduna ayırmalar",
    "Elektrik enerjisi",
)
WORKS = (
    ("Yolların təmiri", "Nümunə Yol MMC", 90),
    ("Küçə işıqları", "Nümunə İşıq MMC", 75),
    ("Bulağın təmizlənməsi", "Sınaq Təmir MMC", 90),
    ("Kənd bayramı", "Nümunə Tədbir MMC", 80),
)


def line_of(budget: Budget, title: str) -> Line:
    """The line of that title."""
    return Line.objects.select_related("revenue").get(budget=budget, title=title)


def money_comes(world: World, budget: Budget, months: int) -> None:
    """Rent, sales and the dotation by month, as the bank says; what payers owe comes from the revenue room by itself."""
    rauf = world.actor("rauf")
    for line in budget.lines.filter(side=Side.REVENUE).exclude(revenue__code__in=FED):
        for month in range(1, months + 1):
            share = line.initial // 12 - (month * 37 + line.position * 11) % 90 * 10
            actions.receive(
                actor=rauf,
                line=line,
                day=date(budget.year, month, 20),
                amount=max(share, 100),
                text=f"{line.title}, {month:02d}.{budget.year}",
            )


def money_goes(world: World, budget: Budget, months: int) -> None:
    """Wages and bills are paid, works are committed, done and paid for three quarters."""
    rauf = world.actor("rauf")
    for title in MONTHLY:
        line = line_of(budget, title)
        for month in range(2, months + 1):
            paid(world, line, line.initial // 12, date(budget.year, month, 25))
    for quarter in range(1, months // 3 + 1):
        paid(world, line_of(budget, HELP), 90_000, date(budget.year, quarter * 3, 5))
    for title, partner, share in WORKS:
        line = line_of(budget, title)
        made = actions.commit(
            actor=rauf,
            line=line,
            day=date(budget.year, 4, 10),
            amount=line.initial * share // 100,
            paper=actions.Paper(partner, title),
        )
        paid(world, line, made.amount * 3 // 4, date(budget.year, 9, 12), made)
        if months == 12:
            actions.release(
                actor=rauf,
                commitment=made,
                day=date(budget.year, 12, 20),
                amount=made.amount - made.amount * 3 // 4,
                reason="İş ucuz başa gəldi",
            )


def paid(world: World, line: Line, amount: int, day: date, commitment: Commitment | None = None) -> None:
    """Owed, ordered, signed by the accountant and by the chair, executed by the bank."""
    rauf, leyla = world.actor("rauf"), world.actor("leyla")
    owed = actions.oblige(
        actor=rauf,
        line=line,
        day=day,
        amount=amount,
        paper=actions.Paper(f"{line.title}, akt", due=day),
        commitment=commitment,
    )
    order = actions.prepare_order(
        actor=rauf,
        obligation=owed,
        day=day,
        amount=amount,
        payee=commitment.partner if commitment else line.title,
        account="AZ00NABZ00000000000000000000",
    )
    actions.sign_order(actor=rauf, order=order)
    actions.sign_order(actor=leyla, order=order)
    actions.pay_order(actor=rauf, order=order, day=day)
