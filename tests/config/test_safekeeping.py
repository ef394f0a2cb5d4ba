"""The doctor says when keys could not be brought back, and when one is gone."""

import pytest

from sharewell.config import health, keys
from sharewell.domain.sealed import ring
from tests.people import add_tendai, build_town


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.KEYS, settings.DEMO = tmp_path / "keys", False
    return settings


def said(found):
    return "\n".join(f"{finding.what} {finding.mend}" for finding in found)


@pytest.mark.django_db
def test_sheets_that_nobody_holds_or_that_are_out_of_date_are_named(own_keys, tmp_path):
    ring().seal(b"x", "here")
    assert "Nobody holds sheets" in said(health.findings())
    keys.escrow(tmp_path / "sheets")
    found = said(health.findings())
    assert "Nobody holds" not in found and "no longer give" not in found
    keys.rotate()
    assert "no longer give them back" in said(health.findings())


@pytest.mark.django_db
def test_backups_that_are_sealed_to_no_offline_key_are_named(own_keys):
    ring().seal(b"x", "here")
    assert "SHAREWELL_BACKUP_RECIPIENTS" in said(health.findings())
    own_keys.BACKUP_RECIPIENTS = ["age1"]
    assert "SHAREWELL_BACKUP_RECIPIENTS" not in said(health.findings())


@pytest.mark.django_db
def test_a_key_that_is_gone_is_named(own_keys):
    town = build_town()
    add_tendai(town.teacher)
    assert "is gone" not in said(health.findings_within())
    lost = f"fields-{town.school.pk.hex}-0001.wrapped"
    (ring().path / lost).unlink()
    ring()._forget()
    assert f"The key {lost} is gone" in said(health.findings_within())


@pytest.mark.django_db
def test_a_service_without_keys_is_not_given_any_by_being_examined(own_keys):
    list(health.findings())
    assert not (own_keys.KEYS / "ring").exists()
