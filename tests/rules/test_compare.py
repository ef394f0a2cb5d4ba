"""Two outcomes side by side: the facts that differ first, then what differs in the answer, line by line."""

import copy
import json
from pathlib import Path

import pytest

from sharewell import rules
from sharewell.cli import compare
from tests.rules import worked

CASES = worked.cases()
FOLDER = Path(__file__).parents[2] / "examples" / "cases"


def asked(name: str) -> dict:
    return {key: copy.deepcopy(value) for key, value in CASES[name].items() if key != "expect"}


def test_a_case_beside_itself_differs_in_nothing():
    for name in list(CASES)[::6]:
        found = rules.current().compare(asked(name), asked(name))
        assert found["facts"] == found["differs"] == []
        assert found["a"] == found["b"] == rules.current().decide(asked(name))


def test_what_was_said_otherwise_comes_with_both_sides_in_words():
    other = asked("sc01") | {"worry": {"risk": "immediate", "purpose": "protect"}}
    found = rules.current().compare(asked("sc01"), other)
    assert {row["key"]: (row["a"], row["b"]) for row in found["facts"]}["worry.risk"] == (
        "Someone is being seriously harmed, or is likely to be",
        "Someone is in danger now",
    )
    outcome = found["differs"][0]
    assert (outcome["part"], outcome["a"], outcome["b"]) == (
        "outcome",
        ["You must share"],
        ["Share now, record later"],
    )


def test_every_sentence_that_differs_stands_on_its_own_side_only():
    found = rules.current().compare(asked("sc01"), asked("sc25"))
    for part in found["differs"]:
        assert part["a"] or part["b"]
        assert not set(part["a"]) & set(part["b"])
        assert part["text"]


def test_both_sides_are_told_in_welsh():
    english = rules.current().compare(asked("sc01"), asked("sc25"))
    welsh = rules.current().compare(asked("sc01"), asked("sc25"), "cy")
    assert [row["key"] for row in english["facts"]] == [row["key"] for row in welsh["facts"]]
    assert [p["part"] for p in english["differs"]] == [p["part"] for p in welsh["differs"]]
    assert all(e["text"] != w["text"] for e, w in zip(english["differs"], welsh["differs"], strict=True))


def test_the_command_asks_what_if(capsys):
    case = str(FOLDER / "sc01.toml")
    what_if = [
        "--with",
        "nation=scotland",
        "--with",
        "sharer.kind=maintained-school",
        "--with",
        "child.age=13",
    ]
    assert compare.main([case, *what_if]) == 0
    lines = capsys.readouterr().out.splitlines()
    place = lines.index("  Nation where you work")
    assert lines[place + 1 : place + 3] == ["    First:   England", "    Second:  Scotland"]
    assert lines.index("What differs in the facts:") < lines.index("What differs in the answer:")
    assert all(line.strip() == "" or not line.endswith(" ") for line in lines)


def test_what_if_the_child_were_thirteen_in_scotland(capsys):
    """An academy cannot be there: the nearest that can is told among the facts that differ."""
    assert (
        compare.main(
            [str(FOLDER / "sc01.toml"), "--json", "--with", "nation=scotland", "--with", "child.age=13"]
        )
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["b"]["case"]["child"]["age"] == 13
    assert {"nation", "sharer.kind", "child.age"} <= {row["key"] for row in found["facts"]}


def test_the_command_lays_two_files_side_by_side_as_json(capsys):
    assert compare.main([str(FOLDER / "sc01.toml"), str(FOLDER / "sc25.toml"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["a"]["outcome"] == rules.current().decide(asked("sc01"))["outcome"]
    assert found["b"]["outcome"] == rules.current().decide(asked("sc25"))["outcome"]


@pytest.mark.parametrize(
    ("what_if", "says"),
    [
        ("nation", "key=value"),
        ("recipient.kind=academi", "academy"),
        ("worry.risc=immediate", "worry.risk"),
        ("recipient.verified=yes", "recipient.verified"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(what_if, says, capsys):
    assert compare.main([str(FOLDER / "sc01.toml"), "--with", what_if]) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("what_if", "key", "value"),
    [
        ("recipient.verified=false", "verified", False),
        ("recipient.verified=unknown", "verified", "unknown"),
        ("recipient.may-be-a-risk=true", "may-be-a-risk", True),
    ],
)
def test_a_value_is_read_as_it_is_meant(what_if, key, value, capsys):
    assert compare.main([str(FOLDER / "sc01.toml"), "--json", "--with", what_if]) == 0
    assert json.loads(capsys.readouterr().out)["b"]["case"]["recipient"][key] == value


def test_a_list_is_given_with_commas(capsys):
    what_if = "worry.circumstances=missing-child,domestic-abuse"
    assert compare.main([str(FOLDER / "sc01.toml"), "--json", "--with", what_if]) == 0
    circumstances = json.loads(capsys.readouterr().out)["b"]["case"]["worry"]["circumstances"]
    assert sorted(circumstances) == ["domestic-abuse", "missing-child"]


def test_whether_guidance_expects_it_is_compared_only_where_the_outcome_is_the_same():
    must, may = asked("sc01"), asked("sc01-before-16la")
    assert "expected" not in {row["part"] for row in rules.current().compare(must, may)["differs"]}
    helping = may | {"worry": may["worry"] | {"risk": "welfare", "purpose": "support"}}
    apart = {row["part"] for row in rules.current().compare(may, helping)["differs"]}
    assert "expected" in apart
