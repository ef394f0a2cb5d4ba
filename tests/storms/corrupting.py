"""Flips bytes of an SQLite file and reads every case: is each what it was, or refused?

`python -m tests.storms.corrupting FLIPS AT_ONCE`, in a home of its own; prints JSON. Half of the bytes are
anywhere in the file; half are in pages that hold sealed words of the cases.
"""

import json
import os
import random
import sys
from collections import Counter
from pathlib import Path

import django

CASES = 3


def build() -> list:
    """A small town and some cases, each decided on and sent."""
    from sharewell.domain.deliveries import outbox
    from tests import migrated
    from tests.domain.deliveries.town import fresh, prepare, send, worry_of
    from tests.people import build_town

    migrated.migrate()
    town = build_town()
    cases = []
    for number in range(CASES):
        entries = [{"kind": "fact", "text": f"Bruise {number} on the left arm. " * 9, "said_by": "teacher"}]
        case = worry_of(town, entries=entries)
        sent = fresh(send(prepare(case, town.front_door, town.teacher), town.teacher))
        cases.append((case.worry.pk, sent.pk, town.teacher.pk))
    outbox.drain()
    return cases


def shown(case) -> tuple[list, list]:
    """What the pages show of a case: what is sealed or committed to, and the plain columns beside it."""
    from sharewell.domain.decisions import queries
    from sharewell.domain.deliveries import packages
    from sharewell.domain.deliveries.models import Delivery
    from sharewell.domain.organisations.models import Person

    worry_pk, delivery_pk, person_pk = case
    worry = queries.worry_for(Person.objects.get(pk=person_pk), worry_pk)
    sealed, plain = [], [worry.reference, worry.state, str(worry.raised_at), worry.is_emergency]
    for child in queries.children_of(worry):
        sealed += [child.name, str(child.born_on), child.notes]
        sealed += [person.name for person in child.linked_people.all()]
        sealed += [place.address for place in child.places.all()]
        sealed += [place.address.opened() for place in child.safe_addresses.all()]
        plain += [person.may_be_a_risk for person in child.linked_people.all()]
    for entry in queries.entries_of(worry):
        sealed += [entry.text, entry.said_by]
        plain += [entry.kind, str(entry.recorded_at), str(entry.undone_at)]
    for decision in queries.decisions_of(worry):
        sealed += [decision.reason, repr(queries.frozen(decision))]
        plain += [decision.choice, str(decision.at)]
    delivery = Delivery.objects.get(pk=delivery_pk)
    package = bytes(delivery.package)
    if packages.digest(package) != delivery.package_sha256:
        raise ValueError("another package than was sent")
    return [*sealed, package], [*plain, delivery.state, str(delivery.sent_at)]


def tried(case) -> tuple[list, list] | None:
    """The same, or nothing where it is refused: then its page says that it is damaged."""
    from django.core.exceptions import ObjectDoesNotExist, ValidationError
    from django.db import Error

    from sharewell.domain.errors import NotFound
    from sharewell.sealing import SealingError

    refusals = (Error, SealingError, NotFound, ObjectDoesNotExist, ValidationError, ValueError, TypeError)
    try:
        return shown(case)
    except (*refusals, IndexError, KeyError, AttributeError, UnicodeError):
        return None


def main(flips: int, at_once: int) -> None:
    from django.conf import settings
    from django.db import connection

    cases = build()
    truth = [shown(case) for case in cases]
    assert doctor() == "well"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA page_size")
        size = cursor.fetchone()[0]
        words = sealed_words(cursor)
    connection.close()
    path = Path(settings.DATABASES["default"]["NAME"])
    whole = path.read_bytes()
    pages = sorted({whole.find(each) // size for each in words})
    chance, came = random.Random(24), Counter()
    with path.open("r+b", buffering=0) as file:
        for _round in range(flips // at_once):
            flipped = []
            for _ in range(at_once):
                page = chance.choice(pages) if chance.random() < 0.5 else chance.randrange(len(whole) // size)
                at = page * size + chance.randrange(size)
                os.pwrite(file.fileno(), bytes([whole[at] ^ (1 << chance.randrange(8))]), at)
                flipped.append(at)
            count(came, [tried(case) for case in cases], truth)
            connection.close()
            for at in flipped:
                os.pwrite(file.fileno(), whole[at : at + 1], at)
            for left in ("-wal", "-shm"):
                path.with_name(path.name + left).unlink(missing_ok=True)
    assert [tried(case) for case in cases] == truth
    print(json.dumps({"flips": flips, "pages": len(pages), **came}))


def count(came: Counter, found: list, truth: list) -> None:
    """How it ended: nothing may be shown that was not written down; what is missing, the doctor must miss."""
    both = [(each, true) for each, true in zip(found, truth, strict=True) if each is not None]
    came["wrong"] += any(not set(map(repr, each[0])) <= set(map(repr, true[0])) for each, true in both)
    if any(len(each[0]) < len(true[0]) for each, true in both):
        came["something missing"] += 1
        came["missing and not noticed"] += doctor() == "well"
    elif any(each[1] != true[1] for each, true in both):
        came["a plain column altered"] += 1
    refused = len(found) - len(both)
    came["unharmed" if not refused else "some refused" if both else "all refused"] += 1


def doctor() -> str:
    """Whether the doctor finds damage."""
    from django.db import Error

    from sharewell.config.soundness import content_findings

    try:
        return "damage" if any(content_findings()) else "well"
    except (Error, ValueError):
        return "damage"


def sealed_words(cursor) -> list[bytes]:
    """What is sealed of the cases, as it lies in the file."""
    tables = {
        "decisions_entry": "text", "children_child": "name", "decisions_decision": "reason",
        "decisions_worry": "answers", "children_linkedperson": "name",
    }  # fmt: skip
    found = []
    for table, column in tables.items():
        cursor.execute(f"SELECT {column} FROM {table}")
        found += [bytes(row[0])[:60] for row in cursor.fetchall()]
    return found


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
