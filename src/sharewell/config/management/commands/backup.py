"""Seal a copy of the whole database into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sharewell.config import backups
from sharewell.sealing import SealingError


class Command(BaseCommand):
    """Seal a copy of the whole database into one file."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Seal a copy of the whole database, and its keys wrapped, into one file, while the service works."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file to make."""
        parser.add_argument("file", type=Path, help="the file to make; it must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, and say where the other half is."""
        try:
            backups.back_up(options["file"])
        except (backups.BackupRefused, SealingError, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Backed up to {options['file']}. {_who_can_open()}")


def _who_can_open() -> str:
    if not settings.BACKUP_RECIPIENTS:
        return "It opens with the keys of this service, or with two sheets of their escrow."
    people = len(settings.BACKUP_RECIPIENTS)
    return f"It is sealed to {people} offline key{'s'[: people > 1]}, and needs the service's own keys too."
