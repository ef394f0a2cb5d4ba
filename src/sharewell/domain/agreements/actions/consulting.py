"""Putting an agreement before its parties, their comments, and what was made of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import states, who_may
from sharewell.domain.agreements.actions.going import (
    answering,
    freeze,
    has_changed,
    locked,
    moment,
    move,
    others,
    record,
    signing_for,
    standing,
    tell,
)
from sharewell.domain.agreements.actions.invitations import invite_unless_here
from sharewell.domain.agreements.models import Comment
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.permissions import allow


@transaction.atomic
def put_before_parties(*, agreement, by, note="", at=None):
    """Freeze what stands as the next version and have every other party told. Gives the Version."""
    agreement, at = locked(agreement), moment(at)
    allow(who_may.put_refusal(by, agreement))
    if agreement.versions.exists() and not has_changed(agreement):
        raise Refusal(_("Nothing has changed since the last version."))
    version = freeze(agreement, note, by, at)
    if agreement.state != states.CONSULTATION:
        move(agreement, states.CONSULTATION)
    tell(agreement, states.TOLD_COMMENT, answering(others(agreement)), at)
    for party in standing(agreement):
        if party.organisation_id != agreement.keeper_id:
            tell(agreement, states.TOLD_COMMENT, signing_for(party), at)
        invite_unless_here(party, states.INVITED_TO_COMMENT, by, at)
    record("agreement-put-before-parties", agreement, by, at)
    return version


@transaction.atomic
def add_comment(
    *, agreement, version, text, clause="", language="en", by=None, invitation=None, name="", at=None
):
    """A party says something to a clause, or to the whole where `clause` is ""; with an account (`by`), or
    behind a link (`invitation` and `name`). Gives the Comment.
    """
    agreement, at = locked(agreement), moment(at)
    if invitation is None:
        allow(who_may.comment_refusal(by, agreement))
        party = who_may.party_of(by, agreement)
    else:
        allow(who_may.state_refusal(agreement, states.CONSULTATION))
        party = invitation.party
    if not text.strip():
        raise ValueError("a comment says something")
    comment = Comment(
        agreement=agreement, version=version, clause=clause, party=party, by=by, invitation=invitation,
        name=name, at=at, **{f"text_{language}": text.strip()},
    )  # fmt: skip
    comment.save()
    tell(agreement, states.TOLD_CHANGES, answering([agreement.keeper_id]), at)
    record("agreement-commented", agreement, by or "party", at, said=text.encode())
    return comment


@transaction.atomic
def settle_comment(*, comment, how, by, said="", at=None):
    """Say what was made of a comment: `how` is one of states.SETTLED."""
    agreement, at = locked(comment.agreement), moment(at)
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    comment.agreement = agreement
    allow(who_may.settle_refusal(by, comment))
    if how not in states.SETTLED:
        raise ValueError(f"no such answer to a comment: {how!r}")
    comment.settled_how, comment.settled_said = how, said.strip()
    comment.settled_at, comment.settled_by = at, by
    comment.save()
    record("agreement-comment-settled", agreement, by, at, how=how.encode())
    return comment
