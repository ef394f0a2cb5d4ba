"""`sharewell export_log FILE`: the whole log in one zip, which anybody can check without this program."""

import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sharewell.domain.audit.exports import export_log


class Command(BaseCommand):
    """Write the log to a file."""

    help = (
        "Write the whole log to a zip with a program that checks it: `python verify.py FILE`. "
        "It holds ids and commitments, and nobody's name."
    )

    def add_arguments(self, parser):
        """The file to make."""
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="the file to make; it must not be there yet"
        )

    def handle(self, *, file, **options):
        """Export, and say how to check it."""
        try:
            with file.open("xb") as made, export_log(by="system") as held:
                shutil.copyfileobj(held, made)
        except OSError as error:
            raise CommandError(f"Not written: {error}") from error
        self.stdout.write(
            f"Written to {file}. To check it: unzip verify.py from it, and run python verify.py {file}"
        )
