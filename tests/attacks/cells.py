"""Every cell of the table in addresses.txt: who asks, how, for which address, of whose thing."""

import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from docs.from_code import routes
from tests.attacks.ground import COLUMNS, id_of

IS_WHOLE = bool(os.environ.get("SHAREWELL_CI"))
IS_SWEEP = bool(os.environ.get("SHAREWELL_SWEEP"))  # the long sweeps, before a release
METHODS = ("get", "post", "head", "put", "patch", "delete", "options", "trace")
OWNERS = ("own", "team", "other", "gone", "absent", "malformed", "mixed")
MALFORMED = ("not-an-id", "%00", "1'%20or%20'1'='1", "..%2f..%2fkeys", "a" * 300, "%F0%9F%94%91")
_ASKED_ANYWHERE = {
    "team": ("practitioner", "safeguarding-lead"),
    "other": ("practitioner", "safeguarding-lead", "nobody"),
    "absent": ("practitioner", "safeguarding-lead", "nobody"),
}
ADDRESSES = {name: address for address, name in routes()}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VARIES = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Row:
    """What the table says of one address and method: the kinds of things in it, and what comes by column."""

    name: str
    method: str
    things: tuple[str, ...]
    comes: dict[str, str]


def table() -> dict[tuple[str, str], Row]:
    """{(name, method): Row} of addresses.txt."""
    rows = {}
    for line in Path(__file__).with_name("addresses.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, methods, things, *comes = line.split()
        assert len(comes) == len(COLUMNS), f"a word for each of {COLUMNS} is needed: {line}"
        for method in methods.lower().split(","):
            assert (name, method) not in rows, f"twice in the table: {line}"
            named = () if things == "-" else tuple(things.split("/"))
            rows[name, method] = Row(name, method, named, dict(zip(COLUMNS, comes, strict=True)))
    return rows


ROWS = table()


def things_in(name: str) -> tuple[str, ...]:
    """The kinds of things that an address names."""
    return next((row.things for (named, _), row in ROWS.items() if named == name), ())


def is_whose(things: tuple[str, ...]) -> bool:
    """Whether an address names anything that belongs to somebody."""
    return any(not thing.startswith("=") for thing in things)


def owners_of(name: str) -> tuple[str, ...]:
    """Whose thing an address can be asked for."""
    things = [thing for thing in things_in(name) if not thing.startswith("=")]
    if not things:
        return ("own",)
    return OWNERS if len(things) > 1 else OWNERS[:-1]


def paths(name: str, owner: str, ground) -> list[str]:
    """The address with the ids of that owner's things in it; for `malformed`, each of several."""
    things, address = things_in(name), "/" + ADDRESSES[name]
    if owner == "malformed":
        return [filled(address, [bad] * len(things)) for bad in (MALFORMED if IS_WHOLE else MALFORMED[:2])]
    return [filled(address, [_id(thing, owner, number, ground) for number, thing in enumerate(things)])]


def _id(thing: str, owner: str, number: int, ground) -> str:
    if thing.startswith("="):
        return thing[1:]
    if owner == "absent":
        return _never_was(id_of(ground.own[thing]))
    if owner == "mixed":
        owner = "own" if number == 0 else "other"
    return id_of(vars(ground)[owner][thing])


def _never_was(made: str) -> str:
    """An id of the same form that nothing has."""
    if made.isdigit():
        return "99"
    other, found = _UUID.subn(lambda _: str(uuid.uuid4()), made)
    return other if found else "x" * len(made)


def filled(address: str, values: list[str]) -> str:
    """The address with the values in the places that vary."""
    left = iter(values)
    return _VARIES.sub(lambda _: next(left), address).rstrip("$")


def cells(name: str) -> Iterator[tuple[str, str, str]]:
    """(method, owner, column) of an address: all of them in CI, a third elsewhere."""
    return filter(_is_asked, product(METHODS, owners_of(name), COLUMNS))


def _is_asked(cell: tuple[str, str, str]) -> bool:
    method, owner, column = cell
    if IS_WHOLE or owner == "own":
        return True
    return method in ("get", "post") and column in _ASKED_ANYWHERE.get(owner, ("practitioner",))
