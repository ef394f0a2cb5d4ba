"""Which flows of an agreement an impact assessment covers, and which not.

An assessment covers what was signed off in it: purposes, and kinds of recipient, of what its organisation
gives. Linking it to an agreement widens nothing. What another party gives is for its own assessments.
"""

from dataclasses import dataclass

from django.utils import timezone

from sharewell.domain.agreements import permissions
from sharewell.domain.agreements.models import Flow, Party
from sharewell.domain.dpias import queries as dpias
from sharewell.domain.dpias import states
from sharewell.domain.dpias.models import Assessment

_OUT = (states.WITHDRAWN, states.NOT_NEEDED)


@dataclass(frozen=True)
class Assessed:
    """One flow to one receiver, and the assessments of whoever gives that speak of it."""

    flow: Flow
    to: Party
    covering: tuple[Assessment, ...]  # signed off: those that are linked first
    written: Assessment | None = None  # speaks of it, and is not signed off like that
    linked: Assessment | None = None  # linked and signed off, whatever it speaks of
    is_linked: bool = False  # whether one that covers it is linked

    @property
    def is_covered(self) -> bool:
        return bool(self.covering)


def assessed_flows(person, agreement) -> list[Assessed]:
    """What the person's organisation gives under an agreement that they may see."""
    flows = agreement.flows.filter(giver__organisation=person.organisation_id)
    pairs = [
        (flow, to)
        for flow in flows.select_related("giver__organisation").prefetch_related("receivers__organisation")
        for to in flow.receivers.all()
        if to.left_on is None
    ]
    if not pairs:
        return []
    scopes = dpias.scopes_of(person.organisation, timezone.localdate())
    linked = set(agreement.assessments.values_list("pk", flat=True))
    ours = [each for each in dpias.assessments_for(person) if each.state not in _OUT]
    written = {each.pk: {(row.purpose, row.recipient_kind) for row in each.covers.all()} for each in ours}
    signed = next((each for each in ours if each.pk in linked and each.is_in_force), None)

    def assessed(flow, to):
        said = (flow.purpose, to.organisation.kind)
        covering = sorted(scopes.get(said, []), key=lambda each: each.pk not in linked)
        speaks = next((each for each in ours if said in written[each.pk]), None)
        is_linked = bool(covering) and covering[0].pk in linked
        return Assessed(flow, to, tuple(covering), speaks, signed, is_linked)

    return [assessed(flow, to) for flow, to in pairs]


def agreements_behind(person, assessment) -> list:
    """[(agreement, what it covers there, what not)] of the agreements to which somebody linked an assessment
    of the person's own organisation, as far as they may see them; both are Assessed rows.
    """
    if assessment.keeper_id != person.organisation_id:
        return []
    found = []
    for agreement in assessment.agreements.select_related("keeper").prefetch_related("parties"):
        if permissions.see_refusal(person, agreement) is None:
            rows = assessed_flows(person, agreement)
            covered = [each for each in rows if assessment in each.covering]
            found.append((agreement, covered, [each for each in rows if each not in covered]))
    return found
