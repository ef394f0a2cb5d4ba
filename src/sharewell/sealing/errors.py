"""What can go wrong with a key or a sealed box, said so that somebody can mend it."""


class SealingError(Exception):
    """Something sealed cannot be opened, or a key cannot be used: `what` happened and how to `mend` it."""

    def __init__(self, what: str, mend: str):
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


def altered(place: str) -> SealingError:
    """The error of a box whose seal does not hold."""
    return SealingError(
        f"What was sealed for {place} does not open: it was changed, moved here from another place, "
        "or sealed with another key.",
        "Put back this record, and the keys directory of the same day, from a backup.",
    )
