"""The operator organisation: entrusted, assessing itself, taking its steps."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, put
from belediyye.alliance.relations.models import Answer, Assessment, DevelopmentStep, Operator
from belediyye.alliance.relations.questionnaire import EDITION, QUESTIONS
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Organisation


@action(
    "relations.operator.entrust",
    says=gettext_lazy("entrusted the operator organisation"),
    allow=access.may_coordinate,
)
def entrust(*, actor: Actor, operator: Operator, organisation: Organisation) -> Operator:
    """Entrusts an organisation (a new one is kept with it) from a day on; the one before ends with that day."""
    checked(organisation).save()
    operator.organisation = organisation
    before = Operator.objects.filter(ends__isnull=True).exclude(pk=operator.pk).first()
    if before is not None and not operator.pk:
        if operator.starts <= before.starts:
            raise Refused(_("The operator organisation in charge began on that day or later."))
        put(before, ends=operator.starts)
    return keep(operator)


@action("relations.assessment.begin", says=gettext_lazy("began a self-assessment"), allow=access.may_keep)
def begin_assessment(*, actor: Actor, assessment: Assessment) -> Assessment:
    """Begins a self-assessment by the questionnaire's present edition. Refuses a second open one."""
    if Assessment.objects.filter(operator=assessment.operator, closed_on__isnull=True).exists():
        raise Refused(_("A self-assessment is open already; finish it first."))
    assessment.edition = EDITION
    return keep(assessment)


@action(
    "relations.assessment.answer",
    says=gettext_lazy("answered questions of the self-assessment"),
    allow=access.may_keep,
)
def answer(*, actor: Actor, assessment: Assessment, answers: dict[str, tuple[int, str]]) -> None:
    """Keeps scores (0 to 4) with their evidence; a question answered again gets the new answer."""
    if assessment.closed_on:
        raise Refused(_("This self-assessment is closed."))
    if unknown := set(answers) - set(QUESTIONS):
        raise Refused(_("No such question: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
    known = {a.question: a for a in assessment.answers.all()}
    for question, (score, evidence) in answers.items():
        row = known.get(question) or Answer(assessment=assessment, question=question)
        row.score, row.evidence = score, evidence
        checked(row).save()
    log(assessment, answered=len(answers))


@action("relations.assessment.close", says=gettext_lazy("closed a self-assessment"), allow=access.may_keep)
def close_assessment(*, actor: Actor, assessment: Assessment, on: date) -> None:
    """Closes it. Refuses while a question has no answer."""
    left = set(QUESTIONS) - {a.question for a in assessment.answers.all()}
    if left:
        raise Refused(_("%(count)s questions have no answer yet.") % {"count": len(left)})
    put(assessment, closed_on=on)


@action("relations.step.plan", says=gettext_lazy("planned a development step"), allow=access.may_keep)
def plan_step(*, actor: Actor, step: DevelopmentStep) -> DevelopmentStep:
    """Plans what will be done about a weak place, by when, by whom."""
    return keep(step)


@action("relations.step.finish", says=gettext_lazy("finished a development step"), allow=access.may_keep)
def finish_step(*, actor: Actor, step: DevelopmentStep, outcome: str, on: date) -> None:
    """Marks a step as done, with what came of it."""
    if step.done_on:
        raise Refused(_("This step is done already."))
    put(step, done_on=on, outcome=outcome)
