"""Serve the pages, and do the chores beside them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from sharewell.config import health


class Command(BaseCommand):
    """Serve the pages, and do the chores beside them."""

    help = "Serve the pages, and empty the outbox beside them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, and with how many hands."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address to listen at (rests at 127.0.0.1)"
        )
        parser.add_argument("--port", type=int, default=8000, help="the port (rests at 8000)")
        parser.add_argument(
            "--threads", type=int, default=8, help="how many pages at once in each process (8)"
        )
        parser.add_argument("--processes", type=int, default=1, help="more than one on PostgreSQL only (1)")
        parser.add_argument(
            "--no-worker", action="store_true", help="do the chores elsewhere: sharewell worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the tables and the static files, say what is wrong, and serve until stopped."""
        if settings.ON_SQLITE and options["processes"] > 1:
            raise CommandError("SQLite is served by one process. Use PostgreSQL, or leave --processes out.")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        for finding in health.findings():
            if finding.is_serious:
                self.stderr.write(f"{finding.what} {finding.mend}")
        connections.close_all()  # no connection may be carried into another process

        from sharewell.config.server import Server

        bind = f"{options['host']}:{options['port']}"
        Server(bind, options["processes"], options["threads"], has_worker=not options["no_worker"]).run()
