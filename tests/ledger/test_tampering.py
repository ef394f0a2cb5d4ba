"""What somebody who owns the server could do to the log, at length: every change is found, and nothing else.

By itself this does a part of each sweep; with SHAREWELL_CI=1 the whole: more than 10^6 changes of a byte, and
10^6 entries without a false alarm.
"""

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from sharewell.ledger import pack, verifier
from sharewell.ledger.checking import check_rows
from sharewell.ledger.checkpoints import SigningKey
from sharewell.ledger.entries import entry_leaf, says_index
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.findings import Altered
from sharewell.ledger.key_changes import Keys
from sharewell.ledger.log import Log
from sharewell.ledger.log_export import write_log

WHOLE = bool(os.environ.get("SHAREWELL_CI"))
ENTRIES = 13 if WHOLE else 3  # of the log whose every byte is set to every other value
GOOD = 1_000_000 if WHOLE else 20_000
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
KINDS = ("worry-raised", "decision-recorded", "delivery-sent", "inbox-opened", "answer-given")
ABOUT = "decision:0b5f5a51-96a0-4c7e-9d54-0f6c1f1a7f10"
PERSON = "1c9e5a51-96a0-4c7e-9d54-0f6c1f1a7f10"
KEY = SigningKey.make("county.example/log")
KEYS = Keys(KEY.verifying)


def leaf(index, kind=None, by=PERSON, minutes=None):
    at = AT + timedelta(minutes=index if minutes is None else minutes)
    digest = sha256(b"%d" % index).hexdigest()
    kind = kind or KINDS[index % len(KINDS)]
    return entry_leaf(index=index, at=at, kind=kind, by=by, about=ABOUT, commitments={"words": digest})


def logged(leaves):
    log = Log(SqliteFile(":memory:"))
    log.append_many(leaves)
    return log


def renumbered(leaves):
    """The same entries, each saying the number that it has now."""
    made = []
    for index, data in enumerate(leaves):
        before, _, after = data.partition(b'"index":')
        made.append(before + b'"index":%d,' % index + after.partition(b",")[2])
    return made


def check(rows, signed):
    check_rows(
        lambda start, count: rows[start : start + count], signed, lambda row: says_index(row[1], row[0])
    )


def test_every_byte_set_to_every_other_value_is_found_at_its_entry(capsys):
    log = logged(leaf(index) for index in range(ENTRIES))
    rows, signed, changes = log.store.rows(0, 100), {ENTRIES: log.root()}, 0
    check(rows, signed)
    for number, data, hashes in rows:
        for part in (1, 2):
            whole = (number, data, hashes)[part]
            for at, value in enumerate(whole):
                before, after = whole[:at], whole[at + 1 :]
                for other in range(256):
                    if other == value:
                        continue
                    changed = before + bytes((other,)) + after
                    rows[number] = (number, changed, hashes) if part == 1 else (number, data, changed)
                    try:
                        check(rows, signed)
                    except Altered as found:
                        assert found.where == number
                    else:
                        pytest.fail(f"entry {number}, part {part}, byte {at} set to {other} was not found")
                    changes += 1
        rows[number] = (number, data, hashes)
    with capsys.disabled():
        print(f"\n{changes:,} single-byte changes of a log, each found at its entry")
    assert changes >= (1_000_000 if WHOLE else 200_000)


