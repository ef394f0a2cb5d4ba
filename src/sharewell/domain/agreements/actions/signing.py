"""Signing: each party by the post that signs for it. When the last has signed it is in force for all."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import reviews, states, who_may
from sharewell.domain.agreements.actions.disputing import tell_the_body
from sharewell.domain.agreements.actions.going import (
    answering,
    freeze,
    has_changed,
    locked,
    moment,
    move,
    record,
    signing_for,
    standing,
    tell,
)
from sharewell.domain.agreements.actions.invitations import end_invitations, invite_unless_here, is_wanted
from sharewell.domain.agreements.models import Agreement, Comment, Invitation, Party, Review, Signature
from sharewell.domain.belonging import EVERYBODY, acting_for
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.permissions import allow


@transaction.atomic
def open_signing(*, agreement, by, at=None):
    """Have the latest version signed by every party. It starts on the day that is written in it, or when the
    last has signed where that is later.
    """
    agreement, at = locked(agreement), moment(at)
    allow(who_may.open_signing_refusal(by, agreement))
    if agreement.versions.exists() and has_changed(agreement):
        raise Refusal(
            _("The words were changed after the parties saw them last."), _("Put it before them again.")
        )
    freeze(agreement, "", by, at)
    move(agreement, states.SIGNING)
    end_invitations(agreement, at)
    for party in standing(agreement):
        ask_to_sign(party, by, at)
    record("agreement-signing-opened", agreement, by, at)
    return agreement


def ask_to_sign(party: Party, by, at, /) -> None:
    """Tell those who can sign for a party, or send it a link; a part of another step."""
    tell(party.agreement, states.TOLD_SIGN, signing_for(party), at)
    invite_unless_here(party, states.INVITED_TO_SIGN, by, at)


@transaction.atomic
def sign(*, party, name, role, by=None, invitation=None, language="en", version=None, at=None):
    """Sign the latest version for a party, with an account (`by`) or behind a link (`invitation`).

    `version` is the one that was read: Refusal where another has come since. Gives the Signature.
    """
    agreement, at = locked(party.agreement), moment(at)
    party = Party.objects.select_related("organisation").get(pk=party.pk)
    party.agreement = agreement
    if invitation is None:
        allow(who_may.sign_refusal(by, party))
    else:
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        allow(_link_refusal(invitation, party))
    latest = agreement.versions.last()
    if version is not None and version.pk != latest.pk:
        raise Refusal(_("There is a newer version than the one that you read. Read it first."))
    signature = Signature(
        version=latest, party=party, name=name.strip(), role=role.strip(), language=language, person=by,
        how=states.BY_LINK if invitation else states.BY_ACCOUNT, invitation=invitation, at=at,
    )  # fmt: skip
    signature.save()
    if invitation:
        invitation.used_at = at
        invitation.save()
        tell_the_body(signature)
    said = f"{signature.name}\n{signature.role}".encode()
    record("agreement-signed", agreement, by or "party", at, who=said, version=latest.sha256.encode())
    _take_effect(agreement, party, at)
    return signature


@transaction.atomic
def decline_to_sign(*, party, because, by=None, invitation=None, name="", language="en", at=None):
    """A party says that it will not sign, and why. It ends nothing: the keeper changes it or goes on. Gives
    the Comment that says so.
    """
    agreement, at = locked(party.agreement), moment(at)
    party = Party.objects.select_related("organisation").get(pk=party.pk)
    party.agreement = agreement
    if invitation is None:
        allow(who_may.sign_refusal(by, party))
    else:
        allow(_link_refusal(invitation, party))
    if not because.strip():
        raise ValueError("whoever does not sign says why")
    comment = Comment(
        agreement=agreement, version=agreement.versions.last(), party=party, by=by, invitation=invitation,
        name=name, at=at, **{f"text_{language}": because.strip()},
    )  # fmt: skip
    comment.save()
    tell(agreement, states.TOLD_CHANGES, answering([agreement.keeper_id]), at)
    record("agreement-declined", agreement, by or "party", at, said=because.encode())
    return comment


@transaction.atomic
def stop_signing(*, agreement, because, by, at=None):
    """Take it back from being signed, to change it. A signature stays with the version that was signed."""
    agreement, at = locked(agreement), moment(at)
    allow(who_may.stop_signing_refusal(by, agreement))
    move(agreement, states.CONSULTATION)
    end_invitations(agreement, at)
    record("agreement-signing-stopped", agreement, by, at, because=because.encode())
    return agreement


def _link_refusal(invitation: Invitation, party: Party) -> Refusal | None:
    is_open = invitation.used_at is None and invitation.ended_at is None
    is_theirs = invitation.party_id == party.pk and invitation.purpose == states.INVITED_TO_SIGN
    if is_open and is_theirs and is_wanted(invitation):
        return None
    return Refusal(_("This agreement does not wait for a signature of yours."))


def _take_effect(agreement: Agreement, party: Party, at) -> None:
    """What a signature brings about: the start for everybody, or one more party to what is in force."""
    if agreement.state != states.SIGNING:
        party.joined_on = timezone.localdate(at)
        party.save()
        tell(agreement, states.TOLD_IN_FORCE, answering([agreement.keeper_id]), at)
        record("agreement-joined", agreement, "system", at)
        return
    signed = set(agreement.versions.last().standing_signatures.values_list("party", flat=True))
    if all(each.pk in signed for each in standing(agreement)):
        with acting_for(EVERYBODY):  # the last to sign may have had no part in what this replaces
            _into_force(agreement, at)


def _into_force(agreement: Agreement, at) -> None:
    start = max(agreement.in_force_from or timezone.localdate(at), timezone.localdate(at))
    parties = standing(agreement)
    for party in parties:
        party.joined_on = start
        party.save()
    agreement.in_force_from, agreement.review_on = start, reviews.first_after(start)
    move(agreement, states.IN_FORCE)
    Review(agreement=agreement, due_on=agreement.review_on).save()
    tell(agreement, states.TOLD_IN_FORCE, answering([each.organisation_id for each in parties]), at)
    record("agreement-in-force", agreement, "system", at)
    before = agreement.replaces
    if before is not None and before.state in states.COVERS:
        before = locked(before)
        before.ends_on = min(before.ends_on or start, start)
        move(before, states.REPLACED)
        before.reviews.filter(done_at=None).delete()
        record("agreement-replaced", before, "system", at)
