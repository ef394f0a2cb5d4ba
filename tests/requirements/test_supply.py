"""What Sharewell is made of: nothing unpinned, nothing under a licence nobody read, nothing slipped in."""

import importlib.metadata
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from requirements import release, supply

ROOT = Path(__file__).resolve().parents[2]
LISTS = ["development", "demo", "node"]


@pytest.mark.parametrize("listed", LISTS)
def test_every_package_is_pinned_with_the_hashes_of_its_archives(listed):
    text = (ROOT / "requirements" / f"{listed}.txt").read_text("utf-8")
    parts = supply.pinned(listed)
    requirements = [line for line in text.splitlines() if line and line[0] not in " #-"]
    assert len(requirements) == len(parts) > 0
    assert [part.name for part in parts.values() if not part.hashes] == []
    assert "://" not in text, "a registry's address"


def test_the_demo_pins_the_same_versions_as_development():
    there = supply.pinned("development")
    assert {n: p.version for n, p in supply.pinned("demo").items()}.items() <= {
        n: p.version for n, p in there.items()
    }.items()


def test_the_licence_of_everything_that_runs_was_read_and_is_allowed():
    running = set(supply.runs_with()) - {"sharewell"}
    read = supply.licences()
    assert running <= set(read), f"nobody read the licence of {sorted(running - set(read))}"
    words = {name: set(read[name].replace(" OR ", " AND ").split(" AND ")) for name in read}
    assert {name: each for name, each in words.items() if not each <= supply.allowed()} == {}


@pytest.mark.parametrize("name", sorted(supply.licences()))
def test_the_licence_that_was_read_is_the_one_that_the_package_declares(name):
    try:
        declared = importlib.metadata.metadata(name).get("License-Expression")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is for another sort of machine")
    assert declared in (None, supply.licences()[name])


def test_every_package_that_we_ask_for_ourselves_is_named_in_the_notices():
    notices = supply.plain((ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8"))
    asked = {name for name, _ in supply.needs("sharewell", supply.RUNS_WITH)} - {"sharewell"}
    assert {name for name in asked if name not in notices} == set()


def test_a_package_that_is_not_what_was_recorded_is_not_installed(tmp_path):
    wheel = tmp_path / "planted-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("planted.py", "WAS_HERE = True\n")
        archive.writestr(
            "planted-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n"
        )
        archive.writestr("planted-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("planted-1.0.dist-info/RECORD", "")
    wanted = tmp_path / "wanted.txt"
    assert install(wanted, tmp_path, release._sha256(wheel)) == 0  # the control: with its own hash it is
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("planted_too.py", "")
    (tmp_path / "there" / "planted.py").unlink()
    assert install(wanted, tmp_path, release._sha256(ROOT / "dev.py")) != 0
    assert not (tmp_path / "there" / "planted.py").exists()


def install(wanted, folder, digest):
    wanted.write_text(f"planted==1.0 --hash=sha256:{digest}\n")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--no-index",
        "--upgrade",
    ]
    command += ["-f", str(folder), "--target", str(folder / "there"), "-r", str(wanted)]
    environment = {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_CACHE_DIR": "1"}
    return subprocess.run(command, capture_output=True, env=environment).returncode


def test_the_list_of_parts_names_each_package_with_its_version_licence_and_what_it_needs():
    made = supply.sbom()
    assert made == supply.sbom()
    bom = json.loads(made)
    parts = {part["name"]: part for part in bom["components"]}
    assert set(supply.runs_with()) - {"sharewell"} | {"govuk-frontend"} == set(parts)
    for name, part in parts.items():
        if name != "govuk-frontend":
            assert part["version"] == importlib.metadata.version(name)
        assert part["licenses"][0]["expression"] and part["properties"]
    refs = {part["bom-ref"] for part in bom["components"]} | {"sharewell"}
    assert {each for row in bom["dependencies"] for each in [row["ref"], *row["dependsOn"]]} <= refs


def test_the_list_of_parts_is_valid_as_its_own_standard_has_it():
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(supply.sbom()) is None


def test_two_builds_are_the_same_bytes_and_hold_the_design_system(tmp_path):
    made = release.build_twice(tmp_path)
    wheel = next(name for name in made if name.endswith(".whl"))
    names = zipfile.ZipFile(tmp_path / wheel).namelist()
    assert "sharewell/web/layout/static/vendor/govuk-frontend.min.css" in names
    assert not [
        name for name in names if name.startswith("tests/") or "node_modules" in name or ".git" in name
    ]


def test_an_audit_that_could_look_nothing_up_says_so():
    unknown = {"dependencies": [{"name": "a", "version": "1", "skip_reason": "not found"}, {"name": "b"}]}
    found = supply.read_audit("pypi", 2, json.dumps(unknown))
    assert not found.is_done and "NOT CHECKED" in found.words() and "1" in found.words()
    assert "NOT CHECKED" in supply.read_audit("osv", 2, "Traceback: no network").words()


def test_an_audit_tells_of_a_weakness():
    told = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
    assert "a 1: PYSEC-1" in supply.read_audit("osv", 1, json.dumps(told)).words()
    whole = {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}
    assert supply.read_audit("osv", 1, json.dumps(whole)).is_done
