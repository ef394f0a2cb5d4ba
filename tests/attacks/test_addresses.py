"""Every address by every method, by everybody, for one's own thing, a colleague's, another organisation's,
one that is gone, one that never was, and nonsense.

What comes is written in addresses.txt; whatever is not for somebody answers to the byte as if it were not
there.
"""

import re
from http.cookies import SimpleCookie
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from sharewell.config.headers import ALWAYS
from tests.attacks import cells
from tests.attacks.cells import ADDRESSES, ROWS
from tests.attacks.ground import CANARY, COUNCIL, ID, NEVER_GONE, SCHOOL, SHARED, browsers, build, visitors

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# Where what is not there is answered otherwise than with "not found", and why.
ABSENT_IS = {
    "danger:area": 200,  # 999 is shown whatever was asked for
    "worries:decide": 302,  # a draft that was used up leads on to the first page of its worry, or home
}
UNEXPECTED = 500
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
_COOKIE = re.compile(r"^([^=]+)=[^;]*|(; expires)=[^;]*")


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    # What is gone was cut out from under what refers to it, so its constraints are not looked at.
    uncut = mock.patch.object(connection, "check_constraints")
    with django_db_blocker.unblock(), transaction.atomic(), uncut:
        yield build()
        transaction.set_rollback(True)


BEHIND_A_LINK = (("visit",), ("invitation",), ("commenting",))


@pytest.fixture(scope="module")
def columns(ground):
    """Who asks, for the addresses of an organisation's own work, of its inbox, and behind a link."""
    own = browsers(ground, SCHOOL)
    return {
        "": own,
        "inbox": browsers(ground, COUNCIL),
        "received": visitors(ground),
        "signing": visitors(ground),
    }


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_cell_of(name, ground, columns):
    asking = columns.get(name.split(":")[0], columns[""])
    absent = {}
    wrong = []
    for method, owner, column in sorted(cells.cells(name), key=lambda cell: cell[1] != "absent"):
        for path in cells.paths(name, owner, ground):
            came = ask(asking[column], method, path)
            seen = same_of(came, path)
            if owner == "absent":
                absent[method, column] = seen
            expected = Expected(name, method, owner, column, absent.get((method, column)))
            wrong += [f"{method} {path} as {column} ({owner}): {what}" for what in expected.amiss(came, seen)]
    assert not wrong, f"{len(wrong)} cells:\n" + "\n".join(wrong[:20])


def ask(client, method, path):
    """One answer, whose effects are undone."""
    kept = {name: cookie.value for name, cookie in client.cookies.items()}
    cache.clear()
    client.raise_request_exception = False
    with transaction.atomic():
        came = getattr(client, method)(path)
        if getattr(came, "streaming", False):
            came.content = b"".join(came.streaming_content)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    return came


def same_of(came, path):
    """Status, headers and body, without what must differ: ids, the token of the form, what a cookie holds."""
    names = sorted({part.encode() for part in path.split("/") if len(part) > 20}, key=len, reverse=True)
    names.insert(0, path.encode())
    headers = {name: without(value.encode(), names) for name, value in came.headers.items()}
    cookies = sorted(_COOKIE.sub(r"\1\2=", morsel.OutputString()) for morsel in came.cookies.values())
    return came.status_code, headers, cookies, without(_TOKEN.sub(b"TOKEN", came.content), names)


def without(text, names):
    for name in names:
        text = text.replace(name, b"ID")
    return ID.sub(b"ID", text)


def status_of_absent(name):
    """Behind a link, whoever did not open it is told that the visit is over, whether there is one or not."""
    return 403 if cells.things_in(name)[:1] in BEHIND_A_LINK else ABSENT_IS.get(name, 404)


