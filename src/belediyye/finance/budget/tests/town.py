"""A small adopted budget for tests, made only through the actions."""

from datetime import date

from belediyye.core.actors import Actor
from belediyye.core.cast import Cast
from belediyye.finance.budget import actions
from belediyye.finance.budget.models import Budget, Code, Line, Side

DAY = date(2026, 2, 3)


def code(axis: str, value: str) -> Code:
    return Code.objects.get(axis=axis, code=value, municipality=None)


def quarters(year: int) -> tuple[int, int, int, int]:
    part = year // 4
    return part, part, part, year - 3 * part


def draft(actor: Actor, cast: Cast, year: int = 2026) -> Budget:
    """Land tax 400.00 and a dotation of 600.00 against wages 500.00, roads 350.00 and culture 150.00."""
    made = actions.start_draft(actor=actor, municipality=cast.home, year=year, title="Büdcə")
    rows = [
        actions.Plan(Side.REVENUE, "Torpaq vergisi", quarters(40_000), "reyestr üzrə", revenue=code("revenue", "V.LAND")),
        actions.Plan(Side.REVENUE, "Dotasiya", quarters(60_000), "qərar", revenue=code("revenue", "V.DOTATION")),
        actions.Plan(Side.EXPENDITURE, "Əmək haqqı", quarters(50_000), "ştat", functional=code("functional", "1.1.6"), economic=code("economic", "211100")),
        actions.Plan(Side.EXPENDITURE, "Yollar", quarters(35_000), "təmir", functional=code("functional", "12.1.1"), economic=code("economic", "225000")),
        actions.Plan(Side.EXPENDITURE, "Mədəniyyət", quarters(15_000), "tədbir", functional=code("functional", "B.CUL"), economic=code("economic", "221300")),
    ]  # fmt: skip
    actions.add_lines(actor=actor, budget=made, plans=rows)
    return made


def adopted(cast: Cast, year: int = 2026) -> Budget:
    """The draft, taken all the way to its decision."""
    chair, accountant = cast.actor("leyla"), cast.actor("rauf")
    made = draft(accountant, cast, year)
    actions.to_commission(actor=chair, budget=made, on=date(year - 1, 10, 10))
    actions.publish(actor=chair, budget=made, on=date(year - 1, 10, 20))
    actions.set_hearing(actor=chair, budget=made, on=date(year - 1, 11, 10))
    actions.adopt(actor=chair, budget=made, decision_number="12", on=date(year - 1, 12, 15))
    made.refresh_from_db()
    return made


def line(budget: Budget, title: str) -> Line:
    return Line.objects.get(budget=budget, title=title)


def fund(cast: Cast, budget: Budget, amount: int = 60_000) -> None:
    """Money on the bank account, from the state."""
    actions.receive(
        actor=cast.actor("rauf"),
        line=line(budget, "Dotasiya"),
        day=date(budget.year, 1, 20),
        amount=amount,
        text="Dotasiya",
    )


def paid(cast: Cast, spent: Line, amount: int, day: date = DAY) -> None:
    """A direct obligation, ordered, signed twice and executed."""
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    owed = actions.oblige(actor=rauf, line=spent, day=day, amount=amount, paper=actions.Paper("Cədvəl"))
    order = actions.prepare_order(
        actor=rauf, obligation=owed, day=day, amount=amount, payee="İşçilər", account="AZ00"
    )
    actions.sign_order(actor=rauf, order=order)
    actions.sign_order(actor=leyla, order=order)
    actions.pay_order(actor=rauf, order=order, day=day)
