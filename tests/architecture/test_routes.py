"""Every page asks for sign-in, but those that are listed with a reason."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from docs.from_code import routes
from sharewell.config.sign_in import OPEN_FOLDERS, OPEN_PAGES, why_open

ADDRESSES = {name: address for address, name in routes()}
CLOSED = sorted(name for name in ADDRESSES if not why_open(name))


def filled(address: str) -> str:
    """The address with something in the place of what varies."""
    address = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), address)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "1", address)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_is_not_listed_asks_for_sign_in(client, name, method):
    answer = getattr(client, method)(filled(ADDRESSES[name]))
    assert answer.status_code == 302, (
        f"{name} answered {answer.status_code} to somebody who had not signed in"
    )
    assert answer.headers["Location"].startswith(reverse(settings.LOGIN_URL))


def test_every_open_page_that_is_listed_is_there():
    folders = {name.split(":")[0] for name in ADDRESSES if ":" in name} | {"demo"}
    assert set(OPEN_FOLDERS) <= folders
    assert set(OPEN_PAGES) <= set(ADDRESSES)


def test_every_page_has_a_name():
    assert [address for address, name in routes() if not name.split(":")[-1]] == []


def test_the_pages_of_the_demo_are_absent_unless_the_demo_was_started(client):
    assert not settings.DEMO
    assert not [name for name in ADDRESSES if name.startswith("demo:")]


def test_no_address_carries_what_a_person_typed():
    varying = {kind for address in ADDRESSES.values() for kind in re.findall(r"<(\w+):", address)}
    assert varying <= {"uuid", "int", "str", "slug", "path"}
