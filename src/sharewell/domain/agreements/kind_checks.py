"""What the kind of a draft asks of its words and flows, and a schedule of the agreement above it.

Nothing here is a matter of law: the rules are asked in `checks`. What is wrong is said while it is drafted.
"""

from django.utils.translation import gettext_lazy

from sharewell.domain.agreements import states
from sharewell.domain.agreements.kinds import Question, kinds
from sharewell.domain.agreements.standings import FAILS, HOLDS, Found

ONE_WAY = gettext_lazy(
    "This kind of agreement goes one way: %(giver)s gives, and the others receive. What %(who)s gives needs "
    "an agreement of its own, or one of a kind that goes both ways."
)
UNDER_HOLDS = gettext_lazy(
    "%(above)s is in force, and every party here is a party to it. What is agreed there holds here too."
)
UNDER_NOT_YET = gettext_lazy(
    "%(above)s is not in force yet. What is agreed there holds for this schedule only once it is."
)
UNDER_ENDED = gettext_lazy(
    "%(above)s has ended. Choose another agreement above this one, or draft it as an agreement of its own."
)
NOT_ABOVE = gettext_lazy(
    "%(who)s is no party to %(above)s. It can join that one first, or be left out of this one."
)


def unanswered(agreement) -> list[Question]:
    """What its kind needs answered and nobody has answered yet, in the kind's order."""
    kind = kinds().get(agreement.kind)
    said = {row.question for row in agreement.answers.all() if (row.text_en or row.text_cy).strip()}
    questions = kind.questions.values() if kind else ()
    return [each for each in questions if each.is_needed and each.id not in said]


def flows_back(agreement) -> list:
    """The flows of a kind that goes one way that are given by another than whoever gives the first."""
    kind = kinds().get(agreement.kind)
    if kind is None or not kind.is_one_way:
        return []
    flows = list(agreement.flows.select_related("giver__organisation"))
    return [flow for flow in flows if flow.giver_id != flows[0].giver_id]


def of_way(flow) -> list[Found]:
    """Whether a flow goes the one way of its kind; nothing where it does."""
    if flow not in flows_back(flow.agreement):
        return []
    first = flow.agreement.flows.select_related("giver__organisation").first()
    said = str(ONE_WAY) % {"giver": first.giver, "who": flow.giver}
    return [Found(flow, flow.giver, None, "way", "", FAILS, said)]


def of_tier(agreement) -> list[Found]:
    """Whether a schedule stands under an agreement in force, among its parties; nothing of any other."""
    if agreement.under_id is None:
        return []
    above = in_force_for(agreement.under)
    if not above.covers:
        said = UNDER_ENDED if above.state in states.ENDED else UNDER_NOT_YET
        return [Found(None, None, None, "under", "", FAILS, str(said) % {"above": above})]
    there = set(above.parties.filter(left_on=None).values_list("organisation", flat=True))
    parties = agreement.parties.filter(left_on=None).select_related("organisation")
    strange = [party for party in parties if party.organisation_id not in there]
    if not strange:
        return [Found(None, None, None, "under", "", HOLDS, str(UNDER_HOLDS) % {"above": above})]
    return [
        Found(None, party, None, "under", "", FAILS, str(NOT_ABOVE) % {"who": party, "above": above})
        for party in strange
    ]


def in_force_for(above):
    """The agreement above a schedule as it is now: a later version of it where one has come into force."""
    seen = {above.pk}
    while not above.covers:
        following = above.replaced_by.filter(state__in=(*states.COVERS, states.REPLACED)).first()
        if following is None or following.pk in seen:
            return above
        seen.add(following.pk)
        above = following
    return above
