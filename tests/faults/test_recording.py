"""Writing a worry down and deciding is killed, paused, torn or refused anywhere: each is there once."""

import pytest

from tests.faults.sweeping import nothing_goes_wrong


@pytest.mark.slow
def test_a_worry_and_a_decision_are_recorded_once_whatever_happens():
    nothing_goes_wrong("record")


@pytest.mark.slow
def test_a_worry_alone_is_recorded_once_whatever_happens():
    nothing_goes_wrong("worry")
