"""Mails to owners that a review comes up. The first page says the same to whoever signs in."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell.domain.learning import queries
from sharewell.domain.learning.models import Policy

log = logging.getLogger(__name__)


def send(at=None) -> int:
    """Tell each owner once of each review that comes up; say how many mails went.

    A mail that does not go is tried again the next time, and does not keep back the others.
    """
    sent = 0
    for policy in queries.to_remind(timezone.localdate(at)):
        try:
            sent += _tell(policy)
        except OSError:
            log.warning("A reminder of a review did not go and will be tried again.")
            continue
        Policy.objects.filter(pk=policy.pk).update(reminded_for=policy.review_on)
    return sent


def _tell(policy) -> int:
    """Mail whoever answers for it; nobody where there is nobody."""
    to = queries.answers_for(policy)
    if to is None or not to.email:
        return 0
    subject, body = words_for(to.language)
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, to=[to.email], headers=headers).send()


def words_for(language: str) -> tuple[str, str]:
    """Subject and body. They name no policy, no organisation and nobody."""
    with override(language):
        link = settings.SITE_URL + ("/cy" if language == "cy" else "") + "/home/"
        body = _(
            "A policy or a privacy notice that you own has to be reviewed soon.\n\n"
            "Sign in, and your first page says which one and by when:\n%(link)s"
        )
        return _("A review comes up"), body % {"link": link}
