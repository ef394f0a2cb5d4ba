"""Do the chores without serving pages."""

import signal
from typing import Any, ClassVar

from django.core.management.base import BaseCommand

from sharewell.config.worker import Workers


class Command(BaseCommand):
    """Do the chores without serving pages."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Empty the outbox and do the other chores, beside a `serve --no-worker`."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until stopped."""
        worker = Workers()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        worker.start()
        try:
            worker.join()
        except KeyboardInterrupt:
            worker.stop()
