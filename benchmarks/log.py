"""P2a, P2b, P2c: the log's durable append, proofs and full check, beside pymerkle and the machine's limits.

The peer is GPL and never a dependency; install it for a run only: `pip install --target peers
pymerkle==7.0.0` and `PYTHONPATH=peers python -m benchmarks log`. Without it the limits are still
measured: fdatasync for an append, a bare SHA-256 loop for the check. Entries are the product's own, of
about 350 bytes. Appends (P2a) wait for the disk and are measured by the clock on the wall, in short turns;
the rest by the time that the processor spent.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from benchmarks import ROUNDS, race, row
from sharewell.ledger.checking import check_rows
from sharewell.ledger.entries import entry_leaf, says_index
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.log import Log

SIZES = (10_000, 100_000, 1_000_000)
APPENDS, PROOFS, TURNS = 400, 4_000, 10  # in one round
PEER = "pymerkle 7.0.0, SQLite"
AT, ABOUT = datetime(2026, 11, 22, tzinfo=UTC), f"decision:{uuid4()}"
BY = str(uuid4())


def run() -> list[dict]:
    """The rows of results.json for P2a, P2b and P2c."""
    try:
        peer = import_module("pymerkle").SqliteTree
    except ImportError:
        peer = None
        print("  pymerkle is left out: it is not installed (pip install --target peers pymerkle==7.0.0)")
    with tempfile.TemporaryDirectory(prefix="sharewell-log-") as folder:
        logs = {size: _filled(Path(folder) / f"{size}.sqlite3", size) for size in SIZES}
        trees = (
            {size: _grown(peer, Path(folder) / f"peer-{size}.sqlite3", size) for size in SIZES}
            if peer
            else {}
        )
        _set_up_django(Path(folder))
        return [*_proofs(logs, trees), *_checks(logs), *_appends(Path(folder), logs, trees)]


def leaf(index: int) -> bytes:
    digests = {"case.json": "0" * 64, "outcome.json": "1" * 64}
    return entry_leaf(index=index, at=AT, kind="decision-recorded", by=BY, about=ABOUT, commitments=digests)


def _filled(path: Path, size: int) -> Log:
    log = Log(SqliteFile(path))
    for start in range(0, size, 10_000):
        log.append_many(leaf(index) for index in range(start, start + 10_000))
    return log


def _grown(peer: Callable, path: Path, size: int):
    tree = peer(str(path))
    tree.append_entries(leaf(index) for index in range(size))
    return tree


def _set_up_django(folder: Path) -> None:
    """The audit room alone, as the embedded database has it, with as many entries as the longest log."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from sharewell.config.databases import database

    settings.configure(
        DATABASES={"default": database("", folder)},
        INSTALLED_APPS=["sharewell.domain.audit"],
        KEYS=folder / "keys",
        LOG_ORIGIN="benchmark.example/log",
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from sharewell.domain.audit.rows import Tables

    log = Log(Tables())
    for start in range(0, SIZES[-1], 100_000):
        log.append_many(leaf(index) for index in range(start, start + 100_000))


# --- P2a: appending --------------------------------------------------------------------------------


def _appends(folder: Path, logs: dict, trees: dict) -> Iterator[dict]:
    from django.db import transaction

    from sharewell.domain.audit.actions import record_event

    committed = {"case.json": b"...", "outcome.json": b"..."}

    def in_django() -> None:
        with transaction.atomic():
            record_event(kind="decision-recorded", by=BY, about=ABOUT, commitments=committed)

    choose = random.Random(6962)
    disk = os.open(folder / "synced", os.O_CREAT | os.O_RDWR)

    os.write(
        disk, bytes(4096 * 1_000)
    )  # as long as SQLite's own file of writes to come: none grows while measured
    os.fsync(disk)

    def synced() -> None:
        os.pwrite(disk, os.urandom(4096), 4096 * choose.randrange(1_000))
        os.fdatasync(disk)

    content = leaf(0)
    ways = {"fdatasync": synced, "record_event": in_django}
    ways |= {f"ledger {size}": lambda log=log: log.append(content) for size, log in logs.items()}
    if trees:
        ways[PEER] = lambda: trees[SIZES[0]].append_entry(content)
    rates = _rates(ways)
    peers = [name for name in (PEER, "fdatasync") if name in rates]
    for name in peers:
        for size in SIZES:
            work = "durable append, ledger in an SQLite file"
            yield row(
                "P2a",
                work,
                size,
                "entries/s",
                rates[f"ledger {size}"],
                name,
                rates[name],
                limit=rates["fdatasync"],
            )
        work = "record_event, one Django transaction each, SQLite"
        yield row(
            "P2a",
            work,
            SIZES[-1],
            "events/s",
            rates["record_event"],
            name,
            rates[name],
            limit=rates["fdatasync"],
        )
    many = race({"ours": lambda: 10_000 / _seconds(lambda: logs[SIZES[0]].append_many([content] * 100), 100)})
    yield row("P2a", "append, 100 entries a transaction", SIZES[0], "entries/s", many["ours"])
    os.close(disk)


def _rates(ways: dict[str, Callable]) -> dict[str, list[float]]:
    """Calls a second of each way, a figure a round. Within a round the ways take short turns."""
    figures = {name: [] for name in ways}
    for _ in range(ROUNDS):
        taken = dict.fromkeys(ways, 0.0)
        for _ in range(TURNS):
            for name, way in ways.items():
                taken[name] += _seconds(way, APPENDS // TURNS)
        for name, seconds in taken.items():
            figures[name].append(APPENDS / seconds)
    return figures


# --- P2b: proving ----------------------------------------------------------------------------------


def _proofs(logs: dict, trees: dict) -> Iterator[dict]:
    choose = random.Random(6962)
    ways = {}
    for size, log in logs.items():
        for _ in range(4 * PROOFS):  # read once what every proof needs, as a server has
            log.inclusion(choose.randrange(size), size)
        ways[f"ours {size}"] = lambda log=log, size=size: _microseconds(
            lambda: log.inclusion(choose.randrange(size), size), PROOFS
        )
        if trees:
            ways[f"peer {size}"] = lambda size=size: _microseconds(
                lambda: trees[size].prove_inclusion(choose.randrange(1, size), size), max(1, 100_000 // size)
            )
    times = race(ways)
    for size in SIZES:
        theirs = times.get(f"peer {size}")
        work = "inclusion proof from cached nodes in an SQLite file"
        yield row("P2b", work, size, "us", times[f"ours {size}"], theirs and PEER, theirs, is_rate=False)
    growth = [min(times[f"ours {SIZES[-1]}"]) / min(times[f"ours {SIZES[0]}"])]
    yield row(
        "P2b", "time of a proof at 10^6 entries over that at 10^4", SIZES[-1], "times", growth, is_rate=False
    )


# --- P2c: checking everything ----------------------------------------------------------------------


def _checks(logs: dict) -> Iterator[dict]:
    from sharewell.domain.audit.checks import verify_log

    content = leaf(1_000_000)

    def loop() -> None:
        for _ in range(200_000):
            sha256(content).digest()

    for size, log in logs.items():
        ways = {
            "ledger": lambda log=log, size=size: (
                size / _of_processor(lambda: check_rows(log.store.rows, {}, _in_place))
            ),
            "bare sha256 loop": lambda: 200_000 / _of_processor(loop),
        }
        if size == SIZES[-1]:
            ways["verify_log"] = lambda size=size: size / _of_processor(verify_log)
        rates = race(ways)
        loops = rates["bare sha256 loop"]
        for name, work in [
            ("ledger", "full check of an SQLite file"),
            ("verify_log", "verify_log, Django on SQLite"),
        ]:
            if name in rates:
                yield row("P2c", work, size, "entries/s", rates[name], "bare sha256 loop", loops, limit=loops)


def _in_place(row_: tuple) -> bool:
    return says_index(row_[1], row_[0])


def _seconds(way: Callable, times: int = 1, clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    for _ in range(times):
        way()
    return clock() - start


def _of_processor(way: Callable, times: int = 1) -> float:
    """Seconds that the processor spent on it, whatever else the machine does."""
    return _seconds(way, times, time.process_time)


def _microseconds(way: Callable, times: int) -> float:
    return _of_processor(way, times) / times * 1e6
