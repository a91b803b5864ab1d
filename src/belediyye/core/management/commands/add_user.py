from datetime import date
from getpass import getpass

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from belediyye.core.actors import machine
from belediyye.core.models import Municipality, Role
from belediyye.core.people import open_account


class Command(BaseCommand):
    help = "Gives an account and a role: ./run add-user leyla --role clerk --municipality quba-alpan"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--surname", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--municipality", help="its code; empty for a role over the whole house")
        parser.add_argument("--from", dest="starts", type=date.fromisoformat)

    def handle(
        self, *args: object, username: str, surname: str, name: str, role: str, **options: object
    ) -> None:
        place = None
        if code := options["municipality"]:
            place = Municipality.objects.filter(code=code).first()
            if place is None:
                raise CommandError(
                    f"There is no municipality “{code}”. ./run import-municipalities brings a list."
                )
        open_account(
            actor=machine("./run add-user"), username=username, password=getpass("Password: "), surname=surname,
            name=name, role=role, municipality=place, starts=options["starts"] or timezone.localdate(),
        )  # fmt: skip
        self.stdout.write(f"{username} may log in now.")
