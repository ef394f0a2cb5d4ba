"""A whole log in its store: whatever is done to any entry is found, and the first wrong entry is named."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.ledger.checking import CHUNK, check_rows
from sharewell.ledger.entries import entry_leaf, says_index
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.findings import Altered
from sharewell.ledger.log import Log

AT = datetime(2026, 11, 22, tzinfo=UTC)
ABOUT = "decision:0b5f5a51-96a0-4c7e-9d54-0f6c1f1a7f10"


def leaf(index, by="system"):
    return entry_leaf(index=index, at=AT, kind="worry-raised", by=by, about=ABOUT)


def logged(count, by="system"):
    log = Log(SqliteFile(":memory:"))
    if count:
        log.append_many(leaf(index, by) for index in range(count))
    return log


def rows_of(log):
    return log.store.rows(0, 1_000_000)


def checked(rows, checkpoints=None):
    def read(start, count):
        return [row for row in rows if row[0] >= start][:count]

    return check_rows(read, checkpoints, lambda row: says_index(row[1], row[0]))


def renumbered(rows):
    return [(number, *row[1:]) for number, row in enumerate(rows)]


def flipped(data, at):
    changed = bytearray(data)
    changed[at] ^= 1 << at % 8
    return bytes(changed)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 100, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5000])
def test_a_log_of_any_size_is_found_sound(count):
    log = logged(count)
    sizes = sorted({0, count // 3, count // 2, min(CHUNK, count), count})
    roots = {size: log.root(size) for size in sizes}
    found = checked(rows_of(log), roots)
    assert (found.size, found.root, found.checkpoints) == (count, log.root(), len(sizes))


def test_every_changed_byte_of_every_row_is_found_and_placed():
    rows, flips = rows_of(logged(70)), 0
    for at, (number, data, hashes) in enumerate(rows):
        for byte in range(len(data)):
            with pytest.raises(Altered) as found:
                checked([*rows[:at], (number, flipped(data, byte), hashes), *rows[at + 1 :]])
            assert found.value.where == number
        for byte in range(len(hashes)):
            with pytest.raises(Altered) as found:
                checked([*rows[:at], (number, data, flipped(hashes, byte)), *rows[at + 1 :]])
            assert found.value.where == number
        flips += len(data) + len(hashes)
    assert flips > 15_000


def test_a_changed_byte_is_placed_at_the_seams_of_chunks_too():
    rows = rows_of(logged(2 * CHUNK + 5))
    for number in (0, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 2 * CHUNK + 4):
        _, data, hashes = rows[number]
        for byte in range(len(hashes)):
            changed = [*rows[:number], (number, data, flipped(hashes, byte)), *rows[number + 1 :]]
            with pytest.raises(Altered) as found:
                checked(changed)
            assert found.value.where == number


@settings(deadline=None)
@given(st.integers(2, 60), st.data())
def test_dropping_swapping_doubling_inserting_or_cutting_off_is_found_and_placed(count, data):
    log = logged(count)
    rows, signed = rows_of(log), {count: log.root()}
    first, second = sorted(
        data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))
    )
    swapped = list(rows)
    swapped[first], swapped[second] = rows[second], rows[first]
    foreign = rows_of(logged(count, by="stranger"))[first]
    for changed, where in [
        (rows[:first] + rows[first + 1 :], first),
        (renumbered(rows[:first] + rows[first + 1 :]), first),
        (renumbered(swapped), first),
        (renumbered([*rows[: first + 1], *rows[first:]]), first + 1),
        (renumbered([*rows[:first], foreign, *rows[first:]]), first),
        ([*rows[:first], foreign, *rows[first + 1 :]], first),
        (rows[:first], first),
        ([], 0),
    ]:
        with pytest.raises(Altered) as found:
            checked(changed, signed)
        # A whole row of another log is right in itself; only the hashes further on show that it is foreign.
        assert found.value.where == where or (foreign in changed and found.value.where >= where)


def test_history_rewritten_with_every_hash_shows_against_what_was_signed():
    signed_at = [10, 40, 77]
    log = logged(100)
    signed = {size: log.root(size) for size in signed_at}
    for altered, agreed in [(5, 0), (10, 10), (39, 10), (40, 40), (76, 40)]:
        rewritten = Log(SqliteFile(":memory:"))
        rewritten.append_many(
            leaf(index, "stranger" if index == altered else "system") for index in range(100)
        )
        with pytest.raises(Altered) as found:
            checked(rows_of(rewritten), signed)
        assert (found.value.what, found.value.where) == ("checkpoint-differs", agreed)
    checked(rows_of(rewritten))  # nothing but what was signed can show it


def test_an_end_that_was_cut_off_shows_against_what_was_signed():
    log = logged(100)
    with pytest.raises(Altered) as found:
        checked(rows_of(log)[:90], {95: log.root(95)})
    assert (found.value.what, found.value.where) == ("entries-missing", 90)


@pytest.mark.parametrize("strange", [None, "text", 7, b""])
def test_what_is_no_hash_or_leaf_is_found_and_placed(strange):
    rows = rows_of(logged(9))
    for changed in ((4, strange, rows[4][2]), (4, rows[4][1], strange)):
        with pytest.raises(Altered) as found:
            checked([*rows[:4], changed, *rows[5:]])
        assert found.value.where == 4


def test_the_file_itself_refuses_to_change_or_take_away(tmp_path):
    store = SqliteFile(tmp_path / "log.sqlite3")
    Log(store).append(leaf(0))
    for sql in ("UPDATE entry SET leaf = x'00'", "DELETE FROM entry"):
        with pytest.raises(Exception, match="only ever added to"):
            store._db.execute(sql)


def test_two_writers_of_one_file_take_turns_without_fork_or_gap(tmp_path):
    path = tmp_path / "log.sqlite3"
    first, second = Log(SqliteFile(path)), Log(SqliteFile(path))
    for index in range(0, 40, 2):
        assert first.append(leaf(index)) == index
        assert second.append(leaf(index + 1)) == index + 1
    assert checked(rows_of(first)).root == logged(40).root() == second.root()


def test_an_append_that_fails_leaves_nothing_behind(tmp_path):
    log = Log(SqliteFile(tmp_path / "log.sqlite3"))
    log.append(leaf(0))
    with pytest.raises(ZeroDivisionError):
        log.append_made(lambda index: 1 / 0)
    assert log.append(leaf(1)) == 1
    assert checked(rows_of(log)).size == 2


def test_what_was_added_is_there_after_opening_again(tmp_path):
    path = tmp_path / "log.sqlite3"
    log = Log(SqliteFile(path))
    for index in range(37):
        log.append(leaf(index))
    log.store.close()
    again = Log(SqliteFile(path))
    assert (again.size(), again.root()) == (37, logged(37).root())
    assert again.append(leaf(37)) == 37
    assert again.root() == logged(38).root()
