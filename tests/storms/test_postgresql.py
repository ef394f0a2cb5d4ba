"""A real PostgreSQL that takes no writes, or is gone: what still works, and what is said."""

import json
import os
import subprocess
import sys

import pytest

from tests.config.running import environment, run
from tests.storms.servers import servers
from tests.storms.test_walks import check

IS_SWEEP = bool(os.environ.get("SHAREWELL_SWEEP"))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A server of its own with the county on it, and the home."""
    home = tmp_path_factory.mktemp("home")
    with servers(1) as (server,):
        server.begin()
        address = f"postgresql://postgres@127.0.0.1:{server.port}/postgres"
        given = {"SHAREWELL_DEMO": "yes", "DATABASE_URL": address, "SHAREWELL_TESTS_WATCH": address}
        for command in ("migrate", "load_county"):
            done = run(home, command, **given)
            assert done.returncode == 0, done.stderr
        yield server, home, given


def walk(home, given, *words):
    command = [sys.executable, "-m", "tests.storms.walking", *map(str, words)]
    ci = {"SHAREWELL_SWEEP": "1"} if IS_SWEEP else {}
    done = subprocess.run(
        command, env=environment(home, **given, **ci), capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.skipif(not os.environ.get("SHAREWELL_CI"), reason="two minutes; in CI")
def test_with_default_transaction_read_only(service):
    server, home, given = service
    notes = home / "notes.json"
    walk(home, given, "calm", notes)
    server.run("ALTER SYSTEM SET default_transaction_read_only = on")
    server.run("SELECT pg_reload_conf()")
    try:
        check(walk(home, given, "storm", "cold", notes))
        doctor = run(home, "doctor", **given)
        assert "takes no writes from us" in doctor.stdout
    finally:
        server.run("ALTER SYSTEM RESET default_transaction_read_only")
        server.run("SELECT pg_reload_conf()")


def test_with_the_server_gone_and_back_again(service):
    server, home, given = service
    came = walk(home, given, "away", server.data, server.user or "")
    for address, status in came["open"].items():
        assert status in (200, 302), f"{address} answered {status} though it needs no database"
    assert came["numbers"], "the emergency card lost its numbers"
    assert came["closed"] == 503 and came["says"], "a page that cannot be shown must say why"
    assert came["keeps_cookie"] and came["again"] == 200, "a moment without the database signed somebody out"
