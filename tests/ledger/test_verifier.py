"""The separate verifier: one short file that shares nothing with the library and finds what it finds."""

import ast
import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest

from sharewell.ledger import pack, verifier
from sharewell.ledger.checkpoints import BadNote, SigningKey
from sharewell.ledger.key_changes import Keys, sign_change
from sharewell.ledger.log_export import write_log
from sharewell.ledger.pack_checking import Against, check_pack
from sharewell.ledger.verifier import Wrong
from tests.ledger.houses import House, told

LOG = ("entries.jsonl", "hashes.txt", "checkpoints.json", "keys.json", "checkpoint.txt", "verify.py")


def members_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_manifest(members):
    said = {name: sha256(data).hexdigest() for name, data in members.items() if name != "manifest.json"}
    return {**members, "manifest.json": pack.line(said)}


def exported(house, rows=None):
    rows = rows or house.log.store.rows(0, 10_000)
    last = house.sign()
    with write_log(lambda start, count: rows[start : start + count], house.keys, last, house.issued) as held:
        return members_of(held.read())


@pytest.fixture
def house():
    house = told()
    for _ in range(30):
        house.record("answer-given")
        house.sign()
    return house


@pytest.fixture
def checked(tmp_path):
    def check(members, kept=()):
        path = tmp_path / "export.zip"
        path.write_bytes(pack.zipped(members))
        return verifier.check(path, kept)

    return check


def test_it_is_one_file_of_200_lines_that_needs_one_library():
    source = pack.verifier().decode()
    assert len(source.splitlines()) <= 200
    used = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [each.name for each in node.names] if isinstance(node, ast.Import)
            else [node.module] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert used - set(sys.stdlib_module_names) == {"cryptography"}


