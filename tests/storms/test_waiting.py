"""What could not be written waits, sealed, is written once when it can be, and is never called saved."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from sharewell.domain.audit import refuge, spool, storms
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.decisions import actions
from sharewell.domain.decisions.models import Look, Worry
from tests.config.running import county, environment
from tests.people import add_tendai

CALL = {"text": "999: police", "spoke_to": "Control room", "is_checked": True}


def refused(execute, sql, params, many, context):
    """The database as it is when it takes no writes."""
    if sql.split()[0] in ("INSERT", "UPDATE", "DELETE"):
        cause = OperationalError("attempt to write a readonly database")
        cause.sqlite_errorcode = 8
        raise OperationalError(str(cause)) from cause
    return execute(sql, params, many, context)


@pytest.fixture
def apart(settings, tmp_path, monkeypatch):
    """A spool and a refuge of the test's own."""
    settings.SPOOL = tmp_path / "spool"
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(refuge, "_PLACES", (str(folder),))
    storms.is_over()
    yield tmp_path
    storms.is_over()


def emergency(town, seen="She ran out barefoot"):
    return actions.record_emergency_in_any_weather(
        by=town.teacher, nation="england", calls=[{**CALL, "moment": timezone.now() - timedelta(minutes=5)}],
        child_name="T", seen=seen,
    )  # fmt: skip


def test_an_emergency_waits_sealed_and_is_written_once(town, apart):
    spool.prepare()
    with connection.execute_wrapper(refused):
        worry, how = emergency(town)
        assert (worry, how) == (None, spool.KEPT)
        assert spool.replay() == 0, "nothing can be written yet"
    assert spool.waiting() == 1
    assert b"barefoot" not in (apart / "spool").read_bytes()
    assert not Worry.objects.exists()
    held = (apart / "spool").read_bytes()
    assert spool.replay() == 1 and spool.waiting() == 0
    worry = Worry.objects.get()
    assert worry.is_emergency and "barefoot" in worry.entries.first().text
    (apart / "spool").write_bytes(held)  # the power went between the commit and the clearing
    spool.replay()
    assert Worry.objects.count() == 1
    verify_log()


def test_a_look_is_kept_when_it_cannot_be_written(town, apart, client):
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], entries=[])
    client.force_login(town.lead)
    client.get("/home/")
    before = Look.objects.filter(worry=worry).count()
    with connection.execute_wrapper(refused):
        answer = client.get(f"/worries/{worry.pk}/")
        assert answer.status_code == 200 and "Tendai" in answer.content.decode()
        assert "Nothing can be saved at the moment" in client.get("/worries/").content.decode()
    assert Look.objects.filter(worry=worry).count() == before
    spool.replay()
    look = Look.objects.filter(worry=worry, person=town.lead).get()
    assert look.why


def test_where_nothing_can_be_kept_it_is_said_to_be_lost(town, apart, monkeypatch, client):
    monkeypatch.setattr(spool, "_paths", lambda: [])
    with connection.execute_wrapper(refused):
        assert emergency(town) == (None, spool.LOST)
    assert not Worry.objects.exists()


def test_what_waited_for_long_is_not_dated_back_and_says_so(town, apart):
    noon = timezone.now()
    with time_machine.travel(noon, tick=False), connection.execute_wrapper(refused):
        emergency(town)
    with time_machine.travel(noon + timedelta(hours=2), tick=False):
        spool.replay()
    worry = Worry.objects.get()
    assert worry.raised_at == noon + timedelta(hours=2)
    last = worry.entries.order_by("recorded_at", "happened_at").last()
    when = timezone.localtime(noon)
    assert f"Written down at {when:%H:%M}" in " ".join(entry.text for entry in worry.entries.all())
    assert last.happened_on == when.date()


def test_half_a_record_is_no_record(town, apart):
    spool.prepare()
    with connection.execute_wrapper(refused):
        emergency(town, seen="whole")
    whole = (apart / "spool").read_bytes()
    with connection.execute_wrapper(refused):
        emergency(town, seen="torn")
    both = (apart / "spool").read_bytes()
    end = 4 + int.from_bytes(whole[:4])
    torn = bytearray(both)
    torn[end : end + 4] = b"\0\0\0\0"  # the length is written last, so this is what a power cut leaves
    (apart / "spool").write_bytes(torn)
    assert spool.waiting() == 1
    with connection.execute_wrapper(refused):
        emergency(town, seen="next")
    assert spool.replay() == 2
    seen = {worry.entries.first().text for worry in Worry.objects.all()}
    assert seen == {"whole", "next"}


def test_a_record_that_fails_for_another_reason_is_put_aside_and_stops_no_other(town, apart):
    with connection.execute_wrapper(refused):
        emergency(town, seen="from somebody who is gone")
    held = (apart / "spool").read_bytes()
    length = 4 + int.from_bytes(held[:4])
    broken = held[: length - 1] + bytes([held[length - 1] ^ 1]) + held[length:]
    (apart / "spool").write_bytes(broken)
    with connection.execute_wrapper(refused):
        emergency(town, seen="sound")
    spool.replay()
    assert [worry.entries.first().text for worry in Worry.objects.all()] == ["sound"]
    assert (apart / "spool.aside").stat().st_size == length


def test_the_spool_has_its_full_length_from_the_start(apart):
    spool.prepare()
    assert (apart / "spool").stat().st_size == spool.SIZE
    assert (apart / "spool").stat().st_blocks * 512 >= spool.SIZE, "a full disk would have no room for it"
    assert (apart / "spool").stat().st_mode & 0o077 == 0


def test_another_error_is_never_taken_for_a_storm(town, apart):
    with pytest.raises(ValueError, match="no kind of entry"):
        spool.write(spool.replayable("wrong")(wrong_entry), pk="1")
    with pytest.raises(Exception, match="UNIQUE|unique"), storms.if_possible():
        town.area.__class__.objects.create(name_en=town.area.name_en, checked_on="2026-11-22")
    assert spool.waiting() == 0 and storms.present() is None


def wrong_entry(pk):
    raise ValueError("no kind of entry")


def test_a_folder_of_somebody_else_is_no_refuge(apart, monkeypatch):
    folder = refuge.refuge()
    assert folder is not None
    folder.chmod(0o755)
    assert refuge.refuge() is None


@pytest.mark.slow
def test_people_can_sign_in_and_out_while_nothing_can_be_written(tmp_path):
    county(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.storms.signing_in", "ruth.adeyemi@sandleburyhill.example",
        "kettle-anchor-meadow"], capture_output=True, text=True, timeout=120,
        env=environment(tmp_path, SHAREWELL_DEMO="yes"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    steps = json.loads(done.stdout)
    assert steps == {"password": 302, "code": 302, "home": 200, "out": 302, "replayed": 302, "name": True}


# --- How long something waits for its turn --------------------------------------------------------------
def waits(**words):
    """The milliseconds that a transaction waits for its turn."""
    with storms.impatient(**words), connection.cursor() as cursor:
        asked = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
        [said] = cursor.execute(asked).fetchone()
    return said if isinstance(said, int) else {"50ms": 50, "2s": 2000, "5s": 5000}[said]


@pytest.mark.postgres
def test_what_was_asked_for_waits_its_turn_whatever_happened_to_others(db, apart):
    assert waits() == storms.PATIENCE and waits(is_asked=True) == storms.ASKED
    locked = OperationalError("database is locked")
    locked.sqlite_errorcode = 5
    assert storms.notice(locked) == storms.LOCKED
    assert waits() == storms.NONE_LEFT, "bookkeeping gives way"
    assert waits(is_asked=True) == storms.ASKED
