"""Who may see how much is shared with whom. Each function gives a Refusal, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.errors import Refusal
from sharewell.domain.errors import allow as allow  # its actions and pages take it from here
from sharewell.domain.organisations.states import LEAD, LEADER, OFFICER

ANSWERING = (OFFICER, LEADER, LEAD)


def see_shares_refusal(by):
    """See how many real shares there were: in a small place a single one can tell of a family.

    What is agreed is open to everybody who works there.
    """
    if by.is_active and by.role in ANSWERING:
        return None
    return Refusal(
        _("You may not see how often your organisation really shared."),
        _("Your data protection officer, a safeguarding lead and a leader can."),
    )


def see_self_assessment_refusal(by):
    """See how the organisation stands by the ten steps and the code, with the figures behind it."""
    if by.is_active and by.role in ANSWERING:
        return None
    return Refusal(
        _("You may not see the self-assessment."),
        _("Your data protection officer, a safeguarding lead and a leader can."),
    )


def make_self_assessment_refusal(by):
    """Begin one, and answer what the records cannot tell."""
    return see_self_assessment_refusal(by)


def change_self_assessment_refusal(by, assessment):
    if refusal := see_self_assessment_refusal(by):
        return refusal
    if by.organisation_id != assessment.organisation_id:
        return Refusal(_("You do not work for this organisation."))
    if assessment.finished_at:
        return Refusal(_("This self-assessment is finished, so it stays."), _("Begin the next one."))
    return None
