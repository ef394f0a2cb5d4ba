"""The second wall: on PostgreSQL the database itself keeps one organisation's rows from another.

`raise_walls` makes a row-level security policy for every table of the domain, from what each model says of
whose its rows are (`domain.belonging`), and forces it on the owner of the tables as well. A row is seen and
written by the organisation that keeps it; by one to which it was sent, where the model says so; and by the
service itself in commands and the worker. `tell` lets the database know, before each query, for whom we act.

The wall holds against a query that forgot its condition, and against whoever can add conditions to one. It
does not hold against whoever can run any SQL as the service's own role: that role says for whom it acts.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from sharewell.domain.belonging import EVERYBODY, acts_for, paths_of

SETTING = "sharewell.acts_for"
ME = "(SELECT sharewell_acts_for())"
IS_SERVICE = f"(SELECT current_setting('{SETTING}', true)) = '{EVERYBODY}'"
ACTS_FOR = f"""CREATE OR REPLACE FUNCTION sharewell_acts_for() RETURNS uuid LANGUAGE sql STABLE AS $$
SELECT CASE WHEN current_setting('{SETTING}', true) ~ '^[0-9a-f-]{{36}}$'
THEN current_setting('{SETTING}', true)::uuid END $$"""

# Tables that are not ours, and why no organisation's rows are in them.
UNWALLED = {
    "django_migrations": "which steps the tables have taken",
    "django_content_type": "the names of the tables",
    "django_session": "read before it is known who asks; known by a secret alone",
    "auth_group": "made by Django and never used",
    "auth_group_permissions": "made by Django and never used",
    "auth_permission": "made by Django and never used",
    "account_emailaddress": "read before it is known who asks: addresses that people sign in with",
    "account_emailconfirmation": "opened from a mail",
    "mfa_authenticator": "read while somebody signs in; its secrets are sealed",
    "cache": "counts tries to sign in",
}


def tables() -> list[type[Model]]:
    """The model of every table of the domain, the ones between two included."""
    return [
        model
        for room in settings.ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]


def raise_walls() -> int:
    """Make the policy of every table that has not got it as it should be now; says of how many tables."""
    if connection.vendor != "postgresql":
        return 0
    made = 0
    with connection.cursor() as cursor:
        for model in tables():
            functions, predicate = policy_of(model)
            name = f"whose_{sha256(''.join([*functions, predicate]).encode()).hexdigest()[:16]}"
            if not _stands(cursor, model._meta.db_table, name):
                for statement in [ACTS_FOR, *functions, *_statements(model, name, predicate)]:
                    cursor.execute(statement)
                made += 1
    return made


def lower_walls() -> None:
    """Take the policies away while the tables are changed: a column in a policy cannot be altered. A table
    without one shows no row to anybody, so that a step that changes rows needs its wall down altogether.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()")
        for table, name in cursor.fetchall():
            cursor.execute(f"DROP POLICY {_q(name)} ON {_q(table)}")
            cursor.execute(f"ALTER TABLE {_q(table)} DISABLE ROW LEVEL SECURITY")


def policy_of(model: type[Model]) -> tuple[list[str], str]:
    """The functions that a table's policy needs, and its condition, in SQL."""
    keeper, *others = paths_of(model) or ("",)
    if not keeper:
        return [], "true"
    functions, arms = [], [IS_SERVICE, _is_keeper(model, keeper)]
    for path in others:
        if "__" in path:
            function, call = _is_shown(model, path)
            functions.append(function)
        else:
            call = _is_keeper(model, path)  # a key of the row itself: nothing to walk
        left = " AND ".join([*_only_left(model, _q(model._meta.db_table)), call])
        arms.append(f"({left})")
    return functions, " OR ".join(arms)


def findings() -> Iterator[str]:
    """What makes the walls useless: a role that no policy binds, or a table without one."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            yield "The role of DATABASE_URL may pass every row-level policy."
        for model in tables():
            if not _stands(cursor, model._meta.db_table, "whose_%"):
                yield f"The table {model._meta.db_table} has no row-level policy."


# --- Telling the database for whom we act ----------------------------------------------------------------


def listen(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """On a new connection: tell it before its next query. Called by Django for every connection."""
    if connection.vendor != "postgresql":
        return
    connection.told = None
    if not any(isinstance(wrapper, _Teller) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.insert(0, _Teller(connection))


class _Teller:
    """Tells one connection for whom we act, whenever that is not what it was told last."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        known, whom = self.connection, acts_for()
        # What was told in a transaction that was undone since is undone as well.
        depth = len(known.savepoint_ids) + known.in_atomic_block
        told = known.told
        if told is None or told[0] != whom or told[1] > depth:
            with known.wrap_database_errors:  # as every other query has it
                known.connection.execute("SELECT set_config(%s, %s, false)", [SETTING, whom])
            known.told = (whom, depth)
        return execute(sql, params, many, context)


