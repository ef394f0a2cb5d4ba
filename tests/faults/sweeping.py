"""Running many schedules of one scene for a test: a thousand in all, and more in CI and in the sweep."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Schedules in which a process died: by itself (a thousand), in CI, in the long sweep (ten thousand).
CRASHES = {
    "record": (330, 400, 5500),
    "send-inbox": (220, 240, 2400),
    "send-link": (300, 1300, 1300),
    "receive": (110, 450, 450),
    "answer": (40, 40, 350),
}


def crashes(scene):
    is_sweep, is_ci = os.environ.get("SHAREWELL_SWEEP"), os.environ.get("SHAREWELL_CI")
    return CRASHES[scene][2 if is_sweep else 1 if is_ci else 0]


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
