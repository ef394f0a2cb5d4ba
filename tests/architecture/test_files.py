"""What may not stand in any file: places of one machine, addresses of a registry, other people's files."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def texts():
    """Every text file that git knows, with its name."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__).resolve():
            data = path.read_bytes()
            if b"\0" not in data[:4096]:
                yield name, data.decode("utf-8", "replace")


def test_no_file_names_a_place_of_one_machine():
    places = re.compile(r"(?<![\w.<])/(?:work|root|Users/\w+)/")
    assert [name for name, text in texts() if places.search(text)] == []


def test_no_requirements_name_a_registry():
    address = re.compile(
        r"(?i)--(?:extra-)?index-url|--find-links|registry\.npmjs|pypi\.org/simple|\"resolved\""
    )
    assert [name for name, text in texts() if address.search(text)] == []


def test_no_lock_file_that_names_a_registry_is_kept():
    assert not [
        name for name, _ in texts() if Path(name).name in ("uv.lock", "package-lock.json", "poetry.lock")
    ]


@pytest.mark.parametrize("name", ["demo.txt", "development.txt", "node.txt"])
def test_every_requirement_has_hashes(name):
    entries = re.split(r"\n(?=[\w.-]+==)", (ROOT / "requirements" / name).read_text())
    assert entries and [each for each in entries if "--hash=sha256:" not in each] == []


def test_the_requirements_hold_what_the_package_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    asked = {
        re.match(r"[\w.-]+", each)[0].lower() for group in groups for each in group if isinstance(each, str)
    }
    listed = set(
        re.findall(r"^([\w.-]+)==", (ROOT / "requirements/development.txt").read_text(), re.MULTILINE)
    )
    assert asked <= listed, "run python3 dev.py requirements"
