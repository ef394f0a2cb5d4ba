"""What was written down late says so, on page and paper; so does what a changed clock misdated."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sharewell.domain.decisions import actions
from sharewell.domain.decisions.lateness import days_late, late_words
from sharewell.web.worries.records import record_of
from tests.domain.deliveries.town import decide, worry_of
from tests.people import build_town

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("recorded_at", "days"),
    [
        (datetime(2026, 3, 2, 23, 59, tzinfo=LONDON), 0),
        (datetime(2026, 3, 3, 0, 1, tzinfo=LONDON), 1),
        (datetime(2026, 4, 1, 0, 30, tzinfo=LONDON), 30),  # summer time began in between
        (datetime(2026, 3, 1, 9, tzinfo=LONDON), 0),
    ],
)
def test_days_are_counted_by_the_calendar_here(recorded_at, days):
    assert days_late(DAY, recorded_at) == days


def test_nothing_is_said_where_nobody_said_when_it_happened():
    assert late_words(None, timezone.now()) == "" == late_words(timezone.localdate(), timezone.now())


def test_late_entries_say_so_in_both_languages():
    recorded_at = datetime(2026, 3, 5, 9, tzinfo=LONDON)
    with override("en"):
        assert late_words(DAY, recorded_at) == "Written down 3 days after it happened."
        assert late_words(DAY, recorded_at - timedelta(days=2)) == "Written down 1 day after it happened."
    with override("cy"):
        assert late_words(DAY, recorded_at) == "Ysgrifennwyd 3 diwrnod ar ôl iddo ddigwydd."


@pytest.fixture
def case(db):
    town = build_town()
    case = worry_of(town)
    case.town = town
    return case


def page_of(case, lang="en"):
    client = Client()
    client.force_login(case.town.teacher)
    session = client.session
    session["has_second_factor"] = True
    session.save()
    with override(lang):
        return client.get(reverse("worries:one", args=[case.worry.pk])).text


def test_the_page_and_the_record_of_a_worry_say_what_was_written_late(case):
    on = timezone.localdate() - timedelta(days=12)
    entry = {"kind": "fact", "text": "He fell asleep in class.", "by": case.town.teacher}
    actions.add_entry(worry=case.worry, happened_on=on, **entry)
    assert "Written down 12 days after it happened." in page_of(case)
    assert "12 diwrnod ar ôl iddo ddigwydd" in page_of(case, "cy")
    decision = decide(case, case.town.gp, case.town.teacher)
    rows = record_of(decision, "en")["entries"]
    assert [row["late"] for row in rows if row["late"]] == ["Written down 12 days after it happened."]


def test_an_entry_after_which_the_clock_was_put_back_is_pointed_out(case):
    said = "The server's clock was changed before this was written"
    entry = {"kind": "fact", "by": case.town.teacher, "worry": case.worry}
    now = timezone.now()
    actions.add_entry(text="First.", at=now, **entry)
    assert said.replace("'", "&#39;") not in page_of(case) and said not in page_of(case)
    actions.add_entry(text="Second, and an hour earlier by the clock.", at=now - timedelta(hours=1), **entry)
    assert page_of(case).count("clock was changed before this was written") == 1
