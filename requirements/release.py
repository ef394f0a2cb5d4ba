"""Makes what is given to others: the wheel, the source, the list of parts, and the hashes of the three.

    python3 dev.py release        writes them to dist/

The wheel and the source are built twice, the second time from a copy in another folder, and must be the same
bytes: whoever has the source can build them again and compare.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from requirements import supply

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "dist", "__pycache__", ".*_cache", ".hypothesis")


class Differs(Exception):
    """Two builds of the same source are not the same bytes."""


def build(source: Path, into: Path) -> dict[str, str]:
    """Build wheel and source archive of a copy of the source: {file name: SHA-256}."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(into)]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True)
    return {path.name: _sha256(path) for path in sorted(into.iterdir())}


def build_twice(into: Path) -> dict[str, str]:
    """Build here and in a copy elsewhere; `Differs` where a byte does."""
    first = build(ROOT, into)
    with tempfile.TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "a copy elsewhere"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        second = build(copy, Path(elsewhere) / "built")
    if first != second:
        raise Differs(f"Two builds differ: {first} and {second}.")
    return first


def release(into: Path = DIST) -> dict[str, str]:
    """Everything that is given to others, in a folder that is emptied first: {file name: SHA-256}."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    made = build_twice(into)
    parts = into / "sharewell.cdx.json"
    parts.write_text(supply.sbom(), encoding="utf-8")
    made[parts.name] = _sha256(parts)
    lines = [f"{digest}  {name}\n" for name, digest in sorted(made.items())]
    (into / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return made


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Make it, and say what was made and whether a weakness of a part is known."""
    for name, digest in release().items():
        print(f"{digest}  dist/{name}")
    print("Built twice, the same bytes both times.")
    found = supply.audit()
    print(found.words())
    return 1 if found.weaknesses else 0


if __name__ == "__main__":
    sys.exit(main())
