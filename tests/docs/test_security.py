"""What the security pages claim can be looked up: the tests that they name exist; nothing is left out."""

import re
from collections import Counter
from pathlib import Path

import pytest

from docs import from_files

ROOT = Path(__file__).parents[2]
THREATS = ROOT / "docs/security/threats.md"
PAGES = [ROOT / "SECURITY.md", *sorted((ROOT / "docs/security").glob("*.md"))]
# How many requirements each section of ASVS 5.0.0 has, in its order.
SECTIONS = [
    [2, 10, 12, 3, 3], [3, 3, 5, 2], [1, 3, 5, 8, 8, 1, 5], [5, 5, 2, 4], [1, 6, 3, 3],
    [3, 12, 8, 6, 8, 4, 2, 4], [3, 4, 2, 5, 3, 2], [4, 4, 3, 2], [3, 4], [2, 3, 5, 16, 5, 2, 3],
    [4, 5, 5, 4, 2, 2, 2], [5, 2, 5], [4, 6, 4, 7], [2, 8, 3], [5, 5, 7, 4], [1, 5, 4, 3, 4], [2, 8, 2],
]  # fmt: skip
LEVELS = {1: 70, 2: 183, 3: 92}


@pytest.fixture(scope="module")
def asvs():
    return from_files.read_asvs()


def test_every_requirement_of_the_asvs_has_one_answer(asvs):
    wanted = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in enumerate(SECTIONS, 1)
        for section, count in enumerate(sections, 1)
        for number in range(1, count + 1)
    ]
    assert len(wanted) == 345
    assert list(asvs["requirements"]) == wanted
    assert Counter(row[0] for row in asvs["requirements"].values()) == LEVELS
    assert {row[1] for row in asvs["requirements"].values()} <= set(from_files.ANSWERS)


def test_what_is_met_names_its_tests_and_what_is_not_says_why(asvs):
    for number, (_level, answer, words, *tests) in asvs["requirements"].items():
        assert len(words) > 10, number
        assert bool(tests) == (answer in ("met", "partly")), number
        assert set(tests) <= set(asvs["tests"]), number


def test_no_name_of_tests_is_idle(asvs):
    used = {name for row in asvs["requirements"].values() for name in row[3:]}
    assert used == set(asvs["tests"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_security_page_names_exists_and_holds_tests(page):
    named = re.findall(r"`((?:tests|benchmarks|examples|docs|src)/[^`]+)`", page.read_text("utf-8"))
    assert named or page.name == "SECURITY.md"
    assert [path for path in named if not (ROOT / path).exists()] == []
    files = [ROOT / path for path in named if path.startswith("tests/") and path.endswith(".py")]
    assert [path.name for path in files if not re.search(r"def test_", path.read_text("utf-8"))] == []


def rows_of_threats():
    """{number: (control, as shipped, paths of tests, figures, room that is waited for)} of the list."""
    lines = re.findall(r"^\| (T\d\d) \|(.*)\|$", THREATS.read_text("utf-8"), re.MULTILINE)
    rows = {}
    for number, line in lines:
        _threat, control, shipped, tests, reached, waits = (part.strip() for part in line.split(" | "))
        rows[number] = control, shipped, re.findall(r"`(tests/[^`]+)`", tests), reached, waits
    assert len(lines) == len(rows), "a number stands twice"
    return rows


def test_each_of_the_34_threats_has_a_control_what_is_shipped_and_a_test_or_a_room_that_it_waits_for():
    rows = rows_of_threats()
    assert list(rows) == [f"T{number:02}" for number in range(1, 35)]
    to_come = re.search(
        r"^Rooms to come: (.*)\.$", (ROOT / "docs/explanation/floor-plan.md").read_text(), re.M
    )
    rooms = {f"not yet: {room}" for room in re.findall(r"`(\w+)`", to_come[1])}
    for number, (control, shipped, tests, _reached, waits) in rows.items():
        assert control and shipped, number
        assert tests or waits, f"{number} names no test, and no room that it waits for"
        assert not waits or waits in rooms, f"{number} waits for a room that is built or was never to come"


def test_the_threats_that_stand_and_those_that_wait_are_counted_apart():
    waiting = sum(bool(waits) for *_rest, waits in rows_of_threats().values())
    said = re.search(r"\*\*(\d+)\*\* stand and \*\*(\d+)\*\* wait", THREATS.read_text("utf-8"))
    assert [int(each) for each in said.groups()] == [34 - waiting, waiting]
