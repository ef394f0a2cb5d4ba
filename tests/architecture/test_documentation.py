"""Nothing ships undocumented, and what the README says is so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import from_code

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted(from_code.PAGES))
def test_the_reference_says_what_the_code_says(name):
    written = from_code.REFERENCE / name
    assert written.exists() and written.read_text("utf-8") == from_code.PAGES[name](), (
        f"docs/reference/{name} has drifted: run python3 dev.py docs"
    )


def test_the_readme_has_exactly_two_commands_to_start_with():
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^ *(?:\$ )?(python3 dev\.py .*)$", text, re.MULTILINE) == [
        "python3 dev.py demo",
        "python3 dev.py test",
    ]


def test_ci_calls_the_command_of_the_readme():
    assert "python3 dev.py test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("command", ["demo", "test"])
def test_the_commands_of_the_readme_explain_themselves(command):
    said = subprocess.run(
        [sys.executable, "dev.py", command, "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert said.returncode == 0 and "usage: dev.py" in said.stdout


def test_every_link_between_the_pages_of_the_documentation_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists()
    ]
    assert broken == []
