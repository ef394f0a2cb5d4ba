"""Every round is of one small kind, laid where kinds are read from."""

import pytest

from tests.domain.agreements.life import ASSURED, lay_kind


@pytest.fixture(autouse=True)
def kind(tmp_path, settings):
    lay_kind(tmp_path, settings)


@pytest.fixture
def assured_kind(tmp_path, settings):
    folder = tmp_path / "assured"
    folder.mkdir()
    lay_kind(folder, settings, ASSURED)
