"""On PostgreSQL, whoever is going to write waits for their turn before they touch the first row.

The log lets one write at a time, to the end of the transaction. If somebody took a row first and their turn
afterwards, they could meet somebody who did it the other way round; each would wait for the other until
PostgreSQL ends one of them ("deadlock detected"). On SQLite a transaction that is going to write begins with
its turn (BEGIN IMMEDIATE). Here its first statement that changes or holds a row does, whatever action it is.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from sharewell.domain.audit.rows import TAKE_TURN, TURN

_TOUCHES_ROWS = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|FOR SHARE|FOR KEY SHARE)\b")


def listen(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """On a new connection: see to its turns. Called by Django for every connection."""
    if connection.vendor == "postgresql" and not any(
        isinstance(wrapper, _Turns) for wrapper in connection.execute_wrappers
    ):
        connection.execute_wrappers.insert(0, _Turns(connection))


class _Turns:
    """Takes the turn of one connection where a transaction is going to touch a row and has not got it yet."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.taken_in: list[str] | None = None  # the savepoints around the statement that took it

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        known = self.connection
        if known.connection.info.transaction_status.name == "IDLE":
            self.taken_in = None  # a turn ends with its transaction
        if known.in_atomic_block and not self._is_held() and _TOUCHES_ROWS.search(str(sql)):
            with known.wrap_database_errors:  # as every other query has it
                known.connection.execute(TAKE_TURN, [TURN])
            self.taken_in = list(known.savepoint_ids)
        return execute(sql, params, many, context)

    def _is_held(self) -> bool:
        """What was taken within a savepoint that was undone since is given back: then it is taken again."""
        taken_in = self.taken_in
        return taken_in is not None and self.connection.savepoint_ids[: len(taken_in)] == taken_in
