"""Whose records were read while one request is answered: the last look on its answer knows what to hide."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Meeting:
    """Ids of the worries and children that were read, and of the safe addresses that may be in the answer."""

    worries: set = field(default_factory=set)
    children: set = field(default_factory=set)
    given: set = field(default_factory=set)


_meeting = ContextVar("meeting", default=None)


@contextmanager
def meeting():
    """Note what is read from here on; gives the `Meeting`."""
    noted = Meeting()
    token = _meeting.set(noted)
    try:
        yield noted
    finally:
        _meeting.reset(token)


def let_through(addresses):
    """Say that these safe addresses are in the answer on purpose: revealed, or released to its reader."""
    if noted := _meeting.get():
        noted.given.update(addresses)


class Noted:
    """A row that tells whose record it is once it is read. `noted_as`: a set of Meeting, and a column."""

    noted_as = ("children", "pk")

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        if noted := _meeting.get():
            what, column = cls.noted_as
            getattr(noted, what).add(getattr(row, column))
        return row
