"""Fields are sealed for their place; keys are kept, rotated and renewed without losing anything."""

import os
import stat
import subprocess
import sys

import pytest

from sharewell.sealing import KeyRing, SealingError, new_package_key

PLACE = "decisions_entry.text:8f7d"


@pytest.fixture
def ring(tmp_path):
    return KeyRing.open(tmp_path / "keys")


def test_what_is_sealed_opens_again_in_its_own_place(ring):
    box = ring.seal("Siân said she is afraid".encode(), PLACE)
    assert b"Si" not in box
    assert ring.unseal(box, PLACE).decode() == "Siân said she is afraid"


def test_a_box_moved_to_another_place_does_not_open(ring):
    box = ring.seal(b"secret", PLACE)
    with pytest.raises(SealingError) as error:
        ring.unseal(box, "decisions_entry.text:9999")
    assert "moved here from another place" in error.value.what
    assert "backup" in error.value.mend


def test_no_byte_of_a_box_can_be_changed_or_cut_off_unseen(ring):
    box = ring.seal(b"secret", PLACE)
    for at in range(len(box)):
        with pytest.raises(SealingError):
            ring.unseal(box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :], PLACE)
        with pytest.raises(SealingError):
            ring.unseal(box[:at], PLACE)


def test_a_field_and_a_package_key_have_different_keys(ring):
    with pytest.raises(SealingError):
        ring.unwrap(ring.seal(b"k" * 32, PLACE), PLACE)


def test_the_keys_are_readable_by_their_owner_alone(ring):
    ring.seal(b"x", PLACE)
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in ring.path.iterdir()} == {0o600}


def test_keys_that_others_can_read_are_refused_with_the_command_that_mends_it(ring):
    key = ring.path / "kek-0001.key"
    key.chmod(0o644)
    with pytest.raises(SealingError, match=f"chmod 600 {key}"):
        KeyRing.open(ring.path)


def test_rotating_rewraps_the_keys_and_leaves_what_is_sealed_alone(ring):
    box, index = ring.seal(b"secret", PLACE), ring.blind("943 476 5919", "nhs-number")
    assert ring.rotate() == 2
    fresh = KeyRing.open(ring.path)
    assert not (ring.path / "kek-0001.key").exists()
    assert fresh.unseal(box, PLACE) == b"secret"
    assert fresh.blind("943 476 5919", "nhs-number") == index


def test_a_rotation_that_was_cut_short_leaves_a_ring_that_opens(ring, monkeypatch):
    box = ring.seal(b"secret", PLACE)
    ring.wrap(new_package_key(), "delivery:1")
    real, writes = os.replace, []

    def cut(src, dst):
        writes.append(dst)
        if len(writes) == 3:
            raise KeyboardInterrupt
        real(src, dst)

    monkeypatch.setattr("sharewell.sealing.keyfiles.os.replace", cut)
    with pytest.raises(KeyboardInterrupt):
        ring.rotate()
    monkeypatch.undo()
    assert KeyRing.open(ring.path).unseal(box, PLACE) == b"secret"
    KeyRing.open(ring.path).rotate()
    assert KeyRing.open(ring.path).unseal(box, PLACE) == b"secret"


def test_a_renewed_data_key_seals_anew_and_the_old_one_still_opens(ring):
    old = ring.seal(b"secret", PLACE)
    assert ring.renew("fields") == 2
    new = ring.reseal(old, PLACE)
    assert new != old
    assert ring.reseal(new, PLACE) == new
    assert KeyRing.open(ring.path).unseal(new, PLACE) == ring.unseal(old, PLACE) == b"secret"


def test_a_ring_that_is_open_elsewhere_survives_a_rotation(ring):
    other = KeyRing.open(ring.path)
    box = ring.seal(b"secret", PLACE)
    ring.rotate()
    assert other.unseal(box, PLACE) == b"secret"
    assert ring.unseal(other.seal(b"more", PLACE), PLACE) == b"more"


def test_a_blind_index_ignores_case_and_spacing_and_tells_purposes_apart(ring):
    assert ring.blind("  Siân  WILLIAMS ", "name") == ring.blind("siân williams", "name")
    assert ring.blind("siân williams", "name") != ring.blind("siân williams", "email")
    assert len(ring.blind("x", "name")) == 16


def test_a_blind_index_cannot_be_renewed(ring):
    with pytest.raises(SealingError, match="one key for ever"):
        ring.renew("blind")


