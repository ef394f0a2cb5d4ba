"""What covers a share, and what waits for whom."""

import pytest
from django.utils import timezone as clock

from sharewell.domain.agreements import actions, queries
from tests.domain.agreements.life import (
    ground,
    in_consultation,
    opened,
    with_partners,
)

pytestmark = pytest.mark.django_db


def test_everything_that_covers_a_share_is_looked_up_as_the_agreement_stands():
    """Cover comes with the last signature and goes with the end."""
    ours = with_partners()
    flow = actions.add_flow(
        agreement=ours.agreement, giver=ours.school, receivers=[ours.council], purpose="protect",
        by=ours.officer,
    )  # fmt: skip
    ground(flow, ours.officer)
    today = clock.localdate()
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    actions.sign(party=ours.school, name="A", role="R", by=ours.leader)
    actions.sign(party=ours.council, name="B", role="R", by=ours.partner_leader)
    assert queries.cover_for(ours.town.school, ours.town.council, "protect", today) is None
    actions.sign(party=ours.surgery, name="C", role="R", invitation=opened(ours.surgery))
    assert queries.cover_for(ours.town.school, ours.town.council, "protect", today)
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    assert queries.cover_for(ours.town.school, ours.town.council, "protect", today) is None


def test_everybody_finds_on_their_first_page_what_waits_for_them():
    from sharewell.web.home.needs import agreement_lines

    def says(person):
        return [line.says for line in agreement_lines(person, clock.now())]

    title = "Keeping children in sight"
    ours = in_consultation()
    assert says(ours.partner) == [f"{title} waits for your comments."]
    assert says(ours.officer) == []
    comment = actions.add_comment(
        agreement=ours.agreement, version=ours.agreement.versions.get(), text="Why?", by=ours.partner
    )
    assert says(ours.partner) == []
    assert says(ours.officer) == [f"A comment on {title} waits for your answer."]
    actions.settle_comment(comment=comment, how="taken-up", by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    assert says(ours.leader) == says(ours.partner_leader) == [f"{title} waits for your signature."]
    assert says(ours.town.teacher) == []
