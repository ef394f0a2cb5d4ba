import pytest

from tests.domain.deliveries.town import prepare, worry_of


@pytest.fixture
def case(town):
    return worry_of(town)


@pytest.fixture
def to_council(town, case):
    """A package for children's services, by their inbox."""
    return prepare(case, town.front_door, town.teacher)


@pytest.fixture
def to_gp(town, case):
    """A package for the surgery, by a link."""
    return prepare(case, town.gp, town.teacher)
