"""A proof pack: sound as it was made, and never again once anything in it is other than it was."""

import io
import json
import zipfile
import zlib

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sharewell.ledger import pack, verifier
from sharewell.ledger.checkpoints import SigningKey
from sharewell.ledger.findings import FINDINGS, Altered, Finding, Unreadable
from sharewell.ledger.pack_checking import Against, check_members, check_pack
from sharewell.ledger.pack_reading import LARGEST, read_members
from tests.ledger.houses import DECISION, FILES, House, told


@pytest.fixture(scope="module")
def house():
    return told()


@pytest.fixture(scope="module")
def built(house):
    return house.export()


@pytest.fixture
def members(built):
    return read_members(built, "pack.zip")


def with_manifest(members):
    return {**members, pack.MANIFEST: pack.manifest(members)}


def proofs_of(members):
    return json.loads(members[pack.PROOFS])


def with_proofs(members, proofs):
    return with_manifest({**members, pack.PROOFS: pack.line(proofs)})


def test_a_pack_is_sound_as_it_was_made(built):
    sound = check_pack(built)
    assert (sound.entries, sound.held, sound.checkpoint.origin) == (4, None, "county.example/log")


def test_the_same_content_always_gives_the_same_zip(members):
    assert pack.zipped(members) == pack.zipped(dict(members))
    with zipfile.ZipFile(io.BytesIO(pack.zipped(members))) as archive:
        assert archive.namelist() == list(pack.MEMBERS)


def test_a_program_that_shares_nothing_with_ours_finds_the_same(tmp_path, house, members):
    path = tmp_path / "pack.zip"
    path.write_bytes(pack.zipped(members))
    for held in house.issued:
        verifier.check(path, [held, str(house.key.verifying)])
    with pytest.raises(verifier.Wrong):
        verifier.check(path, [told().issued[0]])
    for name in (*pack.FILES, pack.VERIFIER, pack.EVENTS):
        changed = with_manifest(
            {**members, name: members[name].replace(b"e", b"a", 1).replace(b"n", b"m", 1)}
        )
        assert changed[name] != members[name]
        path.write_bytes(pack.zipped(changed))
        with pytest.raises(verifier.Wrong):
            verifier.check(path)


def test_a_pack_packed_again_by_another_program_is_still_sound(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members, reverse=True):
            archive.writestr(name, members[name])
    assert check_pack(held.getvalue()).entries == 4


@pytest.mark.parametrize("name", pack.MEMBERS)
def test_every_byte_of_every_file_is_watched(members, name):
    for at in range(len(members[name])):
        changed = bytearray(members[name])
        changed[at] ^= 1 << at % 8
        with pytest.raises(Altered) as found:
            check_members({**members, name: bytes(changed)})
        assert found.value.where == name or name == pack.EVENTS


@pytest.mark.parametrize("name", [name for name in pack.MEMBERS if name != pack.MANIFEST])
def test_every_byte_is_watched_also_when_the_manifest_is_made_to_fit(members, name):
    for at in range(len(members[name])):
        changed = bytearray(members[name])
        changed[at] ^= 1 << at % 8
        with pytest.raises(Finding):
            check_members(with_manifest({**members, name: bytes(changed)}))


def test_a_changed_event_is_named_by_its_number(house, members):
    lines = members[pack.EVENTS].splitlines(keepends=True)
    for at, (index, _) in enumerate(house.ours):
        changed = [*lines[:at], lines[at].replace(b"2026-", b"2025-"), *lines[at + 1 :]]
        for kept in (dict, with_manifest):
            with pytest.raises(Altered) as found:
                check_members(kept({**members, pack.EVENTS: b"".join(changed)}))
            assert (found.value.what, found.value.where) == ("entry-altered", index)


@pytest.mark.parametrize("at", range(4))
def test_a_dropped_event_is_missed_also_when_its_proof_goes_with_it(members, at):
    lines, proofs = members[pack.EVENTS].splitlines(keepends=True), proofs_of(members)
    without = {**members, pack.EVENTS: b"".join(lines[:at] + lines[at + 1 :])}
    with pytest.raises(Altered) as found:
        check_members(with_manifest(without))
    assert (found.value.what, found.value.where) == ("entry-missing", proofs["inclusion"][at]["index"])
    del proofs["inclusion"][at]
    with pytest.raises(Altered):
        check_members(with_proofs(without, proofs))


def test_a_true_event_that_was_not_in_the_pack_is_foreign_there(house, members):
    _, leaf, _ = house.log.store.rows(0, 1)[0]
    size = int(members[pack.CHECKPOINT].split(b"\n")[1])
    lines, proofs = members[pack.EVENTS], proofs_of(members)
    path = [step.hex() for step in house.log.inclusion(0, size)]
    proofs["inclusion"].insert(0, {"index": 0, "path": path})
    with pytest.raises(Altered):
        check_members(with_proofs({**members, pack.EVENTS: leaf + b"\n" + lines}, proofs))
    with pytest.raises(Altered) as found:
        check_members(with_manifest({**members, pack.EVENTS: lines + leaf + b"\n"}))
    assert (found.value.what, found.value.where) == ("entry-foreign", 0)


