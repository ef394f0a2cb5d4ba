"""Signed in: what is known is not asked, the walk is a draft, and two windows cannot overwrite."""

import re

import pytest

from sharewell.domain.decisions import queries
from tests.people import build_town
from tests.web.questions.test_walk import TEACHER, walk_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(client):
    built = build_town()
    client.force_login(built.teacher)
    return built


def draft_of(client, town):
    return queries.draft_for(town.teacher, client.session["draft"])


def test_what_the_service_knows_is_shown_and_not_asked(client, town):
    visited = walk_through(client, TEACHER)
    assert "/questions/you/" not in visited
    page = client.get("/questions/check/").content.decode()
    assert "What we filled in for you" in page and "England" in page


def test_the_walk_is_a_draft_that_outlives_the_browser(client, town):
    walk_through(client, TEACHER)
    assert draft_of(client, town).answers["worry.risk"] == "significant"
    assert not client.cookies.get("sharewell-answers") or not client.cookies["sharewell-answers"].value


def test_a_walk_that_began_signed_out_is_carried_over(client):
    built = build_town()
    client.post("/questions/danger/", {"worry-risk": "welfare"})
    client.force_login(built.teacher)
    page = client.get("/questions/", follow=True).content.decode()
    assert "You have answers from before" in page and "more help" in page


def test_two_windows_are_shown_both_answers_and_the_person_chooses(client, town):
    client.post("/questions/danger/", {"worry-risk": "welfare"})
    page = client.get("/questions/danger/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post("/questions/danger/", {"worry-risk": "significant", "version": version})
    answer = client.post("/questions/danger/", {"worry-risk": "none", "version": version})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "seriously harmed" in page and "no worry about safety" in page
    assert draft_of(client, town).answers["worry.risk"] == "significant"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post("/questions/danger/", {"worry-risk": "none", "version": version})
    assert draft_of(client, town).answers["worry.risk"] == "none"


def test_the_answer_offers_the_lead_and_coming_back_later(client, town):
    walk_through(client, TEACHER)
    page = client.get("/answer/").content.decode()
    assert "Ask my safeguarding lead" in page and "Save and come back later" in page
    assert client.get("/answer/").status_code == 200


def test_in_danger_the_numbers_of_ones_own_area_come_at_once(client, town):
    page = client.get("/danger/").content.decode()
    assert 'href="tel:01632960101"' in page
    assert "checked" in client.get("/danger/write/").content.decode()


def test_what_was_done_in_an_emergency_becomes_part_of_a_worry(client, town):
    typed = {
        "nation": "england", "child": "Kofi", "seen": "A man pulled him into a car.", "call1-who": "999",
        "call1-on-day": "20", "call1-on-month": "11", "call1-on-year": "2026", "call1-at": "12:15",
        "call1-said": "Police are coming.",
    }  # fmt: skip
    answer = client.post("/danger/write/", typed)
    assert answer.status_code == 302 and "/worries/" in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert "Police are coming." in page and "A man pulled him into a car." in page
