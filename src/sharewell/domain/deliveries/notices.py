"""The mails: something is waiting, or somebody is needed. Nothing about the case stands in them."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.organisations.models import in_language


def notice(delivery: Delivery, token: str) -> tuple[str, str]:
    """Subject and body; in Welsh and then in English where Welsh is used."""
    is_welsh = delivery.language == "cy" or delivery.worry.organisation.nation == "wales"
    languages = ("cy", "en") if is_welsh else ("en",)
    subjects, bodies = zip(*(_in(lang, delivery, token) for lang in languages), strict=True)
    return " / ".join(subjects), "\n\n----\n\n".join(bodies)


def _in(lang, delivery, token) -> tuple[str, str]:
    start = settings.SITE_URL + ("/cy" if lang == "cy" else "")
    with override(lang):
        name = in_language(delivery.worry.organisation, "name", lang)
        body = _(
            "%(name)s has sent you something that needs your answer.\n\n"
            "1. Open this page: %(link)s\n"
            "2. Type the code that they give you by telephone. The code is never in a mail.\n\n"
            "You need no account and no special software. Opening the page uses nothing up: only "
            "the code opens it.\n"
            "The link works for 14 days. If it no longer works, the page can send you a fresh one.\n\n"
            "If you did not expect this, ring %(name)s on a number that you find for yourself."
        ) % {"name": name, "link": f"{start}/received/{token}"}
        return _("%(name)s has sent you something to read") % {"name": name}, body


def reminder(why: str, language: str) -> tuple[str, str]:
    """Subject and body of a mail to somebody with an account here: that they are needed, and where to look.

    `why` is one of `reminders.WHY`. It names nobody, no reference and no organisation of theirs.
    """
    with override(language):
        says, do = {
            "unopened": (
                _("Something urgent has not been opened"),
                _("Something urgent was sent, and nobody has opened it yet. Ring them now."),
            ),
            "bounced": (
                _("A mail did not arrive"),
                _("A mail server says that it could not deliver a mail with a link. Ring them instead."),
            ),
            "alert": (
                _("Something needs you today"),
                _("Something needs you today. Please look as soon as you can."),
            ),
        }[why]
        start = settings.SITE_URL + ("/cy" if language == "cy" else "") + "/home/"
        body = _(
            "%(do)s\n\n"
            "Sign in, and your first page says what it is and what to do:\n%(link)s\n\n"
            "For their safety nothing about it stands in this mail."
        ) % {"do": do, "link": start}
        return says, body
