"""Tables of the log. Triggers keep events and checkpoints as they are (`triggers.py`)."""

from datetime import datetime

from django.db import models

from sharewell.domain.audit.kinds import words
from sharewell.ledger.entries import read_entry


class EntryNumber(models.BigIntegerField):
    """A number that is the row's own place in its table: on SQLite only a plain `integer` key is that."""

    def db_type(self, connection):
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Event(models.Model):
    """One entry of the log: the bytes that were hashed, and the hashes of the nodes that it completes."""

    belongs_to = ()  # everybody: one log for the service: ids and commitments, nothing about anybody

    number = EntryNumber(primary_key=True)
    hashes = models.BinaryField()
    leaf = models.BinaryField()
    about = models.CharField(max_length=110)  # said in the leaf as well; here to be found by

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["about", "number"], name="audit_event_about")]

    def __str__(self):
        return f"event {self.number}: {self.kind}"

    @property
    def entry(self) -> dict:
        return read_entry(bytes(self.leaf))

    @property
    def kind(self) -> str:
        return self.entry["kind"]

    @property
    def by(self) -> str:
        """The id of a person, or a word such as `system`."""
        return self.entry["by"]

    @property
    def at(self) -> datetime:
        """When it was recorded."""
        return datetime.fromisoformat(self.entry["at"])

    @property
    def commitments(self) -> dict[str, str]:
        return self.entry["commitments"]

    def words(self, lang=None) -> str:
        """What happened, for people."""
        return words(self.kind, lang)


class Opening(models.Model):
    """What opens the commitments of one event: the secret that its salts are made from. Erasable."""

    belongs_to = ()  # everybody: of the one log; each goes when its event is to be unreadable

    number = EntryNumber(primary_key=True)
    secret = models.BinaryField()


class Checkpoint(models.Model):
    """A checkpoint that was ever signed and may be in anybody's hands."""

    belongs_to = ()  # everybody: handed to anybody

    size = EntryNumber(primary_key=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["size"]
