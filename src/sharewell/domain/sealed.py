"""Columns that are sealed at rest: the database file holds only ciphertext.

A value is sealed with the key of the organisation that keeps the row (`belonging`), and bound to its table,
column and row ("<table>.<column>:<primary key>"), so a sealed value that is moved to another row does not
open. The box names its key, so opening asks the database nothing. It is opened only when it is read, and can
be neither searched nor changed by `update()`.
"""

import json
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from sharewell.domain.belonging import keeper_of
from sharewell.sealing.errors import SealingError


@lru_cache(maxsize=4)
def _ring_at(path):
    from sharewell.sealing import KeyRing

    return KeyRing.open(path)


def ring():
    """The key ring of this service, kept in `settings.KEYS`."""
    return _ring_at(settings.KEYS / "ring")


def ring_is_here():
    """Whether this service has keys already; `ring` would make new ones."""
    return any((settings.KEYS / "ring").glob("kek-*.key"))


class Sealed(bytes):
    """Ciphertext as it came from the database, not opened yet."""


def opens(row, *names) -> bool:
    """Whether these sealed columns of a row open: a list stays, and says so of a row that is damaged."""
    try:
        for name in names:
            getattr(row, name)
    except SealingError:
        return False
    return True


class _SealedAttribute(DeferredAttribute):
    """Opens the value the first time somebody reads it."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.open(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedBinaryField(models.Field):
    """Bytes, sealed at rest."""

    descriptor_class = _SealedAttribute
    empty_strings_allowed = False
    purpose = "fields"  # which data key of the organisation seals it

    def get_internal_type(self):
        return "BinaryField"

    def to_sealable(self, value):
        return bytes(value)

    def from_sealable(self, data):
        return data

    def aad(self, instance):
        return f"{instance._meta.db_table}.{self.column}:{instance.pk}"

    def open(self, blob, instance):
        return self.from_sealable(ring().unseal(bytes(blob), self.aad(instance), self.purpose))

    def seal(self, value, instance):
        owner = _owner_of(instance)
        return Sealed(ring().seal(self.to_sealable(value), self.aad(instance), self.purpose, owner))

    def resealed(self, instance) -> Sealed | None:
        """What is stored, under the newest key of whoever keeps the row; None where it is already."""
        stored, place, owner = instance.__dict__[self.attname], self.aad(instance), _owner_of(instance)
        if stored is None or ring().is_newest(stored, place, self.purpose, owner):
            return None
        return Sealed(ring().reseal(stored, place, self.purpose, owner))

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return self.seal(value, model_instance)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value):
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError(f"{self.name} is sealed: set it on a row and save; it cannot be searched")

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return None if value is None else connection.Database.Binary(value)

    def value_to_string(self, obj):
        raise TypeError(f"{self.name} is sealed and is not serialised")


def _owner_of(instance) -> bytes:
    keeper = keeper_of(instance)
    return keeper.bytes if keeper else b""


class SealedTextField(SealedBinaryField):
    """Text, sealed at rest."""

    empty_strings_allowed = True

    def to_sealable(self, value):
        return str(value).encode()

    def from_sealable(self, data):
        return data.decode()


class SealedDateField(SealedBinaryField):
    """A date, sealed at rest."""

    def to_sealable(self, value):
        return value.isoformat().encode()

    def from_sealable(self, data):
        return date.fromisoformat(data.decode())


class SealedJSONField(SealedBinaryField):
    """Anything JSON can say, sealed at rest. Give it a new value; do not change the old one in place."""

    def to_sealable(self, value):
        return json.dumps(value, ensure_ascii=False).encode()

    def from_sealable(self, data):
        return json.loads(data)
