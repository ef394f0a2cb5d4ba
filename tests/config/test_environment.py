"""Settings from the environment: understood, or refused in words that say how to mend them."""

from pathlib import Path

import pytest

from sharewell.config import environment
from sharewell.config.databases import database
from sharewell.config.secret import signing_secret


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(environment, "described", [])


def test_a_setting_that_is_left_out_rests(monkeypatch):
    monkeypatch.delenv("SHAREWELL_X", raising=False)
    assert environment.number("SHAREWELL_X", 30, "words") == 30
    assert environment.flag("SHAREWELL_X", True, "words") is True
    assert environment.names("SHAREWELL_X", "a, b", "words") == ["a", "b"]


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_yes_and_no_are_understood_in_many_ways(monkeypatch, given, meant):
    monkeypatch.setenv("SHAREWELL_X", given)
    assert environment.flag("SHAREWELL_X", not meant, "words") is meant


@pytest.mark.parametrize("given", ["soon", "-1", "1.5"])
def test_a_number_that_is_none_is_refused_by_name(monkeypatch, given):
    monkeypatch.setenv("SHAREWELL_X", given)
    with pytest.raises(environment.SettingError, match="SHAREWELL_X .* takes a whole number"):
        environment.number("SHAREWELL_X", 30, "words")


def test_every_setting_that_is_read_is_described(monkeypatch):
    environment.text("SHAREWELL_X", "", "What it is for.", says="none")
    assert environment.described == [environment.Setting("SHAREWELL_X", "none", "What it is for.")]


def test_the_address_of_a_postgresql_is_taken_apart():
    found = database("postgresql://ann:p%40ss@db.internal:5433/sharewell?sslmode=require", Path("unused"))
    assert found["ENGINE"].endswith("postgresql")
    assert [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "sharewell",
        "ann",
        "p@ss",
        "db.internal",
        "5433",
    ]
    assert found["OPTIONS"]["sslmode"] == "require"


def test_without_an_address_the_tables_are_beside_the_keys(tmp_path):
    assert database("", tmp_path)["NAME"] == tmp_path / "sharewell.sqlite3"
    assert str(database(f"sqlite:///{tmp_path}/x.db", tmp_path)["NAME"]) == f"{tmp_path}/x.db"


def test_another_kind_of_database_is_refused():
    with pytest.raises(environment.SettingError, match="takes postgresql://"):
        database("mysql://somewhere/x", Path("unused"))


def test_the_signing_secret_is_made_once_and_is_nobody_elses(tmp_path):
    first = signing_secret(tmp_path / "keys")
    assert len(first) > 60
    assert signing_secret(tmp_path / "keys") == first
    assert (tmp_path / "keys" / "signing-secret").stat().st_mode & 0o777 == 0o600
