"""What holding a receipt against the log showed, said to people."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.witnesses import CONTRADICTS, FITS, NO_KEY, NOT_SIGNED
from sharewell.ledger.witnessing import FIRST, FOLLOWS, KNOWN, UNPROVEN

WORDS = {
    FITS: _(
        "Your receipt fits. Nothing that was in the log then has been changed since. This page compares only "
        "what is signed. The answer and the time that stand above it are shown by the proof pack."
    ),
    NOT_SIGNED: _("The signature on this receipt does not hold. Nobody can tell from it what the log was."),
    NO_KEY: _("This receipt does not say which key it was signed with. Paste the whole of it."),
    FIRST: _("This is the first receipt of this service that was brought here. It is kept."),
    KNOWN: _("This receipt was brought here before, and it fits."),
    FOLLOWS: _(
        "This receipt fits those that were brought before: it is of one and the same history. It is kept."
    ),
    UNPROVEN: _(
        "This receipt is kept. Whether it follows those before it cannot be told from it: "
        "ask the sender for a receipt of today."
    ),
}
OURS = _(
    "Your receipt does not fit. What the log says now is not what it said when you were given this receipt. "
    "The receipt is kept for good and what you found is recorded. Keep your copy, and tell somebody outside "
    "this service."
)
THEIRS = _(
    "This receipt does not fit those that were brought before. That service has shown two different "
    "histories. Both receipts are kept for good. Tell its leaders, and somebody outside it."
)
GOOD = (FITS, FIRST, KNOWN, FOLLOWS)


@dataclass(frozen=True)
class Said:
    """One receipt's verdict: the words, whether they are good news, and which log and size it is about."""

    words: object
    is_good: bool
    origin: str
    size: int
    key: str


def words_of(verdict) -> Said:
    """A verdict as the page says it."""
    words = (OURS if verdict.is_ours else THEIRS) if verdict.what == CONTRADICTS else WORDS[verdict.what]
    return Said(words, verdict.what in GOOD, verdict.origin, verdict.size, verdict.key)
