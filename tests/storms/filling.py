"""Fills a home with many records, each with its entry in the log: `python -m tests.storms.filling COUNT`.

The many are entries of the first worry there is, sealed as every entry is and each with its event; only the
transactions are larger than anybody's, or it would take an hour.
"""

import sys
from functools import partial

import django

BATCH = 5000
TEXT = "Came to school without a coat again. Said that nobody was at home. "


def fill(count: int) -> None:
    """Add so many entries."""
    from django.db import transaction
    from django.utils import timezone

    from sharewell.domain.audit.actions import current_checkpoint
    from sharewell.domain.audit.rows import Tables
    from sharewell.domain.decisions.models import Entry, Worry
    from sharewell.ledger.log import Log

    worry, now = Worry.objects.order_by("raised_at").first(), timezone.now()
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        entries = [
            Entry(worry=worry, kind="fact", text=f"{TEXT}{number}", recorded_at=now, by=worry.raised_by)
            for number in numbers
        ]
        with transaction.atomic():
            Entry.objects.bulk_create(entries)
            log = Log(Tables())
            for entry in entries:
                facts = {"kind": "entry-added", "by": str(worry.raised_by_id), "about": f"entry:{entry.pk}"}
                log.append_made(partial(_leaf, at=now, commitments={}, **facts))
        current_checkpoint(at=now)


def _leaf(index: int, **parts) -> bytes:
    from sharewell.ledger.entries import entry_leaf

    return entry_leaf(index=index, **parts)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
