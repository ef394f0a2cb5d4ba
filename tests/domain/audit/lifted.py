"""Emptying a database between tests, which the triggers of the log and of what is frozen rightly refuse."""

from django.core.management.commands import flush
from django.db import connections

from sharewell.domain.audit import triggers


def lift_while_flushing() -> None:
    """Make Django's `flush`, in this process only, lift the triggers and put them back."""
    from sharewell.config import freezing  # once the settings are there

    plain = flush.Command.handle

    def handle(self, **options):
        connection = connections[options["database"]]
        triggers.lift(connection)
        freezing.thaw()
        try:
            return plain(self, **options)
        finally:
            triggers.guard(connection)
            freezing.freeze()

    flush.Command.handle = handle
