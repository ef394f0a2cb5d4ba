"""The page of one rule: everything a lawyer needs to check it, for every rule, in both languages."""

from datetime import date

import pytest

from sharewell import rules
from sharewell.rules.histories import lives
from sharewell.web.law.entries import entries
from sharewell.web.law.provisions import sheet
from sharewell.web.law.readings import plain, reading
from sharewell.web.law.slugs import slug_of
from sharewell.web.law.timelines import timeline

pytestmark = pytest.mark.django_db
RULESET = rules.current()
TODAY = date(2026, 11, 22)


def words(client, rule, lang=""):
    page = client.get(f"{lang}/law/{slug_of(rule)}/")
    assert page.status_code == 200, rule
    return page.content.decode()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_rule_can_be_laid_out(lang):
    for entry in entries(RULESET, lang, TODAY).values():
        page = sheet(RULESET, entry, lang, TODAY)
        assert page.does and page.ages and page.toml, entry.id
        assert "{" not in "".join([*page.spoken, entry.title, page.about]), entry.id


def test_one_rule_of_each_sort_opens(client):
    by_sort = {table["sort"]: table["id"] for table in RULESET.rules.values()}
    for rule in by_sort.values():
        assert "TOML" in words(client, rule)
        assert "TOML" in words(client, rule, "/cy")


def test_a_duty_says_when_it_applies_since_when_and_how_sure_we_are(client):
    text = words(client, "E-CA04-16LA")
    for said in (
        "Sharer and recipient are both persons whom Children Act 2004 section 16LA binds",
        "Since 30 September 2026",
        "Second-hand",
        "We read what others say of it, not the provision itself.",
        "Not yet reviewed by a lawyer",
        "5 October 2026",
        "You must share",
        "legislation.gov.uk",
        "/law/cases/sc01/",
        "/law/E-CA04-16LA/correction/",
    ):
        assert said in text, said


def test_a_deeper_link_is_marked_as_not_opened(client):
    deep = [t["id"] for t in RULESET.rules.values() if any("deeper" in v for v in t["version"])]
    for rule in deep[:3]:
        text = words(client, rule)
        assert "not opened" in text[text.index("Deeper link") :][:600]


def test_a_doubt_and_the_reading_it_rests_on_are_said(client):
    told = [t for t in RULESET.rules.values() if "doubt" in t]
    assert told
    for table in told[:3]:
        assert "What is not certain" in words(client, table["id"])


def test_a_ground_says_when_to_use_it_when_it_would_do_and_its_limbs(client):
    text = words(client, "9g/18")
    assert "It is the ground to use when:" in text and "It would do as well when:" in text
    assert "Limb (c)" in text and "Where none of the limbs above holds." in text


def test_practice_says_that_it_rests_on_no_provision(client):
    assert "This is practice." in words(client, "ring-now")


def test_an_address_of_no_rule_is_not_found(client):
    for path in ("/law/E-NOTHING/", "/law/E-NOTHING/correction/", "/law/cases/none/", "/law/data/none.json",
                 "/law/readings/none/", "/law/readings/template/"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_the_picture_of_a_life_has_a_bar_for_each_version_within_its_frame():
    for rule, versions in lives(RULESET).items():
        picture = timeline(versions, TODAY)
        assert len(picture.bars) == len(versions), rule
        assert all(0 <= bar.at <= 100 and bar.at + bar.wide <= 100.5 for bar in picture.bars), rule
    states = [bar.state for bar in timeline(lives(RULESET)["6c"], TODAY).bars]
    assert states == ["ended", "in-force"]
    assert timeline(lives(RULESET)["E-CPA26"], TODAY).bars[0].state == "never"


def test_a_worked_case_shows_its_facts_its_answer_and_the_rules_behind_it(client):
    text = client.get("/law/cases/sc01/").content.decode()
    assert "You must share" in text and "sw-tone--share" in text
    assert 'href="/law/E-CA04-16LA/"' in text and 'href="/law/6c/"' in text
    assert "an academy or free school" in text


def test_all_worked_cases_open(client):
    text = client.get("/law/cases/").content.decode()
    for name in rules.worked.worked_cases():
        assert f'href="/law/cases/{name}/"' in text
    assert client.get("/cy/law/cases/sc05/").status_code == 200


def test_a_reading_is_shown_with_the_rules_that_rest_on_it(client):
    text = client.get("/law/readings/start-of-16la/").content.decode()
    assert "When did the English duty to share start?" in text
    assert 'href="/law/E-CA04-16LA/"' in text


def test_a_reading_is_shown_in_welsh_with_a_mark_that_it_is_a_draft(client):
    text = client.get("/cy/law/readings/start-of-16la/").content.decode()
    assert "Pryd y dechreuodd dyletswydd Lloegr i rannu?" in text
    assert "Drafft Cymraeg" in text
    assert '<div lang="en">' not in text


def test_every_reading_can_be_read():
    from sharewell.web.law.readings import _PLACES

    folder = next(place for place in _PLACES if place.is_dir())
    for path in folder.glob("*.md"):
        blocks = reading(path.stem)
        if path.stem in ("README", "template"):
            assert blocks is None
        else:
            assert blocks[0].sort == "h1" and not any("](" in line for b in blocks for line in b.lines)


def test_a_line_loses_its_marks_and_a_link_keeps_its_words():
    assert plain("See *this* and [the Act](https://example.org).") == "See this and the Act."


def test_on_a_welsh_page_the_law_is_cited_in_welsh_and_found_in_both(client):
    assert "Deddf Diogelu Data 2018, adran 10(3) ac Atodlen 1 paragraff 18" in words(client, "9g/18", "/cy")
    for query in ("atodlen+1+paragraff+18", "schedule+1+paragraph+18"):
        assert 'href="9g-18/"' in client.get(f"/cy/law/?q={query}").content.decode()
