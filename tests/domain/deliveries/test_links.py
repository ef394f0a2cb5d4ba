"""Links: nothing but the code opens one, one opening each, and nothing is ever destroyed by a mistake."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.audit.queries import events_about
from sharewell.domain.deliveries import actions, outbox, queries
from sharewell.domain.deliveries.models import Link, Opening, Outbox
from sharewell.domain.errors import NotFound, Refusal
from tests.domain.deliveries.town import fresh, send

WHO = {"name": "Dr Sunita Rao", "role": "Safeguarding doctor"}


def token_of(delivery):
    """The secret of the newest link, from where alone it stands: the outbox."""
    return delivery.outbox.filter(done_at__isnull=True).latest("made_at").payload["token"]


@pytest.fixture
def sent(town, to_gp):
    return send(to_gp, town.teacher)


def try_code(delivery, code=None, token=None, at=None):
    code = code or delivery.door.code
    return actions.open_link(token=token or token_of(delivery), code=code, at=at, **WHO)


def test_only_the_hash_of_a_link_is_kept_and_its_secret_has_256_bits(sent):
    token = token_of(sent)
    assert len(token) >= 43
    assert Link.objects.get().token_hash == codes.hash_token(token)
    outbox.drain()
    assert Outbox.objects.get().payload == {}


def test_the_code_is_sealed_and_taken_however_it_is_spaced(sent):
    with connection.cursor() as cursor:
        cursor.execute("select code from deliveries_door")
        assert sent.door.code.encode() not in bytes(cursor.fetchone()[0])
    assert try_code(sent, sent.door.code.replace(" ", "")).opening


def test_where_the_recipient_cannot_be_let_in_the_link_stays_closed_and_opens_for_the_next_try(sent):
    def fails(_opening):
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError):
        actions.open_link(token=token_of(sent), code=sent.door.code, let_in=fails, **WHO)
    assert not Opening.objects.exists() and fresh(sent).state == "sending"
    assert try_code(sent).opening


def test_a_link_opens_once_and_says_so_afterwards(sent):
    token = token_of(sent)
    assert try_code(sent).opening.name == "Dr Sunita Rao"
    assert fresh(sent).state == "opened"
    again = try_code(sent, token=token)
    assert (again.opening, again.why_not) == (None, "used")
    assert Opening.objects.count() == 1


def test_wrong_codes_slow_down_then_lock_and_the_right_one_works_after_that(sent):
    at = timezone.now()
    assert [try_code(sent, "0000 0000", at=at).until for _n in range(2)] == [None, None]
    third = try_code(sent, "0000 0000", at=at)
    assert third.until == at + timedelta(minutes=1)
    assert try_code(sent, at=at).why_not == "locked"
    assert try_code(sent, at=at + timedelta(minutes=1)).opening
    kinds = [event.kind for event in events_about(f"delivery:{sent.pk}")]
    assert kinds.count("code-wrong") == 3


def test_however_many_wrong_codes_the_lock_never_lasts_longer_than_an_hour():
    assert codes.lock_after(2) is None
    assert codes.lock_after(3) == timedelta(minutes=1)
    assert max(codes.lock_after(n) for n in range(3, 2000)) == timedelta(hours=1)


def test_a_fresh_link_keeps_the_code_and_ends_the_old_one(sent):
    old = token_of(sent)
    actions.ask_for_fresh_link(token=old)
    new = token_of(sent)
    assert new != old
    assert try_code(sent, token=old).why_not == "ended"
    assert try_code(sent, token=new).opening


def test_a_fresh_link_does_not_lift_a_lock_and_cannot_be_asked_for_without_end(sent):
    at = timezone.now()
    for _n in range(3):
        try_code(sent, "0000 0000", at=at)
    actions.ask_for_fresh_link(token=token_of(sent), at=at)
    assert try_code(sent, at=at).why_not == "locked"
    with pytest.raises(Refusal):
        actions.ask_for_fresh_link(token=token_of(sent), at=at)


def test_the_sender_renews_with_a_new_code(town, sent):
    old = sent.door.code
    actions.renew_link(delivery=sent, by=town.teacher)
    sent = fresh(sent)
    assert sent.door.code != old
    assert try_code(sent, old).why_not == "wrong"
    assert try_code(sent).opening


def test_a_link_runs_out_and_a_fresh_one_can_be_had(sent):
    later = timezone.now() + codes.LINK_LASTS
    token = token_of(sent)
    assert try_code(sent, at=later).why_not == "expired"
    actions.ask_for_fresh_link(token=token, at=later)
    assert try_code(sent, at=later).opening


def test_recall_closes_the_link_and_every_visit_and_no_fresh_link_is_given(town, sent):
    opening = try_code(sent).opening
    token = token_of(sent)
    assert queries.visit(opening.pk, sent.pk)
    actions.recall(delivery=sent, reason="Wrong surgery", by=town.teacher)
    assert try_code(sent, token=token).why_not == "recalled"
    with pytest.raises(Refusal):
        queries.visit(opening.pk, sent.pk)
    with pytest.raises(Refusal):
        actions.ask_for_fresh_link(token=token)
    with pytest.raises(Refusal):
        actions.answer(opening=opening, kind="accepted")


def test_a_visit_ends_by_itself(sent):
    opening = try_code(sent).opening
    with pytest.raises(Refusal):
        queries.visit(opening.pk, sent.pk, at=opening.at + codes.VISIT_LASTS + timedelta(seconds=1))


def test_a_link_that_was_never_made_is_not_there(db):
    with pytest.raises(NotFound):
        actions.open_link(token="x" * 43, code="1234 5678", **WHO)


RECALLS = 1_000 if os.environ.get("SHAREWELL_SWEEP") else 30


@pytest.mark.slow
@pytest.mark.parametrize("rounds, presses", [(20, 12), (RECALLS, 1)])
def test_of_many_who_press_one_wins_and_a_recall_wins_over_whoever_is_later(tmp_path, rounds, presses):
    run = subprocess.run(
        [sys.executable, "-m", "tests.domain.deliveries.racing", str(tmp_path), str(rounds), str(presses)],
        capture_output=True,
        text=True,
        timeout=900,
        cwd=Path(__file__).parents[3],
    )
    assert run.returncode == 0, run.stderr[-3000:]
    raced = json.loads(run.stdout.splitlines()[-1])
    assert (raced["rounds"], raced["wrong"]) == (rounds, [])
    print(f"{rounds} rounds of {presses} against a recall: {raced['opened']} were opened before it")
