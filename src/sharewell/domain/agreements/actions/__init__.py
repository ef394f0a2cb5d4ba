"""Every write of agreements: drafting, arguing, assuring, signing, reviewing, joining, registering."""

from sharewell.domain.agreements.actions.drafting import (
    answer_section,
    change_about,
    link_assessments,
    start_agreement,
)
from sharewell.domain.agreements.actions.flows import add_flow, change_flow, ground_flow, remove_flow
from sharewell.domain.agreements.actions.parties import add_party, change_party, remove_party

__all__ = [
    "add_flow",
    "add_party",
    "answer_section",
    "change_about",
    "change_flow",
    "change_party",
    "ground_flow",
    "link_assessments",
    "remove_flow",
    "remove_party",
    "start_agreement",
]
