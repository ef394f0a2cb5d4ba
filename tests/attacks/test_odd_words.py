"""Words that no form of ours would send: the answer is a page, on either database."""

import pytest

from sharewell.domain.decisions import actions as worries
from sharewell.domain.deliveries import actions, outbox
from tests.domain.deliveries.town import fresh, prepare, send, worry_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
ODD = ["%00", "a%00b", "%ED%A0%80", "%F0%9F%94%91", "9" * 400, "%C2%85", "'", "%25"]
SEARCHES = {
    "data-protection-officer": ("/register/", "/assessments/", "/policies/", "/directory/", "/agreements/"),
    "safeguarding-lead": ("/worries/", "/directory/", "/law/", "/oversight/"),
}
NAMES = ("words", "state", "kind", "area", "purpose", "partner", "with", "page", "own", "others", "only")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("role", SEARCHES)
def test_a_search_for_anything_at_all_is_answered(client, town, role, odd):
    client.force_login(town.at_school[role])
    for page in SEARCHES[role]:
        for name in NAMES:
            assert client.get(f"{page}?{name}={odd}").status_code in (200, 400, 404), (page, name)


@pytest.mark.parametrize("odd", ["abc", "\0", "-1", "9" * 5000, "\u00b2", "1e9"])
def test_a_draft_that_says_it_was_drawn_from_nothing_we_know_is_kept_all_the_same(client, town, odd):
    client.force_login(town.teacher)
    typed = {"version": odd, "do": "save", "text": "Bruises"}
    assert client.post("/worries/new/", typed).status_code < 500
    assert client.post("/worries/new/", typed).status_code < 500
    draft = worries.begin_draft(by=town.teacher, answers={}, worry=worry_of(town).worry)
    for do in ("save", "answer", "go"):
        assert client.post(f"/worries/decide/{draft.pk}/", typed | {"do": do}).status_code < 500


@pytest.mark.parametrize("odd", ["\0", "not-an-id", "1" * 36, "\ud83d\udd11"])
def test_a_colleague_who_cannot_be_is_nobody_to_hand_it_on_to(client, town, odd):
    delivery = prepare(worry_of(town), town.front_door, town.teacher)
    send(delivery, town.teacher)
    outbox.drain()
    lead = town.at_council["safeguarding-lead"]
    actions.open_in_inbox(delivery=fresh(delivery), by=lead)
    client.force_login(lead)
    answer = client.post(f"/inbox/{delivery.pk}/hand-on", {"to": odd.encode("utf-8", "ignore")})
    assert answer.status_code == 302
    assert not delivery.handed_on.exists()
