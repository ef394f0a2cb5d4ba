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
from sharewell.domain.agreements.models import Invitation, Notice, SignedNotice
from sharewell.domain.organisations.models import in_language

# The server is there, and says no to this one mail.
_NO = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
log = logging.getLogger(__name__)
_silence = {"is_said": False}  # a server that is away for a night is one line in the log, not ten thousand


def send_all(at=None) -> int:
    """Send every mail that waits; say how many went. One that a server refuses never stops the others; where
    the mail server does not answer at all, the rest waits for the next round. A crash between sending and
    marking sends the same mail twice, with the same Message-ID.
    """
    at = at or timezone.now()
    sent = 0
    for row, sent_as, to, subject, body in [*_invitations(at), *_codes(at), *_notices(), *_of_signatures()]:
        try:
            _send(row, sent_as, to, subject, body)
        except _NO as error:
            log.warning("A mail about an agreement was refused: %s", type(error).__name__)
            continue
        except OSError as error:
            if not _silence["is_said"]:
                log.warning(
                    "The mail server does not answer: %s. Mails about agreements wait.", type(error).__name__
                )
            _silence["is_said"] = True
            break
        _mark(row, sent_as, at)
        _silence["is_said"] = False
        sent += 1
    return sent


def _invitations(at):
    rows = Invitation.objects.filter(mailed_at=None, used_at=None, ended_at=None, expires_at__gt=at)
    for row in rows.select_related("party__agreement__keeper", "party__organisation"):
        if row.token and row.party.signatory_email and not why_closed(row, at):
            yield row, "mailed_at", row.party.signatory_email, *invitation(row)


def _codes(at):
    """The codes of links that went to somebody whom the keeper named: to the body itself."""
    rows = Invitation.objects.exclude(code_to="").filter(code_mailed_at=None, used_at=None, ended_at=None)
    for row in rows.filter(expires_at__gt=at).select_related("party__agreement__keeper"):
        if not why_closed(row, at):
            yield row, "code_mailed_at", row.code_to, *_in_its_languages(row, _code_in)


def _of_signatures():
    rows = SignedNotice.objects.filter(mailed_at=None, signature__disputed_at=None)
    for row in rows.select_related("signature__invitation__party__agreement__keeper"):
        if row.token:
            said = _in_its_languages(row.signature.invitation, _signed_in, row)
            yield row, "mailed_at", row.to, *said


def _notices():
    for row in Notice.objects.filter(mailed_at=None).select_related("person"):
        if row.person.is_active and row.person.email:
            yield row, "mailed_at", row.person.email, *notice(row.why, row.person.language)


def _send(row, sent_as, to, subject, body) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{row.pk}.{sent_as}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=[to], headers=headers).send()


def _mark(row, sent_as, at) -> None:
    """Sent: what the mail alone may hold from now on is forgotten here."""
    setattr(row, sent_as, at)
    forgotten = ["token"] if sent_as == "mailed_at" and hasattr(row, "token") else []
    for name in forgotten:
        setattr(row, name, "")
    row.save(update_fields=[sent_as, *forgotten])


def invitation(row: Invitation) -> tuple[str, str]:
    """Subject and body of a mail with a link."""
    return _in_its_languages(row, _invitation_in)


def _in_its_languages(row: Invitation, say, *more) -> tuple[str, str]:
    """In Welsh and then in English where Welsh is used."""
    languages = ("cy", "en") if row.language == "cy" else ("en",)
    subjects, bodies = zip(*(say(lang, row, *more) for lang in languages), strict=True)
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
            "2. Type the code. %(code)s\n\n"
            "You need no account and no special software. You can read it in English and in Welsh, save it, "
            "and come back to it.\n"
            "The link works for 14 days. If it no longer works, the page can send you a fresh one.\n\n"
            "If you did not expect this, ring %(name)s on a number that you find for yourself."
        ) % {"says": says, "name": name, "code": _where_from(row), "link": f"{start}/signing/{row.token}"}
        return says, body


def _where_from(row: Invitation) -> str:
    """How the code comes, which is never with the link."""
    if row.code_to:
        return _("It went by mail to your organisation's address in the directory. Ask a colleague there.")
    return _("They give it to you by telephone. It is never in a mail.")


def _code_in(lang, row: Invitation) -> tuple[str, str]:
    with override(lang):
        name = in_language(row.party.agreement.keeper, "name", lang)
        who = in_language(row.party, "signatory_role", lang) or _("whoever signs for you")
        body = _(
            "%(name)s has sent a link to an agreement with your organisation to a colleague of yours: "
            "%(who)s. This code opens it:\n\n"
            "%(code)s\n\n"
            "Give it to that colleague when they ask you for it, in person or by telephone, and to nobody "
            "outside your organisation: not even to %(name)s. So nobody but you can sign for you.\n\n"
            "If nobody at your organisation knows of this, keep the code to yourself, and ring %(name)s on a "
            "number that you find for yourself."
        ) % {"name": name, "code": row.code, "who": who}
        return _("A code for a colleague, from %(name)s") % {"name": name}, body


def _signed_in(lang, row: Invitation, notice: SignedNotice) -> tuple[str, str]:
    start = settings.SITE_URL + ("/cy" if lang == "cy" else "")
    with override(lang):
        name = in_language(row.party.agreement.keeper, "name", lang)
        says = _("Somebody signed an agreement with %(name)s for your organisation") % {"name": name}
        body = _(
            "%(says)s, through a link that was sent to them.\n\n"
            "Was it a colleague who may sign for you? Then there is nothing to do.\n\n"
            "If it was not, or you are not sure, open this page. It says who signed what, and there you can "
            "say that it was not you:\n%(link)s"
        ) % {"says": says, "link": f"{start}/signing/not-us/{notice.token}"}
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
            states.TOLD_DISPUTED: _("A party says that it never signed an agreement of yours"),
        }[why]
        start = settings.SITE_URL + ("/cy" if language == "cy" else "") + "/home/"
        body = _(
            "%(says)s.\n\n"
            "Sign in, and your first page says which one and what to do:\n%(link)s\n\n"
            "Nothing of what it says stands in this mail."
        ) % {"says": says, "link": start}
        return says, body
