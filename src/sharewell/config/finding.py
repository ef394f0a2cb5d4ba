"""What the doctor says: one thing that is wrong, and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing to mend: a serious one must be mended before real people are let in."""

    is_serious: bool
    what: str
    mend: str
