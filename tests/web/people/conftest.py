"""The town, for pages about its people."""

import pytest

from tests.people import build_town


@pytest.fixture
def town(db):
    return build_town()
