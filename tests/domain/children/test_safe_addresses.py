"""An address that must not be disclosed: said by nothing but the act of revealing it."""

import copy
import json
import logging
import pickle
import traceback

import pytest
from django.core import serializers
from django.db import connection

from sharewell.domain.audit.queries import events_about
from sharewell.domain.children import actions
from sharewell.domain.children.models import Place, Reveal, SafeAddress
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.errors import Refusal
from sharewell.domain.sealed import ring
from sharewell.sealing import SealingError
from tests.domain.deliveries.town import REFUGE, worry_of
from tests.people import add_tendai

WORDS = ("Larch", "FS4 2QN")


@pytest.fixture
def safe(town):
    return worry_of(town).refuge


def says_nothing(text):
    return not any(word.lower() in str(text).lower() for word in WORDS)


def test_nothing_that_shows_a_row_shows_the_address(safe):
    fresh = SafeAddress.objects.get(pk=safe.pk)
    for row in (safe, fresh):
        hidden = row.address
        shown = [str(hidden), repr(hidden), f"{hidden}", f"{hidden!r:>40}", f"{hidden!s}", str(row)]
        shown += [repr(row), repr(vars(row)), repr([row]), repr(list(SafeAddress.objects.values()))]
        assert all(map(says_nothing, shown)), shown
        assert hidden.opened() == REFUGE


def test_it_cannot_be_serialised_copied_or_cached(safe):
    for attempt in (json.dumps, pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(safe.address)
    with pytest.raises(TypeError):
        serializers.serialize("json", [safe])


def test_a_traceback_with_every_value_in_it_says_nothing(safe, caplog):
    def fail(address):
        held, row = address.address, address
        raise ValueError(f"went wrong with {held} of {row!r} and {[held]}")

    with pytest.raises(ValueError) as caught:
        fail(safe)
    trace = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    logging.getLogger("sharewell").error("wrong: %s %r", safe.address, safe)
    local = "".join(line for line in trace.format() if "REFUGE" not in line)
    assert says_nothing(local) and says_nothing(caplog.text)


def test_the_table_holds_neither_the_address_nor_a_key_that_other_columns_use(safe):
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM children_safeaddress")
        (box,) = cursor.fetchone()
    assert says_nothing(bytes(box))
    place = f"children_safeaddress.address:{safe.pk}"
    assert ring().unseal(bytes(box), place, "safe-addresses") == REFUGE.encode()
    with pytest.raises(SealingError):
        ring().unseal(bytes(box), place, "fields")


def test_revealing_asks_why_and_is_kept_with_the_name(safe, town):
    with pytest.raises(Refusal):
        actions.reveal_address(address=safe, by=town.lead, reason="  ")
    assert not Reveal.objects.exists()
    assert actions.reveal_address(address=safe, by=town.lead, reason="The police are at the door") == REFUGE
    kept = Reveal.objects.get()
    assert (kept.by, kept.reason, kept.address) == (town.lead, "The police are at the door", safe)
    assert [event.kind for event in events_about(f"child:{safe.child_id}")][-1] == "address-revealed"


def test_nobody_outside_the_worry_is_shown_it(town, safe):
    worry = safe.child.worries.get()
    strangers = [town.another_teacher, town.at_school["administrator"], *town.at_council.values()]
    for person in strangers:
        with pytest.raises(Refusal):
            decisions.reveal_address(worry=worry, address=safe, by=person, reason="I want to know")
    other = add_tendai(town.teacher, name="Farai Marlow")
    wrong = actions.add_safe_address(child=other, by=town.teacher, address="2 Quince Mews")
    with pytest.raises(Refusal):
        decisions.reveal_address(worry=worry, address=wrong, by=town.teacher, reason="I want to know")
    assert not Reveal.objects.exists()


def test_an_address_that_stood_openly_leaves_its_table_when_it_is_marked(town):
    child = add_tendai(town.teacher)
    place = actions.add_place(child=child, by=town.teacher, address="2 Quince Mews")
    safe = actions.shield_place(place=place, by=town.teacher)
    assert not Place.objects.exists()
    assert safe.pk == place.pk and safe.address.opened() == "2 Quince Mews"
