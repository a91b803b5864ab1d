from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "belediyye.finance.rules"
    label = "rules"
    verbose_name = _("The law as data")
