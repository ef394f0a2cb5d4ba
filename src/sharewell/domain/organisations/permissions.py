"""Who may change the directory and the people. Each function gives a Refusal, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.errors import Refusal
from sharewell.domain.errors import allow as allow  # its actions and pages take it from here
from sharewell.domain.organisations.states import (
    ADMINISTRATOR,
    CONFIRMING,
    GAP_CLOSED,
    GAP_MOVES,
    LEAD,
    LEADER,
    OFFICER,
    ORGANISATION_KINDS,
)

SYSTEM = "system"  # set-up from the command line, where no person is signed in


def keep_directory_refusal(by):
    """Correct an entry or a number, or say that it was checked."""
    if by == SYSTEM or by.role in (ADMINISTRATOR, LEAD):
        return None
    return Refusal(
        _("You may not change the directory."),
        _("A safeguarding lead or an administrator can. You can report a wrong number instead."),
    )


def keep_people_refusal(by, organisation):
    """Write people in, or end their access."""
    if by == SYSTEM or (by.role == ADMINISTRATOR and by.organisation_id == organisation.pk):
        return None
    return Refusal(
        _("You may not change who signs in here."), _("An administrator of that organisation can.")
    )


def see_people_refusal(by):
    """See who signs in where one works, with their roles."""
    if by.is_active and by.role == ADMINISTRATOR:
        return None
    return Refusal(_("You may not see the list of people."), _("An administrator of your organisation can."))


def change_account_refusal(by, person):
    """Give somebody another role, take one away, or ask to set up their second step anew. Never one's own."""
    if refusal := keep_people_refusal(by, person.organisation):
        return refusal
    if not person.is_active:
        return Refusal(_("Their access has ended. Write them in again first."))
    if by != SYSTEM and by.pk == person.pk:
        return Refusal(
            _("Nobody changes their own role or second step."), _("Another administrator can ask for it.")
        )
    return None


def first_code_refusal(by, person, has_second_step):
    """Make a code that stands in for a second step: only where there is none yet. A new one takes two."""
    if refusal := keep_people_refusal(by, person.organisation):
        return refusal
    if has_second_step:
        return Refusal(
            _("They have set up a second step already."),
            _("Ask for a new one, and a second person confirms it."),
        )
    return None


def end_access_refusal(by, person, is_last_administrator):
    """End somebody's access. It takes effect at once, and one person may."""
    if refusal := keep_people_refusal(by, person.organisation):
        return refusal
    if by != SYSTEM and is_last_administrator:
        return Refusal(
            _("They are the last administrator. Nobody could write people in after that."),
            _("Make somebody else an administrator first."),
        )
    return None


def see_change_refusal(by, change):
    """See what was asked for somebody's account: who may answer it, who asked, and whom it is about."""
    is_ours = by.is_active and by.organisation_id == change.person.organisation_id
    if is_ours and (by.role in CONFIRMING or by.pk in (change.asked_by_id, change.person_id)):
        return None
    return Refusal(_("You may not see this."))


def confirm_change_refusal(by, change):
    """Be the second person: neither the one who asked nor the one whom it is about."""
    if not change.is_open:
        return Refusal(_("This was answered already, or waited too long."), _("It can be asked for again."))
    if by == SYSTEM:
        return None
    if refusal := see_change_refusal(by, change):
        return refusal
    if by.pk == change.person_id:
        return Refusal(_("Nobody confirms a change to their own account."), _WHO_CONFIRMS)
    if by.pk == change.asked_by_id:
        return Refusal(_("You asked for this. A second person has to confirm it."), _WHO_CONFIRMS)
    if by.role not in CONFIRMING:
        return Refusal(_("You may not confirm this."), _WHO_CONFIRMS)
    return None


_WHO_CONFIRMS = _(
    "Another administrator, a safeguarding lead, the data protection officer or a leader where you work can."
)


def withdraw_change_refusal(by, change):
    """Take back what one has asked for."""
    if not change.is_open:
        return Refusal(_("This was answered already, or waited too long."), _("It can be asked for again."))
    if by == SYSTEM or by.pk == change.asked_by_id:
        return None
    return Refusal(_("You did not ask for this."), _("Whoever asked can take it back. You can decline it."))


def end_device_refusal(by, device):
    """Sign somebody out of a browser: one's own, or as their administrator."""
    if by == SYSTEM or by.pk == device.person_id:
        return None
    return keep_people_refusal(by, device.person.organisation)


def add_contact_refusal(by):
    """Write down a recipient who is not in the directory."""
    if by == SYSTEM or by.role != ADMINISTRATOR:
        return None
    return Refusal(
        _("Administrators do not take part in cases."), _("Somebody who works with the child can add them.")
    )


def use_contact_refusal(by, contact):
    """See or check a recipient outside the directory.

    A body is known to everybody who works at the place that wrote it down. A person (a parent, a relative)
    tells of a family: only the one who wrote them down, and the leads, see them.
    """
    is_ours = by == SYSTEM or (contact.kept_by_id == by.organisation_id and by.role != ADMINISTRATOR)
    is_body = contact.kind in ORGANISATION_KINDS
    if is_ours and (by == SYSTEM or is_body or by.is_lead or contact.added_by_id == by.pk):
        return None
    return Refusal(
        _("This recipient was written down by somebody else."),
        _("You can add the recipient yourself, and so can your safeguarding lead."),
    )


def own_law_refusal(by, organisation):
    """Say what the organisation's own lawyers confirmed, and which documents it has."""
    is_ours = by == SYSTEM or (by.is_active and by.organisation_id == organisation.pk)
    if is_ours and (by == SYSTEM or by.role == OFFICER):
        return None
    return Refusal(
        _("You may not set this for your organisation."),
        _("Your organisation's data protection officer can."),
    )


def file_gap_refusal(by, organisation):
    """Say that something is missing. Anybody who works there may: they find it while they share."""
    if by.is_active and by.organisation_id == organisation.pk:
        return None
    return Refusal(_("You do not work for this organisation."), _("Somebody who does can say so."))


def see_gap_refusal(by, gap):
    """Its owner sees it, and those who answer for the organisation."""
    is_ours = by.is_active and by.organisation_id == gap.organisation_id
    if is_ours and (by.pk == gap.owner_id or by.role in (OFFICER, LEAD, LEADER)):
        return None
    return Refusal(
        _("You may not see what is to be put right."),
        _("Your data protection officer and your safeguarding lead can."),
    )


def close_gap_refusal(by, gap):
    if refusal := see_gap_refusal(by, gap):
        return refusal
    if GAP_CLOSED not in GAP_MOVES[gap.state]:
        return Refusal(_("This was put right already."))
    if by.pk == gap.owner_id or by.role == OFFICER:
        return None
    return Refusal(
        _("You may not say that this is put right."), _("Its owner can, and your data protection officer.")
    )
