import sys

from django.core.management import BaseCommand

from belediyye.core.journal import Broken, verify


class Command(BaseCommand):
    help = "Walks every chain of the log. Exit 0: untouched; 1: the breaks are printed."

    def handle(self, *args: object, **options: object) -> None:
        breaks = 0
        for found in verify():
            if isinstance(found, Broken):
                breaks += 1
                self.stdout.write(f"Chain {found.chain}, line {found.place}: {found.why}.")
            else:
                self.stdout.write(f"{found} lines read, {breaks} breaks.")
        sys.exit(1 if breaks else 0)