class Expected:
    """What must come in a cell."""

    def __init__(self, name, method, owner, column, absent):
        self.name, self.method, self.owner, self.column, self.absent = name, method, owner, column, absent

    def amiss(self, came, seen):
        """Each thing that is not as it must be, in words."""
        yield from self._of_every_answer(came)
        if self.owner == "malformed":
            yield from self._nonsense(came, seen)
            return
        row = ROWS.get((self.name, self.method))
        word = self.word(row)
        if self.owner == "mixed" and word == "no":
            yield from self._as_half(came, row)
        elif word == "no":
            yield from self._as_absent(came, seen)
        elif row is None and word != "405":
            yield from self._not_listed(came, word)
        elif not comes_as(came, word):
            yield f"should be {word}, was {came.status_code} {came.headers.get('Location', '')}"

    def word(self, row):
        """What the table says for this cell; for a method not in it, how the person is let in at all."""
        if self.method not in ("get", "head", "post"):
            return "405"  # refused whoever asks, and whatever for
        row = row or self._any_row()
        if row is None:
            return "405"
        if self.owner == "own" or not cells.is_whose(row.things) or self._is_shared(row):
            return row.comes[self.column]
        if self.owner == "team":
            other_way_round = {"practitioner": "colleague", "colleague": "practitioner"}
            return row.comes[other_way_round.get(self.column, self.column)]
        if self.column == "nobody" and row.comes["nobody"] == "sign-in":
            return "sign-in"
        return "no"

    def _any_row(self):
        """How people are let in at all: the line for reading it, else the one for doing it."""
        return next(filter(None, (ROWS.get((self.name, each)) for each in ("get", "post"))), None)

    def _is_shared(self, row):
        """Whether the address names what everybody may look for, and it is there."""
        if self.owner not in ("team", "other", "gone"):
            return False
        return set(row.things) <= (NEVER_GONE if self.owner == "gone" else SHARED)

    def _of_every_answer(self, came):
        if came.status_code >= UNEXPECTED:
            yield f"broke with {came.status_code}"
        for header, value in ALWAYS.items():
            if came.headers.get(header) != value:
                yield f"{header} is {came.headers.get(header)}"
        if "default-src 'none'" not in came.headers.get("Content-Security-Policy", ""):
            yield "no policy"
        if CANARY.encode() in came.content:
            yield "tells of another organisation's child"

    def _nonsense(self, came, seen):
        if came.status_code not in (404, 405) and seen != self.absent:
            yield f"nonsense was answered with {came.status_code}"

    def _as_absent(self, came, seen):
        if self.owner == "absent" or not self.absent:
            row = ROWS.get((self.name, self.method))
            fits = {status_of_absent(self.name)} | (set() if row else {405})
            row = row or self._any_row()
            if row and row.comes[self.column] == "refused":  # whatever they ask for
                fits.add(403)
            if came.status_code not in fits:
                yield f"what is not there was answered with {came.status_code}"
        elif seen != self.absent:
            yield f"differs from what is not there: {difference(seen, self.absent)}"

    def _as_half(self, came, row):
        """One's own thing, and another's within it: not found, unless one is stopped before that."""
        stopped = {"refused": 403, "on": 302}.get((row or self._any_row()).comes[self.column], 404)
        if came.status_code not in ((stopped, 404) if row else (stopped, 403, 404, 405)):
            yield f"another's thing inside one's own was answered with {came.status_code}"

    def _not_listed(self, came, word):
        may = {"sign-in": (302,), "refused": (403,)}.get(word, ())
        if self.method == "head" and came.status_code < 400 and not came.content:
            return  # the head of a page that may be read
        if came.status_code != 405 and came.status_code not in may:
            yield f"a method that is not in the table was answered with {came.status_code}"


def comes_as(came, word):
    """Whether an answer is what the word of the table means."""
    to_sign_in = came.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))
    means = {
        "in": came.status_code in (200, 422),
        "on": came.status_code in (302, 303) and not to_sign_in,
        "sign-in": came.status_code == 302 and to_sign_in,
        "refused": came.status_code == 403,
    }
    return means[word] if word in means else str(came.status_code) == word


def difference(one, other):
    """The first part in which two answers differ."""
    parts = zip(("status", "headers", "cookies", "body"), one, other, strict=True)
    name, this, that = next((name, a, b) for name, a, b in parts if a != b)
    if name != "body":
        return f"{name} {this!r} {that!r}"
    at = next((n for n, (a, b) in enumerate(zip(this, that, strict=False)) if a != b), -1)
    return f"body at {at}: {this[max(at - 80, 0) : at + 80]!r} {that[max(at - 80, 0) : at + 80]!r}"


def test_every_address_has_its_row_and_every_row_its_address():
    named = {name for name, _method in ROWS}
    missing, too_many = sorted(set(ADDRESSES) - named), sorted(named - set(ADDRESSES))
    assert not missing, f"tests/attacks/addresses.txt has no row for {missing}"
    assert not too_many, f"tests/attacks/addresses.txt has rows for what is no address: {too_many}"


def test_the_cells_are_ten_thousand_and_more(monkeypatch):
    monkeypatch.setattr(cells, "IS_WHOLE", True)
    count = sum(1 for name in ADDRESSES for _cell in cells.cells(name))
    print(f"{count} cells: {len(ADDRESSES)} addresses by method, by role, by whose thing it is")
    assert count >= 10_000
