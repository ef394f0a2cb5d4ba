"""Who may do what, as tables: each row one person, each column one thing they might try."""

import pytest

from sharewell.domain.deliveries import outbox, permissions, queries, states
from sharewell.domain.deliveries.states import State
from sharewell.domain.errors import NotFound
from tests.domain.deliveries.town import fresh, send

# (where, role): may see and change it, may open it at the council
PEOPLE = {
    ("school", "practitioner"): (True, False),  # raised the worry
    ("school", "safeguarding-lead"): (True, False),
    ("school", "data-protection-officer"): (False, False),
    ("school", "leader"): (False, False),
    ("school", "administrator"): (False, False),
    ("council", "practitioner"): (False, True),
    ("council", "safeguarding-lead"): (False, True),
    ("council", "data-protection-officer"): (False, False),
    ("council", "leader"): (False, False),
    ("council", "administrator"): (False, False),
}


@pytest.mark.parametrize(("where", "role"), PEOPLE)
def test_each_role_on_each_side(town, to_council, where, role):
    person = getattr(town, f"at_{where}")[role]
    sends, opens = PEOPLE[where, role]
    assert (permissions.change_refusal(person, to_council) is None) is sends
    assert (permissions.release_refusal(person, to_council) is None) is sends
    assert permissions.receive_refusal(person, to_council) is not None, "nobody before it was sent"
    if sends:
        assert queries.delivery_for(person, to_council.pk) == to_council
    else:
        with pytest.raises(NotFound):
            queries.delivery_for(person, to_council.pk)
    send(to_council, town.teacher)
    outbox.drain()
    sent = fresh(to_council)
    assert (permissions.see_refusal(person, sent) is None) is sends
    assert permissions.change_refusal(person, sent) is not None, "nobody after it was sent"
    assert (permissions.recall_refusal(person, sent) is None) is sends
    assert (permissions.receive_refusal(person, sent) is None) is opens
    assert (sent in queries.inbox_for(person)) is opens


def test_a_colleague_who_was_not_added_sees_nothing_of_it(town, to_council):
    with pytest.raises(NotFound):
        queries.delivery_for(town.another_teacher, to_council.pk)


@pytest.mark.parametrize("state", State)
def test_nothing_goes_back_to_being_prepared_and_a_recall_is_the_end(state):
    assert State.PREPARING not in states.MOVES[state]
    assert not states.MOVES[State.RECALLED]
    if state not in (*states.NEVER_LEFT, State.RECALLED):
        assert State.RECALLED in states.MOVES[state]
