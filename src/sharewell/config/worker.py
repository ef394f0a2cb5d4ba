"""What goes on beside the pages: the outbox is emptied about every second, old sessions now and then."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import close_old_connections, connections

from sharewell.domain.audit import spool
from sharewell.domain.deliveries import outbox

log = logging.getLogger("sharewell.worker")


@dataclass
class Chore:
    """Something to do every so many seconds."""

    name: str
    seconds: float
    do: Callable[[], object]
    next_at: float = field(default=0.0)


def chores() -> list[Chore]:
    """Everything that is done without anybody asking."""
    return [
        Chore("empty the outbox", 1, outbox.drain),
        Chore("write what waited", 5, spool.replay),
        Chore("forget old sessions", 3600, lambda: call_command("clearsessions")),
    ]


class Worker(threading.Thread):
    """Does the chores until it is stopped. One that fails is logged and tried again at its next time."""

    def __init__(self) -> None:
        super().__init__(name="worker", daemon=True)
        self._stopping = threading.Event()
        self._chores = chores()

    def run(self) -> None:
        """Do what is due, about once a second."""
        while not self._stopping.wait(0.5):
            for chore in self._chores:
                if time.monotonic() >= chore.next_at:
                    self._do(chore)
        connections.close_all()

    def stop(self, seconds: float = 10) -> None:
        """Finish what is being done, and end."""
        self._stopping.set()
        if self.is_alive():
            self.join(seconds)

    def _do(self, chore: Chore) -> None:
        close_old_connections()
        try:
            chore.do()
        except Exception:  # the service must go on; the outbox row is still there and is tried again
            log.exception("This did not work and will be tried again: %s.", chore.name)
            connections.close_all()
        chore.next_at = time.monotonic() + chore.seconds
