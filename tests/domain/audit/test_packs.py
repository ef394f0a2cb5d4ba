"""A proof pack out of the database: sound, complete, and refused where there is nothing to prove."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from sharewell.domain.audit import packs
from sharewell.domain.audit.actions import (
    NothingToProve,
    build_pack,
    current_checkpoint,
    erase_openings,
    record_event,
)
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.keys import verifying_key
from sharewell.domain.audit.models import Event
from sharewell.domain.audit.queries import events_about
from sharewell.ledger import pack
from sharewell.ledger.findings import Unreadable
from sharewell.ledger.pack_checking import Against, check_pack
from sharewell.ledger.pack_reading import read_members

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

FILES = {
    "record.html": b"<h1>The record</h1>",
    "record.pdf": b"%PDF-invented",
    "case.json": b'{"nation":"england"}\n',
    "outcome.json": b'{"outcome":"must-share"}\n',
    "rules.json": b'{"version":"2026.1"}\n',
}


@pytest.fixture
def told():
    """A decision with a delivery, among other events: what they are about."""
    about, delivery = f"decision:{uuid4()}", f"delivery:{uuid4()}"
    record_event(kind="worry-raised", by="system", about=f"worry:{uuid4()}")
    record_event(
        kind="decision-recorded",
        by=uuid4(),
        about=about,
        commitments={**{name: FILES[name] for name in pack.DECIDED}, "reason": b"because"},
    )
    current_checkpoint()
    record_event(kind="worry-raised", by="system", about=f"worry:{uuid4()}")
    record_event(kind="delivery-sent", by="system", about=delivery)
    return about, delivery


def test_a_pack_holds_every_event_about_the_decision_and_proves_it(told):
    about, delivery = told
    held = current_checkpoint()
    built = build_pack(files=FILES, about=about, also=[delivery], by=uuid4())
    sound = check_pack(built, Against(held=held, key=str(verifying_key())))
    assert sound.entries == 3
    assert read_members(built, "")[pack.EVENTS] == pack.lines(
        bytes(event.leaf) for event in events_about(about, delivery)
    )
    assert sound.checkpoint.size == Event.objects.count() == verify_log().size


def test_making_a_pack_is_itself_an_event_and_so_is_the_next(told):
    about, delivery = told
    first = build_pack(files=FILES, about=about, also=[delivery], by="system")
    second = build_pack(files=FILES, about=about, also=[delivery], by="system")
    assert [event.kind for event in events_about(about)][-2:] == ["pack-exported"] * 2
    assert check_pack(second, Against(held=read_members(first, "")[pack.CHECKPOINT].decode())).entries == 4


def test_a_log_of_many_checkpoints_proves_the_ones_that_this_pack_may_be_held_against(told, monkeypatch):
    about, delivery = told
    monkeypatch.setattr(packs, "MOST", 3)
    day, held = datetime(2026, 11, 1, 12, tzinfo=UTC), {}
    for number in range(24):  # three a day for eight days
        record_event(kind="worry-raised", by="system", about=f"worry:{uuid4()}")
        held[number] = current_checkpoint(at=day + timedelta(days=number // 3, minutes=number))
        if number == 10:
            record_event(kind="answer-given", by="recipient", about=delivery)
            receipt = current_checkpoint(at=day + timedelta(days=3, minutes=number))
    asked = verifying_key().open(held[7]).size
    built = build_pack(files=FILES, about=about, also=[delivery], held=[asked], by="system")
    reached = [2, 5, 7, 8, 11, 14, 17, 20, 21, 22, 23]
    for text in [receipt, *(held[number] for number in reached)]:
        assert check_pack(built, Against(held=text)).held.text == text
    for number in set(held) - set(reached):
        with pytest.raises(Unreadable, match="ask for one"):
            check_pack(built, Against(held=held[number]))


def test_files_other_than_those_decided_on_make_no_pack(told):
    about, _ = told
    before = Event.objects.count()
    with pytest.raises(NothingToProve, match="outcome.json"):
        build_pack(files={**FILES, "outcome.json": b"{}"}, about=about, by="system")
    with pytest.raises(ValueError, match="exactly"):
        build_pack(files={"case.json": b""}, about=about, by="system")
    assert Event.objects.count() == before


def test_without_a_decision_or_with_its_openings_erased_there_is_nothing_to_prove(told):
    about, delivery = told
    with pytest.raises(NothingToProve, match="no decision"):
        build_pack(files=FILES, about=delivery, by="system")
    old = build_pack(files=FILES, about=about, by="system")
    erase_openings(about=about, by="system")
    with pytest.raises(NothingToProve, match="erased"):
        build_pack(files=FILES, about=about, by="system")
    check_pack(old)
    verify_log()
