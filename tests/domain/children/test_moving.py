"""What was marked before as not to be disclosed is found under its own lock after the move."""

import json
import subprocess
import sys


def test_shielded_places_of_an_older_database_become_safe_addresses(tmp_path):
    command = [sys.executable, "-m", "tests.domain.children.moving", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "kept its id": True,
        "opens": True,
        "still open": ["3 Cooper's Row"],
        "released": True,
        "left out": "",
        "found elsewhere": 1,
        "named elsewhere": 1,
    }
    database = b"".join(path.read_bytes() for path in tmp_path.rglob("*.sqlite3*"))
    assert database and b"Larch" not in database
