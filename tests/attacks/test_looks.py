"""Every address that shows somebody's record leaves an entry: who looked, on which page, what let them."""

from http.cookies import SimpleCookie
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from sharewell.domain.decisions.actions import looks
from sharewell.domain.decisions.models import Look
from sharewell.domain.decisions.states import REASONS
from tests.attacks import cells
from tests.attacks.ground import COUNCIL, SCHOOL, browsers, build

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEOPLE = (b"Tendai", b"Chipo", b"Morgan Ashby")  # children and a mother of the school's worries
# Behind a link nobody is signed in: what was opened, by whom, and when, is the opening itself, an event.
HAS_AN_OPENING = "received:"
# What is printed of an arrangement names bodies and posts, and no child. Their pages are read like any other.
ARRANGEMENTS = (
    "agreements:",
    "agreeing:",
    "register:",
    "public_register:",
    "assessments:",
    "policies:",
    "self_assessment:",
    "oversight:",
)
LETS_IN = ("in", "on")
ASKED = cells.COLUMNS if cells.IS_WHOLE else ("practitioner", "safeguarding-lead")


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    uncut = mock.patch.object(connection, "check_constraints")
    with django_db_blocker.unblock(), transaction.atomic(), uncut:
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def readers(ground):
    """{the beginning of an address: {column: (browser, person)}}."""
    found = {}
    for begins, organisation in (("", SCHOOL), ("inbox", COUNCIL)):
        people = ground.people[organisation]
        clients = browsers(ground, organisation)
        found[begins] = {column: (clients[column], people[column]) for column in clients if column in people}
    return found


def shown_without_a_look(ground, readers, begins=""):
    """([address and reader where somebody's record came and nothing says who read it], how many came)."""
    unwritten, count = [], 0
    for (name, method), row in sorted(cells.ROWS.items()):
        if name.startswith((HAS_AN_OPENING, "demo:")) or not name.startswith(begins):
            continue
        for column, (client, person) in readers.get(name.split(":")[0], readers[""]).items():
            if row.comes[column] not in LETS_IN or column not in ASKED:
                continue
            is_shown, is_written = _read(client, method, cells.paths(name, "own", ground)[0], person, name)
            count += is_shown
            if is_shown and not is_written:
                unwritten.append(f"{method} {name} as {column}")
    return unwritten, count


def _read(client, method, path, person, name):
    """Whether a person's record came, and whether a look was written. What it did is undone."""
    kept = {key: cookie.value for key, cookie in client.cookies.items()}
    cache.clear()  # nobody is slowed down for asking so much
    with transaction.atomic():
        before = set(Look.objects.values_list("pk", flat=True))
        came = getattr(client, method)(path)
        body = b"".join(came.streaming_content) if getattr(came, "streaming", False) else came.content
        is_file = came.status_code == 200 and not came["Content-Type"].startswith("text/")
        is_file = is_file and not name.startswith(ARRANGEMENTS)
        is_shown = came.status_code == 200 and (is_file or any(each in body for each in PEOPLE))
        new = Look.objects.filter(person=person, page=name, why__in=REASONS).exclude(pk__in=before)
        is_written = any(look.about and look.organisation_id == person.organisation_id for look in new)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    return is_shown, is_written


def test_every_address_that_shows_a_record_says_who_looked_and_why(ground, readers):
    unwritten, count = shown_without_a_look(ground, readers)
    print(f"\n{count} answers showed somebody's record")
    assert not unwritten, "\n".join(unwritten)
    assert count > 50


def test_were_looks_not_written_this_would_be_found(ground, readers, monkeypatch):
    monkeypatch.setattr(looks.spool, "write", lambda do, **facts: looks.spool.WRITTEN)
    unwritten, count = shown_without_a_look(ground, readers, "worries:")
    assert len(unwritten) == count > 20
