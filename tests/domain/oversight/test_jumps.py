"""Far more is shared than an assessment says: one question of it is open again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell.domain.decisions import actions as decisions
from sharewell.domain.oversight.jumps import look_for_jumps
from tests.assessments import signed
from tests.people import WALK, add_tendai, build_town

pytestmark = pytest.mark.django_db


def share(town, child, times, at):
    """So many decisions to share about one child with children's services."""
    for _ in range(times):
        worry = decisions.raise_worry(
            by=town.teacher,
            children=[child],
            answers=WALK,
            entries=[{"kind": "fact", "text": "Seen."}],
            at=at,
        )
        decisions.record_decision(
            worry=worry, child=child, to=town.front_door, choice="share", reason="To keep him safe.",
            by=town.teacher, at=at,
        )  # fmt: skip


def test_three_times_what_was_expected_opens_one_question_once_a_month():
    town, now = build_town(), timezone.now()
    made = signed(
        town, at=now - timedelta(days=40), volume={"expects_a_month": 2},
        recipients={"purposes": ["protect"], "kinds": ["childrens-services"], "named": []},
    )  # fmt: skip
    child = add_tendai(town.teacher)
    share(town, child, 1, now - timedelta(days=35))  # too long ago to count
    share(town, child, 5, now - timedelta(days=1))
    assert look_for_jumps(at=now) == []
    share(town, child, 1, now - timedelta(hours=1))
    opened = look_for_jumps(at=now)
    assert [(row.assessment, row.question, row.because) for row in opened] == [
        (made, "volume", "volume-jump")
    ]
    assert look_for_jumps(at=now) == []
