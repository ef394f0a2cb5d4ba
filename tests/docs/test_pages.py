"""The documentation keeps its word: links lead somewhere, tests that it names exist, made pages are fresh."""

import re
from pathlib import Path

import pytest

from docs import from_files

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md"), ROOT / "README.md"])
THREATS = DOCS / "security/threats.md"
TUTORIAL = DOCS / "tutorials/from-worry-to-received.md"


def name_of(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_that_exists(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    near = [link.split("#")[0] for link in links if not link.startswith(("http", "#", "mailto:"))]
    missing = [link for link in near if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_says_what_it_shows(page):
    pictures = re.findall(r"!\[([^\]]*)\]", page.read_text("utf-8"))
    assert all(len(words) > 15 for words in pictures)


@pytest.mark.parametrize("name", from_files.PAGES)
def test_a_page_that_is_made_says_what_it_was_made_from(name):
    assert (DOCS / name).read_text("utf-8") == from_files.PAGES[name](), "run: python -m docs.from_files"


def rows_of_threats():
    return re.findall(r"^\| (T\d\d) \|(.*)\|$", THREATS.read_text("utf-8"), re.MULTILINE)


def test_all_34_threats_have_a_row_in_order():
    assert [number for number, _ in rows_of_threats()] == [f"T{n:02}" for n in range(1, 35)]


def test_every_threat_names_a_test_or_the_room_that_it_waits_for():
    silent = [number for number, rest in rows_of_threats() if "tests/" not in rest and "not yet:" not in rest]
    assert not silent


def test_the_rows_that_wait_are_counted_apart():
    waiting = [number for number, rest in rows_of_threats() if "not yet:" in rest]
    told = re.search(r"\*\*(\d+)\*\* stand and \*\*(\d+)\*\* wait", THREATS.read_text("utf-8"))
    assert told and (int(told[1]), int(told[2])) == (34 - len(waiting), len(waiting))


def test_every_row_says_control_default_and_tests():
    for number, rest in rows_of_threats():
        _threat, control, default, tests, _reached, waits = (cell.strip() for cell in rest.split("|"))
        assert control and default, number
        assert "`tests/" in tests or waits.startswith("not yet: "), number


def test_every_test_that_the_threat_model_names_exists():
    named = re.findall(r"`((?:tests|benchmarks|examples|docs|src)/[^`]+)`", THREATS.read_text("utf-8"))
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_glossary_has_every_word_in_both_languages():
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    rows = [row.strip("|").split("|") for row in re.findall(r"^\|.+\|$", glossary, re.MULTILINE)]
    rows = [[cell.strip() for cell in row] for row in rows if row[0].strip() not in ("English", "---")]
    assert len(rows) > 80
    assert all(len(row) == 4 and all(row) for row in rows)
    assert {sure for *_, sure in rows} == {"seen", "usual", "unsure", "ours"}


def test_the_tutorials_pictures_exist_and_stay_small():
    named = re.findall(r"\]\((images/[^)]+\.png)\)", TUTORIAL.read_text("utf-8"))
    sizes = [(TUTORIAL.parent / name).stat().st_size for name in named]
    assert named and max(sizes) < 150_000
    assert sum(path.stat().st_size for path in (TUTORIAL.parent / "images").iterdir()) < 3_000_000
