"""Reading a proof pack out of its zip: in memory, and never more of it than a pack may hold."""

from __future__ import annotations

import io
import zipfile
import zlib

from sharewell.ledger import pack
from sharewell.ledger.findings import Altered, Unreadable

LARGEST = 64 * 1024 * 1024  # bytes, of the pack and of all its members together
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


def read_members(data: bytes, name: str) -> dict[str, bytes]:
    """The members of a pack by name. Raises `Altered` or `Unreadable`."""
    if len(data) > LARGEST:
        raise Unreadable("too-big", name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
            _check_names([info.filename for info in found], name)
            return _all_members(archive, found)
    except _BROKEN as error:
        raise Unreadable("not-a-pack", name) from error


def _check_names(names: list[str], name: str) -> None:
    if len(names) > 1000 or not set(names) & set(pack.MEMBERS):
        raise Unreadable("not-a-pack", name)
    for found in names:
        if found not in pack.MEMBERS or names.count(found) > 1:
            raise Altered("file-foreign", found.encode("utf-8", "replace").decode()[:80])
    for wanted in pack.MEMBERS:
        if wanted not in names and wanted != pack.VERIFIER:
            raise Altered("file-missing", wanted)


def _all_members(archive: zipfile.ZipFile, found: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    members, left = {}, LARGEST
    for info in found:
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("locked", info.filename)
        try:
            with archive.open(info) as file:
                member = file.read(left + 1)
        except _BROKEN as error:  # the check sum of the zip itself, as a rule
            raise Altered("file-altered", info.filename) from error
        left -= len(member)
        if left < 0:
            raise Unreadable("too-big", info.filename)
        members[info.filename] = member
    return members
