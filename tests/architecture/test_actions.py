"""Every write is an action: keyword-only, atomic, and known to the log."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

DOMAIN = Path(settings.SOURCE) / "domain"


def modules():
    """Every module of actions with what it defines, by room."""
    for path in sorted([*DOMAIN.glob("*/actions.py"), *DOMAIN.glob("*/actions/*.py")]):
        yield path, ast.parse(path.read_text("utf-8"))


@cache
def functions():
    """Every function of every module of actions: [(place, definition)]."""
    return [
        (f"{path.relative_to(DOMAIN)}:{node.name}", node)
        for path, tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    ]


def called_in(node):
    """The names of everything that is called in a function, now or (`spool.write(do, ...)`) perhaps later."""
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        name = call.func
        if ast.unparse(name) == "spool.write":
            yield ast.unparse(call.args[0])
        elif isinstance(name, ast.Attribute):
            yield name.attr
        elif isinstance(name, ast.Name):
            yield name.id


@cache
def reaching(known):
    """The names of every function that calls one of these, itself or through another."""
    calls = {}
    for _, node in functions():
        calls.setdefault(node.name, set()).update(called_in(node))
    while more := {name for name, inner in calls.items() if inner & known} - known:
        known = known | more
    return known


def is_atomic(node):
    """Whether a function is marked as one transaction."""
    return "transaction.atomic" in [ast.unparse(each) for each in node.decorator_list]


def takes_by(node):
    """Whether a function says who acts: that is what makes it an action, and not a part of one."""
    arguments = node.args
    return "by" in [each.arg for each in arguments.args + arguments.kwonlyargs]


ACTIONS = {place: node for place, node in functions() if not node.name.startswith("_") and takes_by(node)}
# Writes that the log of acts does not hold, and why.
NO_ACT = {
    "save_answers": "a draft is nobody's act yet; it has a version of its own",
    "save_form": "a draft is nobody's act yet; it has a version of its own",
    "note_device": "where somebody is signed in is shown to them, and is gone after a month",
    "put_away_alerts": "reading what one was told is nobody's act about a case",
    "tell_alerts": "what the alert is about is in the log already; that a mail says so is a row of its own",
    **dict.fromkeys(
        ("note_look", "note_look_at", "note_list", "note_refused"),
        "who looked has a table of its own (docs/adr/reads-are-recorded-in-an-access-log.md)",
    ),
}


def test_there_are_actions_in_every_room():
    assert {place.split("/")[0] for place in ACTIONS} == set(settings.ROOMS)


@pytest.mark.parametrize("place", ACTIONS)
def test_an_action_takes_its_arguments_by_name(place):
    arguments = ACTIONS[place].args
    assert not [each.arg for each in arguments.posonlyargs + arguments.args]


@pytest.mark.parametrize("place", [each for each in ACTIONS if not each.startswith("audit/")])
def test_an_action_records_an_event(place):
    assert ACTIONS[place].name in reaching(frozenset({"record_event"})) | NO_ACT.keys()


@pytest.mark.parametrize("place", [each for each in ACTIONS if not each.startswith("audit/")])
def test_an_action_is_done_wholly_or_not_at_all(place):
    atomic = frozenset({"atomic", *(node.name for _, node in functions() if is_atomic(node))})
    assert ACTIONS[place].name in reaching(atomic) | NO_ACT.keys()


def test_nobody_overrides_save():
    overriding = [
        f"{path.relative_to(DOMAIN)}: {node.name}"
        for path in DOMAIN.glob("*/models.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]
    assert overriding == []