# --- SQL from paths --------------------------------------------------------------------------------------


def _is_keeper(model: type[Model], path: str) -> str:
    """That the row's own keys lead to the organisation that is acted for."""
    first, *rest = path.split("__")
    key = model._meta.get_field(first)
    column = f"{_q(model._meta.db_table)}.{_q(key.column)}"
    if not rest:
        return f"{column} = {ME}"
    return f"EXISTS ({_walk(key.related_model, rest, column)})"


def _is_shown(model: type[Model], path: str) -> tuple[str, str]:
    """The same for another path, in a function that sees all rows while it looks: (its SQL, its call)."""
    first, *rest = path.split("__")
    field = model._meta.get_field(first)
    if (
        field.concrete
    ):  # from what it points at, because a row that is being written is not there to start from
        start, steps, argument = field.related_model, rest, field.column
    else:
        start, steps, argument = model, [first, *rest], model._meta.pk.column
    name = f"sharewell_shown_{sha256(f'{start._meta.db_table} {steps}'.encode()).hexdigest()[:12]}"
    body = _walk(start, steps, "$1", _only_left).replace(ME, "$2")
    return (
        f"CREATE OR REPLACE FUNCTION {name}(uuid, uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ "
        f"DECLARE whom text := current_setting('{SETTING}', true); is_shown boolean; BEGIN "
        f"PERFORM set_config('{SETTING}', '{EVERYBODY}', true); "
        f"is_shown := EXISTS ({body}); "
        f"PERFORM set_config('{SETTING}', whom, true); RETURN is_shown; END $$",
        f"{name}({_q(model._meta.db_table)}.{_q(argument)}, {ME})",
    )


def _walk(
    model: type[Model], steps: list[str], key: str, only: Callable[..., list[str]] | None = None
) -> str:
    """A query that finds something where `steps` lead from the row of `model` with that key to ME.

    `only` gives further conditions for the rows on the way.
    """
    only = only or (lambda _model, _alias: [])
    froms = [f"{_q(model._meta.db_table)} x0"]
    wheres = [f"x0.{_q(model._meta.pk.column)} = {key}", *only(model, "x0")]
    at, alias = model, "x0"
    for number, step in enumerate(steps[:-1], start=1):
        field, here = at._meta.get_field(step), f"x{number}"
        target = field.related_model
        if field.concrete:
            joined = f"{here}.{_q(target._meta.pk.column)} = {alias}.{_q(field.column)}"
        else:
            back = field.field.column
            joined = f"{here}.{_q(back)} = {alias}.{_q(at._meta.pk.column)}"
        froms.append(f"JOIN {_q(target._meta.db_table)} {here} ON {joined}")
        wheres += only(target, here)
        at, alias = target, here
    wheres.append(f"{alias}.{_q(at._meta.get_field(steps[-1]).column)} = {ME}")
    return f"SELECT 1 FROM {' '.join(froms)} WHERE {' AND '.join(wheres)}"


def _only_left(model: type[Model], alias: str) -> list[str]:
    """Nobody else is shown a row that has not left: where the model says which states those are."""
    states = getattr(model, "shown_to_nobody_else_while", ())
    return [f"{alias}.state <> '{state}'" for state in states]


def _statements(model: type[Model], name: str, predicate: str) -> list[str]:
    table = model._meta.db_table
    drop = (
        "DO $$ DECLARE p text; BEGIN "
        f"FOR p IN SELECT policyname FROM pg_policies WHERE tablename = '{table}' "
        f"AND schemaname = current_schema() LOOP EXECUTE format('DROP POLICY %I ON {_q(table)}', p); "
        "END LOOP; END $$"
    )
    return [
        drop,
        f"CREATE POLICY {name} ON {_q(table)} USING ({predicate})",
        f"ALTER TABLE {_q(table)} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {_q(table)} FORCE ROW LEVEL SECURITY",
    ]


def _stands(cursor: Any, table: str, name: str) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_policies p JOIN pg_class c ON c.oid = to_regclass(%s) "
        "WHERE p.schemaname = current_schema() AND p.tablename = %s AND p.policyname LIKE %s "
        "AND c.relrowsecurity AND c.relforcerowsecurity)",
        [_q(table), table, name],
    )
    return cursor.fetchone()[0]


def _q(name: str) -> str:
    return connection.ops.quote_name(name)
