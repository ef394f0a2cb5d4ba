"""The same for an inbox on this server: a share arrives once, and is recorded once."""

import pytest

from tests.faults.sweeping import nothing_goes_wrong


@pytest.mark.slow
def test_a_share_to_an_inbox_arrives_once_whatever_happens():
    nothing_goes_wrong("send-inbox")


@pytest.mark.slow
def test_the_worker_brings_it_once_whatever_happens():
    nothing_goes_wrong("carry-inbox")
