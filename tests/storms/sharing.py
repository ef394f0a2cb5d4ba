"""Shares a canary, counts every row, and looks for the canary again: for the restore drill.

`python -m tests.storms.sharing share WORDS | count | look ID`; each prints JSON.
"""

import json
import sys

import django


def share(words: str) -> dict:
    """A small town; a worry with these words is raised, decided on, sent and handed over."""
    from sharewell.domain.audit.actions import current_checkpoint
    from sharewell.domain.deliveries import outbox
    from tests.domain.deliveries.town import fresh, prepare, send, worry_of
    from tests.people import build_town

    town = build_town()
    case = worry_of(town, entries=[{"kind": "childs-words", "text": words, "said_by": "Tendai"}])
    sent = fresh(send(prepare(case, town.front_door, town.teacher), town.teacher))
    outbox.drain()
    return {"delivery": str(sent.pk), "hash": sent.package_sha256, "checkpoint": current_checkpoint()}


def count() -> dict:
    """How many rows each table has."""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._default_manager.count() for model in models}


def look(pk: str) -> dict:
    """The package as its recipient finds it in their inbox."""
    from django.contrib.auth import get_user_model

    from sharewell.domain.deliveries import packages, queries

    reader = get_user_model().objects.get(email="practitioner@council.example")
    found = next(delivery for delivery in queries.inbox_for(reader) if str(delivery.pk) == pk)
    package = bytes(found.package)
    words = [entry["text"] for entry in packages.read(package)["entries"]]
    return {"hash": packages.digest(package), "words": " ".join(map(str, words))}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"share": share, "count": count, "look": look}[sys.argv[1]](*sys.argv[2:])))
