"""The pages of the self-assessment, as they are pressed."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sharewell.domain.oversight import actions, self_assessment
from sharewell.domain.oversight.standards import standards
from sharewell.web.oversight.self_assessment_chart import HIGH, MARGIN, WIDE, line_of
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town):
    return signed_in(town.at_school["data-protection-officer"])


def text_of(response):
    return html.unescape(response.content.decode())


def version_on(page):
    return re.search(r'name="version" value="([^"]*)">', page)[1]


def answer_part(client, address, level="2", how="The handbook."):
    page = client.get(address).content.decode()
    names = re.findall(r'<textarea[^>]*name="([\w-]+)-how"', page)
    said = {f"{name}-level": level for name in names} | {f"{name}-how": how for name in names}
    return client.post(address, said | {"version": html.unescape(version_on(page))})


def finished(by, at, level):
    """A finished self-assessment in which everything that is asked has this level."""
    begun = actions.begin_self_assessment(by=by, at=at)
    asked = [each.id for each in standards().measures.values() if each.is_asked]
    said = {key: {"level": level, "how": "The handbook."} for key in asked}
    actions.answer_measures(assessment=begun, said=said, by=by, at=at)
    return actions.finish_self_assessment(assessment=begun, by=by, at=at)


@pytest.mark.parametrize("lang", ["", "/cy"])
def test_from_the_first_part_to_the_finished_one(town, officer, lang):
    address = lang + reverse("self_assessment:all")
    one = officer.post(address)["Location"]
    page = text_of(officer.get(one))
    assert "/finish/" not in page
    for standard in standards().all:
        part = f"{one}{standard.id}/"
        assert standard.title["cy" if lang else "en"] in text_of(officer.get(part))
        assert answer_part(officer, part).status_code == 302
    page = text_of(officer.get(one))
    assert f"{one}finish/" in page
    assert officer.post(f"{one}finish/").status_code == 302
    page = text_of(officer.get(one))
    assert "The handbook." in page and ("Gan mwyaf" if lang else "Mostly") in page
    for asked in ("en", "cy", "both"):
        assert problems(officer.get(f"{one}form.pdf?in={asked}").content) == []
        assert problems_in_docx(officer.get(f"{one}form.docx?in={asked}").content) == []


def test_a_level_without_how_one_knows_is_said_and_what_was_typed_is_kept(town, officer):
    one = officer.post(reverse("self_assessment:all"))["Location"]
    part = f"{one}step-01/"
    version = html.unescape(version_on(officer.get(part).content.decode()))
    answer = officer.post(part, {"backed-level": "3", "out-of-hours-how": "The rota.", "version": version})
    page = text_of(answer)
    assert "Write how you know" in page and "Choose a level" in page and "The rota." in page
    [row] = [self_assessment.open_one_for(town.lead)]
    assert row.answers == {}


def test_two_who_answer_a_part_lose_nothing(town, officer):
    one = officer.post(reverse("self_assessment:all"))["Location"]
    part, lead = f"{one}step-01/", signed_in(town.lead)
    version = html.unescape(version_on(lead.get(part).content.decode()))
    first = {
        "backed-level": "3",
        "backed-how": "The policy.",
        "out-of-hours-level": "1",
        "out-of-hours-how": "Rota.",
    }
    officer.post(part, first | {"version": version})
    second = {"backed-level": "1", "backed-how": "Only said aloud.", "version": version}
    answer = lead.post(part, second)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "In place: The policy." in page and "Begun: Only said aloud." in page
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', answer.content.decode())
    lead.post(part, {name: html.unescape(value) for name, value in hidden})
    answers = self_assessment.open_one_for(town.lead).answers
    assert (answers["backed"]["level"], answers["out-of-hours"]["how"]) == (1, "Rota.")


def test_who_does_not_answer_for_the_school_is_told_who_can(town, officer):
    teacher = signed_in(town.teacher)
    assert "a safeguarding lead and a leader can" in text_of(
        teacher.get(reverse("self_assessment:all"), follow=True)
    )
    hub, way_in = reverse("organisation:hub"), f'href="{reverse("self_assessment:all")}"'
    assert way_in in text_of(officer.get(hub)) and way_in not in text_of(teacher.get(hub))


def test_the_line_and_the_table_say_the_same(town, officer):
    by, now = town.lead, timezone.now()
    rows = [finished(by, now - timedelta(days=days), level) for days, level in ((300, 0), (100, 1), (1, 3))]
    page = text_of(officer.get(reverse("self_assessment:all")))
    line = line_of(self_assessment.self_assessments_for(by))
    assert [point.percent for point in line.points] == [row.score["all"] for row in rows]
    xs = [point.x for point in line.points]
    assert xs == sorted(xs) and xs[0] == MARGIN and xs[-1] == WIDE - MARGIN
    assert all(MARGIN <= point.y <= HIGH - MARGIN for point in line.points)
    for row in rows:
        assert f"<strong>{row.score['all']}</strong>" in page
    assert 'role="img"' in page and f"to {rows[-1].score['all']}% on" in page


def test_one_alone_is_no_line(town):
    finished(town.lead, timezone.now(), 2)
    assert line_of(self_assessment.self_assessments_for(town.lead)) is None
