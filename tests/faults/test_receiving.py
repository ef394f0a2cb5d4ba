"""A recipient opens and answers while the server dies under them: each act is recorded once."""

import pytest

from tests.faults.sweeping import nothing_goes_wrong


@pytest.mark.slow
def test_opening_is_recorded_once_for_each_link_whatever_happens():
    nothing_goes_wrong("receive")


@pytest.mark.slow
def test_each_answer_is_kept_once_with_its_receipt_whatever_happens():
    nothing_goes_wrong("answer")
