"""What every attack may count on, however long they all take together."""

import pytest
from django.test import override_settings

from sharewell.config import idle
from sharewell.web.accounts import step_up

A_DAY = 24 * 60 * 60


@pytest.fixture(autouse=True, scope="module")
def nobody_is_signed_out_meanwhile():
    """From before anybody signs in, once for a module: its tests may take longer than a session may idle."""
    with override_settings(SESSION_COOKIE_AGE=A_DAY):
        yield


@pytest.fixture(autouse=True)
def everybody_has_just_signed_in(settings, monkeypatch):
    """Nobody is asked again who they are because the tests before took long."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = A_DAY
    monkeypatch.setattr(step_up, "HOLDS", A_DAY)


@pytest.fixture(autouse=True)
def everybody_was_at_work_a_moment_ago(monkeypatch):
    """What a page notes once a minute is noted (`ground.signed_in`), and not again by each of a hundred
    thousand requests, all of which are undone.
    """
    monkeypatch.setattr(idle, "_MINUTE", A_DAY)
