"""What changed: between days, between versions, and what that did to the worked cases."""

import pytest

from sharewell import rules
from sharewell.rules.histories import published
from sharewell.web.law import changes

pytestmark = pytest.mark.django_db


def words(client, query="", lang=""):
    page = client.get(f"{lang}/law/changes/{query}")
    assert page.status_code == 200
    return page.content.decode()


def part(text, heading):
    return text.split(f'id="{heading}"')[1].split("</section>")[0]


def test_the_duty_of_16la_began_on_30_september_2026(client):
    text = words(client, "?first=2026-09-29&then=2026-10-01")
    assert "From 29 September 2026 to 1 October 2026" in text
    assert 'href="/law/E-CA04-16LA/"' in part(text, "began")
    cases = text.split('id="cases"')[1]
    sc01 = cases.split('href="/law/cases/sc01/"')[1].split("</li>")[0]
    assert "You can share" in sc01 and "<strong>You must share</strong>" in sc01


def test_the_page_begins_with_the_last_change_of_the_law(client):
    assert "From " in words(client) and "rules differ" in words(client)


def test_between_a_day_and_itself_nothing_differs(client):
    text = words(client, "?first=2026-10-01&then=2026-10-01")
    assert "No rule differs." in text and "Each comes to the same answer" in text


def test_days_may_be_typed_as_people_write_them(client):
    assert "From 29 September 2026 to 1 October 2026" in words(client, "?first=29/9/2026&then=01.10.2026")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("?first=soon&then=2026-10-01", "Write the day as 30/9/2026"),
        ("?first=2026-10-01", "Write the day as 30/9/2026"),
        ("?first=2026-02-30&then=2026-10-01", "Write the day as 30/9/2026"),
        ("?first=2017-01-01&then=2026-10-01", "1 January 2017 is before 25 May 2018"),
        ("?old=2026.1&new=1999.9", "There is no such version"),
        ("?old=2026.1", "There is no such version"),
    ],
)
def test_what_cannot_be_compared_is_said_at_its_field(client, query, error):
    text = words(client, query)
    assert "govuk-error-summary" in text and text.count(error) >= 2
    assert 'id="result"' not in text
    assert "govuk-error-summary" in words(client, query, "/cy")


def test_versions_are_compared_with_conditions_before_and_after(client):
    text = words(client, f"?old={published()[0]}&new=current")
    assert f"From version {published()[0]} to version {rules.current().version}" in text
    changed = part(text, "changed")
    assert "Before and after" in changed and "law-tree" in changed


def test_a_version_compared_with_itself_says_that_nothing_differs(client):
    assert "No rule differs." in words(client, "?old=current&new=current")


def test_every_change_between_versions_can_be_laid_out_in_both_languages():
    for lang in ("en", "cy"):
        sheet = changes.of_versions(published()[0], changes.CURRENT, lang)
        assert sheet.count and sheet.cases
        for row in sheet.rows["changed"]:
            assert row.parts, row.title


def test_the_days_on_which_the_law_changed_are_offered(client):
    assert "?first=2026-09-29&amp;then=2026-09-30" in words(client)
