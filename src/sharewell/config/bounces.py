"""Reading what mail servers send back: reports that a mail could not be delivered, in a Maildir.

Whoever runs the service has the mails to the address that notices come from put into that folder; every mail
server can. A report names the mail that it is about by its Message-ID, which nobody else knows. What a report
says changes no state of a share: somebody is asked to ring instead.
"""

import mailbox
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser

from django.conf import settings

from sharewell.domain.deliveries import actions

TROUBLE = {"failed", "delayed"}  # what else a report may say of a mail is no trouble, and no opening either
LONGEST = 1_000_000  # bytes; a report is short


def read_new() -> int:
    """Read the reports that are new, and keep them as read; how many were about a notice of ours."""
    if not settings.BOUNCES:
        return 0
    box, found = mailbox.Maildir(settings.BOUNCES, factory=None), 0
    for key in [key for key, mail in box.iteritems() if mail.get_subdir() == "new"]:
        found += any([actions.note_bounce(message_id=one) for one in about(box.get_bytes(key))])
        mail = box[key]
        mail.set_subdir("cur")
        mail.add_flag("S")
        box[key] = mail
    return found


def about(report: bytes) -> list[str]:
    """The Message-IDs of the mails that this report says are in trouble; none where it is no such report."""
    mail = BytesParser(policy=policy.compat32).parsebytes(report[:LONGEST])
    parts = list(mail.walk())
    said = {_word(block.get("Action")) for part in parts for block in _blocks(part)}
    if not said & TROUBLE:
        return []
    ids = [_id(part.get("Message-ID")) for part in _returned(parts)]
    ids += [_id(one) for one in f"{mail.get('In-Reply-To', '')} {mail.get('References', '')}".split()]
    return list(dict.fromkeys(filter(None, ids)))


def _blocks(part: Message) -> list[Message]:
    """The fields about each recipient, of the part that a machine reads."""
    is_status = part.get_content_type() == "message/delivery-status"
    return [each for each in part.get_payload() if isinstance(each, Message)] if is_status else []


def _returned(parts: list[Message]) -> Iterator[Message]:
    """The headers of the mail that came back, as a message."""
    for part in parts:
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            yield part.get_payload(0)
        elif part.get_content_type() == "text/rfc822-headers":
            yield BytesParser(policy=policy.compat32).parsebytes(part.get_payload(decode=True) or b"")


def _word(value: object) -> str:
    return str(value or "").strip().lower()


def _id(value: object) -> str:
    text = str(value or "").strip()
    return text if text.startswith("<") and text.endswith(">") and len(text) < 200 else ""