def test_it_goes_with_every_export_and_runs_from_there(tmp_path, house):
    (tmp_path / "log.zip").write_bytes(pack.zipped(exported(house)))
    house.files = pack.with_verifier(house.files)
    (tmp_path / "pack.zip").write_bytes(house.export())
    (tmp_path / "receipt.txt").write_text("Receipt\n\n" + house.issued[3] + "\nKeep it.\n", "utf-8")
    (tmp_path / "key.txt").write_text(str(house.key.verifying) + "\n")
    for name in ("log.zip", "pack.zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            (tmp_path / "verify.py").write_bytes(archive.read("verify.py"))
        ran = subprocess.run(
            [sys.executable, "-I", "verify.py", name, "receipt.txt", "key.txt"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "Sound / Cyfan" in ran.stdout and "With what you kept" in ran.stdout


def test_it_says_by_its_exit_what_it_found(tmp_path, house):
    members = exported(house)
    members["entries.jsonl"] = members["entries.jsonl"].replace(b"worry", b"hurry", 1)
    (tmp_path / "log.zip").write_bytes(pack.zipped(with_manifest(members)))
    (tmp_path / "none.zip").write_bytes(b"nothing")
    (tmp_path / "verify.py").write_bytes(pack.verifier())
    for given, code, said in (
        (["log.zip"], 1, "entry 0 / cofnod 0"),
        (["none.zip"], 2, "not a zip"), (["absent.zip"], 2, "absent"), ([], 2, ""),
    ):  # fmt: skip
        ran = subprocess.run(
            [sys.executable, "verify.py", *given], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert ran.returncode == code and said in ran.stdout, ran


def test_every_byte_of_an_exported_log_is_watched_and_placed(checked):
    house = told()
    members = exported(house)
    assert checked(members) == (house.log.size(), len(set(house.issued)))
    for name in ("entries.jsonl", "hashes.txt"):
        number = 0
        for at in range(len(members[name])):
            changed = bytearray(members[name])
            changed[at] ^= 1 << at % 8
            with pytest.raises(Wrong, match=f"^entry {number} "):
                checked(with_manifest({**members, name: bytes(changed)}))
            number += members[name][at] == 10


@pytest.mark.parametrize("name", ["checkpoints.json", "keys.json", "checkpoint.txt"])
def test_every_byte_of_what_was_signed_is_watched_also_when_the_manifest_is_made_to_fit(house, checked, name):
    house.issued = house.issued[-4:]
    house.change_key()
    house.record("answer-given")
    members = exported(house)
    checked(members)
    for at in range(len(members[name])):
        changed = bytearray(members[name])
        changed[at] ^= 1 << at % 8
        with pytest.raises(Wrong):
            checked(with_manifest({**members, name: bytes(changed)}))


@pytest.mark.parametrize("name", [*LOG, "manifest.json"])
def test_every_file_is_held_to_the_manifest(house, checked, name):
    members = exported(house)
    with pytest.raises(Wrong):
        checked({**members, name: members[name] + b"}"})
    with pytest.raises(Wrong):
        checked({other: data for other, data in members.items() if other != name})


def test_a_log_rewritten_with_every_hash_is_placed_between_two_checkpoints(house, checked):
    true = exported(house)
    other = House(house.key)
    for number, leaf, _ in house.log.store.rows(0, 100):
        other.log.append(leaf.replace(b"answer-given", b"answer-taken") if number == 20 else leaf)
    rows = other.log.store.rows(0, 100)
    sizes = sorted(int(text.split("\n")[1]) for text in house.issued)
    before = max(size for size in sizes if size <= 20)
    after = min(size for size in sizes if size > 20)
    other.issued = list(house.issued)
    with pytest.raises(Wrong, match=f"^entries {before} to {after - 1} "):
        checked(exported(other, rows))
    other.issued = []  # the checkpoints that the server kept were thrown away with the rest
    rewritten = exported(other, rows)
    checked(rewritten)
    for held in house.issued:
        if int(held.split("\n")[1]) > 20:
            with pytest.raises(Wrong, match="^entries 0 to "):
                checked(rewritten, [held])
    checked(true, house.issued)


def test_a_log_that_ends_too_soon_is_found(house, checked):
    members = exported(house)
    cut = members["entries.jsonl"].splitlines(keepends=True)[:-1]
    with pytest.raises(Wrong, match=f"^entry {len(cut)} "):
        checked(with_manifest({**members, "entries.jsonl": b"".join(cut)}))
    hashes = members["hashes.txt"].splitlines(keepends=True)[:-1]
    with pytest.raises(Wrong, match=f"^entry {len(cut)} "):
        checked(with_manifest({**members, "entries.jsonl": b"".join(cut), "hashes.txt": b"".join(hashes)}))


def test_a_receipt_of_another_log_or_a_later_time_is_told_apart(house, checked):
    members = exported(house)
    with pytest.raises(Wrong):
        checked(members, [told().issued[0]])
    with pytest.raises(Wrong, match="another key than yours"):
        checked(members, [str(SigningKey.make("county.example/log").verifying)])
    house.record("answer-given")
    with pytest.raises(OSError, match="ask for a log that reaches"):
        checked(members, [house.sign()])


# --- Changing the key -------------------------------------------------------------------------------


def test_after_the_key_was_changed_every_receipt_from_before_still_verifies(house, checked):
    first, early = house.key, house.issued[2]
    for _ in range(2):
        house.change_key()
        house.record("answer-given")
        house.sign()
    assert len(house.keys.changes) == 2
    members = exported(house)
    for kept in ([early, str(first.verifying)], [house.issued[-1], str(house.key.verifying)]):
        checked(members, kept)
    house.files = pack.with_verifier(house.files)
    built = house.export()
    checked(members_of(built), [early, str(first.verifying)])
    assert check_pack(built, Against(held=early, key=str(first.verifying))).held.text == early
    assert check_pack(built, Against(held=house.issued[-2])).held


def test_the_key_before_can_sign_nothing_that_came_after(house, checked):
    stolen = house.key
    house.change_key()
    house.record("answer-given")
    house.issued.append(stolen.sign(house.log.size(), house.log.root()))
    with pytest.raises(Wrong):
        checked(exported(house))
    with pytest.raises(BadNote):
        house.keys.open(stolen.sign(house.log.size(), house.log.root()))


def test_a_change_that_one_of_the_two_keys_did_not_sign_is_none(house, checked):
    mine, theirs = house.key, SigningKey.make("county.example/log")
    forged = sign_change(5, SigningKey.make("county.example/log"), theirs)
    shown = sign_change(5, mine, theirs)
    half = shown.replace(str(mine.verifying), forged.split("\n")[2])
    for texts in ([half], [shown, forged], [forged + " "], ["nonsense"]):
        with pytest.raises(BadNote):
            Keys.read(str(theirs.verifying), texts)
        members = exported(house)
        members["keys.json"] = pack.line({"current": str(theirs.verifying), "changes": texts})
        with pytest.raises(Wrong):
            checked(with_manifest(members))
    with pytest.raises(BadNote):
        Keys.read(str(mine.verifying), [shown])


def test_a_change_of_key_left_out_of_a_pack_is_missed(house, checked):
    house.change_key()
    house.files = pack.with_verifier(house.files)
    members = members_of(house.export())
    proofs = json.loads(members["proofs.json"])
    del proofs["keys"]
    changed = with_manifest({**members, "proofs.json": pack.line(proofs)})
    with pytest.raises(Wrong):
        checked(changed)
    with pytest.raises(Exception, match=r"proofs\.json"):
        check_pack(pack.zipped(changed))


def test_without_its_verifier_a_pack_is_not_whole(house, checked):
    members = members_of(house.export())
    del members["verify.py"]
    with pytest.raises(Exception, match=r"verify\.py is missing"):
        check_pack(pack.zipped(with_manifest(members)))
    with pytest.raises(Wrong, match=r"verify\.py"):
        checked(with_manifest(members))


def test_a_pack_from_before_there_was_a_verifier_is_still_sound(house, checked):
    house.files = {name: house.files[name] for name in pack.FILES}
    built = house.export()
    assert check_pack(built).entries
    checked(members_of(built))
