"""The proof pack: one decision, the events about it and their proofs, in a zip that can be checked offline.

Making a pack is itself an event, the last in it. That event commits to every file, to the events before
it, to every checkpoint that the log had issued and to the log's key; a signed checkpoint covers it. So
whoever changes any byte, and the manifest to fit, must also break a hash that is signed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sharewell.ledger.entries import canonical

FILES = ("record.html", "record.pdf", "case.json", "outcome.json", "rules.json")
VERIFIER = "verify.py"  # a program that checks the pack; packs made before there was one have none
DECIDED = ("case.json", "outcome.json", "rules.json")  # what the event of the decision commits to
EVENTS, PROOFS, CHECKPOINT, MANIFEST = "events.jsonl", "proofs.json", "checkpoint.txt", "manifest.json"
MEMBERS = (*FILES, VERIFIER, EVENTS, PROOFS, CHECKPOINT, MANIFEST)

DECISION_RECORDED = "decision-recorded"
PACK_EXPORTED = "pack-exported"
SHAPE = 1


@dataclass(frozen=True)
class Proofs:
    """What `proofs.json` holds: everything that ties the events and files to the checkpoint."""

    key: str
    inclusion: list[tuple[int, list[bytes]]]  # (index, path), as the events stand in `events.jsonl`
    openings: list[tuple[int, dict[str, bytes]]]  # (index, {name: salt})
    checkpoints: list[tuple[str, list[bytes]]]  # (text, consistency), oldest first
    is_complete: bool  # whether those are all that the log had issued
    changes: tuple[str, ...] = ()  # of the log's key, oldest first

    def write(self) -> bytes:
        keys = {"keys": list(self.changes)} if self.changes else {}
        return line(
            {
                **keys,
                "checkpoints": [{"consistency": _hex(path), "text": text} for text, path in self.checkpoints],
                "complete": self.is_complete,
                "inclusion": [{"index": index, "path": _hex(path)} for index, path in self.inclusion],
                "key": self.key,
                "openings": [
                    {"index": index, "salts": {name: salt.hex() for name, salt in salts.items()}}
                    for index, salts in self.openings
                ],
                "shape": SHAPE,
            }
        )


def export_commitments(
    files: Mapping[str, bytes],
    leaves: Iterable[bytes],
    checkpoints: Iterable[str],
    key: str,
    is_complete: bool = True,
    changes: Iterable[str] = (),
) -> dict[str, bytes]:
    """What the event of the export commits to, by name: the files, and all that stood before it."""
    keys = {"keys": line(list(changes))} if changes else {}
    if set(files) - {VERIFIER} != set(FILES):
        raise ValueError(f"a pack holds exactly {', '.join(FILES)}, not {', '.join(sorted(files))}")
    return {
        **files,
        **keys,
        "checkpoints": line({"complete": is_complete, "texts": list(checkpoints)}),
        "events-before": lines(leaves),
        "key": key.encode(),
    }


def write_pack(files: Mapping[str, bytes], leaves: Iterable[bytes], checkpoint: str, proofs: Proofs) -> bytes:
    """The zip of a pack. The same content gives the same bytes: nothing in it is compressed or dated."""
    members = {name: files[name] for name in (*FILES, VERIFIER) if name in files}
    members |= {EVENTS: lines(leaves), PROOFS: proofs.write(), CHECKPOINT: checkpoint.encode()}
    return zipped({**members, MANIFEST: manifest(members)})


def with_verifier(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the program that checks them without this one."""
    return {**files, VERIFIER: verifier()}


def verifier() -> bytes:
    """A program of one file that checks a pack or a log that was exported."""
    return Path(__file__).with_name("verifier.py").read_bytes()


def manifest(members: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each member but the manifest itself."""
    return line({name: sha256(data).hexdigest() for name, data in members.items() if name != MANIFEST})


def zipped(members: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.create_system, about.external_attr = 3, 0o600 << 16
            archive.writestr(about, data)
    return held.getvalue()


def line(value: object) -> bytes:
    return canonical(value) + b"\n"


def lines(leaves: Iterable[bytes]) -> bytes:
    return b"".join(leaf + b"\n" for leaf in leaves)


def _hex(path: Iterable[bytes]) -> list[str]:
    return [step.hex() for step in path]
