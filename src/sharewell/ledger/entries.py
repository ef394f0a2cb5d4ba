"""One entry of the log: who did what to which thing and when, by id, with commitments to everything else.

An entry is one line of canonical JSON: UTF-8, keys sorted, no spaces. A commitment is the hex SHA-256 of a
salt and the data. Once the salt is erased, nobody can test a guess against it; entry and proofs stand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

SECRET = 32  # bytes; one secret an entry, from which the salt of each commitment is made

_KEYS = {"about", "at", "by", "commitments", "index", "kind"}
_WORD = re.compile(r"[a-z][a-z0-9-]{0,62}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COMMITTED = re.compile(r"[a-z][a-z0-9._-]{0,62}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")


Entry = dict[str, Any]  # about, at, by, commitments {name: digest}, index, kind


class BadEntry(ValueError):
    """An entry that may not be written, or cannot be read. Says what and why."""


def entry_leaf(
    *, index: int, at: datetime, kind: str, by: str, about: str, commitments: Mapping[str, str] | None = None
) -> bytes:
    """The bytes of one entry. `commitments` are {name: digest}, as `commit` gives them.

    Raises `BadEntry` where a part is anything but an id or a plain word: that keeps people's data out.
    """
    if at.tzinfo is None:
        raise BadEntry("the moment of an entry must say its time zone")
    entry: Entry = {
        "about": about,
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "by": by,
        "commitments": dict(commitments or {}),
        "index": index,
        "kind": kind,
    }
    _check(entry)
    return canonical(entry)


def read_entry(leaf: bytes) -> Entry:
    """The parts of an entry; raises `BadEntry` unless it is written in exactly the one right way."""
    try:
        entry = json.loads(leaf)
    except (ValueError, RecursionError) as error:
        raise BadEntry("an entry must be one line of JSON") from error
    if not isinstance(entry, dict) or set(entry) != _KEYS or canonical(entry) != leaf:
        raise BadEntry("an entry must have the six keys of an entry, in canonical form")
    _check(entry)
    return entry


def says_index(leaf: bytes, index: int) -> bool:
    """Whether an entry says that it is number `index`: quick, for checking every one of a long log."""
    return b'"index":%d,"kind":"' % index in leaf


def about_in(leaf: bytes) -> str:
    """What an entry is about: the first thing that it says."""
    return leaf[10 : leaf.index(b'"', 10)].decode()


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON: UTF-8, keys sorted, no spaces."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def new_secret() -> bytes:
    """A secret for one entry, from which the salts of its commitments are made (`salt_for`)."""
    return secrets.token_bytes(SECRET)


def salt_for(secret: bytes, name: str) -> bytes:
    """The salt of the commitment `name` of the entry whose secret this is."""
    return hmac.digest(secret, name.encode(), "sha256")


def commit(salt: bytes, data: bytes) -> str:
    """A commitment: the hex SHA-256 of the salt and the data."""
    return hashlib.sha256(salt + data).hexdigest()


def _check(entry: Entry) -> None:
    _must_match(entry, "kind", _WORD)
    _must_match(entry, "at", _AT)
    noun, _, identity = entry["about"].partition(":") if isinstance(entry["about"], str) else ("", "", "")
    if not _WORD.fullmatch(noun) or not _UUID.fullmatch(identity):
        raise BadEntry(f"`about` must be a noun and an id, such as decision:<uuid>, not {entry['about']!r}")
    by = entry["by"]
    if not isinstance(by, str) or not (_UUID.fullmatch(by) or _WORD.fullmatch(by)):
        raise BadEntry("`by` must be the id of a person, or a word such as system; never a name")
    if type(entry["index"]) is not int or entry["index"] < 0:
        raise BadEntry("`index` must be a whole number")
    _check_commitments(entry["commitments"])


def _check_commitments(commitments: object) -> None:
    if not isinstance(commitments, dict):
        raise BadEntry("`commitments` must be names and digests")
    for name, digest in commitments.items():
        if not _COMMITTED.fullmatch(name) or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise BadEntry(f"the commitment {name!r} must be a plain name with a hex SHA-256")


def _must_match(entry: Entry, key: str, pattern: re.Pattern[str]) -> None:
    if not isinstance(entry[key], str) or not pattern.fullmatch(entry[key]):
        raise BadEntry(f"`{key}` of an entry cannot be {entry[key]!r}")
