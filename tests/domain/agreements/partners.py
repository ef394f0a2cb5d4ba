"""Three partners of the town who draft an agreement, by the real actions."""

from sharewell.domain.agreements import actions
from sharewell.domain.agreements.kinds import kind

SAID = "Agreed by the safeguarding partners."


def draft(town, kind_id="data-sharing-agreement", **more):
    """A draft of the school with the council as a party; the officer of the school made it."""
    officer = town.at_school["data-protection-officer"]
    agreement = actions.start_agreement(
        kind=kind_id, organisation=town.school, by=officer,
        **{"title_en": "Keeping pupils safe", "title_cy": "Cadw disgyblion yn ddiogel", "languages": "both"}
        | more,
    )  # fmt: skip
    actions.add_party(
        agreement=agreement, organisation=town.council, by=officer,
        contact_en="Data protection officer", signatory_role_en="Director",
    )  # fmt: skip
    return agreement


def flow_of(agreement, by, **more):
    """What the school gives the council, to protect a child, on its public task."""
    school, council = list(agreement.parties.all())[:2]
    flow = actions.add_flow(
        agreement=agreement, giver=school, receivers=[council], by=by,
        **{"purpose": "protect", "items_en": "Concerns about a pupil's safety", "special": True}
        | more,
    )  # fmt: skip
    return flow


def answer_all(agreement, by):
    """Every question answered in English; a choice by its first answer."""
    for section in kind(agreement.kind).sections:
        answers = {
            each.id: {"en": each.choices[0].id if each.choices else f"{SAID} ({each.id})", "cy": ""}
            for each in section.questions
        }
        if answers:
            actions.answer_section(agreement=agreement, section=section.id, answers=answers, by=by)
