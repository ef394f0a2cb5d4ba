"""The home page: what needs me today, in plain sentences with one action each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sharewell.domain.decisions import actions, queries
from sharewell.domain.deliveries import outbox
from sharewell.domain.deliveries.actions.opening import open_in_inbox
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.requests import actions as requests
from sharewell.domain.requests.models import CodeForm
from tests.domain.deliveries.town import prepare, send, worry_of
from tests.people import WALK, add_tendai
from tests.web.browsers import enter


def home_of(client, person):
    enter(client, person)
    return client.get(reverse("home:today")).content.decode()


def test_with_nothing_to_do_it_teaches(client, town):
    page = home_of(client, town.teacher)
    assert "Nothing today." in page
    assert "Small things, seen by several people" in page


def test_an_administrator_sees_no_worry(client, town):
    actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    page = home_of(client, town.at_school["administrator"])
    assert "Tendai" not in page
    assert "not shown to administrators" in page


def test_what_is_owed_after_an_emergency_stands_there_until_it_is_done(client, town):
    before = timezone.now() - timedelta(days=3)
    actions.record_emergency(
        by=town.teacher, nation="england", child_name="Jakub Nowicki", at=before,
        calls=[{"moment": before, "text": "Rang 999.", "spoke_to": "", "is_checked": True}],
    )  # fmt: skip
    page = home_of(client, town.teacher)
    assert "Tell your safeguarding lead what you did for Jakub." in page
    assert "days late" in page
    assert "Nowicki" not in page.split("My worries")[0]
    for need in queries.needs_today(town.teacher):
        client.post(reverse("home:done", args=[need.about.pk]))
    assert "Nothing today." in home_of(client, town.teacher)


def test_nobody_settles_what_others_owe(client, town):
    before = timezone.now() - timedelta(days=3)
    worry = actions.record_emergency(by=town.teacher, nation="wales", child_name="J", calls=[], at=before)
    home_of(client, town.another_teacher)
    owed = queries.owed_of(worry)[0]
    assert client.post(reverse("home:done", args=[owed.pk])).status_code == 404


@pytest.mark.parametrize("side", ["sender", "recipient"])
def test_packages_cost_no_read_each_on_either_side(client, town, side):
    person = town.lead if side == "sender" else town.at_council["practitioner"]

    def sent(count):
        for _each in range(count):
            delivery = prepare(worry_of(town), town.front_door, town.teacher)
            send(delivery, town.teacher, at=timezone.now() - timedelta(days=4))
        outbox.drain()

    sent(2)
    open_in_inbox(delivery=Delivery.objects.first(), by=town.at_council["practitioner"])
    home_of(client, person)  # writes down that the list was looked at: once in a while
    few, page = reads(client, person)
    sent(4)
    many, longer = reads(client, person)
    assert longer.count("sw-need__says") >= page.count("sw-need__says") + 4
    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))


MOST_READS = 48  # of the person, the session and every room


def test_it_asks_the_database_as_often_for_many_rows_as_for_few(client, town):
    """Ten of each thing that needs somebody cost no read more than one of each does."""
    fill(town, 1)
    home_of(client, town.lead)  # writes down that the list was looked at: once in a while
    few, page = reads(client, town.lead)
    fill(town, 9)
    many, longer = reads(client, town.lead)
    assert longer.count("sw-need__says") >= page.count("sw-need__says") + 27
    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))
    assert len(few) <= MOST_READS


def fill(town, count):
    """So many new worries, forms of the Code, and things owed, for the lead of the school."""
    days = timezone.now() - timedelta(days=3)
    for _each in range(count):
        worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
        actions.ask_advice(worry=worry, of=town.lead, question="Should I?", by=town.teacher)
        actions.record_emergency(by=town.lead, nation="england", child_name="J", calls=[], at=days)
        requests.begin_form(kind="checklist", by=town.lead)
        requests.begin_form(kind="request", is_received=True, by=town.lead)
    CodeForm.objects.update(updated_at=days)


def reads(client, person):
    """(each statement of drawing the page, the page)."""
    enter(client, person)
    with CaptureQueriesContext(connection) as made:
        page = client.get(reverse("home:today")).content.decode()
    return [each["sql"] for each in made], page


def test_what_came_in_about_danger_stands_first_and_what_nobody_answered_in_time_is_late(client, town):
    # Given an ordinary package that has waited for two days, and one about danger that came just now
    two_days_ago = timezone.now() - timedelta(days=2)
    ordinary = prepare(worry_of(town), town.front_door, town.teacher)
    send(ordinary, town.teacher, at=two_days_ago)
    danger = prepare(worry_of(town, is_emergency=True), town.front_door, town.teacher)
    send(danger, town.teacher)
    outbox.drain()
    # Then the duty worker reads of the danger first, and sees how late they are with the other
    page = home_of(client, town.at_council["practitioner"])
    urgent, late = page.index("somebody in danger. Nobody has opened it"), page.index("1 day late")
    assert urgent < late
    assert page.count("sw-need--late") == 2
    # And each by its reference
    assert danger.reference in page[:late]
    assert ordinary.reference in page[late:]
    # And the inbox says the same, in the same order
    inbox = client.get(reverse("inbox:all")).content.decode()
    assert inbox.index(danger.reference) < inbox.index(ordinary.reference)
    assert inbox.index("Urgent") < inbox.index("Late")
    assert "Open it now." in client.get(reverse("inbox:one", args=[danger.pk])).content.decode()
    assert "Open it now." not in client.get(reverse("inbox:one", args=[ordinary.pk])).content.decode()