def test_events_in_another_order_or_twice_are_found(members):
    lines, proofs = members[pack.EVENTS].splitlines(keepends=True), proofs_of(members)
    for order in ([1, 0, 2, 3], [0, 2, 1, 3], [3, 0, 1, 2], [0, 0, 1, 2, 3], [0, 1, 2, 3, 3]):
        moved = {**members, pack.EVENTS: b"".join(lines[at] for at in order)}
        with pytest.raises(Altered):
            check_members(with_manifest(moved))
        inclusion = [proofs["inclusion"][at] for at in order]
        with pytest.raises(Altered):
            check_members(with_proofs(moved, {**proofs, "inclusion": inclusion}))


@pytest.mark.parametrize("part", ["checkpoints", "inclusion", "openings"])
def test_no_proof_can_be_left_out_doubled_or_moved(members, part):
    proofs = proofs_of(members)
    for at in range(len(proofs[part])):
        without = [*proofs[part][:at], *proofs[part][at + 1 :]]
        twice = [*proofs[part][: at + 1], *proofs[part][at:]]
        for changed in (without, twice, proofs[part][::-1]):
            with pytest.raises(Finding):
                check_members(with_proofs(members, {**proofs, part: changed}))


def test_a_pack_signed_again_with_another_key_is_found(house, members):
    other = SigningKey.make("county.example/log")
    size, root = house.log.size(), house.log.root()
    proofs = proofs_of(members)
    for key in (proofs["key"], str(other.verifying)):
        forged = {**members, pack.CHECKPOINT: other.sign(size, root).encode()}
        with pytest.raises(Altered):
            check_members(with_proofs(forged, {**proofs, "key": key}))


def test_a_checkpoint_of_another_moment_does_not_fit(house, members):
    for text in house.issued[:-1]:
        with pytest.raises(Altered):
            check_members(with_manifest({**members, pack.CHECKPOINT: text.encode()}))


def test_a_pack_from_before_an_erasure_goes_on_proving(house, built):
    house.secrets.clear()
    assert check_pack(built).entries == 4


# --- History, against what somebody else kept ------------------------------------------------------


def test_history_is_shown_unchanged_since_every_checkpoint_that_was_given_away():
    house = told()
    held = list(house.issued)
    built = house.export()
    for text in [*held, house.issued[-1]]:
        sound = check_pack(
            built, Against(held=text.replace("\n", "\r\n") + "\n", key=str(house.key.verifying))
        )
        assert sound.held.size == int(text.split("\n")[1]) and sound.key_was_known


def test_whoever_holds_the_key_cannot_rewrite_history_unseen():
    house = told()
    held = list(house.issued)
    rewritten = House(house.key)
    rewritten.record("worry-raised")  # the first two entries have changed places
    rewritten.record("worry-raised", "decision:" + "2" * 8 + DECISION[17:])
    rewritten.sign()
    rewritten.decide()
    rewritten.record("delivery-sent")
    rewritten.record("delivery-sent")
    rewritten.sign()
    forged = rewritten.export()
    check_pack(forged)  # whole, by itself
    for text in held:
        with pytest.raises(Altered) as found:
            check_pack(forged, Against(held=text))
        assert found.value.what in ("held-differs", "held-unknown")


def test_a_split_view_is_found_at_every_size():
    key = SigningKey.make("county.example/log")
    shown, other = House(key), House(key)
    for number in range(60):
        shown.record("worry-raised")
        other.record("worry-raised" if number else "worry-opened")
        shown.sign()
        other.sign()
    shown.decide()
    built = shown.export()
    for held, forked in zip(shown.issued[:-1], other.issued, strict=True):
        assert check_pack(built, Against(held=held)).held.text == held
        with pytest.raises(Altered, match="not the history of") as found:
            check_pack(built, Against(held=forked))
        assert found.value.what == "held-differs"


def test_a_checkpoint_that_the_log_does_not_own_up_to_is_an_alarm():
    house = told()
    secret = house.key.sign(house.log.size(), house.log.root())
    house.record("answer-given")
    with pytest.raises(Altered) as found:
        check_pack(house.export(), Against(held=secret))
    assert found.value.what == "held-unknown"


def test_a_checkpoint_that_a_thinned_pack_leaves_out_is_no_alarm():
    house = told()
    first, second = house.issued
    built = house.export(leave_out=1)
    assert check_pack(built, Against(held=second)).held.text == second
    with pytest.raises(Unreadable, match="ask for one that reaches it"):
        check_pack(built, Against(held=first))


def test_a_checkpoint_of_another_log_a_newer_one_and_nonsense_are_told_apart(house, built):
    stranger, newer = told(), house.key.sign(10_000, b"\0" * 32)
    for text, kind, what in [
        (stranger.issued[0], Altered, "held-forged"),
        (house.issued[0].replace("\n2\n", "\n3\n"), Altered, "held-forged"),
        (newer, Unreadable, "held-newer"),
        ("nonsense", Unreadable, "not-a-checkpoint"),
    ]:
        with pytest.raises(kind) as found:
            check_pack(built, Against(held=text))
        assert found.value.what == what


