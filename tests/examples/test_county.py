"""The invented county holds together, and nothing in it could reach or name anybody real."""

import re
import tomllib
from pathlib import Path

import pytest

from sharewell.domain.organisations import states

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = ["areas", "organisations", "people", "families", "worries"]
# Ofcom's ranges for drama: never connected.
DRAMA = re.compile(
    r"01632 960\d{3}|07700 900\d{3}|03069 990\d{3}|029 2018 0\d{3}|0141 496 0\d{3}|028 9649 6\d{3}"
    r"|0808 157 0\d{3}"
)
LOOKS_LIKE_A_NUMBER = re.compile(r"\b0\d[\d ]{8,12}\d\b")
POSTCODE = re.compile(r"\b([A-Z]{1,2})\d[\dA-Z]? \d[A-Z]{2}\b")
NEVER_GIVEN_OUT = {"FX", "EY"}  # postcode areas that do not exist


def read(name):
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text("utf-8"))


def text_of(name):
    return (EXAMPLES / f"{name}.toml").read_text("utf-8")


def ids(name, table):
    return [row["id"] for row in read(name)[table]]


@pytest.mark.parametrize("name", FILES)
def test_every_telephone_number_is_from_a_range_kept_for_drama(name):
    numbers = [n for n in LOOKS_LIKE_A_NUMBER.findall(text_of(name)) if not n.startswith("0 ")]
    assert all(DRAMA.fullmatch(number) for number in numbers), numbers


@pytest.mark.parametrize("name", FILES)
def test_every_address_of_mail_and_web_ends_in_example(name):
    hosts = re.findall(r"@([\w.-]+)|https?://([\w.-]+)", text_of(name))
    assert all("".join(pair).endswith(".example") for pair in hosts), hosts


@pytest.mark.parametrize("name", FILES)
def test_every_postcode_is_in_an_area_that_was_never_given_out(name):
    assert set(POSTCODE.findall(text_of(name))) <= NEVER_GIVEN_OUT


def test_every_nhs_number_is_kept_for_tests_and_has_a_right_check_digit():
    found = re.findall(r"NHS number (\d{3} \d{3} \d{4})", text_of("families"))
    assert found
    for number in found:
        digits = [int(d) for d in number.replace(" ", "")]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
        assert number.startswith("999") and digits[9] == check % 11


@pytest.mark.parametrize(
    "name,table",
    [("areas", "area"), ("organisations", "organisation"), ("people", "person"), ("families", "child")],
)
def test_no_id_is_used_twice(name, table):
    found = ids(name, table)
    assert len(found) == len(set(found))


def test_every_kind_nation_way_and_role_is_one_that_the_product_knows():
    for organisation in read("organisations")["organisation"]:
        assert organisation["kind"] in states.ORGANISATION_KINDS, organisation["id"]
        assert organisation["nation"] in states.NATIONS
        for entry in organisation["entry"]:
            assert set(entry["ways"]) <= set(states.WAYS), organisation["id"]
    assert {person["role"] for person in read("people")["person"]} == set(states.ROLES)


def test_each_way_of_reaching_somebody_has_what_it_needs():
    needs = {"inbox": None, "link": "email", "telephone": "phone", "form": "form_headings"}
    for organisation in read("organisations")["organisation"]:
        for entry in organisation["entry"]:
            for way in entry["ways"]:
                assert way != "inbox" or organisation["is_here"], organisation["id"]
                assert needs[way] is None or entry[needs[way]], (organisation["id"], way)


def test_every_name_that_is_pointed_at_exists():
    organisations, people, children = (
        ids("organisations", "organisation"),
        ids("people", "person"),
        ids("families", "child"),
    )
    assert {area["front_door"] for area in read("areas")["area"]} <= set(organisations)
    assert {o["area"] for o in read("organisations")["organisation"]} <= set(ids("areas", "area"))
    assert {p["organisation"] for p in read("people")["person"]} <= set(organisations)
    assert {c["kept_by"] for c in read("families")["child"]} <= set(organisations)
    for worry in read("worries")["worry"]:
        assert worry["raised_by"] in people and set(worry["children"]) <= set(children)
        for decision in worry.get("decision", []):
            assert decision["child"] in worry["children"] and decision["to"] in organisations


def test_all_four_nations_can_be_tried():
    here = [o for o in read("organisations")["organisation"] if o["is_here"]]
    assert {o["nation"] for o in here} == set(states.NATIONS)


def test_everything_named_has_both_languages():
    for organisation in read("organisations")["organisation"]:
        assert organisation["name"]["cy"] and all(entry["role"]["cy"] for entry in organisation["entry"])
    assert all(area["name"]["cy"] and area["day_hours"]["cy"] for area in read("areas")["area"])
