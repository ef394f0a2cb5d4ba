"""What goes on beside the pages: shares and mails leave, silence is noticed, old sessions are forgotten."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import close_old_connections, connections

from sharewell.config import bounces
from sharewell.domain.agreements import mails as agreement_mails
from sharewell.domain.agreements.actions import keep_agreements
from sharewell.domain.audit import spool
from sharewell.domain.decisions.actions import keep_watch
from sharewell.domain.deliveries import actions, outbox, reminders
from sharewell.domain.dpias import actions as assessments
from sharewell.domain.learning import reminders as policy_reminders
from sharewell.domain.oversight.jumps import look_for_jumps

log = logging.getLogger("sharewell.worker")


@dataclass
class Chore:
    """Something to do every so many seconds."""

    name: str
    seconds: float
    do: Callable[[], object]
    next_at: float = field(default=0.0)


def chores() -> list[Chore]:
    """Everything that is done without anybody asking, but for the mails."""
    return [
        Chore("hand over to inboxes", 1, lambda: outbox.drain(kinds=[outbox.ARRIVAL])),
        Chore("tell of what is urgent and not opened", 15, actions.tell_unopened),
        Chore("tell of alerts", 15, actions.tell_alerts),
        Chore("watch who looks", 20, keep_watch),
        Chore("write what waited", 5, spool.replay),
        Chore("keep the reviews of agreements", 600, keep_agreements),
        Chore("look for changes in the law behind assessments", 3600, assessments.look_for_law_changes),
        Chore("look for far more shares than assessed", 3600, look_for_jumps),
        Chore("forget old sessions", 3600, lambda: call_command("clearsessions")),
    ]


def mails() -> list[Chore]:
    """What waits for a mail server, which may be slow: nothing else may wait for it."""
    return [
        Chore("empty the outbox", 1, lambda: outbox.drain(kinds=[outbox.NOTICE])),
        Chore("send reminders", 1, reminders.drain),
        Chore("remind of reviews of policies", 3600, policy_reminders.send),
        Chore("send mails about agreements", 2, agreement_mails.send_all),
        Chore("tell whose turn an assessment is", 60, assessments.tell_turns),
        Chore("read what came back", 30, bounces.read_new),
    ]


class Workers:
    """The two of them: one for the mails, and one for everything else."""

    def __init__(self) -> None:
        self._both = [Worker("worker", chores()), Worker("mails", mails())]

    def start(self) -> None:
        for each in self._both:
            each.start()

    def join(self) -> None:
        for each in self._both:
            each.join()

    def stop(self, seconds: float = 10) -> None:
        """Finish what is being done, and end."""
        for each in self._both:
            each.stop(seconds)


class Worker(threading.Thread):
    """Does its chores until it is stopped. One that fails is logged and tried again at its next time."""

    def __init__(self, name: str, does: list[Chore]) -> None:
        super().__init__(name=name, daemon=True)
        self._stopping = threading.Event()
        self._chores = does

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
        close_old_connections()  # back to the pool, where there is one: the next round may be far off
        chore.next_at = time.monotonic() + chore.seconds
