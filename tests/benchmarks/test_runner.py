"""The runner of the benchmarks: what it lists, what it keeps, and what a row says."""

import json

import pytest

from benchmarks import __main__ as runner
from benchmarks import race, row

KEYS = {"id", "work", "n", "ours", "unit", "peer", "peer_value", "ratio", "limit", "on", "load"}


@pytest.fixture
def results(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "RESULTS", tmp_path / "results.json")
    return lambda: json.loads(runner.RESULTS.read_text())


def test_it_lists_every_benchmark_with_its_question(capsys):
    assert runner.main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("log ") and "P2a, P2b, P2c" in line for line in lines)
    assert all(len(line.split()) > 3 for line in lines)


def test_a_name_that_there_is_not_exits_2_and_says_which_there_are(capsys):
    assert runner.main(["lgo"]) == 2
    assert "no benchmark 'lgo'" in capsys.readouterr().err


def test_a_row_says_how_many_times_better_for_rates_and_times_alike():
    rate = row("P0", "work", 1, "a second", [90, 100], "peer", [20, 25], limit=[200])
    time = row("P0", "work", 1, "us", [12, 10], "peer", [50, 40], is_rate=False)
    alone = row("P0", "work", 1, "us", [12, 10], is_rate=False)
    assert (rate["ours"], rate["peer_value"], rate["ratio"], rate["limit"]) == (100, 25, 4, 200)
    assert (time["ours"], time["peer_value"], time["ratio"], time["limit"]) == (10, 40, 4, None)
    assert (alone["peer"], alone["peer_value"], alone["ratio"]) == (None, None, None)
    assert set(rate) == set(alone) == KEYS


def test_a_race_takes_turns():
    turns = []
    figures = race({"a": lambda: turns.append("a") or 1, "b": lambda: turns.append("b") or 2}, rounds=3)
    assert (turns, figures) == (["a", "b"] * 3, {"a": [1] * 3, "b": [2] * 3})


def test_new_rows_take_the_place_of_old_and_an_absent_peer_keeps_its_own(results):
    runner._keep(
        [row("P0", "old words", 1, "us", [3], "peer", [6]), row("P0", "work", 1, "us", [3], "gone", [6])]
    )
    runner._keep([row("P1", "other", 1, "us", [3])])
    runner._keep([row("P0", "work", 1, "us", [2], "peer", [6])])
    assert [(each["id"], each["work"], each["peer"]) for each in results()] == [
        ("P0", "work", "gone"),
        ("P0", "work", "peer"),
        ("P1", "other", None),
    ]


def test_what_is_kept_has_the_shape_that_the_documentation_is_made_from():
    for each in json.loads(runner.RESULTS.read_text()):
        assert set(each) == KEYS, each
