from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "belediyye.core"
    label = "core"
    verbose_name = _("The cellar")

    def ready(self) -> None:
        from belediyye.core import databases, queries, search

        databases.connect()
        search.searchable(_("Municipalities"), queries.search_municipalities)
