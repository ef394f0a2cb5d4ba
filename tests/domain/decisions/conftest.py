import pytest

from sharewell.domain.decisions import actions
from tests.people import WALK, add_tendai


@pytest.fixture
def worry(town):
    """A worry of the teacher about Tendai, with one fact."""
    return actions.raise_worry(
        by=town.teacher,
        children=[add_tendai(town.teacher)],
        entries=[{"kind": "fact", "text": "Three round bruises on the left arm.", "said_by": "Amina Yusuf"}],
        answers=WALK,
    )
