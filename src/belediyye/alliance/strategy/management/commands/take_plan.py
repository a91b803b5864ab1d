from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from belediyye.alliance.strategy.actions import take_plan
from belediyye.alliance.strategy.planfile import UnreadablePlan, read_plan
from belediyye.core.actions import Refused
from belediyye.core.actors import machine


class Command(BaseCommand):
    help = "Takes a strategic plan from a .txt, .docx or .xlsx file into the house."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="")
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            read = read_plan(options["file"])
            plan = take_plan(
                actor=machine("import-plan"), read=read, on=timezone.localdate(), code=options["code"]
            )
        except (UnreadablePlan, Refused) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was taken: the database is not ready. ./run migrate makes it. ({error})"
            ) from error
        if not options["quiet"]:
            self.stdout.write(f"Taken into the house as “{plan.code}”: {plan.activities.count()} activities.")
