"""What every test may lean on: which database, and whether there is a browser."""

import os
import shutil

import pytest


def chromium() -> str | None:
    """The path of a Chromium on this machine, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("SHAREWELL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the journeys out, and say so, where there is no browser; but never in CI."""
    if chromium() or os.environ.get("SHAREWELL_CI"):
        return
    left_out = pytest.mark.skip(reason="left out: no Chromium on this machine")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(left_out)
