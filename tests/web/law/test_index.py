"""The index of all rules: open, narrowed down without scripts, light."""

import gzip
from datetime import date

import pytest

from sharewell import rules
from sharewell.rules.in_words import in_words
from sharewell.web.law.entries import entries, folded, instruments_of
from sharewell.web.law.index import ARRANGEMENTS, FILTERS, Wish, choices, found, groups
from sharewell.web.law.slugs import slug_of
from sharewell.web.law.views import OWN

pytestmark = pytest.mark.django_db
RULESET = rules.current()
TODAY = date(2026, 11, 22)
EVERY = entries(RULESET, "en", TODAY)
LIGHT = 60_000


def words(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("lang", ["", "/cy"])
def test_it_opens_without_signing_in_and_says_first_that_no_lawyer_has_read_it(client, lang):
    page = client.get(f"{lang}/law/")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("law-warning") < text.index("law-find") < text.index("law-rows")
    assert "2026" in text[text.index("law-warning") : text.index("law-find")]


def test_every_rule_has_a_row_and_an_address_of_its_own(client):
    text = words(client, "/law/")
    ids = {table["id"] for table in RULESET.rules.values()}
    assert len({slug_of(rule) for rule in ids}) == len(ids)
    assert not {slug_of(rule) for rule in ids} & set(OWN)
    assert [rule for rule in ids if f'href="{slug_of(rule)}/"' not in text] == []


def test_a_row_says_source_nations_dates_and_how_sure_we_are(client):
    text = words(client, "/law/?q=16LA&step=duty")
    row = text[text.index('href="E-CA04-16LA/"') :].split("</li>")[0]
    for said in ("Children Act 2004", "England", "Since 30 September 2026", "Second-hand", "Not reviewed"):
        assert said in row


def test_what_never_came_into_force_says_so(client):
    assert EVERY["E-CPA26"].state == "never"
    row = words(client, "/law/?state=never").split('href="E-CPA26/"')[1].split("</li>")[0]
    assert "Enacted, not in force" in row


def test_a_rule_that_goes_on_under_a_new_instrument_is_in_force_since_the_old_one():
    assert EVERY["6c"].dates == "In force"


@pytest.mark.parametrize("name", FILTERS)
def test_each_choice_finds_as_many_rules_as_it_promises(name):
    for value, _text, count in choices(RULESET, "en", TODAY)[name]:
        assert len(found(EVERY, Wish(**{name: value}))) == count > 0


@pytest.mark.parametrize("by", ARRANGEMENTS)
def test_every_arrangement_holds_every_rule(by):
    made = groups(list(EVERY.values()), Wish(by=by))
    assert {entry.slug for group in made for entry in group.rows} == set(EVERY)
    assert all(group.heading for group in made)


def test_words_are_found_without_accents_and_in_any_order(client):
    assert {entry.id for entry in found(EVERY, Wish(q="16la CHILDREN"))} >= {"E-CA04-16LA"}
    welsh = entries(RULESET, "cy", TODAY)
    assert found(welsh, Wish(q="plant dyletswydd")) and folded("Tŷ") == "ty"


def test_an_organisation_finds_what_can_hold_for_it_and_nothing_else():
    surgery = {entry.id for entry in found(EVERY, Wish(who="gp"))}
    assert "6e" in surgery or "6c" in surgery
    assert "law-enforcement" not in surgery  # only competent authorities share for law enforcement
    headings = [group.name for group in groups(found(EVERY, Wish(who="gp")), Wish(who="gp"))]
    assert headings[-1] == "general"


def test_the_row_of_the_sector_matrix_comes_first_where_there_is_one():
    rows = found(EVERY, Wish(who="gp"))
    if any(entry.sort == "sector" for entry in rows):
        assert groups(rows, Wish(who="gp"))[0].name == "sector"


@pytest.mark.parametrize("query", ["q=zzzz", "nation=atlantis", "by=colour", "who=%3Cscript%3E", "step="])
def test_whatever_is_asked_the_page_answers(client, query):
    page = client.get(f"/law/?{query}")
    assert page.status_code == 200 and b"<script>" not in page.content


def test_a_search_that_finds_nothing_says_what_to_do(client):
    text = words(client, "/law/?q=zzzz")
    assert "0 rules" in text and "No rule fits all of that" in text


@pytest.mark.parametrize("address", ["/law/", "/law/?by=instrument", "/cy/law/"])
def test_it_is_light(client, address):
    assert len(gzip.compress(client.get(address).content)) < LIGHT


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Children Act 1989 s.97; Care Act 2014", ("Children Act 1989", "Care Act 2014")),
        ("UK GDPR Article 35(7)", ("UK GDPR",)),
        ("Working Together; common guidance", ("Working Together to Safeguard Children", "Common guidance")),
        ("Keeping children safe in education 2026", ("Keeping children safe in education",)),
        (
            "Education (Pupil Records and Reporting) Regulations (Northern Ireland) 2009, as amended",
            ("Education (Pupil Records and Reporting) Regulations (Northern Ireland) 2009",),
        ),
        ("", ()),
    ],
)  # fmt: skip
def test_instruments_are_named_without_their_sections_and_editions(source, names):
    assert instruments_of(source) == names


def test_under_an_instrument_its_provisions_stand_in_order():
    made = groups(list(EVERY.values()), Wish(by="instrument"))
    act = next(group for group in made if group.name == "Data Protection Act 2018")
    provisions = [entry.version.table["provision"] for entry in act.rows]
    last_section = max(n for n, each in enumerate(provisions) if each.startswith("section"))
    assert not any(each.startswith("Schedule") for each in provisions[:last_section])
    assert provisions.index("Schedule 2 paragraph 2") < provisions.index("Schedule 2 paragraph 5")


def test_every_condition_of_a_standing_rule_can_be_said():
    for version in RULESET.standing:
        if "when" in version.table:
            assert in_words(RULESET, version.table["when"], "cy"), version.path
