"""Serve the pages, and do the chores beside them."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections

from sharewell.config import health, soundness
from sharewell.domain.audit import spool, storms


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
        if settings.READING_ONLY:
            self.stderr.write(
                "The database cannot be written: what is there is served, and every write is refused. "
                "Start again once it is mended; `sharewell doctor` says what is wrong."
            )
        else:
            self._prepare()
        for finding in health.findings():
            if finding.is_serious:
                self.stderr.write(f"{finding.what} {finding.mend}")
        connections.close_all()  # no connection may be carried into another process

        from sharewell.config.server import Server

        bind = f"{options['host']}:{options['port']}"
        has_worker = not options["no_worker"] and not settings.READING_ONLY
        Server(bind, options["processes"], options["threads"], has_worker=has_worker).run()

    def _prepare(self) -> None:
        """The tables, the static files and the room for what may have to wait. Without them where need be."""
        try:
            call_command("migrate", verbosity=0)
            if soundness.free_bytes() > soundness.ROOM or not is_collected():
                call_command("collectstatic", interactive=False, verbosity=0)
        except (Error, OSError) as error:
            self._without(error)
        spool.prepare()

    def _without(self, error: Exception) -> None:
        storm = storms.storm_of(error)
        if storm is None:
            raise error
        if storm == storms.LOCKED:
            raise CommandError("Another process holds the database. Stop it, and start again.") from error
        self.stderr.write(f"The tables could not be prepared ({storm}).")
        if settings.ON_SQLITE:  # begin again, for reading only
            os.environ["SHAREWELL_READING_ONLY"] = "yes"
            sys.stderr.flush()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def is_collected() -> bool:
    """Whether the static files were prepared before: a full disk must not spoil those."""
    return (settings.STATIC_ROOT / "staticfiles.json").exists()
