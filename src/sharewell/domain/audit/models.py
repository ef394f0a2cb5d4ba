"""Tables of the log. Triggers keep events and checkpoints as they are (`triggers.py`)."""

from datetime import datetime
from uuid import uuid4

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


class KeyChange(models.Model):
    """From the entry `number` on, another key signs the log: a note signed with both."""

    belongs_to = ()  # everybody: handed to anybody

    number = EntryNumber(primary_key=True)
    text = models.TextField()

    class Meta:
        ordering = ["number"]


class TimeStamp(models.Model):
    """What a time-stamp server (RFC 3161) said of the checkpoint of this size."""

    belongs_to = ()  # everybody: about a checkpoint, which is handed to anybody

    size = EntryNumber(primary_key=True)
    token = models.BinaryField()  # DER, as the server gave it
    at = models.DateTimeField()  # as the server's clock had it

    class Meta:
        ordering = ["size"]


class Witnessed(models.Model):
    """A checkpoint that somebody brought back: of another log, or of this one where it does not fit.

    Two that contradict each other are both kept: together they are the proof.
    """

    belongs_to = ()  # everybody: about a log, which holds nothing about anybody

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root = models.CharField(max_length=44)
    key = models.CharField(max_length=400)  # the key that it is signed with
    text = models.TextField()
    contradicts = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=36)  # the id of a person, or a word such as `recipient`

    class Meta:
        ordering = ["origin", "size", "at"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "size", "root"], name="a_checkpoint_is_witnessed_once")
        ]
