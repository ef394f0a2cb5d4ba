"""A body joins what is in force, by signing the version that stands; or it leaves."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.agreements import states, who_may
from sharewell.domain.agreements.actions.going import (
    answering,
    locked,
    moment,
    others,
    record,
    standing,
    tell,
)
from sharewell.domain.agreements.actions.invitations import end_invitations
from sharewell.domain.agreements.actions.reviewing import withdraw_agreement
from sharewell.domain.agreements.actions.signing import ask_to_sign
from sharewell.domain.agreements.models import Party
from sharewell.domain.agreements.words import words_of
from sharewell.domain.organisations.permissions import SYSTEM, allow


@transaction.atomic
def ask_to_join(
    *, agreement, organisation, by, capacity=states.CONTROLLER, role_en="", role_cy="", name="", email="",
    at=None,
):  # fmt: skip
    """Ask a body to join: it is a party from the day on which it signs. `role` is the post that signs. Gives
    the Party.
    """
    agreement, at = locked(agreement), moment(at)
    allow(who_may.ask_to_join_refusal(by, agreement, organisation))
    party = Party(
        agreement=agreement, organisation=organisation, capacity=capacity, signatory_role_en=role_en,
        signatory_role_cy=role_cy, signatory_name=name, signatory_email=email,
    )  # fmt: skip
    party.save()
    agreement.words = words_of(agreement)
    agreement.save()
    ask_to_sign(party, by, at)
    record("agreement-asked-to-join", agreement, by, at, whom=str(organisation.pk).encode())
    return party


@transaction.atomic
def leave_agreement(*, party, because, by, at=None):
    """A party leaves, from today: what it gave and got is covered no more. Where too few stay, it ends."""
    agreement, at = locked(party.agreement), moment(at)
    party = Party.objects.select_related("organisation").get(pk=party.pk)
    party.agreement = agreement
    allow(who_may.leave_refusal(by, party))
    if not because.strip():
        raise ValueError("whoever leaves says why")
    party.left_on, party.left_because = timezone.localdate(at), because.strip()[:1000]
    party.save()
    end_invitations(agreement, at, party=party)
    tell(agreement, states.TOLD_ENDED, answering([agreement.keeper_id, *others(agreement)]), at)
    record("agreement-left", agreement, by, at, because=because.encode())
    joined = [each for each in standing(agreement) if each.joined_on]
    kind = who_may.kind_of(agreement)
    if len(joined) < (kind.least_parties if kind else 2):
        withdraw_agreement(agreement=agreement, because=because, by=SYSTEM, at=at)
    return party
