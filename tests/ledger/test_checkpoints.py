"""Checkpoints and keys: in the form of C2SP signed notes, and nothing else taken for one."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sharewell.ledger.checkpoints import BadNote, SigningKey, VerifyingKey, from_base64

# The key and note of the Go checksum database's documentation of signed notes (golang.org/x/mod/sumdb/note).
NOTE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
NOTE_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
ROOT = bytes(range(32))


@pytest.fixture(scope="module")
def key():
    return SigningKey.make("county.example/log")


def test_a_published_key_reads_and_is_written_the_same():
    assert str(VerifyingKey.read(NOTE_KEY)) == NOTE_KEY
    assert VerifyingKey.read(NOTE_KEY).name == "PeterNeumann"


def test_a_published_note_holds_under_its_key():
    key, signature = VerifyingKey.read(NOTE_KEY), from_base64(NOTE_SIGNATURE)
    assert signature[:4].hex() == "c74f20a3"
    Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], NOTE_TEXT.encode())


def test_a_checkpoint_has_the_form_of_a_signed_note(key):
    text = key.sign(20852163, ROOT)
    lines = text.split("\n")
    assert lines[:4] == ["county.example/log", "20852163", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert lines[4].startswith("— county.example/log ") and lines[5:] == [""]
    checkpoint = key.verifying.open(text)
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == ("county.example/log", 20852163, ROOT)


def test_signing_the_same_twice_gives_the_same_text(key):
    assert key.sign(7, ROOT) == key.sign(7, ROOT)


def test_every_changed_byte_is_found(key):
    data = key.sign(1234, ROOT).encode()
    for at in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            try:
                text = changed.decode()
            except UnicodeDecodeError:
                continue
            with pytest.raises(BadNote):
                key.verifying.open(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: text[:-1],
        lambda text: text.replace("\n\n", "\nmore\n\n"),
        lambda text: text.replace("\n7\n", "\n07\n"),
        lambda text: text.replace("\n7\n", "\n-7\n"),
        lambda text: text.replace("\n7\n", "\n٧\n"),
        lambda text: text + text.splitlines()[-1] + "\n",
        lambda text: text.replace("—", "-"),
        lambda text: "",
    ],
)
def test_another_spelling_of_the_same_is_refused(key, change):
    with pytest.raises(BadNote):
        key.verifying.open(change(key.sign(7, ROOT)))


def test_another_log_of_the_same_name_is_refused(key):
    with pytest.raises(BadNote, match="another key"):
        SigningKey.make("county.example/log").verifying.open(key.sign(7, ROOT))


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "log"
    first = SigningKey.kept_at(path, "county.example/log")
    assert SigningKey.kept_at(path, "county.example/log").seed == first.seed
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["log"]


def test_a_log_keeps_the_name_that_it_began_with_when_the_service_moves(tmp_path):
    path = tmp_path / "log"
    text = SigningKey.kept_at(path, "county.example/log").sign(7, ROOT)
    moved = SigningKey.kept_at(path, "new-address.example/log")
    assert moved.name == "county.example/log" and moved.verifying.open(text).size == 7


@pytest.mark.parametrize("text", ["", "nonsense", "PRIVATE+KEY+a+00000000+AAAA", "PRIVATE+KEY+a"])
def test_a_file_that_holds_no_key_is_refused(tmp_path, text):
    path = tmp_path / "log"
    path.write_text(text)
    with pytest.raises(BadNote):
        SigningKey.kept_at(path, "a")


def test_a_key_never_shows_itself(key):
    assert key.seed.hex() not in repr(key) and str(key) not in repr(key)


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_log_needs_a_name_that_a_note_can_carry(name):
    with pytest.raises(BadNote):
        SigningKey.make(name)
