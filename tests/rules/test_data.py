"""The rule files keep to what is asked of them, and no link was made up."""

from pathlib import Path

from sharewell import rules
from sharewell.rules.files import read_data
from sharewell.rules.proving.lint import lint, unregistered

FILES = rules.current().files
REGISTER = set((Path(__file__).parent / "links.txt").read_text("utf-8").split())


def test_the_rule_files_keep_to_what_is_asked_of_them():
    assert list(lint(FILES)) == []


def test_every_link_is_one_that_was_opened():
    assert list(unregistered(FILES, REGISTER)) == []


def test_everything_was_read_on_the_day_it_says_and_no_lawyer_is_made_up():
    for path, table in rules.current().rules.items():
        for version in table["version"] if table["sort"] != "advice" else ():
            assert version["read"] == "2026-10-05", path
            assert version["reviewed-by"] == "", f"{path}: name the lawyer in the pull request"


def test_a_changed_rule_file_is_read_anew(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "one.toml").write_text('words = "before"')
    assert read_data(folder) == read_data(folder) == {"one.toml": {"words": "before"}}
    (folder / "one.toml").write_text('words = "after it"')
    assert read_data(folder) == {"one.toml": {"words": "after it"}}


def test_the_hash_that_was_kept_is_that_of_the_files():
    assert rules.current().sha256 == rules.RuleSet(rules.current().files).sha256


def test_what_was_kept_and_cannot_be_read_is_read_anew(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "one.toml").write_text('words = "before"')
    read_data(folder)
    (tmp_path / "__pycache__" / "data.json").write_text("{")
    assert read_data(folder) == {"one.toml": {"words": "before"}}


def test_a_first_day_that_the_lawyers_confirmed_is_not_said_to_be_unseen():
    case = {"nation": "england", "date": "2026-10-05", "sharer": {"kind": "academy"}, "child": {"age": 7}}
    case |= {"recipient": {"kind": "police", "verified": True}, "worry": {"purpose": "protect"}}
    case["worry"]["risk"] = "significant"
    confirmed = case | {"law": {"starts": {"E-CA04-16LA": "2026-09-30"}}}
    said, unsaid = (
        [row["id"] for row in rules.current().decide(each)["warnings"]] for each in (case, confirmed)
    )
    assert set(said) - set(unsaid) == {"16la-start-not-seen"}
