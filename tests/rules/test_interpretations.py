"""Every open doubt is written down, and every page on a reading is tied to the rules that rest on it."""

import tomllib
from pathlib import Path

import pytest

from docs import from_files
from sharewell import rules

FOLDER = Path(from_files.DOCS) / "interpretations"
PAGES = {slug: page.read_text("utf-8") for slug, page in from_files.read_pages().items()}
DOUBTS = tomllib.loads((FOLDER / "doubts.toml").read_text("utf-8"))
TABLES = list(rules.current().rules.values())
NAMED = from_files.resting()
HEADINGS = ("What is unclear", "How we read it", "What would change if we are wrong", "Who could settle it")
NATIONS = set(from_files.NATIONS.values())


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_a_page_says_what_is_unclear_how_it_is_read_and_who_could_settle_it(slug):
    for heading in HEADINGS:
        _, found, text = PAGES[slug].partition(f"## {heading}\n")
        assert found, heading
        assert text.partition("\n## ")[0].strip(), heading


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_a_page_says_where_it_holds_and_how_sure_we_are(slug):
    page = PAGES[slug]
    assert from_files.header(page, "Provision")
    assert set(from_files.header(page, "Nations").split(", ")) <= NATIONS
    assert any(level in from_files.header(page, "Sure") for level in SURE)
    assert from_files.header(page, "Reviewed by") == "nobody yet"
    assert set(from_files.doubts_of(page)) <= set(DOUBTS) | {"none"}


SURE = ("read in the law", "second-hand", "general knowledge", "unsure")


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_a_page_is_named_by_a_rule_or_says_why_not(slug):
    if slug not in NAMED:
        reason = from_files.header(PAGES[slug], "Rules that rest on this").partition("none: ")[2]
        assert reason


@pytest.mark.parametrize("number", DOUBTS)
def test_every_open_doubt_has_a_page(number):
    assert [slug for slug, page in PAGES.items() if number in from_files.doubts_of(page)]


def test_there_are_seventeen_open_doubts():
    assert list(DOUBTS) == [str(number) for number in range(1, 18)]


def test_rules_name_pages_that_are_there():
    assert set(NAMED) <= set(PAGES)


def unsure() -> list[dict]:
    return [t for t in TABLES if any(v.get("confidence") == "unsure" for v in t["version"])]


@pytest.mark.parametrize("table", unsure(), ids=lambda table: table["id"])
def test_what_is_unsure_says_so_and_names_its_page(table):
    assert table.get("doubt")
    assert table.get("interpretation")


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_a_page_has_a_welsh_twin_that_says_as_much(slug):
    twin = (FOLDER / "cy" / f"{slug}.md").read_text("utf-8")
    parts = PAGES[slug].split("\n## ")
    in_welsh = twin.split("\n## ")
    assert len(in_welsh) == len(parts)
    assert from_files.DRAFT in in_welsh[0]
    for english, welsh in zip(parts[1:], in_welsh[1:], strict=True):
        said, translated = english.partition("\n\n")[2].strip(), welsh.partition("\n\n")[2].strip()
        assert translated
        assert translated != said


def test_no_welsh_page_is_left_without_its_english_one():
    assert {page.stem for page in (FOLDER / "cy").glob("*.md")} == set(PAGES)
