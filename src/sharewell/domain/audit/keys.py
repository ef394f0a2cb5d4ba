"""The key that signs this server's checkpoints: one file, made on first use, that only its owner can read."""

from pathlib import Path

from django.conf import settings

from sharewell.ledger.checkpoints import SigningKey, VerifyingKey

FILE = "log-signing-key"


def signing_key() -> SigningKey:
    """The server's own. Raises `BadNote` when the file holds anything but a key."""
    return SigningKey.kept_at(Path(settings.KEYS) / FILE, settings.LOG_ORIGIN)


def verifying_key() -> VerifyingKey:
    """The public half: what a partner keeps beside the checkpoints that they are given."""
    return signing_key().verifying
