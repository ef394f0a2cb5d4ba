"""How long the command line takes to start, beside a bare interpreter that imports what it cannot do without.

The peer is `python -c "import argparse, json, tomllib"`: no program of this kind starts faster. The goal is
to stay within four times that, for a whole decision from a case file to the printed outcome.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples/cases/sc01.toml"
COMMAND = Path(sys.executable).parent / "sharewell"
BARE = [sys.executable, "-c", "import argparse, json, tomllib"]
WORK = {
    "say the version": [str(COMMAND), "--version"],
    "decide one case": [str(COMMAND), "decide", "--json", str(CASE)],
    "ask what still matters in a case": [str(COMMAND), "questions", "--json", str(CASE)],
}
ROUNDS = 15


def seconds(command):
    """Wall time of one run, in seconds."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def run(rounds=ROUNDS):
    """Rows for results.json; each round runs every command once, so a busy moment falls on all."""
    taken = {words: [] for words in (*WORK, "bare")}
    for command in (BARE, *WORK.values()):
        seconds(command)  # warm the disk and the compiled files
    for _ in range(rounds):
        taken["bare"].append(seconds(BARE))
        for words, command in WORK.items():
            taken[words].append(seconds(command))
    bare = min(taken["bare"])
    return [row(words, min(taken[words]), bare, rounds) for words in WORK]


def row(words, ours, bare, rounds):
    return {
        "id": "start",
        "work": f"command line: {words}",
        "n": rounds,
        "ours": round(ours * 1000, 2),
        "unit": "ms",
        "peer": "bare interpreter with argparse, json, tomllib",
        "peer_value": round(bare * 1000, 2),
        "ratio": round(bare / ours, 3),
        "limit": round(bare * 1000, 2),
        "on": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 2),
    }
