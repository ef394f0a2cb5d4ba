"""Emptying a database between tests, which the log's triggers would rightly refuse."""

from django.core.management.commands import flush
from django.db import connections

from sharewell.domain.audit import triggers


def lift_while_flushing() -> None:
    """Make Django's `flush`, in this process only, lift the triggers and put them back."""
    plain = flush.Command.handle

    def handle(self, **options):
        connection = connections[options["database"]]
        triggers.lift(connection)
        try:
            return plain(self, **options)
        finally:
            triggers.guard(connection)

    flush.Command.handle = handle
