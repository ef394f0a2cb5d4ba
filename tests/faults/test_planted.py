"""The harness finds what it is for: each of the usual wrong ways, put in on purpose, is caught."""

import pytest

from tests.faults import calls, planted
from tests.faults.schedules import of_seed, read, say
from tests.faults.steps import STRIKES, Fault
from tests.faults.sweeping import ROOT, run


@pytest.mark.slow
@pytest.mark.parametrize("scene", planted.FAULTS, ids=lambda scene: scene.name)
def test_a_wrong_way_is_found(scene):
    """The naive order (mail, then record) among them: under the same schedules and the same presses."""
    found = run(scene.name, "--seeds", "140", "400", "--until-wrong")
    assert found["wrong"], "nothing was found in 260 schedules"
    assert any(line.startswith(f"{scene.finds}:") for line in found["wrong"][0]["wrong"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", (ROOT / "tests/faults/kept.txt").read_text().splitlines(), ids=lambda line: line.split("#")[0]
)
def test_what_once_went_wrong_does_not_again(line):
    scene, schedule = line.split("#")[0].split(maxsplit=1)
    assert run(scene, schedule)["wrong"] == []


@pytest.mark.skipif(not calls.can_be_watched(), reason="no C compiler here")
@pytest.mark.slow
def test_the_writes_of_the_database_itself_are_steps():
    steps = run("record", "--seeds", "0")["steps"]
    assert {"open", "write", "sync", "sql", "commit"} <= steps.keys()


def test_a_seed_is_always_the_same_schedule_and_its_text_gives_it_back():
    trace = ["sql", "write", "commit", "smtp"] * 40
    drawn = [of_seed("scene", seed, trace) for seed in range(2000)]
    assert drawn == [of_seed("scene", seed, trace) for seed in range(2000)]
    assert [read(say(schedule)) for schedule in drawn] == drawn
    struck = {fault.name for schedule in drawn for faults in schedule for fault in faults}
    assert struck == set(STRIKES), "every kind of fault is drawn"


def test_the_first_seeds_kill_before_every_step_in_turn():
    trace = ["sql", "write", "commit"] * 10
    assert [of_seed("scene", seed, trace) for seed in range(20)] == [
        [[Fault("kill", number + 1)]] for number, kind in enumerate(trace) if kind != "write"
    ]
