"""In a storm every page can be read, nothing is called saved that was not, and what was typed comes back.

Where this machine lets us mount, the disk is a real one: filled to the last byte, or turned read-only. Where
it does not, a full disk is a limit on the size of files, and a read-only one is a matter of modes (left out
for root, whom modes do not stop).
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.config.running import SHAREWELL, county, environment, run
from tests.config.test_serving import free_port, get, started, until
from tests.storms.disks import can_be_made, small_disk

pytestmark = pytest.mark.slow
IS_SWEEP = bool(os.environ.get("SHAREWELL_SWEEP"))
MEGABYTES = 40
# What is there whatever the weather: a child's record, what was decided and sent, what came in, and the card.
LOOKED_UP = {
    "worries:all", "worries:one", "worries:decision", "deliveries:sent", "inbox:all", "inbox:one",
    "danger:now",
}  # fmt: skip
STATUS, REFUSED, SAID, CHANGED, WORDS = range(3, 8)


def given(home):
    ci = {"SHAREWELL_SWEEP": "1"} if IS_SWEEP else {}
    return environment(home, SHAREWELL_DEMO="yes", **ci)


def walk(home, *words, inside=()):
    command = [*inside, sys.executable, "-m", "tests.storms.walking", *map(str, words)]
    done = subprocess.run(command, env=given(home), capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """The county's home as a power cut left it, and the notes of a walk in calm weather."""
    home, notes = tmp_path_factory.mktemp("calm"), tmp_path_factory.mktemp("notes") / "notes.json"
    county(home)
    said = walk(home, "calm", notes)
    assert said["people"] >= 5 and said["pages"] > 100
    assert (home / "sharewell.sqlite3-wal").stat().st_size
    return home, notes


def copied(calm, to):
    shutil.copytree(calm[0], to, dirs_exist_ok=True)
    return to


def check(came, kinds=12):
    """What must hold in every storm; `came` is what the walk printed."""
    for name, view, address, before, now, is_same, _ in came["read"]:
        assert now == before, f"{view} at {address} answered {now} to {name}, and {before} in calm weather"
        assert is_same, f"{view} at {address} showed {name} something else than in calm weather"
    assert len(came["read"]) > 100
    missed = LOOKED_UP - {view for _, view, *_ in came["read"]}
    assert not missed, f"not looked up in the storm: {missed}"
    for each in came["pressed"]:
        assert each[STATUS] < 500 or each[REFUSED], f"broken: {each}"
        assert not (each[REFUSED] and each[CHANGED]), f"said not to be saved, and was: {each}"
        assert not (each[SAID] and not each[CHANGED]), f"said to be done, and was not: {each}"
        assert each[WORDS] or not each[REFUSED], f"what was typed was lost: {each}"
    refused = {each[1] for each in came["pressed"] if each[REFUSED]}
    assert len(refused) >= kinds, f"too few kinds of write were tried to prove anything: {sorted(refused)}"
    kept = Counter(each[STATUS] for each in came["pressed"] if each[1] == "danger:write")
    assert kept[202] and set(kept) <= {200, 202}, "an emergency is kept apart, or its form is shown again"
    assert came["waiting"] >= kept[202]


@pytest.mark.skipif(
    can_be_made() and not IS_SWEEP, reason="in the long sweep, and where no disk can be mounted"
)
@pytest.mark.parametrize("kind", ["locked", "read_only", "limited"])
def test_with_every_connection_open_before(calm, tmp_path, kind):
    check(walk(copied(calm, tmp_path), "storm", kind, calm[1]))


@pytest.mark.skipif(not can_be_made(), reason="this machine lets nobody mount a disk; `limited` stands in")
def test_with_not_one_byte_left(calm, tmp_path):
    with small_disk(tmp_path, MEGABYTES) as disk:
        disk.run(["cp", "-r", f"{calm[0]}/.", str(tmp_path)], check=True)
        check(walk(tmp_path, "storm", "full", calm[1], inside=disk.enter()))


@pytest.mark.skipif(not can_be_made(), reason="this machine lets nobody mount a disk; modes stand in")
@pytest.mark.parametrize("journal", ["full", "empty"] if IS_SWEEP else ["full"])
def test_started_on_a_disk_that_takes_no_writes(calm, tmp_path, journal):
    home = copied(calm, tmp_path / "from")
    if journal == "empty":
        assert run(home, "verify_log").returncode == 0  # whoever closes last empties the journal
        assert not (home / "sharewell.sqlite3-wal").exists()
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        disk.run(["cp", "-r", f"{home}/.", str(disk.path)], check=True)
        disk.turn("ro")
        check(walk(disk.path, "storm", "cold", calm[1], inside=disk.enter()))


@pytest.mark.skipif(os.getuid() == 0, reason="modes do not stop root; the read-only disk is tried instead")
def test_started_where_the_file_may_not_be_written(calm, tmp_path):
    home = copied(calm, tmp_path)
    for path in home.glob("sharewell.sqlite3*"):
        path.chmod(0o400)
    home.chmod(0o500)
    try:
        check(walk(home, "storm", "cold", calm[1]))
    finally:
        home.chmod(0o700)


@pytest.mark.skipif(not can_be_made(), reason="this machine lets nobody mount a disk")
@pytest.mark.parametrize("weather", ["ro", "full"])
def test_the_service_itself_starts_on_such_a_disk_and_says_so(calm, tmp_path, weather):
    with small_disk(tmp_path, MEGABYTES) as disk:
        disk.run(["cp", "-r", f"{calm[0]}/.", str(tmp_path)], check=True)
        calm_start = [SHAREWELL, "migrate", "-v0"]
        assert disk.run(calm_start, env=given(tmp_path)).returncode == 0
        collect = [sys.executable, "-m", "sharewell.config.run", "collectstatic", "--noinput", "-v0"]
        assert disk.run(collect, env=given(tmp_path)).returncode == 0
        if weather == "ro":
            disk.turn("ro")
        else:
            disk.fill()
        port = free_port()
        serve = [*disk.enter(), str(SHAREWELL), "serve", "--port", str(port)]
        with started(serve, given(tmp_path)) as server:
            until(lambda: answers(port, server))
            for page in ("/", "/danger/", "/law/", "/questions/check/"):
                answer = get(f"http://127.0.0.1:{port}{page}")
                assert answer.status == 200, page
            numbers = get(f"http://127.0.0.1:{port}/danger/").read().decode()
            assert "tel:999" in numbers and "/danger/area/" in numbers
        assert "every write is refused" in server.words or weather == "full"
        doctor = disk.run([str(SHAREWELL), "doctor"], env=given(tmp_path))
        assert doctor.returncode == 1
        wanted = "can be read only" if weather == "ro" else "MB left"
        assert wanted in doctor.stdout, doctor.stdout + doctor.stderr


def answers(port, server):
    assert server.poll() is None, server.stderr.read()
    try:
        return get(f"http://127.0.0.1:{port}/").status == 200
    except OSError:
        time.sleep(0.1)
        return False
