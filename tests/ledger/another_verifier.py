"""Checks a proof pack with nothing of ours, from what `docs/explanation/the-log.md` says of its form.

`python tests/ledger/another_verifier.py PACK [CHECKPOINT]`. Says what is wrong and exits 1, or exits 0.
"""

import base64
import hashlib
import json
import sys
import zipfile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_by_inclusion(index, size, leaf, path):
    """RFC 6962, 2.1.1, read from the top: the half that holds the entry says where the next hash stands."""
    if size == 1:
        assert not path, "a path that is too long"
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha(b"\x01", root_by_inclusion(index, half, leaf, path[:-1]), path[-1])
    return sha(b"\x01", path[-1], root_by_inclusion(index - half, size - half, leaf, path[:-1]))


def roots_by_consistency(old, size, path, old_root, is_begun):
    """RFC 6962, 2.1.2, read from the top: the roots of the old tree and of the new that the path gives."""
    if old == size:
        if is_begun:
            assert not path, "a path that is too long"
            return old_root, old_root
        (only,) = path
        return only, only
    half = 1 << (size - 1).bit_length() - 1
    if old <= half:
        before, after = roots_by_consistency(old, half, path[:-1], old_root, is_begun)
        return before, sha(b"\x01", after, path[-1])
    before, after = roots_by_consistency(old - half, size - half, path[:-1], old_root, False)
    return sha(b"\x01", path[-1], before), sha(b"\x01", path[-1], after)


def opened(text, key):
    """The size and root of a checkpoint, its signature checked."""
    name, _, public = key.split("+", 2)
    body, signature = text.split("\n\n")
    origin, size, root = body.split("\n")
    assert origin == name, "a checkpoint of another log"
    signed = base64.b64decode(signature.removeprefix(f"— {name} "))
    Ed25519PublicKey.from_public_bytes(base64.b64decode(public)[1:]).verify(signed[4:], f"{body}\n".encode())
    return int(size), base64.b64decode(root)


def unhex(path):
    return [bytes.fromhex(step) for step in path]


def line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def check(path, held=None):
    """Raises where anything is wrong."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(files.pop("manifest.json"))
    assert said == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}, "the manifest"
    proofs = json.loads(files["proofs.json"])
    size, root = opened(files["checkpoint.txt"].decode(), proofs["key"])

    lines = files["events.jsonl"].splitlines(keepends=True)
    entries = {}
    for text, proof in zip(lines, proofs["inclusion"], strict=True):
        found = root_by_inclusion(proof["index"], size, sha(b"\x00", text[:-1]), unhex(proof["path"]))
        assert found == root, f"entry {proof['index']}"
        entries[proof["index"]] = json.loads(text)

    texts = [each["text"] for each in proofs["checkpoints"]]
    also = {
        "events-before": b"".join(lines[:-1]),
        "checkpoints": line({"complete": proofs["complete"], "texts": texts}),
        "key": proofs["key"].encode(),
    }
    assert entries[max(entries)]["kind"] == "pack-exported", "no export"
    for opening in proofs["openings"]:
        entry = entries[opening["index"]]
        for name, salt in opening["salts"].items():
            digest = hashlib.sha256(bytes.fromhex(salt) + {**files, **also}[name]).hexdigest()
            assert entry["commitments"][name] == digest, name
    decided, exported = (set(opening["salts"]) for opening in proofs["openings"])
    assert decided == {"case.json", "outcome.json", "rules.json"}, "the decision is not opened"
    assert exported == {"record.html", "record.pdf", *decided, *also}, "the export is not opened"

    for each in proofs["checkpoints"]:
        old, old_root = opened(each["text"], proofs["key"])
        found = roots_by_consistency(old, size, unhex(each["consistency"]), old_root, True)
        assert old == 0 or found == (old_root, root), f"the checkpoint at {old}"
    assert held is None or held in [*texts, files["checkpoint.txt"].decode()], "the checkpoint that you hold"


if __name__ == "__main__":
    try:
        check(sys.argv[1], *[open(name, encoding="utf-8").read() for name in sys.argv[2:]])  # noqa: PTH123, SIM115
    except Exception as wrong:
        sys.exit(f"Wrong: {wrong}")
