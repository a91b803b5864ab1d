from django.core.management import BaseCommand, call_command

from belediyye.core.actors import machine
from belediyye.core.databases import learn_sizes
from belediyye.core.models import Area
from belediyye.core.territory import AREAS, load_areas


class Command(BaseCommand):
    help = "Makes or upgrades the database and loads the territory."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        learn_sizes()
        known = sum(1 for _ in AREAS.open(encoding="utf-8")) - 1
        if Area.objects.count() < known:
            load_areas(actor=machine("./run migrate"))
        self.stdout.write(f"The database is ready: {Area.objects.count()} rayons and cities.")
