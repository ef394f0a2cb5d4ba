"""Two who press at the same moment."""

import json
import subprocess
import sys


def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(tmp_path):
    command = [sys.executable, "-m", "tests.domain.decisions.racing", str(tmp_path), "10"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {"rounds": 10, "wrong": []}
