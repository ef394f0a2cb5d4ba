"""Few functions may open a safe address, and each is known."""

import ast
import re
from pathlib import Path

from django.conf import settings

SOURCE = Path(settings.SOURCE)
MAY_OPEN = {
    "domain/children/actions.py:reveal_address": "shown to one person, once, for a reason, and recorded",
    "domain/children/actions.py:unshield_address": "two people said that it need not be hidden any more",
    "domain/deliveries/packages.py:_place": "to whom it was released, with a reason somebody signed",
    "domain/deliveries/known.py:_hidden": "to look for it in what is sent",
    "domain/deliveries/known.py:_released": "the same",
    "domain/deliveries/leaving.py:_look": "to take it out of whatever leaves",
}


def opening():
    """Every function that calls `opened()`."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Attribute) and call.func.attr == "opened":
                    yield f"{path.relative_to(SOURCE).as_posix()}:{function.name}"


def test_only_these_functions_open_a_safe_address():
    assert set(opening()) == set(MAY_OPEN)


def test_no_template_opens_one():
    pages = [path for path in SOURCE.rglob("*.html") if re.search(r"\.opened\b", path.read_text("utf-8"))]
    assert pages == []


def test_nothing_reads_what_is_under_the_lid():
    words = ("_field", "_box")
    reading = [
        path.name
        for path in (SOURCE / "domain").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in words and path.name != "hidden.py"
    ]
    assert reading == []
