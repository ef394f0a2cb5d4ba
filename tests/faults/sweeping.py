"""Running many schedules of one scene for a test: a thousand in all, and ten thousand in CI."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Schedules in which a process died: by itself (a thousand), and in CI (ten thousand). Most of them begin just
# before what is worth killing, so that nobody lives through all that goes before it again to get there.
CRASHES = {
    "record": (160, 1500),
    "worry": (100, 2200),
    "send-link": (230, 700),
    "carry-link": (140, 2400),
    "send-inbox": (160, 700),
    "carry-inbox": (60, 1800),
    "receive": (110, 350),
    "answer": (40, 350),
}


def crashes(scene):
    return CRASHES[scene]["SHAREWELL_CI" in os.environ]


def run(scene, *words):
    """What the harness found, and what it said on the way."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", scene, *words],
        capture_output=True,
        text=True,
        timeout=3000,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    print(done.stdout.splitlines()[-1])
    return json.loads(done.stdout.splitlines()[-1])


def nothing_goes_wrong(scene):
    """Nothing lost, doubled or unrecorded, and no broken log, in as many schedules as there must be."""
    wanted = crashes(scene)
    found = run(scene, "--crashes", str(wanted))
    assert found["wrong"] == [], f"replay one with: python -m tests.faults {scene} --seeds <seed>"
    assert found["crashed"] == wanted <= found["schedules"]
    assert found["struck"] >= wanted
    return found
