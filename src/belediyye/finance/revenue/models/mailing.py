"""Papers by e-mail: who agreed to get them so, and every letter that was sent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Job, Municipality
from belediyye.finance.revenue.models.account import Notice
from belediyye.finance.revenue.models.collecting import Reminder
from belediyye.finance.revenue.models.payers import Taxpayer


class Consent(models.Model):
    """A payer's consent to get notices and reminders by e-mail: dated, proved by a document, withdrawn but never deleted.

    It holds for the address that stood in the record that day: another address needs another consent."""

    class Way(models.TextChoices):
        SIGNED = "signed", _("an application signed by hand")
        ELECTRONIC = "electronic", _("an application signed electronically")
        OFFICE = "office", _("a form filled in and signed at the office")

    class Language(models.TextChoices):
        AZ = "az", _("Azerbaijani")
        EN = "en", _("English")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="consents")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the letters"), max_length=2, choices=Language, default="az")
    day = models.DateField(_("given on"))
    given_by = models.CharField(_("given by"), max_length=120)
    way = models.CharField(_("how given"), max_length=10, choices=Way, default=Way.SIGNED)
    document = models.CharField(_("number and day of the document"), max_length=120)
    withdrawn = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_because = models.CharField(_("reason"), max_length=200, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("consent to letters by e-mail")
        verbose_name_plural = _("consents to letters by e-mail")
        constraints = [
            models.UniqueConstraint(
                fields=["taxpayer"], condition=Q(withdrawn__isnull=True), name="consent_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn__isnull=True) | Q(withdrawn__gte=F("day")), name="consent_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.day:%d.%m.%Y}"


class Mailing(models.Model):
    """A notice or a reminder as a letter by e-mail: at most one each, for ever.

    The row is written as SENDING, and committed, before the letter is handed to the mail server, and says afterwards how
    that went. What is found SENDING when its worker is gone may have been sent: it is then UNSURE and not sent again
    (docs/decisions/0010-letters-once.md). LATER is what the server put off; only that may be tried anew."""

    class State(models.TextChoices):
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused, or came back")
        UNSURE = "unsure", _("not known whether it went")
        LATER = "later", _("put off by the mail server")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, related_name="mailings", db_index=False, db_constraint=False
    )
    reminder = models.ForeignKey(Reminder, models.PROTECT, null=True, related_name="mailings", db_index=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="mailings")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.SENDING)
    begun = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    said = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text="What the mail server answered, or why it came back.",
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter by e-mail")
        verbose_name_plural = _("letters by e-mail")
        constraints = [
            models.UniqueConstraint(fields=["notice"], condition=Q(notice__isnull=False), name="mailing_notice_once"),
            models.UniqueConstraint(fields=["reminder"], condition=Q(reminder__isnull=False), name="mailing_reminder_once"),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, reminder__isnull=True) | Q(notice__isnull=True, reminder__isnull=False),
                name="mailing_of_one_paper",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.notice or self.reminder)
