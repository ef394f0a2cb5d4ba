"""Kills the sending of two packages at every step, and looks at what is left. Run by test_crashes.py.

`python -m tests.domain.deliveries.crashing FOLDER STRIDE DOUBLES`: one package goes to an inbox, one by a
link and a real mail server. A step is an SQL statement, a commit (before and after), or a verb of SMTP
(before it is sent, and after it was answered). Every STRIDE-th step is crashed by SIGKILL, each in a run of
its own; then DOUBLES pairs of steps, one after the other. After a crash the sender presses again, if nothing
was recorded, and a worker drains. Prints one line of JSON.
"""

import json
import os
import random
import shutil
import signal
import smtplib
import socket
import sys
import traceback
from datetime import timedelta
from pathlib import Path

from aiosmtpd.controller import Controller


class Received:
    """What the mail server took: a message counts once its DATA was answered."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.content.decode())
        return "250 taken"


class Steps:
    """Counts steps in this process, and kills it before the one that it was given."""

    def __init__(self, fatal=None):
        self.fatal, self.count = fatal, 0

    def step(self):
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self):
        from django.db import connection
        from django.db.backends.base.base import BaseDatabaseWrapper

        def wrapper(execute, sql, params, many, context):
            self.step()
            return execute(sql, params, many, context)

        connection.execute_wrappers.append(wrapper)
        self._around(BaseDatabaseWrapper, "_commit")
        self._around(smtplib.SMTP, "putcmd")
        self._around(smtplib.SMTP, "getreply")
        self._around(smtplib.SMTP, "send")

    def _around(self, owner, name):
        plain = getattr(owner, name)

        def watched(*args, **kwargs):
            self.step()
            got = plain(*args, **kwargs)
            self.step()
            return got

        setattr(owner, name, watched)


def press_and_drain(deliveries):
    """The sender presses Send where it still can be pressed; a worker drains until nothing is open."""
    from sharewell.domain.deliveries import actions, outbox
    from sharewell.domain.deliveries.models import Outbox
    from tests.domain.deliveries.town import digest_of, fresh

    for delivery in deliveries:
        now = fresh(delivery)
        if now.is_preparing:
            actions.send_delivery(delivery=now, shown=digest_of(now), by=now.by)
    for _n in range(4):
        outbox.drain(claim=timedelta(0))
        if not Outbox.objects.filter(done_at__isnull=True).exists():
            return


def in_a_child(act):
    """Run it in a process of its own; what it says, or None if it was killed."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            said = act()
            connections.close_all()
            os.write(writing, json.dumps(said).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        heard = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return None
    if os.WEXITSTATUS(status):
        raise SystemExit("a step failed without having been killed")
    return json.loads(heard)


def wrong_with(deliveries, mails):
    """Everything that is not as it should be when all is over."""
    from sharewell.domain.audit.checks import verify_log
    from sharewell.domain.audit.queries import events_about
    from sharewell.domain.deliveries import codes, packages, queries
    from sharewell.domain.deliveries.models import Delivery, Outbox
    from tests.domain.deliveries.town import fresh

    wrong, (to_council, to_gp) = [], [fresh(one) for one in deliveries]

    def expect(holds, what):
        if not holds:
            wrong.append(what)

    verify_log()
    for one in (to_council, to_gp):
        kinds = [event.kind for event in events_about(f"delivery:{one.pk}")]
        expect(one.state == "sent", f"lost: {one.state}")
        for kind in ("delivery-sent", "delivery-handed-over"):
            expect(kinds.count(kind) == 1, f"{kind} recorded {kinds.count(kind)} times")
        expect(packages.digest(bytes(one.package)) == one.package_sha256, "package altered")
    reader = to_council.decision.recipient.organisation.people.get(role="practitioner")
    expect(queries.inbox_for(reader) == [to_council], "not in the inbox exactly once")
    expect(Delivery.objects.count() == 2, "duplicated")
    expect(Outbox.objects.filter(done_at__isnull=True).count() == 0, "left in the outbox")
    expect(Outbox.objects.count() == 2, "queued twice")
    expect(to_gp.links.count() == 1, "more than one link")
    expect(len(mails) >= 1, "no mail")
    ids = {line for mail in mails for line in mail.splitlines() if line.lower().startswith("message-id:")}
    links = {word for mail in mails for word in mail.split() if "/received/" in word}
    expect(len(ids) == 1, f"{len(ids)} message ids")
    expect(len(links) == 1, f"{len(links)} links")
    tokens = {codes.hash_token(link.rpartition("/")[2]) for link in links}
    expect(tokens == {to_gp.links.get().token_hash}, "the mail's link is not the delivery's")
    return wrong


def main(folder, stride, doubles):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings")
    port = free_port()
    server = Controller(Received(), hostname="127.0.0.1", port=port)
    server.start()
    import django
    from django.conf import settings

    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    deliveries = in_a_child_build()
    database = Path(settings.DATABASES["default"]["NAME"])
    template = Path(folder) / "template"
    shutil.copy(database, template)

    def schedule(*fatal):
        """Crash at each of these steps in turn, then let it finish. Says how many steps the first run had."""
        for leftover in database.parent.glob(database.name + "*"):
            leftover.unlink()
        shutil.copy(template, database)
        server.handler.mails.clear()
        survived = 0
        for at in (*fatal, None):
            steps = Steps(at)

            def run(steps=steps):
                steps.watch()
                press_and_drain(rows(deliveries))
                return steps.count

            survived = in_a_child(run) or survived
        wrong = in_a_child(lambda: wrong_with(rows(deliveries), list(server.handler.mails)))
        return survived, len(server.handler.mails), [f"{fatal}: {what}" for what in wrong]

    total, _mails, wrong = schedule()
    twice = 0
    for step in range(1, total + 1, stride):
        _left, mails, found = schedule(step)
        twice += mails > 1
        wrong += found
    chance = random.Random(27)
    for _n in range(doubles):
        _left, mails, found = schedule(chance.randint(1, total), chance.randint(1, total))
        wrong += found
    server.stop()
    print(
        json.dumps(
            {
                "steps": total,
                "single": len(range(1, total + 1, stride)),
                "doubles": doubles,
                "mailed_twice": twice,
                "wrong": wrong,
            }
        )
    )


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def in_a_child_build():
    def build():
        from django.core.management import call_command

        from tests.domain.deliveries.town import prepare, worry_of
        from tests.people import build_town

        call_command("migrate", verbosity=0)
        town = build_town()
        case = worry_of(town)
        made = [prepare(case, to, town.teacher) for to in (town.front_door, town.gp)]
        return [str(one.pk) for one in made]

    return in_a_child(build)


def rows(keys):
    from sharewell.domain.deliveries.models import Delivery

    return [Delivery.objects.get(pk=key) for key in keys]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
