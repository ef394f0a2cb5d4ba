"""Works through fail-overs: raises worries and sends them, again and again, until each is known to be there.

`python -m tests.storms.failing_over begin FOLDER`: tables and a small town.
`... load FOLDER SECONDS`: works until the file `stop` is in FOLDER; writes what was acknowledged.
`... cut FOLDER PORT SERVER EACH`: one worry and package for each step at which the line is cut, both ways.
`... check FOLDER`: everything that is not as it should be, as JSON.

What is pressed again after an unknown end names the same thing as before: that is the page's hidden id for a
worry, and for a package the delivery itself. Nothing else may be tried again blindly.
"""

import json
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import django
from django.utils import timezone

THREADS = 3
WORDS = {"kind": "fact", "text": "A bruise on the left arm.", "said_by": "teacher"}


def begin(folder: Path) -> None:
    """The tables, and the town's people in a file."""
    from django.core.management import call_command

    from tests.people import add_tendai, build_town

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    town = build_town()
    child = add_tendai(town.teacher)
    known = {"teacher": town.teacher.pk, "child": child.pk, "door": town.front_door.pk}
    (folder / "town.json").write_text(json.dumps({name: str(pk) for name, pk in known.items()}))


class Work:
    """What one thread does: a worry and a package, each until it is known to be stored, once."""

    def __init__(self, folder: Path) -> None:
        from sharewell.domain.children.models import Child
        from sharewell.domain.organisations.models import DirectoryEntry, Person

        known = json.loads((folder / "town.json").read_text())
        self.teacher = self.until(lambda: Person.objects.get(pk=known["teacher"]))
        self.child = self.until(lambda: Child.objects.get(pk=known["child"]))
        self.door = self.until(lambda: DirectoryEntry.objects.get(pk=known["door"]))
        self.storms, self.unknown = 0, 0
        self.done: list[dict] = []
        self.progress = folder / "progress"  # a byte for each worry that was acknowledged, of all threads

    def until(self, do):
        """Do it until no storm comes between; any other error is one."""
        from django.db import Error, close_old_connections
        from psycopg.errors import DeadlockDetected

        from sharewell.domain.audit import storms

        while True:
            try:
                return do()
            except Error as error:
                if not storms.storm_of(error) or isinstance(error.__cause__, DeadlockDetected):
                    raise
                self.storms += 1
                close_old_connections()
                time.sleep(0.05)

    def once(self) -> None:
        """One worry, decided on and sent."""
        from sharewell.domain.audit.actions import current_checkpoint

        pk = uuid4()
        worry = self.until(lambda: self.raised(pk))
        delivery = self.until(lambda: self.prepared(worry))
        self.until(lambda: self.sent(delivery))
        self.done.append({"worry": str(pk), "delivery": str(delivery.pk)})
        if len(self.done) % 5 == 0:
            self.done[-1]["checkpoint"] = self.until(current_checkpoint)
        with self.progress.open("ab") as file:
            file.write(b".")

    def raised(self, pk: UUID):
        from sharewell.domain.decisions import actions
        from sharewell.domain.decisions.models import Worry
        from tests.people import WALK

        if found := Worry.objects.filter(pk=pk).first():
            self.unknown += 1  # it was kept, though nobody said so
            return found
        children, entries = [self.child], [WORDS]
        return actions.raise_worry(pk=pk, by=self.teacher, children=children, entries=entries, answers=WALK)

    def prepared(self, worry):
        from sharewell.domain.decisions import actions as decisions
        from sharewell.domain.deliveries import actions
        from sharewell.domain.deliveries.models import Delivery

        if found := Delivery.objects.filter(decision__worry=worry).first():
            return found
        decision = worry.decisions.first() or decisions.record_decision(
            worry=worry, child=self.child, to=self.door, choice="share", reason="To keep him safe.",
            by=self.teacher,
        )  # fmt: skip
        return actions.prepare_delivery(decision=decision, by=self.teacher)

    def sent(self, delivery) -> None:
        from sharewell.domain.deliveries import actions
        from tests.domain.deliveries.town import digest_of, fresh

        now = fresh(delivery)
        if now.is_preparing:
            actions.send_delivery(delivery=now, shown=digest_of(now), by=self.teacher)


