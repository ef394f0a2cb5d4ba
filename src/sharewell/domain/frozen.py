"""What is never altered once it is said: each model that holds such rows says so once, beside its columns.

The database itself keeps it (`config.freezing` makes triggers of it), so that neither a slip in an action nor
a query typed by hand changes what somebody signed or read. A sealed column is left out: its seal is proof of
what it says, and it is sealed anew when keys change. The log holds a commitment to it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frozen:
    """Rows that are never taken away, and whose columns do not change.

    `since` names a column: until it is filled the row is a draft, and all of it may change or go. `open`
    names columns that may still change: for good, or until the one that `until` names is filled with them.
    """

    since: str = ""
    open: tuple[str, ...] = ()
    until: str = ""
