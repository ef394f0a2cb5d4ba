"""The pages of what stands behind an organisation's sharing: start dates, the policy document, gaps."""

import io
import re
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from sharewell.domain.decisions import queries
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations import queries as ours
from tests.web.browsers import signed_in
from tests.web.questions.test_walk import TEACHER, walk_through
from tests.web.worries.test_worries_pages import decide, new_worry, start_draft, text_of

pytestmark = pytest.mark.django_db
DAY = {"starts_on-day": "1", "starts_on-month": "1", "starts_on-year": "2030"}
FILLED = {"provision": "E-CA04-16LA", "confirmed_by": "Imogen Vale, Vale and Partners", "note": "", **DAY}


@pytest.fixture
def teacher(town):
    return signed_in(town.teacher)


@pytest.fixture
def officer(town):
    return signed_in(town.at_school["data-protection-officer"])


@pytest.mark.parametrize("lang", ["", "/cy"])
def test_the_officer_sets_a_date_which_everybody_there_can_read(town, officer, teacher, lang):
    page = officer.get(f"{lang}/organisation/start-dates/add/").content.decode()
    assert "E-CA04-16LA" in page and "law-doubt" not in page
    assert officer.post(f"{lang}/organisation/start-dates/add/", FILLED).status_code == 302
    for client in (officer, teacher):
        page = client.get(f"{lang}/organisation/own-law/").content.decode()
        assert "Imogen Vale, Vale and Partners" in page and "2030" in page


def test_what_is_missing_is_said_and_what_was_typed_is_kept(officer):
    page = text_of(
        officer.post(reverse("organisation:add_start"), {"note": "SI 2026/1", "starts_on-day": "1"})
    )
    assert "Choose the provision" in page and "Write who confirmed it" in page and "SI 2026/1" in page
    early = {"starts_on-day": "1", "starts_on-month": "1", "starts_on-year": "2017"}
    assert "The rules begin on 25 May 2018" in text_of(
        officer.post(reverse("organisation:add_start"), FILLED | early)
    )


@pytest.mark.parametrize("name", ["organisation:add_start", "organisation:policy_document"])
def test_who_may_not_set_it_is_told_who_can(town, teacher, name):
    page = text_of(teacher.post(reverse(name), FILLED | {"is_live": "yes"}, follow=True))
    assert "data protection officer can" in page
    assert ours.starts_in_force(town.school) == []
    assert "Set a start date" not in text_of(teacher.get(reverse("organisation:ours")))


def test_the_walk_the_answer_the_record_and_the_proof_say_whose_date_it_is(town, teacher, officer):
    officer.post(reverse("organisation:add_start"), FILLED)
    walk_through(teacher, TEACHER)
    page = text_of(teacher.get(reverse("answers:answer")))
    own = "This date is the organisation&#39;s own. Imogen Vale, Vale and Partners confirmed it"
    assert "You can share this with" in page and own in page
    address = teacher.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]
    decide(teacher, address)
    [worry] = queries.worries_for(town.teacher)
    [decision] = queries.decisions_of(worry)
    officer_name = town.at_school["data-protection-officer"].name
    shown = text_of(teacher.get(reverse("worries:decision", args=[decision.pk])))
    assert own in shown and officer_name in shown
    pack = zipfile.ZipFile(io.BytesIO(teacher.post(reverse("worries:proof", args=[decision.pk])).content))
    assert own in pack.read("record.html").decode()
    assert b'"starts":{"E-CA04-16LA":"2030-01-01"}' in pack.read("case.json")


def test_a_date_that_is_withdrawn_counts_no_more(town, teacher, officer):
    officer.post(reverse("organisation:add_start"), FILLED)
    [start] = ours.starts_in_force(town.school)
    address = reverse("organisation:withdraw_start", args=[start.pk])
    assert teacher.post(address, {"because": "I say so"}).status_code == 403
    assert "Write why it no longer holds" in text_of(officer.post(address, {}))
    officer.post(address, {"because": "The regulations name another day."})
    assert "The regulations name another day." in text_of(teacher.get(reverse("organisation:ours")))
    walk_through(teacher, TEACHER)
    assert "You must share this with" in text_of(teacher.get(reverse("answers:answer")))


def test_a_date_of_another_organisation_is_not_there(town, officer):
    officer.post(reverse("organisation:add_start"), FILLED)
    [start] = ours.starts_in_force(town.school)
    stranger = signed_in(town.at_council["data-protection-officer"])
    assert stranger.get(reverse("organisation:withdraw_start", args=[start.pk])).status_code == 404


# --- The policy document, from the decision to the gap put right ------------------------------------------


def test_no_policy_document_is_a_gap_with_an_owner_that_is_put_right(town, teacher, officer):
    officer.post(reverse("organisation:policy_document"), {"is_live": "no"})
    start_draft(teacher, town)
    address = teacher.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]
    page = text_of(teacher.get(address))
    assert "live policy document" in page and re.search(r'value="no"[^>]*checked', page)
    assert decide(teacher, address).status_code == 302
    [decision] = queries.decisions_of(queries.worries_for(town.teacher)[0])
    assert "for Schedule 1 paragraph 18" in text_of(
        teacher.get(reverse("worries:decision", args=[decision.pk]))
    )
    home = text_of(officer.get(reverse("home:today")))
    owned = ours.gaps_owned_by(town.at_school["data-protection-officer"])
    [gap] = [gap for gap in owned if gap.kind == "policy-document"]
    assert "Something is missing where you work" in home
    assert reverse("organisation:gap", args=[gap.pk]) in home
    listed = text_of(officer.get(reverse("organisation:gaps")))
    assert "An appropriate policy document for Schedule 1 paragraph 18" in listed
    page = text_of(officer.get(reverse("organisation:gap", args=[gap.pk])))
    assert "Tendai" not in page and "need not see" in page
    officer.post(reverse("organisation:gap", args=[gap.pk]), {"done": "Approved today.", "is_live": "on"})
    assert reverse("organisation:gap", args=[gap.pk]) not in text_of(officer.get(reverse("home:today")))
    assert "that you have one. It is not kept here." in text_of(teacher.get(reverse("organisation:ours")))


def test_a_gap_is_shown_to_those_who_answer_for_it_alone(town, teacher, officer):
    gap = organisations.file_gap(
        organisation=town.school, kind="agreement", about=f"decision:{uuid4()}", by=town.teacher
    )
    assert officer.get(reverse("organisation:gap", args=[gap.pk])).status_code == 200
    assert teacher.get(reverse("organisation:gap", args=[gap.pk])).status_code == 404
    lead = signed_in(town.lead)
    assert "Record that it is put right" not in text_of(lead.get(reverse("organisation:gap", args=[gap.pk])))
