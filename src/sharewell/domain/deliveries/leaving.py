"""What must not leave: the last look that every way out takes, whoever made what leaves.

Pages, files and mails are looked through for the safe addresses of the children whom they are about. What was
revealed or released to the reader is let through by name (`children.meeting.let_through`), and so is the same
address where it is kept once more for a brother or sister; nothing else. What was let through can be read
whole on its page, also where somebody wrote a sibling's address down otherwise.
"""

from sharewell.domain.children import queries as children
from sharewell.domain.children.meeting import Meeting, let_through
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.reading import lang_now
from sharewell.minimising import Disclosing, Known, LastLook
from sharewell.sealing import SealingError

__all__ = ["Disclosing", "last_look_at", "last_look_after", "let_released_through"]


def last_look_after(met: Meeting) -> LastLook | None:
    """What has to be taken out of an answer for which these records were read; nothing where nothing has."""
    if not met.worries and not met.children:
        return None
    hidden = children.addresses_to_hide(worries=met.worries, children=met.children)
    if not hidden:
        return None
    is_list = len(met.worries) > 1  # one damaged address closes the pages of its own case, and no list
    look = _look(hidden, given=met.given, skips_damaged=is_list)
    return look if look.known else None


def last_look_at(worry) -> LastLook:
    """The same for a file about one worry, while it is made."""
    return _look(children.addresses_to_hide(worries=[worry.pk], children=[]))


def let_released_through(delivery: Delivery) -> None:
    """The answer goes to the recipient, who may read what was released to them."""
    standing = delivery.releases.filter(what="place", withdrawn_at__isnull=True)
    let_through(standing.values_list("address_id", flat=True))


def _look(hidden, *, given=(), skips_damaged: bool = False) -> LastLook:
    known, read = [], []
    for one in hidden:
        try:
            words = one.address.opened()
        except SealingError:
            if not skips_damaged and one.pk not in given:
                raise
            continue
        if one.pk in given:
            read.append(words)
        else:
            known.append(Known("address", words, "", True, str(one.pk)))
    same = {_plain(each) for each in read}
    return LastLook([one for one in known if _plain(one.text) not in same], lang_now(), given=read)


def _plain(words: str) -> str:
    """An address as it is compared with another: letters and digits alone."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())
