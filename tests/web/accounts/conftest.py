"""A town whose people sign in; what was counted against guessing begins at nought."""

import pytest
from django.core.cache import cache
from django.utils.translation import override

from tests.people import build_town


@pytest.fixture
def town(db):
    cache.clear()
    with override("en"):
        yield build_town()