def load(folder: Path, seconds: float) -> None:
    """Work, with the outbox emptied beside, until told to stop or so many seconds are over."""
    stop, until = folder / "stop", time.monotonic() + seconds
    workers: list[Work] = []

    def is_over() -> bool:
        return stop.exists() or time.monotonic() > until

    def work() -> None:
        worker = Work(folder)
        while not is_over():
            worker.once()
        workers.append(worker)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    threads.append(threading.Thread(target=drain, args=(is_over,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(workers) == THREADS, "a worker was stopped by an error that is no storm"
    report(folder, workers)


def drain(is_over) -> None:
    from django.db import Error

    from sharewell.domain.deliveries import outbox

    while not is_over():
        try:
            outbox.drain()
        except Error:
            time.sleep(0.05)
        time.sleep(0.02)


def cut(folder: Path, port: float, server: float, each: float) -> None:
    """Cut the line at every so-manieth step of the same work, before it and after it."""
    from tests.storms.cutting import Line

    line = Line(int(port), int(server))
    worker = Work(folder)
    line.arm(0, False)
    worker.once()
    steps, size = line.steps, int(each)
    for step in range(1, steps + 1, size):
        for is_done_first in (False, True):
            line.arm(step, is_done_first)
            worker.once()
    report(folder, [worker], steps=steps, cuts=line.cuts)


def report(folder: Path, workers: list[Work], **more: int) -> None:
    """What was acknowledged, for `check`; and how much, for whoever asked."""
    done = [each for worker in workers for each in worker.done]
    met = {"storms": sum(each.storms for each in workers), "unknown": sum(each.unknown for each in workers)}
    (folder / "done.json").write_text(json.dumps(done))
    print(json.dumps({"acknowledged": len(done), **met, **more}))


def check(folder: Path) -> None:
    """I1 to I4, of everything that was acknowledged and of everything that is there."""
    from sharewell.domain.audit.checks import verify_log
    from sharewell.domain.audit.models import Event
    from sharewell.domain.decisions.models import Worry
    from sharewell.domain.deliveries import outbox
    from sharewell.domain.deliveries.models import Delivery, Outbox

    # As two minutes later: what a worker had claimed when its server went away is free again.
    Outbox.objects.filter(done_at=None).update(next_at=timezone.now())
    for _ in range(4):
        outbox.drain(claim=timedelta(0))
    done = json.loads((folder / "done.json").read_text())
    worries = set(map(str, Worry.objects.values_list("pk", flat=True)))
    events = Counter((event.kind, event.about) for event in Event.objects.order_by("number"))
    packages = Counter(map(str, Delivery.objects.values_list("decision__worry", flat=True)))
    wrong = [f"lost worry {each['worry']}" for each in done if each["worry"] not in worries]
    wrong += [f"{number} packages of worry {pk}" for pk, number in packages.items() if number != 1]
    wrong += [
        f"worry {pk} was recorded {events['worry-raised', f'worry:{pk}']} times"
        for pk in worries
        if events["worry-raised", f"worry:{pk}"] != 1
    ]
    acknowledged = {each["delivery"] for each in done}
    for delivery in Delivery.objects.all():
        wrong += wrong_with(delivery, events, acknowledged)
    checkpoints = [each["checkpoint"] for each in done if "checkpoint" in each]
    for held in checkpoints:
        verify_log(held=held)
    numbers = {"worries": len(worries), "sent": len(acknowledged), "checkpoints": len(checkpoints)}
    print(json.dumps({"wrong": wrong, **numbers}))


def wrong_with(delivery, events, acknowledged) -> list[str]:
    """Sent and recorded once each and handed over once each, or none of it."""
    from sharewell.domain.deliveries import packages

    about, is_sent = f"delivery:{delivery.pk}", not delivery.is_preparing
    wrong = [
        f"{about}: sent {is_sent}, {kind} {events[kind, about]} times"
        for kind in ("delivery-sent", "delivery-handed-over")
        if events[kind, about] != is_sent
    ]
    if is_sent and packages.digest(bytes(delivery.package)) != delivery.package_sha256:
        wrong.append(f"{about} is another package")
    if str(delivery.pk) in acknowledged and not is_sent:
        wrong.append(f"{about} was lost")
    return wrong


if __name__ == "__main__":
    django.setup()
    what, folder, *more = sys.argv[1:]
    {"begin": begin, "load": load, "cut": cut, "check": check}[what](Path(folder), *map(float, more))
