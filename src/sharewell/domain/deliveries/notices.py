"""The mail that says that something is waiting. Nothing about the case stands in it."""

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
