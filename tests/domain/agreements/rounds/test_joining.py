"""A body joins what is in force, or leaves it."""

import pytest
from django.utils import timezone as clock

from sharewell.domain.agreements import actions, states
from sharewell.domain.agreements.models import Notice
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import Refusal
from tests.domain.agreements.life import (
    another_body,
    fresh,
    in_force,
)

pytestmark = pytest.mark.django_db


def test_a_body_joins_by_signing_the_version_that_stands():
    ours = in_force()
    body, people = another_body("Brackenholt Youth Trust")
    party = actions.ask_to_join(
        agreement=ours.agreement, organisation=body, role_en="Chief executive", by=ours.officer
    )
    assert party.joined_on is None
    assert life.signatures_waiting(people["leader"]) == [party]
    actions.sign(party=party, name="Bo Lind", role="Chief executive", by=people["leader"])
    party.refresh_from_db()
    assert party.joined_on == clock.localdate()
    assert fresh(ours.agreement).state == states.IN_FORCE
    assert party.signatures.get().version == ours.agreement.versions.get()
    with pytest.raises(Refusal):
        actions.ask_to_join(agreement=ours.agreement, organisation=body, by=ours.officer)


def test_a_party_leaves_without_anybodys_consent_and_the_others_are_told():
    ours = in_force()
    with pytest.raises(Refusal):
        actions.leave_agreement(party=ours.council, because="x", by=ours.town.at_council["practitioner"])
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    ours.council.refresh_from_db()
    assert ours.council.left_on == clock.localdate()
    assert fresh(ours.agreement).state == states.IN_FORCE
    assert Notice.objects.filter(why="ended", person=ours.officer).exists()


def test_where_one_is_left_alone_it_ends():
    ours = in_force()
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    actions.leave_agreement(party=ours.surgery, because="They closed.", by=ours.officer)
    assert fresh(ours.agreement).state == states.WITHDRAWN


def test_who_has_left_is_not_waited_for():
    ours = in_force()
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    draft = actions.draft_anew(agreement=ours.agreement, by=ours.officer)
    assert {party.organisation for party in draft.parties.all()} == {ours.town.school, ours.town.surgery}
