"""The product's own commands, run as a deployer runs them: in a process and a folder of their own."""

import os
import subprocess
import sys
from pathlib import Path

from tests import migrated

SHAREWELL = Path(sys.executable).with_name("sharewell")


def environment(home: Path, **settings: str) -> dict[str, str]:
    """What the command finds in its environment: nothing of the tests', but where to keep things."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SHAREWELL_", "DATABASE", "DJANGO"))
    }
    return {**kept, "SHAREWELL_HOME": str(home), "SHAREWELL_TLS": "no", **settings}


def run(home: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `sharewell` with these words, and wait."""
    return subprocess.run(
        [SHAREWELL, *command], env=environment(home, **settings), capture_output=True, text=True, timeout=120
    )


def county(home: Path) -> None:
    """Fill `home` with the invented county."""
    migrated.lay(home)
    for command in ("migrate", "load_county"):
        done = run(home, command, SHAREWELL_DEMO="yes")
        assert done.returncode == 0, done.stderr
