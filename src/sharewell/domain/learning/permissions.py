"""Who may write, publish and read policies. Each function gives a Refusal, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.errors import Refusal
from sharewell.domain.learning.states import WRITING
from sharewell.domain.organisations.permissions import SYSTEM, allow

__all__ = [
    "SYSTEM",
    "allow",
    "publish_refusal",
    "read_refusal",
    "see_draft_refusal",
    "see_readers_refusal",
    "see_refusal",
    "write_refusal",
]

_WHO = _("Your data protection officer, a safeguarding lead or a leader can.")


def write_refusal(by, organisation):
    """Begin a policy, change its draft, review it, withdraw it, or set a period."""
    is_ours = by != SYSTEM and by.is_active and by.organisation_id == organisation.pk
    if by == SYSTEM or (is_ours and by.role in WRITING):
        return None
    return Refusal(_("You may not change policies here."), _WHO)


def publish_refusal(by, policy):
    """Put a version in force."""
    if policy.withdrawn_at:
        return Refusal(_("This policy was withdrawn."), _("A new one can be begun."))
    return write_refusal(by, policy.organisation)


def see_refusal(by, policy):
    """Read what is or was in force: everybody who works there."""
    if by.is_active and by.organisation_id == policy.organisation_id:
        return None
    return Refusal(_("This is a policy of another organisation."))


def see_draft_refusal(by, policy):
    """Read a draft, or a policy of which nothing was published yet."""
    return see_refusal(by, policy) or write_refusal(by, policy.organisation)


def see_readers_refusal(by, policy):
    """See by name who has read a version and who has not."""
    return see_refusal(by, policy) or write_refusal(by, policy.organisation)


def read_refusal(by, version):
    """Say that one has read a version."""
    if refusal := see_refusal(by, version.policy):
        return refusal
    if version.is_draft:
        return Refusal(_("This is a draft. There is nothing to confirm yet."))
    return None
