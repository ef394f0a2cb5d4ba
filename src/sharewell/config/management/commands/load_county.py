"""Fills an empty demo with the invented county of `examples/`. Does nothing where it is there already."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from sharewell.config.county import County

EXAMPLES = Path(__file__).resolve().parents[5] / "examples"


class Command(BaseCommand):
    help = "Fill an empty demo with the invented county. Refuses anywhere else: its passwords are public."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=EXAMPLES, help="where the county's files are"
        )

    def handle(self, *, folder, **options):
        if not settings.DEMO:
            raise CommandError(
                "The county's passwords are public, so it is loaded by `dev.py demo` alone. "
                "This service was not started by it (SHAREWELL_DEMO is not set)."
            )
        if not (folder / "areas.toml").exists():
            raise CommandError(f"There is no county in {folder}: areas.toml is missing.")
        if get_user_model().objects.exists():
            self.stdout.write("The county is here already.")
            return
        county = County(folder)
        county.load()
        self.stdout.write(f"{len(county.people)} people and {len(county.children)} children, all invented.")