def test_a_long_log_that_nobody_touched_raises_no_alarm(tmp_path):
    log = Log(SqliteFile(":memory:"))
    signed = []
    for start in range(0, GOOD, GOOD // 20):
        log.append_many(leaf(index) for index in range(start, start + GOOD // 20))
        signed.append(KEY.sign(log.size(), log.root()))
    roots = {KEYS.open(text).size: KEYS.open(text).root for text in signed}
    found = check_rows(log.store.rows, roots, lambda row: says_index(row[1], row[0]))
    assert (found.size, found.checkpoints) == (GOOD, 20)
    path = tmp_path / "log.zip"
    with write_log(log.store.rows, KEYS, signed[-1], signed) as held:
        path.write_bytes(held.read())
    assert verifier.check(path, [signed[7], str(KEY.verifying)]) == (GOOD, 20)


# --- Rewritten, with every hash worked out again and the numbers made to fit -----------------------

SIZE = 60
SIGNED_AT = (4, 11, 12, 25, 40, 57)  # sizes whose checkpoints somebody else kept


def _true():
    return [leaf(index) for index in range(SIZE)]


def deleted(at):
    return renumbered([*_true()[:at], *_true()[at + 1 :], leaf(SIZE)])


def inserted_with_an_earlier_date(at):
    return renumbered([*_true()[:at], leaf(at, "advice-asked", minutes=at), *_true()[at:]])[:SIZE]


def swapped(at):
    true = _true()
    true[at], true[at + 1] = true[at + 1], true[at]
    return renumbered(true)


def doubled(at):
    return renumbered([*_true()[: at + 1], *_true()[at:]])[:SIZE]


def told_otherwise(at):
    return [*_true()[:at], leaf(at, "worry-closed"), *_true()[at + 1 :]]


def given_to_somebody_else(at):
    return [*_true()[:at], leaf(at, by="system"), *_true()[at + 1 :]]


def dated_earlier(at):
    return [*_true()[:at], leaf(at, minutes=at - 2000), *_true()[at + 1 :]]


def cut_off(at):
    return _true()[:at]


def made_anew_from_here(at):
    return [*_true()[:at], *(leaf(index, "entry-added") for index in range(at, SIZE))]


REWRITES = (
    deleted, inserted_with_an_earlier_date, swapped, doubled, told_otherwise, given_to_somebody_else,
    dated_earlier, cut_off, made_anew_from_here,
)  # fmt: skip


@pytest.fixture(scope="module")
def kept():
    """What somebody else kept: {size: (root, text)}."""
    log = logged(_true())
    return {size: (log.root(size), KEY.sign(size, log.root(size))) for size in SIGNED_AT}


@pytest.mark.parametrize("rewrite", REWRITES)
def test_a_rewrite_is_placed_between_the_last_checkpoint_that_fits_and_the_first_that_does_not(
    rewrite, kept, tmp_path
):
    for at in range(SIZE - 1):
        leaves = rewrite(at)
        first = at + (rewrite is doubled)  # the first entry that is another than it was
        agreed = max((size for size in SIGNED_AT if size <= first), default=0)
        broken = min((size for size in SIGNED_AT if size > first), default=None)
        log = logged(leaves) if leaves else Log(SqliteFile(":memory:"))
        rows = log.store.rows(0, SIZE + 1)
        check(rows, {})  # by itself it is sound: every hash was worked out again
        if broken is None:
            check(rows, {size: root for size, (root, _) in kept.items() if size <= first})
            continue
        with pytest.raises(Altered) as found:
            check(rows, {size: root for size, (root, _) in kept.items()})
        assert found.value.where == (at if rewrite is cut_off else agreed)
        found_by_the_other_program(log, kept, agreed, broken, tmp_path)


def found_by_the_other_program(log, kept, agreed, broken, tmp_path):
    """The separate verifier, which is given an export made with the log's own key after the rewrite."""
    path = tmp_path / "log.zip"
    with write_log(log.store.rows, KEYS, KEY.sign(log.size(), log.root()), []) as held:
        path.write_bytes(held.read())
    verifier.check(path)
    texts = [text for size, (_, text) in kept.items() if size <= log.size()]
    if broken <= log.size():
        with pytest.raises(verifier.Wrong, match=f"^entries {agreed} to {broken - 1} "):
            verifier.check(path, texts)
    else:
        with pytest.raises(OSError, match="ask for a log that reaches"):
            verifier.check(path, [kept[broken][1]])


def test_there_are_nine_rewrites_and_the_verifier_is_the_one_that_is_shipped():
    assert len(REWRITES) == 9
    assert pack.verifier() == open(verifier.__file__, "rb").read()  # noqa: PTH123, SIM115
