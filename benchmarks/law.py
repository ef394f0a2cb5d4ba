"""The whole law: loading the rule set cold, deciding every worked case, proving every statement.

Each is a command as a person runs it, start and end included. Cold, the rule files are read and checked as
text; otherwise what was read is kept from the time before, as Python keeps what it compiled.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import race, row
from benchmarks.start import BARE, COMMAND
from sharewell import rules
from sharewell.rules.files import kept_beside
from sharewell.rules.ruleset import DATA

LOAD = [sys.executable, "-c", "from sharewell import rules; rules.current().sha256"]
CASES = sorted(str(path) for path in (DATA.parents[3] / "examples/cases").glob("*.toml"))
DECIDE = [str(COMMAND), "decide", "--json", *CASES]
PROVE = [str(COMMAND), "prove"]
LIMIT_OF_PROOF = 60.0  # seconds
PROOFS = 2


def run() -> list[dict]:
    """Rows for results.json."""
    kept = kept_beside(DATA)
    ways: dict[str, Callable] = {
        "bare": partial(milliseconds, BARE),
        "cold": partial(milliseconds, LOAD, without=kept),
        "kept": partial(milliseconds, LOAD),
        "decide": partial(milliseconds, DECIDE),
    }
    taken = race(ways)
    proved = race({"prove": lambda: milliseconds(PROVE) / 1000}, rounds=PROOFS)["prove"]
    versions, bare = len(rules.current().versions), ("bare interpreter", taken["bare"])
    return [
        row("law", "load the rule set cold", versions, "ms", taken["cold"], *bare, is_rate=False),
        row("law", "load the rule set as kept", versions, "ms", taken["kept"], *bare, is_rate=False),
        row("law", "decide all worked cases", len(CASES), "ms", taken["decide"], *bare, is_rate=False),
        row("law", "prove every statement", versions, "s", proved, "limit", [LIMIT_OF_PROOF], is_rate=False),
    ]


def milliseconds(command: list[str], without: Path | None = None) -> float:
    """Wall time of one run of a command."""
    if without:
        without.unlink(missing_ok=True)
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000
