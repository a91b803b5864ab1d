from django.conf import settings
from django.core.management import BaseCommand

from belediyye.core.plan_of_house import draw


class Command(BaseCommand):
    help = "Draws docs/map.md anew from the code."

    def handle(self, *args: object, **options: object) -> None:
        (settings.ROOT / "docs" / "map.md").write_text(draw(settings.SOURCE), "utf-8")