def test_the_key_must_be_the_one_known_from_elsewhere(house, built):
    with pytest.raises(Altered, match="another key"):
        check_pack(built, Against(key=str(SigningKey.make("county.example/log").verifying)))
    with pytest.raises(Unreadable, match="not the public key"):
        check_pack(built, Against(key="nonsense"))


# --- Deciding again --------------------------------------------------------------------------------


def test_the_case_must_decide_to_the_outcome_again(built):
    assert check_pack(
        built, Against(replay=lambda rules, case: [b"other", FILES["outcome.json"]])
    ).was_decided_again
    with pytest.raises(Altered, match="outcome.json"):
        check_pack(built, Against(replay=lambda rules, case: [b'{"outcome":"must-share"}']))
    with pytest.raises(Unreadable, match="case.json"):
        check_pack(built, Against(replay=lambda rules, case: 1 / 0))


# --- Zips of every kind ----------------------------------------------------------------------------


def test_every_byte_of_the_zip_itself_is_harmless_or_found(built, members):
    for at in range(len(built)):
        changed = bytearray(built)
        changed[at] ^= 1 << at % 8
        try:
            check_pack(bytes(changed))
        except Finding:
            continue
        assert read_members(bytes(changed), "pack.zip") == members, at


def test_a_zip_cut_short_anywhere_is_never_sound(built):
    for length in range(0, len(built), 7):
        with pytest.raises(Finding):
            check_pack(built[:length])


def test_a_missing_file_and_a_foreign_one_are_named(members):
    for name in pack.MEMBERS:
        without = {kept: data for kept, data in members.items() if kept != name}
        with pytest.raises(Altered) as found:
            check_pack(pack.zipped(without))
        assert (found.value.what, found.value.where) == ("file-missing", name)
    for name in ("../../etc/passwd", "record.html/", "RECORD.HTML", "notes.txt"):
        with pytest.raises(Altered) as found:
            check_pack(pack.zipped({**members, name: b""}))
        assert found.value.what == "file-foreign"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(members):
    held = io.BytesIO(pack.zipped(members))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("record.html", b"another record")
    with pytest.raises(Altered, match="record.html"):
        check_pack(held.getvalue())


def test_a_bomb_is_refused_before_it_goes_off(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(name, bytes(LARGEST + 1) if name == "record.pdf" else data)
    assert len(held.getvalue()) < 1_000_000
    with pytest.raises(Unreadable, match="record.pdf is too big"):
        check_pack(held.getvalue())
    with pytest.raises(Unreadable, match="too big"):
        check_pack(bytes(LARGEST + 1))


def test_what_is_no_pack_is_unreadable(members):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.docx", b"")
    strange = io.BytesIO()
    with zipfile.ZipFile(strange, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    for data in (b"", b"PK", b"nonsense" * 100, other.getvalue(), strange.getvalue(), pack.zipped({})):
        with pytest.raises(Unreadable):
            check_pack(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([pack.PROOFS, pack.EVENTS, pack.CHECKPOINT]), st.binary(max_size=60) | JSON.map(pack.line)
)
def test_nonsense_in_a_file_is_one_finding_and_never_a_crash(name, data):
    members = read_members(NONSENSE_IS_PUT_IN, "pack.zip")
    for kept in (with_manifest({**members, name: data}), {**members, pack.MANIFEST: data}):
        with pytest.raises(Finding):
            check_members(kept)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_proofs_of_the_right_shape_and_any_content_are_one_finding(data):
    members = read_members(NONSENSE_IS_PUT_IN, "pack.zip")
    proofs = proofs_of(members)
    part = data.draw(st.sampled_from(sorted(proofs)))
    proofs[part] = data.draw(JSON)
    if isinstance(proofs_of(members)[part], list) and data.draw(st.booleans()):
        each = dict(proofs_of(members)[part][0])
        each[data.draw(st.sampled_from(sorted(each)))] = data.draw(JSON)
        proofs[part] = [each, *proofs_of(members)[part][1:]]
    assume(pack.line(proofs) != members[pack.PROOFS])
    with pytest.raises(Finding):
        check_members(with_proofs(members, proofs))


def test_deep_and_huge_json_is_unreadable(members):
    for data in (b"[" * 100_000, b"9" * 10_000, b'{"key":' * 5_000, b"\xff\xfe", zlib.compress(b"x")):
        with pytest.raises(Finding):
            check_members(with_manifest({**members, pack.PROOFS: data}))
        with pytest.raises(Finding):
            check_members(with_manifest({**members, pack.EVENTS: data + b"\n"}))


def test_every_finding_has_words_in_both_languages():
    for both in FINDINGS.values():
        assert both.en and both.cy and both.en != both.cy
        assert "{where}" in both.en and "{where}" in both.cy
    assert Altered("entry-altered", 7).words("cy") == "nid cofnod 7 yw'r hyn a gofnodwyd"


NONSENSE_IS_PUT_IN = told().export()
