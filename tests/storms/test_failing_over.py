"""A PostgreSQL that fails over under load: the primary is stopped without a word, the standby is promoted.

Nothing that was acknowledged is lost, nothing is there twice, each effect is recorded once, and the log holds
against checkpoints that were kept outside. Two hundred times in the long sweep, a few times in any run.
"""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from tests.config.running import environment
from tests.storms.servers import free_port, servers

pytestmark = pytest.mark.slow
IS_SWEEP = bool(os.environ.get("SHAREWELL_SWEEP"))
TIMES = 200 if IS_SWEEP else 20 if os.environ.get("SHAREWELL_CI") else 3
EACH_STEP = 4 if IS_SWEEP else 16


def begun(folder, address, *words):
    command = [sys.executable, "-m", "tests.storms.failing_over", words[0], str(folder), *words[1:]]
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with errors_of(folder).open("ab") as errors:  # no pipe: one that is full stops all
        return subprocess.Popen(
            command, env=environment(folder, **settings), stdout=subprocess.PIPE, stderr=errors, text=True
        )


def errors_of(folder):
    return folder / "errors"


def ended(process, folder, seconds=900):
    said, _ = process.communicate(timeout=seconds)
    assert process.returncode == 0, errors_of(folder).read_text()[-4000:]
    return json.loads(said) if said else None


def got_something_done(folder, patience=10):
    """Wait for one more acknowledged worry, so that each stop falls into work; some seconds at most."""
    progress, until = folder / "progress", time.monotonic() + patience
    before = progress.stat().st_size if progress.exists() else 0
    while time.monotonic() < until and (progress.stat().st_size if progress.exists() else 0) == before:
        time.sleep(0.02)


def test_fail_overs_under_load_lose_nothing_and_do_nothing_twice(tmp_path):
    with servers(2) as (primary, standby):
        ports = f"{primary.port},{standby.port}"
        address = (
            f"postgresql://postgres@/postgres?host=127.0.0.1,127.0.0.1&port={ports}"
            "&target_session_attrs=read-write&connect_timeout=2"
        )
        primary.begin()
        ended(begun(tmp_path, address, "begin"), tmp_path)
        standby.follow(primary, anew=True)
        primary.waits_for(standby)
        chance = random.Random(23)
        load = begun(tmp_path, address, "load", str(TIMES * 20 + 120))
        for _ in range(TIMES):
            got_something_done(tmp_path)
            time.sleep(chance.uniform(0.05, 0.6))  # wherever the work happens to be
            primary.stop("immediate")
            standby.promote()
            primary.follow(standby, anew=False)
            standby.waits_for(primary)
            primary, standby = standby, primary
            assert load.poll() is None, errors_of(tmp_path).read_text()[-4000:]
        (tmp_path / "stop").touch()
        came = ended(load, tmp_path)
        print(f"\n{TIMES} fail-overs: {came}")
        assert came["storms"] >= TIMES / 2, "too few fail-overs were noticed by anybody"
        found = ended(begun(tmp_path, address, "check"), tmp_path)
        assert not found["wrong"], found
        assert found["worries"] >= came["acknowledged"] > TIMES / 2
        print(found)


def test_a_line_that_is_cut_at_any_step_loses_nothing_and_does_nothing_twice(tmp_path):
    with servers(1) as (server,):
        server.begin()
        plain = f"postgresql://postgres@127.0.0.1:{server.port}/postgres"
        ended(begun(tmp_path, plain, "begin"), tmp_path)
        port = free_port()
        line = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable&gssencmode=disable"
        came = ended(begun(tmp_path, line, "cut", str(port), str(server.port), str(EACH_STEP)), tmp_path)
        print(f"\n{came}")
        assert came["cuts"] >= 1.5 * (came["steps"] // EACH_STEP) and came["storms"] > came["cuts"] / 2
        found = ended(begun(tmp_path, plain, "check"), tmp_path)
        assert not found["wrong"], found
        assert found["sent"] == came["acknowledged"]
        assert came["unknown"] or not IS_SWEEP, "no commit was ever made whose answer nobody heard"
