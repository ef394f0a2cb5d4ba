"""The mail that says whose turn it is. No word of the assessment stands in it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell.domain.audit.actions import record_event
from sharewell.domain.dpias import queries
from sharewell.domain.dpias.models import Hat

log = logging.getLogger("sharewell.assessments")


def tell_turns(*, by="system", at=None):
    """Mail everybody whose turn it is and who was not told. Says how many; one that fails is tried again."""
    told = 0
    for hat in queries.to_tell():
        try:
            told += _tell(hat, by, at or timezone.now())
        except (SMTPException, OSError):
            log.warning("a mail about an assessment could not be sent: hat %s", hat.pk)
    return told


@transaction.atomic
def _tell(hat, by, at):
    """Mark it first: two workers send one mail, and one that fails is not marked."""
    if not Hat.objects.filter(pk=hat.pk, mailed_at=None).update(mailed_at=at):
        return 0
    record_event(kind="assessment-turn-told", by=by, about=f"assessment:{hat.assessment_id}", at=at)
    subject, body = _mail(hat)
    send_mail(subject, body, None, [hat.person.email])
    return 1


def _mail(hat):
    lang = hat.person.language
    start = settings.SITE_URL + ("/cy" if lang == "cy" else "")
    with override(lang):
        body = _(
            "An impact assessment is with you now.\n\n"
            "Sign in, and this page says what is yours to do:\n%(link)s\n\n"
            "Nothing of what it says stands in this mail."
        ) % {"link": f"{start}/assessments/{hat.assessment_id}/"}
        return _("An impact assessment waits for you"), body
