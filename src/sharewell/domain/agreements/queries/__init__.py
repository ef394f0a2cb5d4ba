"""Every read of agreements; the first argument is who asks."""

from sharewell.domain.agreements.queries.covering import cover_for
from sharewell.domain.agreements.queries.drafts import (
    agreement_for,
    answers_of,
    flow_for,
    overarching_for,
    partner_named,
    party_for,
    unanswered_in,
    under_way_for,
    who_could_join,
)

__all__ = [
    "agreement_for",
    "answers_of",
    "cover_for",
    "flow_for",
    "overarching_for",
    "partner_named",
    "party_for",
    "unanswered_in",
    "under_way_for",
    "who_could_join",
]
