"""What the register says of one agreement, as a document to print: also of one that was made elsewhere."""

from sharewell import rules
from sharewell.domain.agreements import states
from sharewell.domain.agreements.kinds import kinds
from sharewell.printing import documents as d

W = {
    "from": {"en": "In force from", "cy": "Mewn grym o"},
    "review": {"en": "To be reviewed on", "cy": "I'w adolygu ar"},
    "ends": {"en": "Last day", "cy": "Diwrnod olaf"},
    "kind": {"en": "Kind", "cy": "Math"},
    "keeper": {"en": "Kept by", "cy": "Cedwir gan"},
    "parties": {"en": "Parties", "cy": "Partïon"},
    "flows": {"en": "Who gives what to whom", "cy": "Pwy sy'n rhoi beth i bwy"},
    "gives": {"en": "Gives", "cy": "Yn rhoi"},
    "receives": {"en": "Receives", "cy": "Yn derbyn"},
    "for": {"en": "What for", "cy": "I ba ddiben"},
    "what": {"en": "What information", "cy": "Pa wybodaeth"},
    "elsewhere": {
        "en": "This agreement was made elsewhere. The register holds its key facts; the original has "
        "its words.",
        "cy": "Gwnaed y cytundeb hwn yn rhywle arall. Mae'r gofrestr yn dal ei brif ffeithiau; "
        "mae ei eiriau yn y gwreiddiol.",
    },
}
STATES = {
    states.DRAFT: {"en": "Draft", "cy": "Drafft"},
    states.IN_FORCE: {"en": "In force", "cy": "Mewn grym"},
    states.REVIEW_DUE: {"en": "In force, review due", "cy": "Mewn grym, adolygiad yn ddyledus"},
    states.REPLACED: {"en": "Replaced", "cy": "Disodlwyd"},
    states.WITHDRAWN: {"en": "Withdrawn", "cy": "Tynnwyd yn ôl"},
}
UNDER_WAY = {"en": "Not in force yet", "cy": "Ddim mewn grym eto"}


def document_of_entry(agreement, lang: str) -> d.Document:
    """One agreement as the register has it, in "en", "cy" or "both"."""
    kind = kinds().get(agreement.kind)
    facts = [(W["kind"], kind.title if kind else agreement.kind), (W["keeper"], _name(agreement.keeper))]
    days = {"from": agreement.in_force_from, "review": agreement.review_on, "ends": agreement.ends_on}
    facts += [(W[name], d.when(on)) for name, on in days.items() if on]
    blocks = [d.Facts(facts)]
    if agreement.is_imported:
        blocks.append(d.Note(W["elsewhere"]))
    standing = [party for party in agreement.parties.all() if party.left_on is None]
    blocks += [d.Heading(W["parties"]), d.Bullets([_name(party.organisation) for party in standing])]
    rows = [_row(flow) for flow in agreement.flows.all()]
    if rows:
        head = [W[name] for name in ("gives", "receives", "for", "what")]
        blocks += [d.Heading(W["flows"]), d.Table(head=head, rows=rows, caption=W["flows"])]
    title = d.name(agreement.title_en, agreement.title_cy) if agreement.title else agreement.reference
    return d.Document(
        title=title,
        lang=lang,
        reference=agreement.reference,
        at=(agreement.in_force_from or agreement.made_at).isoformat(),
        status=STATES.get(agreement.state, UNDER_WAY),
        blocks=blocks,
    )


def _name(organisation) -> d.Words:
    return d.name(organisation.name_en, organisation.name_cy)


def _row(flow) -> list[d.Words]:
    ruleset = rules.current()
    receivers = [_name(party.organisation) for party in flow.receivers.all()]
    joined = [part for name in receivers for part in (", ", name)][1:]
    purpose = {lang: ruleset.say("worry.purpose", flow.purpose, lang) for lang in ("en", "cy")}
    items = d.name(flow.items_en, flow.items_cy) if flow.items_en or flow.items_cy else ""
    return [_name(flow.giver.organisation), joined, purpose, items]
