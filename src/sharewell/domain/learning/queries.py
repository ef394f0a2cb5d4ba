"""Every read of policies, privacy notices and retention periods."""

from django.db.models import Q

from sharewell.domain.learning.models import Version
from sharewell.domain.learning.states import NOTICE, NOTICES, POLICY_DOCUMENT

# --- What the rooms above look up at every share: one query each ------------------------------------


def notice_for(organisation, day):
    """The Version of an organisation's privacy notice that is in force on that day; None where none is.

    The notice for adults where there is one, else any of the others. Its `policy` is at hand.
    """
    found = [each for each in _in_force(organisation, day, kind__in=NOTICES)]
    return min(found, key=lambda version: version.policy.kind != NOTICE, default=None)


def policy_document_for(organisation, paragraph, day):
    """The Version of an appropriate policy document that covers this paragraph of Schedule 1 ("18") on that
    day; None where none does. One whose review is late still counts.
    """
    found = _in_force(organisation, day, kind=POLICY_DOCUMENT)
    return next((each for each in found if str(paragraph) in each.policy.paragraphs), None)


def _in_force(organisation, day, **kind):
    """The versions in force on a day, one a policy, by one query."""
    rows = Version.objects.select_related("policy").filter(
        Q(policy__withdrawn_on=None) | Q(policy__withdrawn_on__gt=day),
        policy__organisation=organisation,
        published_at__isnull=False,
        in_force_from__lte=day,
        **{f"policy__{name}": value for name, value in kind.items()},
    )
    newest = {}
    for row in rows.order_by("in_force_from", "number"):
        newest[row.policy_id] = row
    return list(newest.values())
