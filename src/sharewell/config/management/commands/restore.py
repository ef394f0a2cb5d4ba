"""Put a backup in the place of the present database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sharewell.config import backups, health
from sharewell.sealing import SealingError


class Command(BaseCommand):
    """Put a backup in the place of the present database."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Put a backup in the place of the present database. Stop the service first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The backup, and whether people may be overwritten."""
        parser.add_argument("file", type=Path, help="a file that `sharewell backup` made")
        parser.add_argument(
            "--identity", type=Path, help="the offline key, where the backup was sealed to one"
        )
        parser.add_argument(
            "--replace", action="store_true", help="even though the present database holds people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, bring the tables up to the code, and say of when the backup is."""
        if not options["replace"] and _holds_people():
            raise CommandError(
                "The present database holds people. Say --replace if the backup is to take its place."
            )
        try:
            head = backups.restore(options["file"], options["identity"])
        except (backups.BackupRefused, SealingError, OSError) as refused:
            raise CommandError(str(refused)) from refused
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored as it was at {head['at']}.")
        for finding in health.log_findings():
            raise CommandError(f"{finding.what} {finding.mend}")
        self.stdout.write("The log holds, every entry of it. Now run: sharewell doctor")


def _holds_people() -> bool:
    try:
        return get_user_model().objects.exists()
    except DatabaseError:
        return False
