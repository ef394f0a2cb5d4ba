"""Checks what Sharewell exports without Sharewell: a proof pack of one decision, or a whole log.

    python verify.py FILE.zip [RECEIPT ...] [KEY]

Exit 0: sound. 1: altered, it says where. 2: nothing that could be checked. Needs Python and `cryptography`.
Whoever made the export could have put another program in its place: read it, or take it from a release.
RECEIPT is one that you kept, KEY the log's public key: they show that it was not all written anew.
"""

import base64
import json
import re
import sys
import zipfile
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOTE = re.compile(r"(\S+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n\n— (\S+) ([A-Za-z0-9+/]{91}=)\n")
CHANGE = re.compile(r"(\S+)\nkey ([0-9]+)\n(\S+)\n(\S+)\n\n— (\S+) (\S+)\n— (\S+) (\S+)\n")
EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
DECIDED = {"case.json", "outcome.json", "rules.json"}
EXPORTED = DECIDED | {"record.html", "record.pdf", "events-before", "checkpoints", "key"}
Keys = list[tuple[str, int, float]]  # a key, and the least and the greatest size of the log that it may sign
Json = dict[str, Any]


class Wrong(Exception):
    """What is not as it was made: where, in English and Welsh. (OSError: nothing that could be checked.)"""


def sha(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def under(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """RFC 6962, 2.1.1, from the top: the half that holds the entry says where the next hash stands."""
    if size == 1:
        return b"" if path else leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha(b"\x01", under(index, half, leaf, path[:-1]), path[-1])
    return sha(b"\x01", path[-1], under(index - half, size - half, leaf, path[:-1]))


def begins(old: int, size: int, path: list[bytes], root: bytes, whole: bool = True) -> tuple[bytes, bytes]:
    """RFC 6962, 2.1.2, from the top: the roots of the old tree and of the new that the path gives."""
    if old == size:
        (only,) = [root, *path] if whole else path
        return only, only
    half = 1 << (size - 1).bit_length() - 1
    if old <= half:
        before, after = begins(old, half, path[:-1], root, whole)
        return before, sha(b"\x01", after, path[-1])
    before, after = begins(old - half, size - half, path[:-1], root, False)
    return sha(b"\x01", path[-1], before), sha(b"\x01", path[-1], after)


def verify(key: str, signer: str, signature: str, note: str) -> None:
    """Raises where the body of `note` was not signed with `key`, which is name+hash+base64."""
    name, shown, public = key.split("+", 2)
    raw, signed = base64.b64decode(public, validate=True), base64.b64decode(signature, validate=True)
    mark = sha(name.encode(), b"\n\x01", raw[1:])[:4].hex()
    if (signer, shown, signed[:4].hex(), base64.b64encode(signed).decode()) != (name, mark, mark, signature):
        raise ValueError("signed with another key")
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signed[4:], note.split("\n\n")[0].encode() + b"\n")


def keys_of(current: str, changes: list[str], known: str | None) -> Keys:
    """Every key that the log ever had; each change of it is signed with the key before and the key after."""
    keys: Keys = []
    start, after = 0, ""
    for found in map(CHANGE.fullmatch, changes):
        if not found or found[3] != (after or found[3]) or found[1] != found[5]:
            raise ValueError("a change of key that does not follow")
        verify(found[3], found[5], found[6], found[0])
        verify(found[4], found[7], found[8], found[0])
        keys.append((found[3], start, int(found[2])))
        start, after = int(found[2]) + 1, found[4]
    if current != (after or current) or known not in [None, current, *(key for key, *_ in keys)]:
        raise Wrong("signed with another key than yours / llofnodwyd ag allwedd arall")
    return [*keys, (current, start, float("inf"))]


def opened(text: str, keys: Keys) -> tuple[int, bytes]:
    """The size and root of a checkpoint, signed with the key that the log had at that size."""
    found = NOTE.fullmatch(text)
    if not found or found[1] != found[4] or (found[2] == "0" and found[3] != EMPTY):
        raise ValueError("not a checkpoint")
    (key,) = (key for key, first, last in keys if first <= int(found[2]) <= last)
    verify(key, found[4], found[5], text)
    return int(found[2]), base64.b64decode(found[3])


def check_pack(archive: zipfile.ZipFile, known: str | None, held: list[str]) -> tuple[int, int]:
    """Every event and file of a proof pack, and the history that it was taken from."""
    files = {name: archive.read(name) for name in archive.namelist()}
    proofs = json.loads(files["proofs.json"])
    keys = keys_of(proofs["key"], proofs.get("keys", []), known)
    size, root = opened(files["checkpoint.txt"].decode(), keys)
    lines, entries = files["events.jsonl"].splitlines(keepends=True), {}
    for text, proof in zip(lines, proofs["inclusion"], strict=True):
        number, path = proof["index"], [bytes.fromhex(step) for step in proof["path"]]
        hashed = sha(b"\x00", text.strip(b"\n"))
        if under(number, size, hashed, path) != root or json.loads(text)["index"] != number:
            raise Wrong(f"entry {number} / cofnod {number}")
        entries[number] = json.loads(text)
    open_all({**files, "events-before": b"".join(lines[:-1])}, proofs, entries)
    signed, agreed = {size: root}, 0
    for each in proofs["checkpoints"]:
        old, old_root = opened(each["text"], keys)
        path = [bytes.fromhex(step) for step in each["consistency"]]
        if old and begins(old, size, path, old_root) != (old_root, root):
            raise Wrong(f"entries {agreed} to {old - 1} / cofnodion {agreed} i {old - 1}")
        agreed, signed[old] = old, old_root
    for theirs, their_root in (opened(text, keys) for text in held):
        if theirs not in signed and (theirs > size or not proofs["complete"]):
            raise OSError(f"ask for a pack that reaches {theirs} / gofynnwch am becyn hyd {theirs}")
        if signed.get(theirs) != their_root:
            raise Wrong("it is not the history of your receipt / nid hanes eich derbynneb ydyw")
    return len(entries), len(signed)


def open_all(files: dict[str, bytes], proofs: Json, entries: dict[int, Json]) -> None:
    """What the decision and the export committed to is what lies here, and nothing of it is left out."""
    texts = {"complete": proofs["complete"], "texts": [each["text"] for each in proofs["checkpoints"]]}
    for name, value in (("checkpoints", texts), ("keys", proofs.get("keys"))):
        said = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        files[name] = said.encode() + b"\n"
    files["key"] = proofs["key"].encode()
    decided, last = max(n for n in entries if entries[n]["kind"] == "decision-recorded"), max(entries)
    of_decision, of_export = (each["salts"] for each in proofs["openings"])
    numbers = [each["index"] for each in proofs["openings"]]
    if numbers != [decided, last] or entries[last]["kind"] != "pack-exported":
        raise Wrong(f"entry {last} / cofnod {last}")
    if set(of_decision) != DECIDED or not EXPORTED <= set(of_export) == set(entries[last]["commitments"]):
        raise Wrong("proofs.json")
    for number, salts in ((decided, of_decision), (last, of_export)):
        for name, salt in salts.items():
            if sha(bytes.fromhex(salt), files.get(name, b"")).hex() != entries[number]["commitments"][name]:
                raise Wrong(name)


def check_log(archive: zipfile.ZipFile, known: str | None, held: list[str]) -> tuple[int, int]:
    """Every entry of a whole log by its hash, and its history by every checkpoint that was signed."""
    keys = keys_of(**json.loads(archive.read("keys.json")), known=known)
    last = opened(archive.read("checkpoint.txt").decode(), keys)
    signed = [last, *(opened(text, keys) for text in [*json.loads(archive.read("checkpoints.json")), *held])]
    peaks, sizes, agreed, size = [], {size for size, _ in signed}, 0, 0
    if max(sizes) > last[0]:
        raise OSError(f"ask for a log that reaches {max(sizes)} / gofynnwch am log hyd {max(sizes)}")
    with archive.open("entries.jsonl") as leaves, archive.open("hashes.txt") as hashes:
        for size, leaf in enumerate(leaves, 1):
            hashed = sha(b"\x00", leaf.strip(b"\n"))
            if next(hashes, b"") != hashed.hex().encode() + b"\n" or b'"index":%d,' % (size - 1) not in leaf:
                raise Wrong(f"entry {size - 1} / cofnod {size - 1}")
            peaks.append(hashed)
            for _ in range((size & -size).bit_length() - 1):  # the subtrees that this entry completes
                peaks[-2:] = [sha(b"\x01", *peaks[-2:])]
            if size in sizes:
                root = reduce(lambda right, left: sha(b"\x01", left, right), reversed(peaks))
                if any(theirs != root for at, theirs in signed if at == size):
                    raise Wrong(f"entries {agreed} to {size - 1} / cofnodion {agreed} i {size - 1}")
                agreed = size
        if size != last[0] or next(hashes, None) is not None:
            raise Wrong(f"entry {size} / cofnod {size}")
    return size, len(sizes)


def check(path: Path, kept: list[str] | tuple[str, ...] = ()) -> tuple[int, int]:
    """How many entries are sound, and how many checkpoints fit them; `kept` are receipts, and the key."""
    where, known = path.name, next((text.strip() for text in kept if not NOTE.search(text)), None)
    if not zipfile.is_zipfile(path):
        raise OSError(f"{where} is not a zip / nid ffeil zip yw {where}")
    try:
        held = [note[0] for text in kept for note in NOTE.finditer(text)]
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            found = (check_log if "entries.jsonl" in names else check_pack)(archive, known, held)
            said = json.loads(archive.read("manifest.json"))
            for where in sorted({*said, *names} - {"manifest.json"}):
                if sha(archive.read(where)).hex() != said[where] or names.count(where) > 1:
                    raise Wrong(where)
            return found
    except Exception as error:  # whatever a file that was tampered with can make of a reader
        raise error if isinstance(error, (Wrong, OSError)) else Wrong(f"{where}: {error!r}") from error


if __name__ == "__main__":
    try:
        given = [Path(each).read_text(encoding="utf-8") for each in sys.argv[2:]]
        count, fitting = check(Path(sys.argv[1]), given)
        print(f"Sound / Cyfan: {count} entries / cofnod, {fitting} checkpoints / pwynt gwirio.")
        print("With what you kept / Gyda'r hyn a gadwyd." if given else "On its own / Ar ei ben ei hun.")
    except (Wrong, OSError, IndexError) as wrong:
        print(f"Altered or unreadable / Wedi'i newid neu'n annarllenadwy: {wrong}")
        sys.exit(1 if isinstance(wrong, Wrong) else 2)
