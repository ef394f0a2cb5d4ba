"""Triggers that keep what is frozen as it is, whoever asks the database: on SQLite and on PostgreSQL.

They are made from what each model says of itself (`domain.frozen`). `migrate` puts them up when all tables
are as they should be, and takes them down while it changes tables, because SQLite loses the triggers of a
table that it makes anew. They hold against a slip and against a query typed by hand, not against whoever
drops them, or opens the SQLite file with another program and without our settings (a row that is replaced
there fires no trigger): the log, which is signed, tells of that one.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Model

from sharewell.config.walls import tables
from sharewell.domain.frozen import Frozen
from sharewell.domain.sealed import SealedBinaryField

_MARK = "_frozen_"
_WORDS = "what was signed, published or said is not changed any more"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION sharewell_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"""


def frozen() -> list[type[Model]]:
    """The model of every table that holds something frozen."""
    return [model for model in tables() if hasattr(model, "frozen")]


def freeze() -> int:
    """Put up the triggers as they should be now, in the place of all others; says how many were made."""
    wanted, there = dict(_triggers()), _there()
    if {*wanted} == {*there}:
        return 0
    thaw()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for statement in wanted.values():
            cursor.execute(statement)
    return len(wanted)


def thaw() -> None:
    """Take the triggers down: while tables are changed, and while a database is emptied between tests."""
    with connection.cursor() as cursor:
        for name, table in _there().items():
            of_table = f" ON {_q(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {_q(name)}{of_table}")


def findings() -> Iterator[str]:
    """What is to be frozen and could be altered."""
    there = _there()
    for name, statement in _triggers():
        if name not in there:
            yield f"A trigger of {statement.split(' ON ')[1].split()[0]} is missing."


# --- SQL from what the models say ------------------------------------------------------------------------


def _triggers() -> Iterator[tuple[str, str]]:
    """(name, statement) of every trigger. The name holds a hash of the rest."""
    for model in frozen():
        table, said = model._meta.db_table, model.frozen
        yield _trigger(table, "UPDATE", _is_altered(model, said))
        yield _trigger(table, "DELETE", f"OLD.{_q(said.since)} IS NOT NULL" if said.since else "")
        if connection.vendor == "postgresql":
            yield _trigger(table, "TRUNCATE", "")


def _trigger(table: str, verb: str, when: str) -> tuple[str, str]:
    name = f"{table}{_MARK}{verb.lower()}_{sha256(f'{when}{_WORDS}'.encode()).hexdigest()[:8]}"
    begins = f"CREATE TRIGGER {_q(name)} BEFORE {verb} ON {_q(table)}"
    if when:
        when = f" WHEN ({when})"
    if connection.vendor == "postgresql":
        each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        return name, f"{begins} FOR EACH {each}{when} EXECUTE FUNCTION sharewell_frozen()"
    return name, f"{begins}{when} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"


def _is_altered(model: type[Model], said: Frozen) -> str:
    columns = {
        field.name: field.column
        for field in model._meta.concrete_fields
        if not isinstance(field, SealedBinaryField)
    }
    anything = _differs(columns.values())
    if said.since:
        return f"OLD.{_q(columns[said.since])} IS NOT NULL AND ({anything})"
    altered = _differs(column for name, column in columns.items() if name not in (said.until, *said.open))
    if said.until:
        altered = f"({altered}) OR (OLD.{_q(columns[said.until])} IS NOT NULL AND ({anything}))"
    return altered


def _differs(columns: Any) -> str:
    differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{_q(column)} {differ} NEW.{_q(column)}" for column in columns)


def _there() -> dict[str, str]:
    """{name: table} of the triggers that stand."""
    where = (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
        "WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(where)
        return {name: table for name, table in cursor.fetchall() if _MARK in name}


def _q(name: str) -> str:
    return connection.ops.quote_name(name)
