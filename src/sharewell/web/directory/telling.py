"""Telling a body, at the address that it had, that the directory knows another one for it now.

One person may mend an entry. Whoever moved one without leave would get what is meant for that body: shares,
and the codes with which it signs agreements.
"""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

_log = logging.getLogger("sharewell.directory")


def tell_where_it_was(entry, was, by):
    """Send it to the address `was`, where that is another than the entry's now. In Welsh and then in English
    for a body in Wales. A mail that cannot be sent is noted, and holds up nobody.
    """
    if not was or was.lower() == entry.email.lower():
        return
    languages = ("cy", "en") if entry.organisation.nation == "wales" else ("en",)
    subjects, bodies = zip(*(_said(entry, by, lang) for lang in languages), strict=True)
    try:
        EmailMessage(" / ".join(subjects), "\n\n----\n\n".join(bodies), to=[was]).send()
    except (OSError, SMTPException):
        _log.warning("a mail about a directory entry could not be sent: %s", entry.pk)


def _said(entry, by, lang):
    with override(lang):
        names = {"who": str(by.organisation), "name": str(entry.organisation)}
        body = _(
            "%(who)s has changed the e-mail address at which Sharewell reaches %(name)s. It was this one.\n\n"
            "If that is right, there is nothing to do. If it is not, or you are not sure, ring %(who)s today "
            "on a number that you find for yourself: what is meant for you may go to somebody else."
        )
        return _("The address at which you are reached was changed"), body % names
