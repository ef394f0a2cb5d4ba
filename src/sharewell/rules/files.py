"""The rule files as they lie on the disk: read, kept for the next start, hashed, and written canonically."""

import contextlib
import json
import os
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

Table = dict[str, Any]  # of a rule file, a case or an outcome


class RuleError(ValueError):
    """The rule data is wrong; says in which file and what."""


def canonical(value: object) -> bytes:
    """Canonical JSON: UTF-8, keys sorted, no spaces, one line, a newline at the end.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}\\n'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def read_data(folder: Path) -> dict[str, Table]:
    """Every TOML file below a folder, by its path there, with days as text."""
    return read_with_hash(folder)[0]


def kept_beside(folder: Path) -> Path:
    """The file in which what was read of a folder is kept."""
    return folder.parent / "__pycache__" / f"{folder.name}.json"


def read_with_hash(folder: Path) -> tuple[dict[str, Table], str]:
    """Every TOML file below a folder, and their hash.

    What was read is kept beside the compiled Python, as Python keeps its own, and read from there while no
    file has changed since: reading TOML and hashing it is most of the command line's start.
    """
    stamp = sorted([entry.path, (stat := entry.stat()).st_mtime_ns, stat.st_size] for entry in _below(folder))
    try:
        found = json.loads(kept_beside(folder).read_bytes())
        if found["stamp"] == stamp:
            return found["files"], found["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not kept yet, or not to be read: read the TOML
    paths = sorted(Path(entry.path) for entry in _below(folder))
    files = {path.relative_to(folder).as_posix(): _read_toml(path) for path in paths}
    sha256 = hash_of(files)
    _keep(kept_beside(folder), {"stamp": stamp, "sha256": sha256, "files": files})
    return files, sha256


def _below(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _below(entry.path)
            elif entry.name.endswith(".toml"):
                yield entry


def hash_of(files: dict[str, Table]) -> str:
    """The SHA-256 of rule files, in hexadecimal, over their canonical form."""
    import hashlib  # only where the hash was not kept: a tenth of the command line's start

    return hashlib.sha256(canonical(files)).hexdigest()


def _read_toml(path: Path) -> Table:
    try:
        return dict(_plain(tomllib.loads(path.read_text("utf-8"))))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: {error}") from error


def _keep(path: Path, value: Table) -> None:
    part = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):  # a folder that may not be written is no reason to stop
        path.parent.mkdir(exist_ok=True)
        part.write_text(json.dumps(value), "utf-8")
        part.replace(path)
