"""What is sealed in the tables, and under which key: counted, and sealed anew in small batches.

Every sealed column is found from the models themselves, so a new one needs no line here.
"""

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from sharewell.domain.belonging import paths_of
from sharewell.domain.sealed import SealedBinaryField, ring
from sharewell.sealing import DataKey, SealingError

BATCH = 50  # rows that are locked at a time: others write in between
FIELDS = "fields"


class Column(NamedTuple):
    """One sealed column of one table."""

    model: type[Model]
    field: SealedBinaryField


def columns() -> list[Column]:
    """Every sealed column of every table."""
    return [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedBinaryField)
    ]


def in_use() -> Counter[DataKey]:
    """How many boxes there are under each data key."""
    found: Counter[DataKey] = Counter()
    for column in columns():
        for head, many in _heads(column):
            found[_key(head, column.field.purpose)] += many
    for _row, _name, sealed in _second_factors():
        found[_key(sealed[:4], FIELDS)] += 1
    return found


def check() -> tuple[int, list[str]]:
    """Open every box; how many opened, and which did not, as table.column:row."""
    opened, closed = 0, []
    for model, field in columns():
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True).iterator():
            row = model._base_manager.only("pk", field.attname).get(pk=pk)
            box = row.__dict__[field.attname]
            try:
                opened += box is not None and field.open(box, row) is not ...
            except SealingError:
                closed.append(field.aad(row))
    return opened, closed


def reseal() -> int:
    """Seal under the newest keys whatever is not, while others work; says how many boxes were sealed anew.

    A row that somebody changes meanwhile is left alone: what they wrote is under the newest key already.
    """
    return sum(_reseal(column) for column in columns()) + _reseal_second_factors()


def _reseal(column: Column) -> int:
    model, field = column
    stale = _stale(column)
    done = 0
    for at in range(0, len(stale), BATCH):
        with transaction.atomic():
            done += sum(_reseal_row(model, field, pk) for pk in stale[at : at + BATCH])
    return done


def _reseal_row(model: type[Model], field: SealedBinaryField, pk: Any) -> int:
    through = paths_of(model)[0].rpartition("__")[0] if paths_of(model) else ""
    rows = model._base_manager.select_related(through) if through else model._base_manager
    row = rows.filter(pk=pk).first()
    sealed = row and field.resealed(row)
    if not sealed:
        return 0
    as_it_was = model._base_manager.filter(pk=pk, **{field.attname: row.__dict__[field.attname]})
    return as_it_was.update(**{field.attname: sealed})


def _stale(column: Column) -> list[Any]:
    """The keys of the rows whose box is not under the newest key of anybody."""
    model, field = column
    newest = {}
    for key in ring().data_keys():
        if key.purpose == field.purpose and bool(key.owner) == bool(paths_of(model)):
            newest[key.owner] = _head(key)
    asked = f"{_head_sql(field)} NOT IN ({', '.join(['%s'] * len(newest))})" if newest else "1 = 1"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_q(model._meta.pk.column)} FROM {_q(model._meta.db_table)} "
            f"WHERE {_q(field.column)} IS NOT NULL AND {asked}",
            [connection.Database.Binary(head) for head in newest.values()],
        )
        return [model._meta.pk.to_python(pk) for (pk,) in cursor.fetchall()]


def _heads(column: Column) -> Iterator[tuple[bytes, int]]:
    model, field = column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_head_sql(field)}, COUNT(*) FROM {_q(model._meta.db_table)} "
            f"WHERE {_q(field.column)} IS NOT NULL GROUP BY 1"
        )
        for head, many in cursor.fetchall():
            yield bytes(head), many


def _head_sql(field: SealedBinaryField) -> str:
    """What of a box names its key, in SQL: four bytes, or twenty where it has an owner."""
    owned = "'\\x5332'::bytea" if connection.vendor == "postgresql" else "X'5332'"
    column = _q(field.column)
    return f"substr({column}, 1, CASE WHEN substr({column}, 1, 2) = {owned} THEN 20 ELSE 4 END)"


def _head(key: DataKey) -> bytes:
    return (b"S2" if key.owner else b"S1") + key.version.to_bytes(2, "big") + key.owner


def _key(head: bytes, purpose: str) -> DataKey:
    return DataKey(purpose, head[4:20] if head[:2] == b"S2" else b"", int.from_bytes(head[2:4], "big"))


def _q(name: str) -> str:
    return connection.ops.quote_name(name)


# --- What allauth keeps: the secrets of second factors, sealed as text in a table of its own -----------


def _second_factors() -> Iterator[tuple[Authenticator, str, bytes]]:
    for row in Authenticator.objects.exclude(type="webauthn"):
        for name in ("secret", "seed"):
            if sealed := _sealed(row.data.get(name)):
                yield row, name, sealed


def _sealed(text: Any) -> bytes:
    try:
        return base64.b64decode(text or "", validate=True)
    except (binascii.Error, TypeError):
        return b""


def _reseal_second_factors() -> int:
    newest = _head(max(key for key in ring().data_keys() if key.purpose == FIELDS and not key.owner))
    done = 0
    for row, name, sealed in _second_factors():
        if sealed[:4] == newest:
            continue
        with transaction.atomic():
            now = Authenticator.objects.select_for_update().get(pk=row.pk)
            if now.data.get(name) == row.data[name]:
                now.data[name] = encrypt(decrypt(now.data[name]))
                now.save(update_fields=["data"])
                done += 1
    return done
