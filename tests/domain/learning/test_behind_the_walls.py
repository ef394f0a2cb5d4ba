"""A visitor for whom nobody acts reads what an organisation shows to everybody, and nothing else of it."""

import pytest
from django.db import connection

from sharewell.domain.belonging import NOBODY, acting_for
from sharewell.domain.errors import NotFound
from sharewell.domain.learning import actions, queries
from sharewell.domain.learning.models import Policy
from tests.domain.learning.test_policies import published
from tests.people import build_town

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def test_a_visitor_reads_what_is_shown_to_everybody_and_nothing_else():
    town = build_town()
    officer = town.at_school["data-protection-officer"]
    shown, version = published(officer)
    hidden, _version = published(officer, "sharing")
    actions.change_details(policy=shown, is_public=True, by=officer)
    with acting_for(NOBODY):
        assert queries.public_notices(town.school.pk) == [version]
        assert queries.public_notice(town.school.pk, shown.pk).policy.title == "Privacy notice"
        with pytest.raises(NotFound):
            queries.public_notice(town.school.pk, hidden.pk)
        assert queries.public_notices(town.council.pk) == []
        if connection.vendor == "postgresql":
            assert not Policy.objects.exists(), "outside that one look the wall stands"


def test_another_organisation_sees_no_policy_and_no_reader():
    town = build_town()
    officer, other = (place["data-protection-officer"] for place in (town.at_school, town.at_council))
    policy, _version = published(officer, "sharing")
    with acting_for(town.council.pk):
        assert queries.policies_for(other) == [] and queries.to_read_for(other) == []
        with pytest.raises(NotFound):
            queries.policy_for(other, policy.pk)
