"""The triggers that let events and checkpoints be added and nothing else, whoever asks the database."""

FIRST = ("audit_event", "audit_checkpoint")
LATER = ("audit_keychange", "audit_timestamp", "audit_witnessed")
TABLES = (*FIRST, *LATER)
_WORDS = "the log is only ever added to"

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{words}'; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added()"""


def guard(connection, tables=TABLES) -> None:
    """Put the triggers in place."""
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute(_POSTGRESQL_FUNCTION.format(words=_WORDS))
        for table, verb in _each(on_postgresql, tables):
            template = _POSTGRESQL if on_postgresql else _SQLITE
            cursor.execute(template.format(table=table, verb=verb, words=_WORDS))


def lift(connection, tables=TABLES) -> None:
    """Take the triggers away: for undoing the migration, and for emptying a database between tests."""
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table, verb in _each(on_postgresql, tables):
            of_table = f" ON {table}" if on_postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{of_table}")


def _each(on_postgresql: bool, tables=TABLES) -> list[tuple[str, str]]:
    verbs = ("UPDATE", "DELETE", "TRUNCATE") if on_postgresql else ("UPDATE", "DELETE")
    return [(table, verb) for table in tables for verb in verbs]
