"""The next version of an agreement: everything that was said in it, in a draft of its own."""

from sharewell.domain.agreements import states
from sharewell.domain.agreements.models import Agreement, Answer, Flow, FlowBasis, Party

_NOT_COPIED = {
    Agreement: ("id", "reference", "state", "replaces", "in_force_from", "review_on", "ends_on",
                "ended_because", "is_imported", "made_at", "made_by"),
    Party: ("id", "agreement", "joined_on", "left_on", "left_because", "confirmed_at", "confirmed_by"),
    Answer: ("id", "agreement"),
    Flow: ("id", "agreement", "giver"),
    FlowBasis: ("id", "flow", "party"),
}  # fmt: skip


def copied(agreement: Agreement, *, by, at) -> Agreement:
    """A draft that replaces `agreement`; parties that have left, and what they gave, are not in it."""
    draft = Agreement(
        **_values(agreement), reference=next_reference(agreement), replaces=agreement, state=states.DRAFT,
        made_at=at, made_by=by,
    )  # fmt: skip
    draft.save()
    draft.assessments.set(agreement.assessments.all())
    parties = {}
    for party in agreement.parties.filter(left_on=None):
        parties[party.pk] = Party(agreement=draft, **_values(party))
        parties[party.pk].save()
    for answer in agreement.answers.all():
        Answer(agreement=draft, **_values(answer)).save()
    for flow in agreement.flows.prefetch_related("receivers", "bases"):
        if flow.giver_id in parties:
            _copy_flow(flow, draft, parties)
    return draft


def next_reference(agreement: Agreement) -> str:
    """ "FS-2026-003" becomes "FS-2026-003/2", and that "FS-2026-003/3"."""
    stem, _slash, number = agreement.reference.partition("/")
    return f"{stem}/{int(number or 1) + 1}"


def _copy_flow(flow: Flow, draft: Agreement, parties: dict) -> None:
    new = Flow(agreement=draft, giver=parties[flow.giver_id], **_values(flow))
    new.save()
    new.receivers.set([parties[each.pk] for each in flow.receivers.all() if each.pk in parties])
    for basis in flow.bases.all():
        if basis.party_id in parties:
            FlowBasis(flow=new, party=parties[basis.party_id], **_values(basis)).save()


def _values(row) -> dict:
    left = _NOT_COPIED[type(row)]
    fields = [field for field in row._meta.concrete_fields if field.name not in left]
    return {field.attname: getattr(row, field.attname) for field in fields}
