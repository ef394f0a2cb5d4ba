"""The keys that sign this server's checkpoints: files that only their owner can read.

The first is made on first use. Each change of it is an entry of the log, and says which key is that of now.
"""

from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from sharewell.domain.audit.models import KeyChange
from sharewell.ledger.checkpoints import BadNote, SigningKey, VerifyingKey
from sharewell.ledger.key_changes import Keys, read_change

FILE = "log-signing-key"


def signing_key() -> SigningKey:
    """The server's own, of now. Raises `BadNote` when its file is missing or holds anything but a key."""
    last = KeyChange.objects.order_by("-number").first()
    if last is None:
        return SigningKey.kept_at(Path(settings.KEYS) / FILE, settings.LOG_ORIGIN)
    wanted = read_change(last.text).after
    path = file_of(wanted)
    if not path.exists():
        raise BadNote(f"the log's key was changed, and the new one is not at {path}: put it back there")
    key = SigningKey.read(path.read_text(encoding="utf-8"))
    if key.verifying != wanted:
        raise BadNote(f"{path} holds another key than the one that the log was changed to")
    return key


def verifying_key() -> VerifyingKey:
    """The public half: what a partner keeps beside the checkpoints that they are given."""
    return signing_key().verifying


def log_keys() -> Keys:
    """Every key that this log ever had."""
    return Keys.read(str(verifying_key()), KeyChange.objects.values_list("text", flat=True))


def file_of(key: VerifyingKey) -> Path:
    """Where a key that came after the first is kept."""
    return Path(settings.KEYS) / f"{FILE}-{str(key).split('+')[1]}"


def log_id(origin: str | None = None) -> UUID:
    """What entries about a log call it."""
    return uuid5(NAMESPACE_URL, origin or settings.LOG_ORIGIN)
