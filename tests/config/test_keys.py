"""Keys are rotated, renewed and destroyed in the middle of the work, and nothing that is alive is lost."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from sharewell.config import boxes, keys
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.decisions.models import Entry
from sharewell.domain.deliveries import actions, outbox
from sharewell.domain.sealed import ring
from sharewell.sealing import SealingError
from tests.config.running import environment, run
from tests.domain import living
from tests.domain.deliveries import town as deliveries
from tests.people import add_tendai

SAYS = {"name": "Dr Sunita Rao", "role": "Safeguarding doctor"}


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path, monkeypatch):
    """Keys of this test alone; nobody else is in the middle of answering a page."""
    settings.KEYS = tmp_path / "keys"
    monkeypatch.setattr(keys, "SETTLES", timedelta(0))


def renew_and_reseal():
    keys.renew()
    keys.reseal()


def renew_and_revoke():
    """What is done when somebody else may have the keys: afterwards the old ones open nothing at all."""
    old = {key for key in ring().data_keys() if key.purpose not in ("blind", "packages")}
    keys.rotate()
    renew_and_reseal()
    assert set(keys.retire(now=True)) == old


DOINGS = {
    "rotate": keys.rotate,
    "renew": keys.renew,
    "renew and reseal": renew_and_reseal,
    "renew and revoke": renew_and_revoke,
}


def steps_of_a_share(town):
    """A worry, a decision, packages by link and by inbox, sent, opened and answered, step by step."""
    case = deliveries.worry_of(town)
    yield case
    by_link = deliveries.prepare(case, town.gp, town.teacher)
    yield
    by_inbox = deliveries.prepare(case, town.front_door, town.teacher)
    yield
    actions.attach_typed(delivery=by_link, text="A body map.", about="Body map", by=town.teacher)
    yield
    for delivery in (by_link, by_inbox):
        deliveries.send(delivery, town.teacher)
        yield
    token = by_link.outbox.latest("made_at").payload["token"]
    yield
    outbox.drain()
    yield
    code = deliveries.fresh(by_link).door.code
    yield
    opening = actions.open_link(token=token, code=code, **SAYS).opening
    yield
    inbox = actions.open_in_inbox(delivery=by_inbox, by=town.at_council["safeguarding-lead"])
    yield
    for one in (opening, inbox):
        one = type(one).objects.get(pk=one.pk)
        actions.answer(opening=one, kind="received", words="We have it.")
        yield
    for delivery in (by_link, by_inbox):
        delivery = deliveries.fresh(delivery)
        assert b"Three round bruises" in bytes(delivery.package)
        assert delivery.answers.get().words == "We have it."


@pytest.mark.parametrize("doing", DOINGS)
def test_a_share_goes_through_with_keys_changed_between_every_two_of_its_steps(town, doing, mailoutbox):
    steps = 0
    for _step in steps_of_a_share(town):
        DOINGS[doing]()
        opened, closed = boxes.check()
        assert opened and closed == []
        steps += 1
    assert steps == 13
    assert keys.missing() == []
    verify_log()


def test_a_box_under_a_key_that_was_destroyed_is_not_accepted(town):
    child = add_tendai(town.teacher)
    place = f"{child._meta.db_table}.name:{child.pk}"
    stolen = ring().seal(b"Somebody else", place, owner=town.school.pk.bytes)
    renew_and_revoke()
    with connection.cursor() as cursor:
        pk = child._meta.pk.get_db_prep_value(child.pk, connection)
        cursor.execute(f"UPDATE {child._meta.db_table} SET name = %s WHERE id = %s", [stolen, pk])
    with pytest.raises(SealingError, match="retired"):
        str(type(child).objects.get(pk=child.pk).name)
    assert [key.version for key in keys.missing()] == [1]


def test_a_key_that_something_still_needs_is_never_destroyed(town):
    add_tendai(town.teacher)
    keys.renew()
    assert keys.retire(now=True) == [] or all(not boxes.in_use()[key] for key in keys.missing())
    opened, closed = boxes.check()
    assert opened and closed == []


def test_an_old_key_rests_for_a_day(town):
    add_tendai(town.teacher)
    renew_and_reseal()
    assert keys.retire() == []
    yesterday = time.time() - 2 * 86_400
    for path in ring().path.glob("*.wrapped"):
        os.utime(path, (yesterday, yesterday))
    assert keys.retire() != []


def test_one_organisations_keys_are_renewed_alone(town):
    add_tendai(town.teacher)
    add_tendai(town.at_council["practitioner"])
    new = keys.renew(town.school.pk)
    assert {key.owner for key in new} == {town.school.pk.bytes}


def test_what_somebody_writes_while_it_is_being_sealed_anew_is_not_put_back(town, monkeypatch):
    case = deliveries.worry_of(town)
    entry = case.worry.entries.first()
    keys.renew()
    real = type(Entry._meta.get_field("text")).resealed

    def slow(field, row):
        sealed = real(field, row)
        if row.pk == entry.pk and field.attname == "text":
            entry.text = "Written meanwhile."
            entry.save()
        return sealed

    monkeypatch.setattr(type(Entry._meta.get_field("text")), "resealed", slow)
    keys.reseal()
    assert Entry.objects.get(pk=entry.pk).text == "Written meanwhile."


@pytest.mark.slow
def test_people_go_on_writing_while_everything_is_sealed_anew(tmp_path):
    here = environment(tmp_path, SHAREWELL_DEMO="yes")
    program = [sys.executable, "-c", living.SHARE + living.WRITE, str(tmp_path / "stop")]
    writer = subprocess.Popen(program, env=here, stdout=subprocess.PIPE, text=True)
    while not (tmp_path / "stop.ready").exists():
        assert writer.poll() is None
        time.sleep(0.1)
    said = [run(tmp_path, "keys", word) for word in ("rotate", "renew", "reseal", "renew", "reseal")]
    (tmp_path / "stop").touch()
    written = int(writer.communicate(timeout=60)[0])
    assert written > 10 and writer.returncode == 0
    said += [run(tmp_path, "keys", word) for word in ("reseal", "check", "list")]
    assert [one.stderr for one in said if one.returncode] == []
    old = [line for line in said[-1].stdout.splitlines() if line.startswith("old") and "-" in line]
    assert old and all("  0 sealed with it" in line for line in old if "fields" in line)


def test_every_change_of_the_keys_is_in_the_log(town):
    from sharewell.domain.audit.models import Event

    keys.rotate()
    renew_and_revoke()
    keys.escrow(keys.settings.HOME / f"sheets-{time.monotonic_ns()}")
    kinds = {event.kind for event in Event.objects.all()}
    assert {"keys-rotated", "keys-renewed", "boxes-resealed", "keys-retired", "keys-escrowed"} <= kinds
