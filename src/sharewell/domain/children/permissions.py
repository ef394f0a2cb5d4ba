"""Who may see and change what is written about a child. Each function gives a Refusal, or nothing.

Being linked to a worry opens a child to more people; the room of worries says to whom.
"""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.states import ADMINISTRATOR


def add_child_refusal(by):
    if by.role != ADMINISTRATOR:
        return None
    return Refusal(
        _("Administrators do not take part in cases."), _("Somebody who works with the child can do this.")
    )


def see_child_refusal(by, child):
    """By this room's own knowledge: the one who wrote the child down, and the leads of that organisation."""
    is_ours = child.organisation_id == by.organisation_id
    if is_ours and by.role != ADMINISTRATOR and (by.is_lead or child.added_by_id == by.pk):
        return None
    return Refusal(_("You may not see this child's record."), _("A safeguarding lead there can."))


def change_child_refusal(by, child):
    """Nobody outside the organisation, and no administrator. The room of worries asks more than this."""
    if child.organisation_id == by.organisation_id and by.role != ADMINISTRATOR:
        return None
    return Refusal(_("You may not change this child's record."), _("Somebody who keeps it can."))


def reveal_address_refusal(by, address):
    """The same people; the room of worries asks more than this."""
    return change_child_refusal(by, address.child)


def unshield_address_refusal(by, address):
    """The same people; the room of worries asks two of them."""
    if address.lifted_at:
        return Refusal(_("This address stands openly already."))
    return change_child_refusal(by, address.child)
