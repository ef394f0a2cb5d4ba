"""The rule data keeps its promises: sources, both languages, nothing unsure that compels."""

import pytest

from sharewell import rules
from sharewell.rules.ruleset import NATIONS, SORTS, STEPS, read_data

RULESET = rules.current()
CONFIDENCE = {"read in the law", "second-hand", "general knowledge", "unsure"}
CITED = [v for v in RULESET.versions if v.sort != "advice"]


def test_every_rule_but_advice_has_a_source_with_its_confidence():
    for version in CITED:
        source = version.source()
        assert source["instrument"], version.path
        assert source["provision"], version.path
        assert source["read"] == "2026-10-05", version.path
        assert source["confidence"] in CONFIDENCE, version.path
        assert source["reviewed-by"] == "", f"{version.path}: name the lawyer in the pull request"


def test_links_are_secure_or_left_out():
    for version in CITED:
        assert version.table["link"] == "" or version.table["link"].startswith("https://"), version.path


def test_nothing_unsure_compels_or_forbids():
    for step in set(STEPS) - {"permits"}:
        for version in RULESET.steps[step]:
            assert version.table["confidence"] != "unsure", version.path


def test_ids_are_used_once():
    by_id = {}
    for version in RULESET.versions:
        assert by_id.setdefault((version.sort, version.rule), version.path) == version.path


def test_paths_say_where_a_rule_extends():
    for version in RULESET.versions:
        folder = version.path.split("/")[0]
        assert folder == "uk" or folder in version.table["extends"], version.path
        assert set(version.table.get("extends", NATIONS)) <= set(NATIONS)
        assert version.sort in SORTS


def test_versions_of_a_rule_do_not_overlap():
    spans = {}
    for version in RULESET.versions:
        spans.setdefault(version.rule, []).append((version.starts, version.ends or "9999"))
    for rule, dates in spans.items():
        dates.sort()
        assert all(a[1] <= b[0] for a, b in zip(dates, dates[1:], strict=False)), rule


def texts(value, path=""):
    """Every place in a table that speaks to people."""
    if isinstance(value, dict):
        if "en" in value or "cy" in value:
            yield path, value
        else:
            for key, inner in value.items():
                yield from texts(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{path}/{number}")


@pytest.mark.parametrize("path", RULESET.files)
def test_every_text_is_in_both_languages_and_keeps_its_slots(path):
    for where, text in texts(RULESET.files[path]):
        assert text.get("en", "").strip(), where
        assert text.get("cy", "").strip(), where
        for slot in ("{recipient}", "{sharer}"):
            assert (slot in text["en"]) == (slot in text["cy"]), where


def test_do_not_share_always_has_an_alternative_and_advice_says_whom_to_ask():
    for version in RULESET.steps["closed"] + RULESET.steps["kept-back"]:
        assert version.table["alternatives"], version.path
    for version in RULESET.steps["doubt"] + RULESET.steps["otherwise"]:
        assert version.table["ask"], version.path


def test_a_changed_rule_file_is_read_anew(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "one.toml").write_text('words = "before"')
    assert read_data(folder) == read_data(folder) == {"one.toml": {"words": "before"}}
    (folder / "one.toml").write_text('words = "after it"')
    assert read_data(folder) == {"one.toml": {"words": "after it"}}


def test_what_was_kept_and_cannot_be_read_is_read_anew(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "one.toml").write_text('words = "before"')
    read_data(folder)
    (tmp_path / "__pycache__" / "data.json").write_text("{")
    assert read_data(folder) == {"one.toml": {"words": "before"}}
