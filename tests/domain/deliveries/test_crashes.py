"""Killed at any step of a send: nothing lost, nothing doubled but a mail, nothing unrecorded."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.mark.slow
def test_a_send_that_is_killed_at_any_step_is_delivered_once_and_recorded_once():
    """Every fifth step and a few pairs; with SHAREWELL_CRASHES=n every step, and n pairs."""
    pairs = os.environ.get("SHAREWELL_CRASHES", "")
    stride, doubles = ("1", pairs) if pairs else ("5", "4")
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None  # a kill needs no real disk, and a sweep is long
    with tempfile.TemporaryDirectory(prefix="sharewell-crashes-", dir=memory) as folder:
        run = subprocess.run(
            [sys.executable, "-m", "tests.domain.deliveries.crashing", folder, stride, doubles],
            capture_output=True,
            text=True,
            timeout=3600,
            cwd=Path(__file__).parents[3],
        )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["wrong"] == []
    assert found["steps"] > 100
    assert found["mailed_twice"] > 0, "the sweep never hit the moment between the mail and its record"
