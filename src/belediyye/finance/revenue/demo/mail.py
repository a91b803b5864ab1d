"""The demonstration's letters by e-mail: who agreed, one who withdrew, what was sent and what came back."""

from datetime import date, datetime, time

from django.utils import timezone

from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Mailing, Notice
from belediyye.finance.revenue.queries.notices import reached

S = Mailing.State
# What became of the letter to each who agreed; the last two wait to be written to.
BECAME = (
    (S.SENT, ""),
    (S.SENT, ""),
    (S.SENT, ""),
    (S.REFUSED, "550 5.1.1 belə poçt qutusu yoxdur"),
    None,
    None,
)


def build(world: World, run: AssessmentRun) -> None:
    """Six of those whom nobody found at home agreed to e-mail in July."""
    on = date(run.year, 7, 30)
    clerk = world.actor("aynur", on)
    at = timezone.make_aware(datetime.combine(on, time(10)))
    rows = Notice.objects.filter(run=run).exclude(reached()).select_related("taxpayer").order_by("number")
    for n, (notice, became) in enumerate(
        zip(rows.filter(taxpayer__responsible=None), BECAME, strict=False), 1
    ):
        payer = notice.taxpayer
        if not payer.email:
            actions.update_payer(actor=clerk, payer=payer, facts={"email": f"odeyici{n}@numune.example"})
        consent = actions.give_consent(
            actor=clerk,
            payer=payer,
            day=on,
            given_by=payer.name,
            way="signed",
            document=f"Ə-{n}, {on:%d.%m.%Y}",
        )
        if became:
            letter = actions.begin_letter(actor=clerk, paper=notice, consent=consent, made_by=None, at=at)
            actions.end_letter(actor=clerk, letter=letter, state=became[0], at=at, said=became[1])
        if n == 1:
            actions.withdraw_consent(
                actor=clerk, consent=consent, on=date(run.year, 9, 1), reason="kağızla almaq istəyir"
            )
