from pathlib import Path

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from belediyye.core.actors import machine
from belediyye.core.lists import read_municipalities
from belediyye.core.territory import import_municipalities


class Command(BaseCommand):
    help = "Takes a list of municipalities (.xlsx, .ods, .csv) with the columns rayon, municipality and, if there, type, population, units."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", default="", help="the rayon or city, where the list does not name it")

    def handle(self, *args: object, file: Path, area: str, **options: object) -> None:
        try:
            rows = read_municipalities(file, area)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        outcome = import_municipalities(
            actor=machine("./run import-municipalities"), rows=rows, on=timezone.localdate()
        )
        self.stdout.write(
            f"{outcome.added} added, {outcome.changed} brought up to date, {len(outcome.refused)} refused."
        )
        for number, why in outcome.refused:
            self.stdout.write(f"  line {number}: {why}")
