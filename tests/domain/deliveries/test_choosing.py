"""What each recipient usually needs, and what the sender makes of it."""

import pytest

from sharewell.domain.deliveries import actions, cautions, choices, needs, packages, queries
from sharewell.domain.errors import Refusal
from tests.domain.deliveries.town import HOME, REFUGE, digest_of, fresh, prepare, send, thing


def kinds_in(delivery):
    return {t.kind for t in choices.things_for(fresh(delivery)) if t.is_in}


def test_children_s_services_get_the_whole_picture_but_never_a_shielded_address(to_council):
    package = packages.build(to_council)
    assert kinds_in(to_council) >= {"child-name", "child-born", "person", "place", "entry:opinion"}
    assert HOME.encode() in package
    assert REFUGE.encode() not in package
    assert b"larch" not in package.lower()


def test_a_surgery_gets_facts_and_the_child_s_words_and_no_names_of_others(to_gp):
    package = packages.build(to_gp)
    assert kinds_in(to_gp) == {"child-name", "child-born", "entry:fact", "entry:childs-words"}
    for kept_back in (b"Penhale", b"Chipo", HOME.encode(), b"afraid"):
        assert kept_back not in package


def test_every_organisation_kind_has_a_circle_or_none_and_every_circle_its_reasons():
    every = {kind for kinds in needs._USUAL.values() for kind in kinds.split()}
    for kind in every:
        assert needs.why(kind, True)
        assert needs.why(kind, False)


def test_what_is_left_out_is_listed_with_why(to_gp):
    left = packages.left_out(to_gp, choices.things_for(to_gp))
    assert all(one["why"] for one in left)
    assert any("not to be disclosed" in one["why"] and one["text"] == "" for one in left)
    assert any(one["key"] == "source" for one in left)


def test_putting_in_what_is_unusual_asks_for_a_reason(town, to_gp):
    opinion = thing(to_gp, "entry:opinion")
    actions.choose(delivery=to_gp, chosen={opinion.key: (True, "")}, by=town.teacher)
    assert [c.what for c in cautions.cautions_for(fresh(to_gp)) if c.level != "look"] == ["no-reason"]
    actions.choose(delivery=to_gp, chosen={opinion.key: (True, "She asked for it")}, by=town.teacher)
    assert not cautions.holds_back(cautions.cautions_for(fresh(to_gp)))


def test_a_shielded_place_cannot_be_ticked_in(town, to_council):
    refuge = thing(to_council, "place")
    actions.choose(delivery=to_council, chosen={refuge.key: (True, "they asked")}, by=town.teacher)
    assert REFUGE.encode() not in packages.build(fresh(to_council))


def test_the_same_items_carry_over_what_was_changed_and_leave_each_what_is_usual(town, case, to_council):
    fact = thing(to_council, "entry:fact")
    actions.choose(delivery=to_council, chosen={fact.key: (False, "Already known")}, by=town.teacher)
    to_gp = prepare(case, town.gp, town.teacher)
    actions.same_items_for(delivery=to_council, others=[to_gp], by=town.teacher)
    assert not thing(to_gp, "entry:fact").is_in
    assert not thing(to_gp, "entry:opinion").is_in


def test_who_raised_it_is_shielded_in_every_package_until_released(town, to_council):
    name = town.teacher.name.encode()
    assert name not in packages.build(to_council)
    with pytest.raises(Refusal):
        actions.release(delivery=to_council, what="source", reason="  ", by=town.teacher)
    actions.release(delivery=to_council, what="source", reason="They must ring her", by=town.teacher)
    assert name in packages.build(fresh(to_council))
    actions.withdraw_release(delivery=to_council, what="source", by=town.teacher)
    assert name not in packages.build(fresh(to_council))


def test_a_shielded_address_goes_only_to_the_one_it_was_released_to(town, case, to_council, to_gp):
    reason = "They place an officer there tonight"
    actions.release(delivery=to_council, what="place", address=case.refuge, reason=reason, by=town.teacher)
    assert REFUGE.encode() in packages.build(fresh(to_council))
    assert REFUGE.encode() not in packages.build(fresh(to_gp))


def test_what_is_shown_is_what_is_sent_or_nothing_is(town, to_council):
    shown = digest_of(to_council)
    fact = thing(to_council, "entry:fact")
    actions.change_text(delivery=to_council, key=fact.key, text="Bruises.", by=town.teacher)
    with pytest.raises(Refusal):
        actions.send_delivery(delivery=to_council, shown=shown, by=town.teacher)
    assert fresh(to_council).is_preparing
    sent = send(to_council, town.teacher)
    assert b"Bruises." in bytes(sent.package)
    assert fact.row.text == "Three round bruises on the left arm."
    assert packages.digest(bytes(fresh(sent).package)) == digest_of_shown(sent)


def digest_of_shown(sent):
    return sent.package_sha256


def test_entries_that_were_sent_can_no_longer_be_undone(town, to_council):
    send(to_council, town.teacher)
    entry = thing(to_council, "entry:fact").row
    entry.refresh_from_db()
    assert entry.sent_at is not None


def test_nothing_can_be_changed_once_it_has_gone(town, to_council):
    sent = send(to_council, town.teacher)
    with pytest.raises(Refusal):
        actions.choose(delivery=sent, chosen={}, by=town.teacher)


def test_what_is_not_sent_after_all_is_put_away_and_can_be_prepared_again(town, to_council):
    fact = thing(to_council, "entry:fact")
    actions.choose(delivery=to_council, chosen={fact.key: (False, "They know it")}, by=town.teacher)
    with pytest.raises(Refusal):
        actions.drop(delivery=to_council, reason=" ", by=town.teacher)
    actions.drop(delivery=to_council, reason="I rang them", by=town.teacher)
    assert queries.needs_today(town.teacher) == []
    assert queries.deliveries_for(town.teacher, to_council.worry) == []
    again = actions.prepare_delivery(decision=to_council.decision, by=town.teacher)
    assert again != to_council
    assert not thing(again, "entry:fact").is_in
