from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "belediyye.alliance.relations"
    label = "relations"
    verbose_name = _("The alliance and those around it")

    def ready(self) -> None:
        from belediyye.alliance.relations import house

        house.enter()
