"""Many writers at once, as several worker processes with threads would be: run by `test_many_writers.py`.

`python -m tests.domain.audit.crowd DATABASE_URL HOME prepare|write|check`. `write` prints how many events
stayed.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import django
from django.conf import settings
from django.core.management import call_command

THREADS, EACH = 4, 30


def main(url: str, home: str, what: str) -> None:
    """Set up a service of one room, and do what is asked."""
    from sharewell.config.databases import database

    settings.configure(
        DATABASES={"default": database(url, Path(home))},
        INSTALLED_APPS=["sharewell.domain.audit"],
        KEYS=Path(home) / "keys",
        LOG_ORIGIN="crowd.example/log",
        USE_TZ=True,
        WATCH_CLOCK=True,
    )
    django.setup()
    {"prepare": _prepare, "write": _write, "check": _check}[what]()


def _prepare() -> None:
    call_command("migrate", verbosity=0)


def _write() -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        print(sum(threads.map(_write_some, range(THREADS))))


def _write_some(thread: int) -> int:
    from django.db import connection

    stayed = sum(_write_one(number) for number in range(EACH))
    connection.close()
    return stayed


def _write_one(number: int) -> int:
    """One write of one or two events; every fifth is undone, every seventh undone in part."""
    from django.db import transaction

    from sharewell.domain.audit.actions import current_checkpoint, record_event

    about = f"decision:{uuid4()}"
    try:
        with transaction.atomic():
            record_event(kind="worry-raised", by="system", about=about, commitments={"words": b"..."})
            if number % 7 == 0:
                _undone_in_part(about)
            if number % 3 == 0:
                current_checkpoint()
            if number % 5 == 0:
                raise ZeroDivisionError
    except ZeroDivisionError:
        return 0
    return 1


def _undone_in_part(about: str) -> None:
    from django.db import transaction

    from sharewell.domain.audit.actions import record_event

    try:
        with transaction.atomic():
            record_event(kind="worry-opened", by="system", about=about)
            raise KeyError
    except KeyError:
        pass


def _check() -> None:
    from sharewell.domain.audit.checks import verify_log
    from sharewell.domain.audit.models import Opening

    checked = verify_log()
    assert Opening.objects.count() == checked.size
    print(checked.size)


if __name__ == "__main__":
    main(*sys.argv[1:])
