"""The clock: the order of the log never follows it, and where it jumped the log says so."""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from sharewell.domain.audit import clocks
from sharewell.domain.audit.actions import record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STEPS = [timedelta(seconds=1), timedelta(hours=1), timedelta(days=1), timedelta(days=3652)]


@pytest.fixture
def clock(settings, monkeypatch):
    """A wall clock that can be set, and the steady one beside it."""
    settings.WATCH_CLOCK = True
    clocks._Steady.seen = None
    with time_machine.travel(NOON, tick=False) as wall:

        class Clock:
            steady = 1000.0

            def passes(self, seconds):
                """Time goes on, for both."""
                wall.shift(seconds)
                self.steady += seconds

            def is_set(self, by):
                """Somebody sets the one that can be set."""
                wall.shift(by)

            def starts_again(self):
                """The service starts again, on a machine that may have started again too."""
                clocks._Steady.seen, self.steady = None, 5.0

        made = Clock()
        monkeypatch.setattr(clocks, "_steady", lambda: made.steady)
        yield made
    clocks._Steady.seen = None


def kinds_after(*events):
    """Record, and say what kinds of event that left."""
    before = Event.objects.count()
    for _ in range(2):
        record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
    return [event.kind for event in Event.objects.filter(number__gte=before)]


PLAIN = ["worry-raised", "worry-raised"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_that_is_set_by_over_two_minutes_is_an_entry_of_its_own(clock, step, sign):
    kinds_after()
    clock.passes(600)
    assert kinds_after() == PLAIN  # nothing is said of time that passes
    clock.is_set(sign * step)
    expected = clocks.WENT_AHEAD if sign > 0 else clocks.WENT_BACK
    assert kinds_after() == ([expected] if step > clocks.ALLOWED else []) + PLAIN
    assert [event.number for event in Event.objects.all()] == list(range(Event.objects.count()))
    verify_log()


def test_a_clock_that_was_put_back_while_the_service_was_down_is_noticed(clock):
    kinds_after()
    clock.is_set(timedelta(hours=-1))
    clock.starts_again()
    assert kinds_after() == [clocks.WENT_BACK, *PLAIN]
    clock.passes(86_400)
    clock.starts_again()
    assert kinds_after() == PLAIN  # nobody did anything for a day, which is no jump


def test_summer_time_and_small_corrections_are_no_jump(clock):
    kinds_after()
    for correction in (0.9, -0.9, 60, -119):
        clock.passes(3600)
        clock.is_set(timedelta(seconds=correction))
        assert kinds_after() == PLAIN


def test_an_entry_that_says_an_earlier_time_than_one_before_it_is_pointed_out(clock):
    def at(minutes):
        event = record_event(
            kind="worry-raised",
            by="system",
            about=f"decision:{uuid4()}",
            at=NOON + timedelta(minutes=minutes),
        )
        return event

    events = [at(0), at(10), at(9), at(7), at(11), at(-60)]
    assert clocks.out_of_order(events) == {events[3].number, events[5].number}


def test_the_real_clocks_of_this_machine_agree(settings):
    settings.WATCH_CLOCK = True
    clocks._Steady.seen = None
    try:
        assert kinds_after() + kinds_after() == PLAIN * 2
        assert abs(clocks._steady() - clocks._steady()) < 60 and time.time() > 0
    finally:
        clocks._Steady.seen = None
