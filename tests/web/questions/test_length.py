"""From every worked case, signed in and with a recipient from the directory, an answer is near."""

import tomllib
from statistics import median

import pytest

from benchmarks.questions import FOLDER, LIMITS, walk


@pytest.mark.slow
def test_signed_in_the_middle_case_takes_seven_pages_and_none_more_than_twelve():
    known, chosen, middle, most = LIMITS["signed in, recipient from the directory"]
    given = [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    pages = [len(walk(case, known)) + chosen for case in given]
    assert median(pages) <= middle == 7
    assert max(pages) <= most == 12
