"""A whole log in one zip, for whoever wants to check every entry of it without us.

`entries.jsonl` has every entry, one a line; `hashes.txt` the hash of each as a leaf, in hex, so that a
changed byte is found at its entry; `checkpoints.json` every checkpoint that was ever signed, `checkpoint.txt`
the last; `keys.json` the log's key and the changes of it; `verify.py` a program that checks all this.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from sharewell.ledger import pack, tree
from sharewell.ledger.checking import CHUNK, Reader
from sharewell.ledger.key_changes import Keys
from sharewell.ledger.log import Row

ENTRIES, HASHES, CHECKPOINTS, KEYS = "entries.jsonl", "hashes.txt", "checkpoints.json", "keys.json"
_IN_MEMORY = 16 * 1024 * 1024  # bytes; a longer export is put together in a file


def write_log(
    rows: Reader,
    keys: Keys,
    checkpoint: str,
    checkpoints: Iterable[str],
    others: Iterable[tuple[str, bytes]] = (),
) -> IO[bytes]:
    """The zip, ready to be read. `rows` gives those that `checkpoint` covers; `others` are more members."""
    held = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (whoever reads it closes it)
    digests: dict[str, str] = {}
    small = {
        pack.CHECKPOINT: checkpoint.encode(),
        CHECKPOINTS: pack.line(list(checkpoints)),
        KEYS: pack.line({"changes": [change.text for change in keys.changes], "current": str(keys.current)}),
        pack.VERIFIER: pack.verifier(),
        **dict(others),
    }
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, line_of in ((ENTRIES, _entry_line), (HASHES, _hash_line)):
            digests[name] = _write(archive, name, _lines(rows, line_of))
        for name, data in small.items():
            digests[name] = _write(archive, name, [data])
        archive.writestr(_about(pack.MANIFEST), pack.line(digests))
    held.seek(0)
    return held


def _lines(rows: Reader, line_of: Callable[[Row], bytes]) -> Iterator[bytes]:
    start = 0
    while chunk := rows(start, CHUNK):
        yield b"".join(map(line_of, chunk))
        start += len(chunk)


def _entry_line(row: Row) -> bytes:
    return row[1] + b"\n"


def _hash_line(row: Row) -> bytes:
    return row[2][: tree.HASH].hex().encode() + b"\n"


def _write(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(_about(name), "w", force_zip64=True) as member:
        for part in parts:
            digest.update(part)
            member.write(part)
    return digest.hexdigest()


def _about(name: str) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    about.create_system, about.external_attr, about.compress_type = 3, 0o600 << 16, zipfile.ZIP_DEFLATED
    return about
