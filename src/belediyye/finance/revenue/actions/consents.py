"""Consent to get papers by e-mail: given with a document, withdrawn at any time."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions.merging import refuse_merged
from belediyye.finance.revenue.models import Consent, Taxpayer

# The law on the status of municipalities is of 2 July 1999; none was there before.
FIRST_MUNICIPALITIES = date(1999, 7, 2)


@action(
    "revenue.consent.give", says=gettext_lazy("recorded the consent to letters by e-mail"), allow=access.may_keep
)  # fmt: skip
def give_consent(
    *, actor: Actor, payer: Taxpayer, day: date, given_by: str, way: str, document: str, language: str = "az"
) -> Consent:
    """Records who agreed, when, how and by which document, for the address in the record. Refuses a record without one,
    and a second consent beside one in force."""
    payer = Taxpayer.objects.select_for_update().get(pk=payer.pk)
    refuse_merged(payer)
    if not payer.email:
        raise Refused(_("The record has no e-mail address. Enter it first; the consent is to that address."))
    if Consent.objects.filter(taxpayer=payer, withdrawn__isnull=True).exists():
        raise Refused(_("A consent is in force already. Withdraw it before another is recorded."))
    if day < FIRST_MUNICIPALITIES:
        raise Refused(_("Nobody could agree on that day: the first municipalities are of 1999."), field="day")
    if not document.strip() or not given_by.strip():
        raise Refused(_("Write who gave the consent, and the number and day of the document."))
    made = Consent.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, email=payer.email, language=language, day=day,
        given_by=given_by.strip(), way=way, document=document.strip(), by=actor.user_id,
    )  # fmt: skip
    # The log keeps no address.
    log(payer, consent=made.pk, day=day, way=way, document=made.document, language=language)
    return made


@action(
    "revenue.consent.withdraw", says=gettext_lazy("recorded the end of the consent to letters by e-mail"), allow=access.may_keep
)  # fmt: skip
def withdraw_consent(*, actor: Actor, consent: Consent, on: date, reason: str = "") -> Consent:
    """Ends a consent: from now on the papers go on foot. What was sent stays sent."""
    consent = Consent.objects.select_for_update(of=("self",)).select_related("taxpayer").get(pk=consent.pk)
    if consent.withdrawn:
        raise Refused(
            _("The consent was already withdrawn on %(day)s.") % {"day": format_date(consent.withdrawn)}
        )
    if on < consent.day:
        raise Refused(
            _("The consent was given on %(day)s: give that day or a later one.")
            % {"day": format_date(consent.day)},
            field="on",
        )
    consent.withdrawn, consent.withdrawn_because = on, reason.strip()[:200]
    consent.save(update_fields=["withdrawn", "withdrawn_because"])
    log(consent.taxpayer, consent=consent.pk, on=on, reason=reason)
    return consent
