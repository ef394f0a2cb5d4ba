"""Many edit one form at the same moment: nothing that was saved is lost, and who is second is shown both.

Eight at once by itself, fifty with SHAREWELL_CI=1.
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from sharewell.domain.errors import Clash
from sharewell.domain.versions import merged, version_of
from tests.domain import forms

NO_FORM = {
    "add_comment": "the version is the paper that is commented on",
    "sign": "the version is the paper that is signed",
    "confirm_read": "the version is the paper that was read",
}
AT_ONCE = 50 if os.environ.get("SHAREWELL_CI") else 8


@pytest.mark.slow
def test_of_many_who_edit_one_form_at_once_nobody_loses_what_they_saved(tmp_path, capsys):
    command = [sys.executable, "-m", "tests.domain.losing", str(tmp_path), str(AT_ONCE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    with capsys.disabled():
        shown = sum(form["refused"] for form in found.values())
        print(f"\n{AT_ONCE} at once on each of {len(found)} forms: 0 lost, {shown} times both were shown")
    assert len(found) == 28
    for name, form in found.items():
        assert (form["lost"], form["errors"]) == ([], []), name
        assert form["refused"] or name == "release by two", f"{name}: nobody was ever second"


def test_every_act_that_changes_what_stands_knows_what_its_form_was_drawn_from_and_is_tried_here():
    tried = {node.attr for node in ast.walk(ast.parse(Path(forms.__file__).read_text("utf-8")))
             if isinstance(node, ast.Attribute)}  # fmt: skip
    acts = {name for name, node in _actions() if "version" in {each.arg for each in node.args.kwonlyargs}}
    assert len(acts) > 20
    assert acts - NO_FORM.keys() <= tried


def _actions():
    """(name, function) of every action of the domain."""
    for path in sorted((Path(settings.SOURCE) / "domain").glob("*/actions/**/*.py")) + sorted(
        (Path(settings.SOURCE) / "domain").glob("*/actions.py")
    ):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield node.name, node


def test_what_only_one_of_two_changed_is_taken_from_that_one():
    drawn_from = version_of({"phone": "1", "email": "a@b.example", "ways": ["link"]})
    stands = {"phone": "2", "email": "a@b.example", "ways": ["link"]}
    mine = {"phone": "1", "email": "c@d.example", "ways": ["link", "telephone"]}
    assert merged(version=drawn_from, stands=stands, mine=mine) == {**mine, "phone": "2"}


def test_what_both_changed_to_the_same_is_no_clash():
    assert merged(version=version_of({"a": 1}), stands={"a": 2}, mine={"a": 2}) == {"a": 2}


def test_what_both_changed_otherwise_is_shown_and_can_then_be_put_in_its_place():
    drawn_from = version_of({"phone": "1", "email": "a@b.example", "hours": "9 to 5"})
    stands = {"phone": "2", "email": "a@b.example", "hours": "8 to 5"}
    mine = {"phone": "3", "email": "c@d.example", "hours": "9 to 5"}
    with pytest.raises(Clash) as found:
        merged(version=drawn_from, stands=stands, mine=mine)
    clash = found.value
    assert (clash.theirs, clash.mine) == ({"phone": "2"}, {"phone": "3"})
    assert clash.rest == {"email": "c@d.example", "hours": "8 to 5"}
    again = {**clash.rest, **clash.mine}
    assert merged(version=clash.version, stands=stands, mine=again) == again


@pytest.mark.parametrize("version", ["", "nonsense", "[]", "{}", '{"phone": 1}', "[" * 100_000])
def test_a_version_that_is_none_overwrites_nothing(version):
    with pytest.raises(Clash):
        merged(version=version, stands={"phone": "1"}, mine={"phone": "2"})
    assert merged(version=None, stands={"phone": "1"}, mine={"phone": "2"}) == {"phone": "2"}
