"""`sharewell doctor` says what is wrong, and how to mend it."""

import pytest

from sharewell.config import health
from sharewell.domain.organisations import actions as organisations
from tests.config.running import run
from tests.people import build_town


def said(settings, **changed):
    """What the doctor says when settings are changed so."""
    for name, value in changed.items():
        setattr(settings, name, value)
    return "\n".join(f"{found.what} {found.mend}" for found in health.findings())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"HAS_TLS": False}, "leave SHAREWELL_TLS out"),
        ({"HAS_TLS": True, "BEHIND_PROXY": False}, "set SHAREWELL_BEHIND_PROXY"),
        ({"DEBUG": True}, "Leave SHAREWELL_DEBUG out"),
        (
            {"SITE_URL": "https://sharewell.council.example", "ALLOWED_HOSTS": ["other"]},
            "SHAREWELL_HOSTS agree",
        ),
        ({"SITE_URL": "http://localhost:8000"}, "Set SHAREWELL_ADDRESS"),
        ({"EMAIL_PORT": 9}, "No mail server answers"),
        ({"STATICFILES_DIRS": []}, "style is missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(settings, monkeypatch, changed, words):
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    assert words in said(settings, **changed)
    finders.get_finder.cache_clear()


@pytest.mark.django_db
def test_an_old_sqlite_is_named(settings, monkeypatch):
    monkeypatch.setattr("sqlite3.sqlite_version", "3.40.1")
    assert ("its slower journal is used" in said(settings)) is settings.ON_SQLITE


@pytest.mark.django_db
def test_keys_that_others_can_open_are_named(settings, tmp_path):
    tmp_path.chmod(0o755)
    assert "Others on this machine can open" in said(settings, KEYS=tmp_path)
    assert "There are no keys" in said(settings, KEYS=tmp_path / "nowhere")


@pytest.mark.slow
def test_a_new_service_is_told_to_make_its_tables(tmp_path):
    done = run(tmp_path, "doctor")
    assert done.returncode == 1
    assert "Run: sharewell migrate" in done.stdout


def test_a_kind_of_agreement_that_cannot_be_read_is_named_with_its_file(settings, tmp_path):
    (tmp_path / "visits.toml").write_text('id = "visits"', "utf-8")
    settings.AGREEMENT_KINDS = str(tmp_path)
    found = [finding for finding in health._kinds() if finding.is_serious]
    assert len(found) == 1 and "visits.toml" in found[0].what and str(tmp_path) in found[0].mend
    settings.AGREEMENT_KINDS = ""
    assert not list(health._kinds())


@pytest.mark.django_db
def test_an_organisation_where_nobody_could_review_broken_glass_is_named():
    town = build_town()
    assert "broken glass" not in " ".join(finding.what for finding in health.findings_within())
    for role in ("data-protection-officer", "leader"):
        organisations.end_access(person=town.at_school[role], by="system")
    [found] = [finding for finding in health.findings_within() if "broken glass" in finding.what]
    assert str(town.school) in found.what and not found.is_serious
