"""Every write of agreements: drafting, arguing, assuring, signing, reviewing, joining, registering."""

from sharewell.domain.agreements.actions.assuring import (
    answer_assurance,
    submit_for_assurance,
    take_back_submission,
)
from sharewell.domain.agreements.actions.consulting import add_comment, put_before_parties, settle_comment
from sharewell.domain.agreements.actions.disputing import correct_signatory, dispute_signature
from sharewell.domain.agreements.actions.drafting import (
    answer_section,
    change_about,
    link_assessments,
    start_agreement,
)
from sharewell.domain.agreements.actions.flows import add_flow, change_flow, ground_flow, remove_flow
from sharewell.domain.agreements.actions.invitations import ask_for_fresh_link, invite, open_invitation
from sharewell.domain.agreements.actions.joining import ask_to_join, leave_agreement
from sharewell.domain.agreements.actions.parties import add_party, change_party, remove_party
from sharewell.domain.agreements.actions.registering import (
    confirm_for_party,
    confirm_paper,
    read_in_paper,
    show_in_public,
    take_over_register,
    throw_paper_away,
)
from sharewell.domain.agreements.actions.reviewing import (
    draft_anew,
    keep_agreements,
    record_review,
    withdraw_agreement,
)
from sharewell.domain.agreements.actions.signing import (
    decline_to_sign,
    open_signing,
    sign,
    stop_signing,
)

__all__ = [
    "add_comment",
    "add_flow",
    "add_party",
    "answer_assurance",
    "answer_section",
    "ask_for_fresh_link",
    "ask_to_join",
    "change_about",
    "change_flow",
    "change_party",
    "confirm_for_party",
    "confirm_paper",
    "correct_signatory",
    "decline_to_sign",
    "dispute_signature",
    "draft_anew",
    "ground_flow",
    "invite",
    "keep_agreements",
    "leave_agreement",
    "link_assessments",
    "open_invitation",
    "open_signing",
    "put_before_parties",
    "read_in_paper",
    "record_review",
    "remove_flow",
    "remove_party",
    "settle_comment",
    "show_in_public",
    "sign",
    "start_agreement",
    "stop_signing",
    "submit_for_assurance",
    "take_back_submission",
    "take_over_register",
    "throw_paper_away",
    "withdraw_agreement",
]
