"""The mails about agreements: that one waits, and where. No title, no clause and no party stands in them."""

import logging
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell.domain.agreements import states
from sharewell.domain.agreements.actions.invitations import why_closed
from sharewell.domain.agreements.models import Invitation, Notice
from sharewell.domain.organisations.models import in_language

# The server is there, and says no to this one mail.
_NO = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
log = logging.getLogger(__name__)


def send_all(at=None) -> int:
    """Send every mail that waits; say how many went. One that a server refuses never stops the others; where
    the mail server does not answer at all, the rest waits for the next round. A crash between sending and
    marking sends the same mail twice, with the same Message-ID.
    """
    at = at or timezone.now()
    sent = 0
    for row, to, subject, body in [*_invitations(at), *_notices()]:
        try:
            _send(row, to, subject, body)
        except _NO as error:
            log.warning("A mail about an agreement was refused: %s", type(error).__name__)
            continue
        except OSError as error:
            log.warning("The mail server does not answer: %s", type(error).__name__)
            break
        _mark(row, at)
        sent += 1
    return sent


def _invitations(at):
    rows = Invitation.objects.filter(mailed_at=None, used_at=None, ended_at=None, expires_at__gt=at)
    for row in rows.select_related("party__agreement__keeper", "party__organisation"):
        if row.token and row.party.signatory_email and not why_closed(row, at):
            yield row, row.party.signatory_email, *invitation(row)


def _notices():
    for row in Notice.objects.filter(mailed_at=None).select_related("person"):
        if row.person.is_active and row.person.email:
            yield row, row.person.email, *notice(row.why, row.person.language)


def _send(row, to, subject, body) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{row.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=[to], headers=headers).send()


def _mark(row, at) -> None:
    """Sent: what the mail alone may hold from now on is forgotten here."""
    row.mailed_at = at
    if isinstance(row, Invitation):
        row.token = ""
        row.save(update_fields=["mailed_at", "token"])
    else:
        row.save(update_fields=["mailed_at"])


def invitation(row: Invitation) -> tuple[str, str]:
    """Subject and body of a mail with a link; in Welsh and then in English where Welsh is used."""
    languages = ("cy", "en") if row.language == "cy" else ("en",)
    subjects, bodies = zip(*(_invitation_in(lang, row) for lang in languages), strict=True)
    return " / ".join(subjects), "\n\n----\n\n".join(bodies)


def _invitation_in(lang, row) -> tuple[str, str]:
    start = settings.SITE_URL + ("/cy" if lang == "cy" else "")
    with override(lang):
        name = in_language(row.party.agreement.keeper, "name", lang)
        says = {
            states.INVITED_TO_COMMENT: _("%(name)s asks what you think of an agreement"),
            states.INVITED_TO_SIGN: _("An agreement with %(name)s waits for your signature"),
        }[row.purpose] % {"name": name}
        body = _(
            "%(says)s.\n\n"
            "1. Open this page: %(link)s\n"
            "2. Type the code that they give you by telephone. The code is never in a mail.\n\n"
            "You need no account and no special software. You can read it in English and in Welsh, save it, "
            "and come back to it.\n"
            "The link works for 14 days. If it no longer works, the page can send you a fresh one.\n\n"
            "If you did not expect this, ring %(name)s on a number that you find for yourself."
        ) % {"says": says, "name": name, "link": f"{start}/signing/{row.token}"}
        return says, body


def notice(why: str, language: str) -> tuple[str, str]:
    """Subject and body for somebody with an account here. `why` is one of states.TOLD."""
    with override(language):
        says = {
            states.TOLD_COMMENT: _("An agreement waits for your comments"),
            states.TOLD_ASSURE: _("An agreement waits for you to look at its quality"),
            states.TOLD_CHANGES: _("Something was said about an agreement of yours"),
            states.TOLD_SIGN: _("An agreement waits for your signature"),
            states.TOLD_IN_FORCE: _("An agreement of yours was signed"),
            states.TOLD_REVIEW: _("An agreement of yours is to be reviewed"),
            states.TOLD_ENDED: _("An agreement of yours has ended, or a party has left it"),
        }[why]
        start = settings.SITE_URL + ("/cy" if language == "cy" else "") + "/home/"
        body = _(
            "%(says)s.\n\n"
            "Sign in, and your first page says which one and what to do:\n%(link)s\n\n"
            "Nothing of what it says stands in this mail."
        ) % {"says": says, "link": start}
        return says, body