def test_keys_of_another_service_are_told_from_altered_data(ring, tmp_path):
    ring.seal(b"x", PLACE)
    other = KeyRing.open(tmp_path / "others")
    (ring.path / "kek-0001.key").write_bytes((other.path / "kek-0001.key").read_bytes())
    with pytest.raises(SealingError, match="fields-0001.wrapped does not open with kek-0001.key"):
        KeyRing.open(ring.path).seal(b"y", PLACE)


def test_a_missing_kek_names_the_file_and_the_backup(ring):
    box = ring.seal(b"x", PLACE)
    ring.rotate()
    (ring.path / "kek-0002.key").rename(ring.path / "kek-0003.key")
    with pytest.raises(SealingError, match=r"kek-0002\.key is not in .*backup"):
        KeyRing.open(ring.path).unseal(box, PLACE)


def test_processes_that_start_at_once_end_with_one_set_of_keys(tmp_path):
    program = (
        "import sys; from sharewell.sealing import KeyRing; r = KeyRing.open(sys.argv[1]);"
        "sys.stdout.write(r.seal(b'hello', 'a').hex())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, tmp_path / "keys"], stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    boxes = [process.communicate(timeout=60)[0] for process in started]
    ring = KeyRing.open(tmp_path / "keys")
    assert {ring.unseal(bytes.fromhex(box), "a") for box in boxes} == {b"hello"}
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


OURS, THEIRS = bytes(range(16)), bytes(range(16, 32))


def test_each_owner_has_keys_of_their_own_and_the_box_names_them(ring):
    ours, theirs = ring.seal(b"secret", PLACE, owner=OURS), ring.seal(b"secret", PLACE, owner=THEIRS)
    assert ours[4:20] == OURS and theirs[4:20] == THEIRS
    assert KeyRing.open(ring.path).unseal(ours, PLACE) == ring.unseal(theirs, PLACE) == b"secret"
    (ring.path / f"fields-{OURS.hex()}-0001.wrapped").unlink()
    fresh = KeyRing.open(ring.path)
    assert fresh.unseal(theirs, PLACE) == b"secret"
    with pytest.raises(SealingError):
        fresh.unseal(ours, PLACE)


def test_no_byte_of_an_owned_box_can_be_changed_or_cut_off_unseen(ring):
    box = ring.seal(b"secret", PLACE, owner=OURS)
    ring.seal(b"x", PLACE, owner=THEIRS)
    for at in range(len(box)):
        with pytest.raises(SealingError):
            ring.unseal(box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :], PLACE)
        with pytest.raises(SealingError):
            ring.unseal(box[:at], PLACE)
    with pytest.raises(SealingError):
        ring.unseal(box[:4] + THEIRS + box[20:], PLACE)


def test_a_box_is_sealed_anew_for_its_owner_whoever_had_sealed_it(ring):
    old = ring.seal(b"secret", PLACE)
    new = ring.reseal(old, PLACE, owner=OURS)
    assert new[4:20] == OURS and ring.unseal(new, PLACE) == b"secret"
    assert ring.reseal(new, PLACE, owner=OURS) == new


def test_one_owners_keys_are_renewed_alone(ring):
    ring.seal(b"x", PLACE, owner=OURS)
    ring.seal(b"x", PLACE, owner=THEIRS)
    assert ring.renew("fields", OURS) == 2
    assert ring.seal(b"x", PLACE, owner=OURS)[:4] == b"S2\x00\x02"
    assert ring.seal(b"x", PLACE, owner=THEIRS)[:4] == b"S2\x00\x01"


def test_a_retired_key_is_gone_from_every_process_within_a_second_and_the_one_in_use_never_goes(ring):
    serving = KeyRing.open(ring.path)
    old = serving.seal(b"secret", PLACE, owner=OURS)
    key = next(key for key in ring.data_keys() if key.owner == OURS)
    with pytest.raises(SealingError, match="is in use"):
        ring.retire(key)
    ring.renew("fields", OURS)
    ring.retire(key)
    serving._look_at = 0  # the second is over
    assert serving.seal(b"new", PLACE, owner=OURS)[:4] == b"S2\x00\x02"
    with pytest.raises(SealingError, match="retired"):
        serving.unseal(old, PLACE)


def test_a_blind_index_of_one_owner_tells_nothing_about_another(ring):
    assert ring.blind("siân", "name", OURS) == ring.blind("Siân", "name", OURS)
    assert len({ring.blind("siân", "name", owner) for owner in (OURS, THEIRS, b"")}) == 3
