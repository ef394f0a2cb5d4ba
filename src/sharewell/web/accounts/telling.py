"""Telling somebody by mail that their own sign-in was changed or used anew; never a word of a case."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

_log = logging.getLogger("sharewell.sign_in")
NEW_BROWSER, WRONG_PASSWORDS = "new_browser", "wrong_passwords"
WHAT = {
    NEW_BROWSER: gettext_lazy("Somebody signed in to your account with a browser that was not used before."),
    WRONG_PASSWORDS: gettext_lazy("Somebody tried wrong passwords for your account, five or more."),
    "password_changed": gettext_lazy("Your password was changed."),
    "password_set": gettext_lazy("Your password was changed."),
    "password_reset": gettext_lazy("Your password was changed, by a link that came to this mailbox."),
    "totp_activated": gettext_lazy("An app that shows codes was set up for your account."),
    "totp_deactivated": gettext_lazy("The app that shows codes was removed from your account."),
    "webauthn_added": gettext_lazy("A passkey was added to your account."),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account."),
}


def tell(person, what):
    """Send it, in the person's language. A mail that cannot be sent is noted, and holds up nobody."""
    with override(person.language):
        lines = [
            str(WHAT[what]),
            _(
                "If it was you, there is nothing to do. If it was not, sign in, choose a new password, sign "
                "out everywhere else, and tell an administrator of your organisation at once."
            ),
        ]
        mail = EmailMessage(_("About your sign-in to Sharewell"), "\n\n".join(lines), to=[person.email])
    try:
        mail.send()
    except (OSError, SMTPException):
        _log.warning("a mail about a sign-in could not be sent to %s", person.pk)
