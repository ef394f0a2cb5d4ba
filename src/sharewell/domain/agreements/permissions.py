"""Who may draft, read and change agreements. Each function gives a Refusal, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import states
from sharewell.domain.errors import Refusal
from sharewell.domain.errors import allow as allow  # its actions and pages take it from here
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.domain.organisations.states import LEAD, LEADER, OFFICER

DRAFTING = (OFFICER, LEADER, LEAD)
_WHO_DRAFTS = _("Your data protection officer, a leader or a safeguarding lead can.")


def start_refusal(by, organisation):
    """Begin an agreement that an organisation keeps."""
    if by == SYSTEM:
        return None
    if by.is_active and by.organisation_id == organisation.pk and by.role in DRAFTING:
        return None
    return Refusal(_("You may not draft agreements here."), _WHO_DRAFTS)


def see_refusal(by, agreement):
    """Read an agreement. Its keeper's people and its parties' do; drafts are for those who draft, and for
    their own organisation; who assures it reads it as well.
    """
    if by == SYSTEM:
        return None
    if not by.is_active:
        return Refusal(_("You may not see this agreement."))
    if by.organisation_id == agreement.keeper_id:
        is_settled = agreement.covers or (agreement.state in states.ENDED and not _only_drafted(agreement))
        if is_settled or by.role in DRAFTING:
            return None
        return Refusal(_("This agreement is not in force yet."), _WHO_DRAFTS)
    if _only_drafted(agreement) or not _is_shown(by, agreement):
        return Refusal(_("You may not see this agreement."))
    if agreement.covers or by.role in DRAFTING or is_named(by, agreement):
        return None
    return Refusal(_("This agreement is not in force yet."), _WHO_DRAFTS)


def is_named(by, agreement):
    """Whether the agreement names somebody as the one who signs for their organisation."""
    ours = (party for party in agreement.parties.all() if party.organisation_id == by.organisation_id)
    return any(party.signatory_email.strip().lower() == by.email.lower() for party in ours)


def see_working_copy_refusal(by, agreement):
    """Read what its keeper is changing. The others read what was put before them last, and no word sooner."""
    if by == SYSTEM or not agreement.is_editable or by.organisation_id == agreement.keeper_id:
        return None
    return Refusal(_("You may not see this agreement."))


def _only_drafted(agreement):
    """Whether nobody but its keeper ever saw it: a draft, or one that was given up as a draft."""
    if agreement.state == states.WITHDRAWN:
        return not agreement.is_imported and not agreement.versions.exists()
    return agreement.state == states.DRAFT


def _is_shown(by, agreement):
    parties = {party.organisation_id for party in agreement.parties.all()}
    return by.organisation_id in parties or agreement.assurances.filter(assurer=by.organisation_id).exists()


def draft_refusal(by, agreement):
    """Change its words, parties or flows. Only the keeper's people, and only while it is not settled."""
    if refusal := start_refusal(by, agreement.keeper):
        return refusal
    if agreement.is_editable:
        return None
    return Refusal(
        _("The words of this agreement are settled. They do not change any more."),
        _("What is to change goes into its next version."),
    )
