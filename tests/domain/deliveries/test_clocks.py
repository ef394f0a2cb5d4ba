"""Clocks that are wrong, jump or change with the season: nothing opens early, lasts longer or waits."""

from datetime import UTC, datetime, timedelta

import pytest

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.audit.queries import events_about
from sharewell.domain.deliveries import actions, permissions
from sharewell.domain.deliveries.actions.sending import make_link
from sharewell.domain.errors import Refusal
from sharewell.domain.secrets_of_links import MARGIN
from tests.domain.deliveries.town import fresh, send

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
OFF = [sign * step for step in (SECOND, MARGIN, HOUR, DAY, 3652 * DAY) for sign in (1, -1)]
# Both changes of the season in Britain, the turn of a leap year, and the last leap second there was.
MOMENTS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
]
WHO = {"name": "Priya Nair", "role": "Safeguarding doctor"}


@pytest.fixture
def sent(town, to_gp):
    return send(to_gp, town.teacher, at=NOW)


def link_made(delivery, at):
    """A link that was made at `at`, by a clock that was right or wrong."""
    return make_link(delivery, at)


def try_to_open(delivery, token, at):
    return actions.open_link(token=token, code=delivery.door.code, at=at, **WHO)


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_link_opens_neither_early_nor_after_its_time_whatever_the_clock_said_when_it_was_made(sent, off):
    token = link_made(sent, NOW + off)
    is_in_time = NOW + off - MARGIN <= NOW < NOW + off + codes.LINK_LASTS
    tried = try_to_open(sent, token, NOW)
    assert bool(tried.opening) == is_in_time
    assert tried.why_not == ("" if is_in_time else "expired")


@pytest.mark.parametrize("off", OFF, ids=str)
def test_however_wrong_the_clock_was_a_fresh_link_is_to_be_had_at_once(sent, off):
    """An emergency always has a way: what was written under a wrong clock blocks nothing."""
    first = link_made(sent, NOW + off)
    actions.ask_for_fresh_link(token=first, at=NOW + off)
    put_right = NOW + MARGIN + codes.FRESH_EVERY if abs(off) <= MARGIN else NOW
    actions.ask_for_fresh_link(token=first, at=put_right)
    tokens = [row.payload["token"] for row in sent.outbox.all() if "token" in row.payload]
    assert any(try_to_open(sent, token, put_right).opening for token in tokens)


@pytest.mark.parametrize("off", [HOUR, DAY, 3652 * DAY], ids=str)
def test_a_lock_that_a_wrong_clock_wrote_locks_nobody_out_for_longer_than_a_lock_lasts(sent, off):
    token = link_made(sent, NOW)
    sent.door.locked_until = NOW + off + codes.LONGEST_LOCK
    sent.door.save()
    assert try_to_open(sent, token, NOW).opening


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_visit_lasts_no_longer_because_the_clock_was_wrong(sent, off):
    opening = try_to_open(sent, link_made(sent, NOW + off), NOW + off).opening
    is_in_time = NOW + off - MARGIN <= NOW < NOW + off + codes.VISIT_LASTS
    assert (permissions.visit_refusal(opening, NOW) is None) == is_in_time


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_hours_are_hours_across_a_change_of_the_clocks(sent, moment):
    link = sent.links.get(token_hash=codes.hash_token(link_made(sent, moment)))
    assert permissions.why_closed(link, sent, moment + codes.LINK_LASTS - SECOND) == ""
    assert permissions.why_closed(link, sent, moment + codes.LINK_LASTS) == "expired"


def test_the_order_of_the_log_is_its_own_whatever_the_clock_says(town, sent):
    moments = [NOW + off for off in OFF]
    for at in moments:
        actions.chase(delivery=sent, kind="chase", words="Rang them.", by=town.teacher, at=at)
    chased = [event for event in events_about(f"delivery:{sent.pk}") if event.kind == "delivery-chased"]
    assert [event.at for event in chased] == moments
    assert [event.number for event in chased] == sorted(event.number for event in chased)


def test_a_second_fresh_link_within_minutes_is_refused_by_a_right_clock(sent):
    token = link_made(sent, NOW)
    actions.ask_for_fresh_link(token=token, at=NOW)
    with pytest.raises(Refusal):
        actions.ask_for_fresh_link(token=token, at=NOW + codes.FRESH_EVERY - SECOND)
    assert fresh(sent).door.fresh_asked_at == NOW
