"""Recording events: what enters the log, what never does, and that nothing can be taken out."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from sharewell.domain.audit import kinds
from sharewell.domain.audit.actions import current_checkpoint, erase_openings, record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.keys import FILE, verifying_key
from sharewell.domain.audit.models import Checkpoint, Event, Opening
from sharewell.domain.audit.queries import events_about
from sharewell.ledger.entries import BadEntry, commit, salt_for

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

AT = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)


def decision():
    return f"decision:{uuid4()}"


def test_an_event_says_who_what_and_when_and_commits_to_the_rest():
    about, person = decision(), uuid4()
    event = record_event(
        kind="decision-recorded", by=person, about=about, commitments={"case.json": b"Sian Jones, 7"}, at=AT
    )
    digest = event.commitments["case.json"]
    assert bytes(event.leaf).decode() == (
        f'{{"about":"{about}","at":"2026-11-22T09:30:15.123456Z","by":"{person}",'
        f'"commitments":{{"case.json":"{digest}"}},"index":{event.number},"kind":"decision-recorded"}}'
    )
    secret = bytes(Opening.objects.get(number=event.number).secret)
    assert event.commitments["case.json"] == commit(salt_for(secret, "case.json"), b"Sian Jones, 7")
    stored = Event.objects.get(number=event.number)
    assert (stored.kind, stored.by, stored.at) == ("decision-recorded", str(person), AT)


def test_the_same_words_never_give_the_same_commitment():
    first, second = (
        record_event(kind="worry-raised", by="system", about=decision(), commitments={"words": b"same"})
        for _ in range(2)
    )
    assert first.commitments != second.commitments


def test_events_are_numbered_from_nothing_without_a_gap():
    numbers = [record_event(kind="worry-raised", by="system", about=decision()).number for _ in range(40)]
    assert numbers == list(range(numbers[0], numbers[0] + 40))
    assert verify_log().size == numbers[-1] + 1


@pytest.mark.parametrize(
    "changed",
    [
        {"by": "Sian Jones"},
        {"by": "sian@example.org"},
        {"about": "decision:about Sian"},
        {"about": "Sian Jones:" + str(uuid4())},
        {"about": "decision"},
        {"kind": "not-listed"},
        {"commitments": {"Sian Jones": b""}},
        {"at": datetime(2026, 11, 22, 9, 30)},  # noqa: DTZ001 (says no time zone, which is the point)
    ],
)
def test_anything_but_ids_and_plain_words_is_refused(changed):
    before = Event.objects.count()
    with pytest.raises(BadEntry):
        record_event(**{"kind": "worry-raised", "by": "system", "about": decision(), **changed})
    assert Event.objects.count() == before


def test_a_write_whose_event_cannot_be_recorded_is_undone():
    with pytest.raises(BadEntry), transaction.atomic():
        Opening.objects.create(number=999_999, secret=b"")
        record_event(kind="not-listed", by="system", about=decision())
    assert not Opening.objects.filter(number=999_999).exists()


def test_an_undone_write_leaves_no_event_and_no_gap():
    first = record_event(kind="worry-raised", by="system", about=decision())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record_event(kind="worry-raised", by="system", about=decision())
        raise ZeroDivisionError
    after = record_event(kind="worry-raised", by="system", about=decision())
    assert after.number == first.number + 1
    verify_log()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET leaf = hashes",
        "DELETE FROM audit_event",
        "UPDATE audit_checkpoint SET text = ''",
        "DELETE FROM audit_checkpoint",
    ],
)
def test_the_database_refuses_to_change_or_take_away(sql):
    record_event(kind="worry-raised", by="system", about=decision())
    current_checkpoint()
    with (
        pytest.raises(DatabaseError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    verify_log()


def test_django_cannot_change_or_take_away_an_event_either():
    event = record_event(kind="worry-raised", by="system", about=decision())
    for attempt in (event.delete, event.save, lambda: Event.objects.update(about="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_thing_has_its_time_line_and_nobody_elses():
    about, other = decision(), decision()
    for kind in ("draft-begun", "worry-raised"):
        record_event(kind=kind, by="system", about=about)
        record_event(kind=kind, by="system", about=other)
    assert [event.kind for event in events_about(about)] == ["draft-begun", "worry-raised"]
    assert len(events_about(about, other)) == 4


def test_a_checkpoint_covers_the_log_and_is_kept():
    record_event(kind="worry-raised", by="system", about=decision())
    text = current_checkpoint()
    checkpoint = verifying_key().open(text)
    assert checkpoint.size == Event.objects.count()
    assert current_checkpoint() == text
    assert Checkpoint.objects.filter(size=checkpoint.size).count() == 1
    assert checkpoint.root == verify_log().root


def test_the_key_is_for_its_owners_eyes_only(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    first = verifying_key()
    assert (settings.KEYS / FILE).stat().st_mode & 0o777 == 0o600
    assert verifying_key() == first


def test_after_erasing_what_opens_commitments_everything_still_verifies():
    about = decision()
    event = record_event(kind="worry-raised", by="system", about=about, commitments={"words": b"Sian"})
    held = current_checkpoint()
    assert erase_openings(about=about, by="system") == 1
    assert not Opening.objects.filter(number=event.number).exists()
    assert verify_log(held=held).size == event.number + 2
    assert events_about(about)[-1].kind == "openings-erased"


def test_every_kind_has_words_in_both_languages():
    for kind, both in kinds.KINDS.items():
        assert both.en and both.cy and both.en != both.cy, kind
    with translation.override("cy"):
        assert kinds.words("worry-raised") == kinds.KINDS["worry-raised"].cy
    assert kinds.words("worry-raised", "en") == kinds.KINDS["worry-raised"].en
