"""Checking the log as it lies in the database, against itself and every checkpoint that was signed."""

from sharewell.domain.audit import clocks
from sharewell.domain.audit.keys import log_id, log_keys
from sharewell.domain.audit.models import Checkpoint, Witnessed
from sharewell.domain.audit.queries import events_about
from sharewell.domain.audit.rows import Tables
from sharewell.ledger.checking import Checked, check_rows
from sharewell.ledger.checkpoints import BadNote
from sharewell.ledger.entries import says_index
from sharewell.ledger.findings import Altered
from sharewell.ledger.log import Row


def verify_log(*, held: str | None = None) -> Checked:
    """Work out every hash again and compare it with what is stored and with what was signed.

    `held` is the text of a checkpoint that somebody else kept. Raises `Altered`, which names the first
    entry that is wrong, and `BadNote` for a held checkpoint of another log. Reads the log once and keeps
    little of it.
    """
    signed = _signed()
    if held is not None:
        theirs = log_keys().open(held)
        if signed.setdefault(theirs.size, theirs.root) != theirs.root:
            raise Altered(
                "checkpoint-differs", max((size for size in signed if size < theirs.size), default=0)
            )
    return check_rows(Tables().rows, signed, _says_its_number)


def _says_its_number(row: Row) -> bool:
    return says_index(row[1], row[0])


def _signed() -> dict[int, bytes]:
    """The roots that were ever signed, by size, and that came back; each signature is checked."""
    keys, roots = log_keys(), {}
    came_back = Witnessed.objects.filter(origin=keys.current.name).values_list("size", "text")
    for size, text in [*came_back, *Checkpoint.objects.values_list("size", "text")]:
        try:
            checkpoint = keys.open(text)
        except BadNote as error:
            raise Altered("checkpoint-forged", size) from error
        if checkpoint.size != size:
            raise Altered("checkpoint-forged", size)
        if roots.setdefault(size, checkpoint.root) != checkpoint.root:
            raise Altered("checkpoint-differs", max((each for each in roots if each < size), default=0))
    return roots


def jumps_recorded() -> int:
    """How often the log says that the clock was changed."""
    said = events_about(f"log:{log_id()}")
    return sum(event.kind in (clocks.WENT_BACK, clocks.WENT_AHEAD) for event in said)
