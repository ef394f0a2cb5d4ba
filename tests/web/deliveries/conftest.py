import pytest

from tests.domain.deliveries.town import prepare, worry_of


@pytest.fixture
def case(town):
    return worry_of(town)


@pytest.fixture
def to_council(town, case):
    return prepare(case, town.front_door, town.teacher)


@pytest.fixture
def to_gp(town, case):
    return prepare(case, town.gp, town.teacher)


@pytest.fixture
def teacher(client, town):
    """A browser in which the teacher is signed in."""
    client.force_login(town.teacher)
    return client
