"""Writes an organisation's own areas, directory and first people into an empty service."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from sharewell.config.county import County

FILES = ("areas.toml", "organisations.toml", "people.toml")


class Command(BaseCommand):
    help = (
        "Write areas, organisations, their front doors and the first people into an empty service, "
        "from files such as those in examples/."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, help="where areas.toml, organisations.toml and people.toml are"
        )

    def handle(self, *, folder, **options):
        missing = [name for name in FILES if not (folder / name).exists()]
        if missing:
            raise CommandError(f"{folder} has no {' and no '.join(missing)}. Begin with those in examples/.")
        if get_user_model().objects.exists():
            raise CommandError("People are here already. Add more with: sharewell add_person")
        county = County(folder)
        try:
            county.set_up()
        except (KeyError, ValueError) as error:
            raise CommandError(f"Nothing was written: {type(error).__name__}: {error}") from error
        self.stdout.write(
            f"{len(county.organisations)} organisations and {len(county.people)} people. Those without a "
            "password choose one through 'I forgot my password' on the sign-in page."
        )
