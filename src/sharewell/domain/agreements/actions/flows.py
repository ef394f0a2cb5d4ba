"""Who gives what to whom: adding, changing and grounding the flows of a draft."""

from django.db import transaction
from django.db.models import Max

from sharewell.domain.agreements import grounds
from sharewell.domain.agreements.actions.drafting import find_again, held
from sharewell.domain.agreements.models import Flow, FlowBasis
from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import NotFound
from sharewell.domain.versions import merged

TEXTS = tuple(
    f"{name}_{lang}"
    for name in ("items", "about", "why", "often", "trigger", "secured", "kept")
    for lang in ("en", "cy")
)
FIELDS = (*TEXTS, "purpose", "pattern", "special", "offence", "confidential")


@transaction.atomic
def add_flow(*, agreement, giver, receivers, purpose, by, at=None, **said):
    """One more flow: `giver` and `receivers` are parties of this agreement, `said` any of FIELDS. NotFound
    where a party is not of this agreement.
    """
    agreement = held(agreement, by)
    receivers = _of_it(agreement, giver, receivers)
    last = agreement.flows.aggregate(last=Max("number"))["last"] or 0
    said = {name: value for name, value in said.items() if name in FIELDS}
    flow = Flow.objects.create(agreement=agreement, number=last + 1, giver=giver, purpose=purpose, **said)
    flow.receivers.set(receivers)
    find_again(agreement)
    _note("agreement-flow-added", agreement, by, at)
    return flow


@transaction.atomic
def change_flow(*, flow, by, version=None, giver=None, receivers=None, at=None, **mine):
    """Change any of FIELDS, who gives, who receives. Clash where somebody else did since `version`, in which
    giver and receivers are ids: "giver" and "receivers".
    """
    agreement = held(flow.agreement, by)
    flow = Flow.objects.select_for_update().get(pk=flow.pk)
    mine = {name: value for name, value in mine.items() if name in FIELDS}
    if giver is not None:
        receivers = _of_it(agreement, giver, receivers)
        mine |= {"giver": str(giver.pk), "receivers": sorted(str(each.pk) for each in receivers)}
    stands = flow_stands(flow, mine)
    new = merged(version=version, stands=stands, mine=mine)
    parties = {str(each.pk): each for each in agreement.parties.all()}
    if giver is not None:
        flow.giver = parties[new.pop("giver")]
        flow.receivers.set([parties[pk] for pk in new.pop("receivers")])
    for name, value in new.items():
        setattr(flow, name, value)
    flow.save()
    find_again(agreement)
    _note("agreement-flow-changed", agreement, by, at)
    return flow


def flow_stands(flow, names):
    """What a form of these fields is drawn from."""
    who = {
        "giver": lambda: str(flow.giver_id),
        "receivers": lambda: sorted(str(each.pk) for each in flow.receivers.all()),
    }
    return {name: who[name]() if name in who else getattr(flow, name) for name in names}


@transaction.atomic
def ground_flow(*, flow, party, basis, condition, power, by, version=None, at=None):
    """Say what one of its parties rests the flow on: ids of the rules, "" for none. NotFound where the rules
    know no such ground, or the party neither gives nor receives it.
    """
    agreement = held(flow.agreement, by)
    flow = Flow.objects.select_for_update().get(pk=flow.pk)
    mine = {"basis": basis, "condition": condition, "power": power}
    sorts = {"basis": "basis", "condition": "condition", "power": "gateway"}
    known = grounds.known()
    for what, pk in mine.items():
        if pk and (pk not in known or known[pk]["sort"] != sorts[what]):
            raise NotFound()
    if party.pk != flow.giver_id and not flow.receivers.filter(pk=party.pk).exists():
        raise NotFound()
    row = FlowBasis.objects.filter(flow=flow, party=party).first() or FlowBasis(flow=flow, party=party)
    stands = {name: getattr(row, name) for name in mine}
    for name, value in merged(version=version, stands=stands, mine=mine).items():
        setattr(row, name, value)
    row.save()
    _note("agreement-flow-grounded", agreement, by, at)
    return row


@transaction.atomic
def remove_flow(*, flow, by, at=None):
    """Take a flow out of a draft. The others keep their numbers."""
    agreement = held(flow.agreement, by)
    flow.delete()
    find_again(agreement)
    _note("agreement-flow-removed", agreement, by, at)


def _of_it(agreement, giver, receivers):
    """The receivers, each once and without the giver. NotFound where one is no party of this agreement."""
    if any(party.agreement_id != agreement.pk for party in [giver, *receivers]):
        raise NotFound()
    return [party for party in dict.fromkeys(receivers) if party.pk != giver.pk]


def _note(kind, agreement, by, at):
    record_event(kind=kind, by=by, about=f"agreement:{agreement.pk}", at=at)
