"""The restore drill, in every build: back up, wipe, restore, and see that nothing acknowledged is lost.

A hundred thousand records, a restore that is killed half-way, and a share whose words are looked for at the
end. What the log must still fit was kept outside the service before the wipe.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import migrated
from tests.config.running import SHAREWELL, environment, run

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
RECORDS = 100_000 if settings.ON_SQLITE else 10_000
KILLS = 3
CANARY = "The blue door by the mill, said Tendai"


def service(home, *words, **more):
    done = run(home, *words, **given(home), **more)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def given(home):
    address = {} if settings.ON_SQLITE else {"DATABASE_URL": address_of(home)}
    return {"SHAREWELL_DEMO": "yes", **address}


def script(home, *words):
    done = subprocess.run(
        [sys.executable, "-m", *words], text=True, capture_output=True, timeout=900,
        env=environment(home, DJANGO_SETTINGS_MODULE="sharewell.config.settings", **given(home)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def address_of(home):
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/drill_{home.name[-1]}").geturl()


@pytest.fixture
def home(tmp_path):
    """An empty service."""
    folder = tmp_path / "home1"
    folder.mkdir()
    if settings.ON_SQLITE:
        yield folder
        return
    make_empty(folder)
    yield folder
    on_server(f"DROP DATABASE IF EXISTS drill_{folder.name[-1]} WITH (FORCE)")


def on_server(*statements):
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        for each in statements:
            server.execute(each)


def make_empty(home):
    """Wipe: nothing is left of the database."""
    if settings.ON_SQLITE:
        for path in home.glob("sharewell.sqlite3*"):
            path.unlink()
        return
    name = f"drill_{home.name[-1]}"
    on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")


def test_everything_is_there_again(home, tmp_path):
    service(home, "migrate", "-v0")
    shared = json.loads(script(home, "tests.storms.sharing", "share", CANARY))
    script(home, "tests.storms.filling", str(RECORDS))
    before = json.loads(script(home, "tests.storms.sharing", "count"))
    assert before["decisions_entry"] > RECORDS and before["audit_event"] > RECORDS
    backup, checkpoint = tmp_path / "backup.sealed", tmp_path / "held-by-a-partner"
    checkpoint.write_text(shared["checkpoint"])
    began = time.monotonic()
    service(home, "backup", str(backup))
    print(f"\nbacked up {RECORDS:,} records in {time.monotonic() - began:.1f} s")

    make_empty(home)
    began = time.monotonic()
    restored = service(home, "restore", str(backup))
    took = time.monotonic() - began
    print(f"restored in {took:.1f} s, the log worked out again")
    assert "The log holds" in restored

    make_empty(home)
    chance = random.Random(20)
    for _ in range(KILLS):
        kill_half_way(home, backup, took * chance.uniform(0.15, 0.85))
    service(home, "restore", "--replace", str(backup))
    after = json.loads(script(home, "tests.storms.sharing", "count"))
    assert after == before
    assert "Sound" in service(home, "verify_log", "--checkpoint", str(checkpoint))
    found = json.loads(script(home, "tests.storms.sharing", "look", shared["delivery"]))
    assert CANARY in found["words"] and found["hash"] == shared["hash"]
    assert not list(home.glob(".backup-*")), "an opened copy of the database was left behind"


def kill_half_way(home, backup, after):
    """Begin to restore, and pull the plug after so many seconds."""
    process = subprocess.Popen(
        [SHAREWELL, "restore", "--replace", str(backup)], env=environment(home, **given(home)),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.skipif(not settings.ON_SQLITE, reason="the files of SQLite")
def test_a_restore_that_is_killed_leaves_what_was_there(home, tmp_path):
    migrated.lay(home)
    service(home, "migrate", "-v0")
    script(home, "tests.storms.sharing", "share", CANARY)
    other = tmp_path / "home2"
    shutil.copytree(home, other)
    script(other, "tests.storms.filling", "20000")
    service(other, "backup", str(tmp_path / "other.sealed"))
    before = json.loads(script(home, "tests.storms.sharing", "count"))
    chance = random.Random(4)
    seen = set()
    for _ in range(6):
        kill_half_way(home, tmp_path / "other.sealed", chance.uniform(0.3, 2.5))
        now = json.loads(script(home, "tests.storms.sharing", "count"))
        seen.add(now == before)
        assert now == before or now["decisions_entry"] == before["decisions_entry"] + 20000
        assert "Sound" in service(home, "verify_log")
    assert True in seen
