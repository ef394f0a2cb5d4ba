"""The log in the database: whatever somebody does to it by hand is found, and the first wrong entry named."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from sharewell.domain.audit.actions import current_checkpoint, record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.keys import signing_key
from sharewell.domain.audit.models import Event
from sharewell.ledger.checkpoints import BadNote, SigningKey
from sharewell.ledger.findings import Altered
from tests.domain.audit.altering import by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def first():
    """Twelve events, with a checkpoint signed after the eighth; the number of the first of them."""
    numbers = [
        record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}").number for _ in range(8)
    ]
    current_checkpoint()
    for _ in range(4):
        record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
    return numbers[0]


def found():
    with pytest.raises(Altered) as wrong:
        verify_log()
    return wrong.value.what, wrong.value.where


def test_a_log_that_nobody_touched_is_sound(first):
    assert verify_log().checkpoints == 1


@pytest.mark.parametrize("column", ["leaf", "hashes"])
def test_every_changed_byte_is_found_and_placed(first, column):
    event = Event.objects.get(number=first + 5)
    data = bytes(getattr(event, column))
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with by_hand() as cursor:
            cursor.execute(
                f"UPDATE audit_event SET {column} = %s WHERE number = %s", [bytes(changed), first + 5]
            )
        assert found() == ("entry-altered", first + 5)
    with by_hand() as cursor:
        cursor.execute(f"UPDATE audit_event SET {column} = %s WHERE number = %s", [data, first + 5])
    verify_log()


def test_an_event_filed_under_another_thing_is_found_and_placed(first):
    with by_hand() as cursor:
        cursor.execute(
            "UPDATE audit_event SET about = %s WHERE number = %s", [f"decision:{uuid4()}", first + 3]
        )
    assert found() == ("entry-altered", first + 3)


def test_an_event_taken_away_is_found_and_placed(first):
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number = %s", [first + 3])
    assert found() == ("entry-missing", first + 3)


def test_two_events_that_changed_places_are_found(first):
    with by_hand() as cursor:
        for old, new in [(first + 2, -1), (first + 4, first + 2), (-1, first + 4)]:
            cursor.execute("UPDATE audit_event SET number = %s WHERE number = %s", [new, old])
    assert found() == ("entry-altered", first + 2)


def test_an_end_that_was_cut_off_is_found(first):
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number >= %s", [first + 6])
    assert found() == ("entries-missing", first + 6)


def test_an_end_rewritten_with_every_hash_is_found_against_what_was_signed(first):
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number >= %s", [first + 7])
    for _ in range(5):
        record_event(kind="worry-opened", by="system", about=f"decision:{uuid4()}")
    assert found() == ("checkpoint-differs", 0)


def test_a_checkpoint_changed_in_the_database_is_found(first):
    with by_hand() as cursor:
        cursor.execute("UPDATE audit_checkpoint SET text = replace(text, 'log', 'gol')")
    what, where = found()
    assert (what, where) == ("checkpoint-forged", first + 8)


def test_only_a_checkpoint_held_elsewhere_shows_a_log_that_was_wholly_rewritten(first):
    held = current_checkpoint()
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number >= %s", [first])
        cursor.execute("DELETE FROM audit_checkpoint WHERE size > %s", [first])
    for _ in range(20):
        record_event(kind="worry-opened", by="system", about=f"decision:{uuid4()}")
    assert verify_log().size == first + 20
    with pytest.raises(Altered, match="signed checkpoint"):
        verify_log(held=held)


def test_a_checkpoint_of_another_log_is_no_witness(first):
    with pytest.raises(BadNote):
        verify_log(held=SigningKey.make("other.example/log").sign(1, b"\0" * 32))


def test_the_command_says_what_it_found_and_exits_by_it(first, tmp_path):
    out, held = StringIO(), tmp_path / "receipt.txt"
    held.write_text(current_checkpoint())
    call_command("verify_log", checkpoint=held, stdout=out)
    assert out.getvalue().startswith(f"Sound: {first + 12} entries, and 2 signed checkpoints")
    call_command("verify_log", key=True, stdout=out)
    assert str(signing_key().verifying) in out.getvalue()
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number = %s", [first + 3])
    with pytest.raises(CommandError, match=f"Altered: entry {first + 3} is missing") as wrong:
        call_command("verify_log", stdout=out)
    assert wrong.value.returncode == 1
    held.write_text("nonsense")
    with pytest.raises(CommandError, match="Unreadable") as wrong:
        call_command("verify_log", checkpoint=held, stdout=out)
    assert wrong.value.returncode == 2
