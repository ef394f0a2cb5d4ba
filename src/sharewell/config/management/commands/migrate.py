"""Bring the tables up to the code."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sharewell.config import freezing, walls


class Command(migrate.Command):
    """Django's own `migrate`, in a folder of ours, with what stands in the tables besides rows."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Bring the tables up to the code. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the folder, migrate, raise the walls, freeze what is frozen, and make the cache's table."""
        settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _is_behind():
            walls.lower_walls()
            freezing.thaw()
        super().handle(*args, **options)
        if not _is_behind():  # all of the tables are there, and none was taken back
            walls.raise_walls()
            freezing.freeze()
        call_command("createcachetable", verbosity=0)


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
