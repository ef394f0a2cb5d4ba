"""Changing the key that signs the log."""

from django.db import transaction

from sharewell.domain.audit import clocks
from sharewell.domain.audit.actions import record_event
from sharewell.domain.audit.keys import file_of, log_id, signing_key
from sharewell.domain.audit.models import KeyChange
from sharewell.domain.audit.rows import Tables
from sharewell.ledger.checkpoints import SigningKey, VerifyingKey
from sharewell.ledger.key_changes import sign_change


@transaction.atomic
def change_signing_key(*, by, at=None) -> VerifyingKey:
    """Sign with a new key from here on; the log says so, and the key before and the key after both sign that.

    What was signed before stays valid, and nothing new is accepted from the key before. Its file stays where
    it is: a backup from before the change needs it.
    """
    tables = Tables()
    with tables.writing():
        clocks.note_jump()
        number, before = tables.size(), signing_key()
        after = SigningKey.make(before.name)
        text = sign_change(number, before, after)
        SigningKey.keep_at(file_of(after.verifying), after)  # harmless where the transaction is undone
        record_event(
            kind="log-key-changed",
            by=by,
            about=f"log:{log_id()}",
            commitments={"change": text.encode()},
            at=at,
        )
        KeyChange.objects.create(number=number, text=text)
    return after.verifying
