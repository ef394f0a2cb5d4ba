"""Bring the tables up to the code."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own `migrate`, in a folder of ours, with the table that counts sign-in attempts."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Bring the tables up to the code. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the folder, migrate, and make the table of the cache where there is one."""
        settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().handle(*args, **options)
        call_command("createcachetable", verbosity=0)
