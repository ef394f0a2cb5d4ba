"""A send is killed, paused, torn or refused at any step: it leaves once, and is recorded once."""

import pytest

from tests.faults.sweeping import CRASHES, nothing_goes_wrong


@pytest.mark.slow
def test_a_share_by_link_leaves_once_whatever_happens():
    found = nothing_goes_wrong("send-link")
    assert found["mailed_twice"] > 0, "the moment between the mail and its record was never hit"


@pytest.mark.slow
def test_the_worker_mails_it_once_whatever_happens():
    found = nothing_goes_wrong("carry-link")
    assert found["mailed_twice"] > 0, "the moment between the mail and its record was never hit"


def test_there_are_a_thousand_crashes_here_and_ten_thousand_in_ci():
    assert [sum(column) for column in zip(*CRASHES.values(), strict=True)] == [1000, 10_000]
