"""What every test may lean on: a closed network, and whether there is a browser."""

import os
import shutil
import socket
from typing import TYPE_CHECKING

import pytest

from tests import migrated
from tests.domain.audit.lifted import lift_while_flushing

if TYPE_CHECKING:
    from tests.people import Town


def chromium() -> str | None:
    """The path of a Chromium on this machine, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("SHAREWELL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


# The files that take longest begin first, so that at the end nobody waits for one of them alone.
LONGEST = (
    "tests/attacks/test_addresses.py",
    "tests/attacks/test_typed.py",
    "tests/faults/test_recording.py",
    "tests/faults/test_sending.py",
    "tests/faults/test_sending_to_inboxes.py",
    "tests/faults/test_receiving.py",
    "tests/attacks/test_parsers.py",
    "tests/ledger/test_tampering.py",
    "tests/faults/test_planted.py",
)


class Failures:
    """Says each test that fails when it fails, and not only at the end."""

    def __init__(self, config: pytest.Config):
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal:
            terminal.write_line(f"\nFAILED in {report.when}: {report.nodeid}")


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
    config.pluginmanager.register(Failures(config))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before pytest-django makes the tests' database: let it begin with a copy of migrated tables."""
    migrated.begin_with_tables()


@pytest.fixture
def town(db: None) -> "Town":
    """Two organisations that share, and their people."""
    from tests.people import build_town  # not above: a test of the ground floor needs no Django

    return build_town()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first; no journeys where there is no browser, which is said, but never so in CI."""
    order = {path: number for number, path in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.nodeid.split("::")[0], len(order)))
    if chromium() or os.environ.get("SHAREWELL_CI"):
        return
    left_out = pytest.mark.skip(reason="left out: no Chromium on this machine")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(left_out)
