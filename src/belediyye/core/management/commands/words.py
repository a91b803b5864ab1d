from django.conf import settings
from django.core.management import BaseCommand

from belediyye.core.words import add_missing, translations


class Command(BaseCommand):
    help = "Adds every new string for people to its room's Azerbaijani catalogue, empty, to be translated."

    def handle(self, *args: object, **options: object) -> None:
        known = translations(settings.SOURCE, "az")
        for room in [
            settings.SOURCE / "core",
            *sorted(p.parent for p in settings.SOURCE.glob("*/*/apps.py")),
        ]:
            if count := add_missing(room, "az", known):
                self.stdout.write(
                    f"{room.relative_to(settings.SOURCE)}: {count} strings wait for a translation"
                )
