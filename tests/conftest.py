"""What every test may lean on: a closed network, and whether there is a browser."""

import os
import shutil
import socket

import pytest

from tests.domain.audit.lifted import lift_while_flushing


def chromium() -> str | None:
    """The path of a Chromium on this machine, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("SHAREWELL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_configure(config: pytest.Config) -> None:
    """Close the network but for this machine, and let tests empty the log, which is append-only."""
    lift_while_flushing()
    really_connect = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise OSError(f"tests keep the network closed, but something wanted {address!r}")
        really_connect(self, address)

    socket.socket.connect = connect


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the journeys out, and say so, where there is no browser; but never in CI."""
    if chromium() or os.environ.get("SHAREWELL_CI"):
        return
    left_out = pytest.mark.skip(reason="left out: no Chromium on this machine")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(left_out)
