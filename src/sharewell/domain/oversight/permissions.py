"""Who may see how much is shared with whom. Each function gives a Refusal, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.errors import Refusal
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
