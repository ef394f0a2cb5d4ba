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
    assert not client.cookies.get("answers") or not client.cookies["answers"].value


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


def test_a_recipient_from_the_directory_answers_for_itself(client, town):
    visited = walk_through(client, TEACHER)
    assert len(visited) - 1 <= 7 and "/questions/checks/" not in visited, visited
    draft = draft_of(client, town)
    assert draft.forms["recipient"]["to"] == f"e-{town.front_door.pk}"
    kept = {key: value for key, value in draft.answers.items() if key.startswith("recipient.")}
    assert kept == {
        "recipient.kind": "childrens-services", "recipient.nation": "england", "recipient.verified": True,
        "recipient.designated": False, "recipient.may-be-a-risk": False,
    }  # fmt: skip
    page = client.get("/questions/check/").content.decode()
    assert "Fallowshire children&#39;s services" in page
    page = client.get("/worries/new/").content.decode()
    assert re.search(rf'value="e-{town.front_door.pk}" checked', page)


def test_an_entry_that_was_not_checked_for_long_is_asked_about(client, town):
    town.front_door.checked_on = town.front_door.checked_on.replace(year=2024)
    town.front_door.save()
    assert "/questions/checks/" in walk_through(client, TEACHER)


def test_somebody_who_is_not_listed_is_asked_for_by_kind(client, town):
    walk_through(client, TEACHER)
    answer = client.post("/questions/who-to/", {"to": "someone-else", "do": "go"})
    assert answer["Location"] == "/questions/who-to/kind/"
    assert not any(key.startswith("recipient.") for key in draft_of(client, town).answers)
    client.post(answer["Location"], {"recipient-kind": "parent", "recipient-nation": "england"})
    assert draft_of(client, town).answers["recipient.kind"] == "parent"
    assert draft_of(client, town).forms["recipient"]["to"] == ""
    assert 'value="someone-else" checked' in client.get("/questions/who-to/").content.decode()


def test_looking_for_somebody_by_name_keeps_nothing_and_puts_nothing_in_an_address(client, town):
    client.post("/questions/danger/", {"worry-risk": "welfare"})
    before = draft_of(client, town).version
    answer = client.post("/questions/who-to/", {"do": "look", "words": "Mill Lane"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "Mill Lane Surgery" in page and f"e-{town.gp.pk}" in page
    assert draft_of(client, town).version == before


def test_nobody_chosen_is_said_where_it_stands(client, town):
    client.post("/questions/danger/", {"worry-risk": "welfare"})
    page = client.post("/questions/who-to/", {"do": "go"}).content.decode()
    assert "Choose who it would go to" in page and "Choose an answer" in page


def test_whether_they_could_harm_anyone_is_asked_of_the_directory_too(client, town):
    client.post("/questions/danger/", {"worry-risk": "significant"})
    to = {"to": f"e-{town.front_door.pk}", "recipient-may-be-a-risk": "true", "do": "go"}
    client.post("/questions/who-to/", to)
    assert draft_of(client, town).answers["recipient.may-be-a-risk"] is True
