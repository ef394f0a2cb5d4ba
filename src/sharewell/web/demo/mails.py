"""Every mail that the demo's own receiver got, newest first."""

import email
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

from django.conf import settings


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived."""

    number: int
    to: str
    subject: str
    at: str
    message_id: str
    text: str


def mails() -> list[Mail]:
    """All of them."""
    return [_read(number) for number in sorted(_numbers(), reverse=True)]


def mail(number: int) -> Mail | None:
    """One of them, or nothing."""
    return _read(number) if number in _numbers() else None


def _numbers() -> set[int]:
    return {int(path.stem) for path in (settings.HOME / "mails").glob("*.eml")}


def _read(number: int) -> Mail:
    data = (settings.HOME / "mails" / f"{number:06}.eml").read_bytes()
    message = email.message_from_bytes(data, _class=EmailMessage, policy=default)
    body = message.get_body(("plain", "html"))
    return Mail(
        number,
        str(message["To"]),
        str(message["Subject"]),
        str(message["Date"]),
        str(message["Message-ID"]),
        body.get_content() if body else "",
    )
