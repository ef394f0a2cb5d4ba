"""The whole log as one zip: for an auditor, an inspector or a partner, to be checked without us."""

from typing import IO

from django.db import transaction

from sharewell.domain.audit.actions import current_checkpoint, record_event
from sharewell.domain.audit.keys import log_id, log_keys
from sharewell.domain.audit.models import Checkpoint, TimeStamp
from sharewell.domain.audit.rows import Tables
from sharewell.ledger.checkpoints import read_checkpoint
from sharewell.ledger.log import Row
from sharewell.ledger.log_export import write_log


@transaction.atomic
def export_log(*, by, at=None) -> IO[bytes]:
    """Every entry and checkpoint, keys, time-stamps, and a program that checks them. It is an event."""
    record_event(kind="log-exported", by=by, about=f"log:{log_id()}", at=at)
    last, tables = current_checkpoint(at=at), Tables()
    size = read_checkpoint(last).size

    def rows(start: int, count: int) -> list[Row]:
        return tables.rows(start, min(count, size - start)) if start < size else []

    signed = dict(Checkpoint.objects.filter(size__lte=size).values_list("size", "text"))
    stamps = TimeStamp.objects.filter(size__in=signed)
    others = [(f"stamps/{row.size}.tsr", bytes(row.token)) for row in stamps]
    others += [(f"stamps/{row.size}.txt", signed[row.size].encode()) for row in stamps]
    return write_log(rows, log_keys(), last, signed.values(), others)
