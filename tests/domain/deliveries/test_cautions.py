"""What stops a package, and the way forward from it."""

from types import SimpleNamespace

import pytest

from sharewell.domain.children import actions as children
from sharewell.domain.deliveries import actions, cautions, packages
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import actions as organisations
from tests.domain.deliveries.town import REFUGE, digest_of, fresh, prepare, send, thing, worry_of
from tests.minimising import files


def of(delivery, level):
    return [c for c in cautions.cautions_for(fresh(delivery)) if c.level == level]


@pytest.fixture
def telling(town):
    """A worry whose text says where the refuge is."""
    entries = [
        {"kind": "fact", "text": "He was collected.\nHis mother now lives at 14 Larch Close with him."},
        {"kind": "fact", "text": "Gareth Penhale rang the office twice."},
    ]
    return worry_of(town, entries)


def test_a_shielded_address_in_the_text_stops_the_send_and_names_the_place(town, telling):
    delivery = prepare(telling, town.front_door, town.teacher)
    (stop,) = of(delivery, "stop")
    assert "14 Larch Close" in stop.hit
    assert stop.where == "Entry 1 (Fact)"
    assert {"leave-out", "edit", "item-out"} <= set(stop.mends)
    assert "keep" not in stop.mends
    with pytest.raises(Refusal):
        send(delivery, town.teacher)
    actions.leave_out_passage(
        delivery=delivery, key=stop.key, start=stop.start, end=stop.end, hit=stop.hit, by=town.teacher
    )
    sent = send(delivery, town.teacher)
    assert b"Larch" not in bytes(sent.package)
    assert b"[left out]" in bytes(sent.package)


def test_a_release_is_the_other_way_forward(town, telling):
    delivery = prepare(telling, town.front_door, town.teacher)
    actions.release(
        delivery=delivery, what="place", address=telling.refuge, reason="Visit tonight", by=town.teacher
    )
    assert of(delivery, "stop") == []
    assert REFUGE.encode() in bytes(send(delivery, town.teacher).package)


def test_names_of_others_are_pointed_out_where_they_are_not_part_of_the_package(town, telling):
    to_council = prepare(telling, town.front_door, town.teacher)
    assert not any("Penhale" in c.hit for c in of(to_council, "decide"))
    to_gp = prepare(telling, town.gp, town.teacher)
    (found,) = of(to_gp, "decide")
    assert found.hit == "Gareth Penhale"
    actions.keep_passage(
        delivery=to_gp, key=found.key, hit=found.hit, reason="She treats him as well", by=town.teacher
    )
    assert of(to_gp, "decide") == []


def test_what_is_shielded_is_never_kept_with_a_mere_reason(town, telling):
    delivery = prepare(telling, town.front_door, town.teacher)
    (stop,) = of(delivery, "stop")
    actions.keep_passage(delivery=delivery, key=stop.key, hit=stop.hit, reason="x", by=town.teacher)
    assert of(delivery, "stop") == [stop]


def test_the_name_of_who_raised_it_is_taken_out_of_who_said_it(town):
    said = [{"kind": "fact", "text": "He limped.", "said_by": "School Practitioner, class teacher"}]
    delivery = prepare(worry_of(town, said), town.front_door, town.teacher)
    assert packages.read(packages.build(delivery))["entries"][0]["said_by"] == "[left out], class teacher"


def test_a_recipient_who_may_be_a_risk_is_sent_nothing_and_given_no_release(town, case):
    contact = organisations.add_contact(
        by=town.teacher, kind="charity", nation="england", name="Gareth's cousin", email="g@charity.example",
        may_be_a_risk=True, verified_how="known-in-person",
    )  # fmt: skip
    delivery = prepare(case, contact, town.teacher)
    assert "recipient-is-a-risk" in [c.what for c in of(delivery, "stop")]
    with pytest.raises(Refusal):
        actions.send_delivery(delivery=delivery, shown=digest_of(delivery), by=town.teacher)
    with pytest.raises(Refusal):
        asked = {"what": "place", "address": case.refuge, "reason": "He asks"}
        actions.release(delivery=delivery, by=town.teacher, **asked)


def test_a_recipient_whom_nobody_checked_is_sent_nothing(town, case):
    contact = organisations.add_contact(
        by=town.teacher, kind="charity", nation="england", name="A helper", email="a@help.example"
    )
    delivery = prepare(case, contact, town.teacher)
    assert "recipient-not-verified" in [c.what for c in of(delivery, "stop")]


def test_what_they_are_asked_first_is_searched_too(town, to_council):
    actions.choose(delivery=to_council, chosen={}, asked_first=f"Go to {REFUGE}", by=town.teacher)
    assert any(c.where == "What they are asked to do first" for c in of(to_council, "stop"))


def test_nothing_written_down_is_nothing_to_send(town, to_gp):
    chosen = {thing(to_gp, kind).key: (False, "x") for kind in ("entry:fact", "entry:childs-words")}
    actions.choose(delivery=to_gp, chosen=chosen, by=town.teacher)
    assert "nothing-in" in [c.what for c in of(to_gp, "stop")]


def test_a_file_that_hides_the_address_stops_the_send_whatever_else_its_pages_hold(town, to_council):
    def hide(document, page):
        page.Resources.Font["/14LarchClose"] = page.Resources.Font.F1
        page.Contents = document.make_stream(page.Contents.read_bytes().replace(b"/F1", b"/14LarchClose"))

    data = files.pdf(["Her number is 943 476 5919."], extra=hide)
    actions.attach_file(delivery=to_council, data=data, name="a.pdf", about="A letter", by=town.teacher)
    assert any(c.what == "hidden" and "retype" in c.mends for c in of(to_council, "stop"))
    assert any(c.hit == "943 476 5919" for c in of(to_council, "look"))


def test_the_town_of_a_shielded_place_may_be_kept_with_a_reason(town):
    entries = [{"kind": "fact", "text": "He was seen in Sandlebury on Monday."}]
    delivery = prepare(worry_of(town, entries), town.front_door, town.teacher)
    assert of(delivery, "stop") == []
    (found,) = of(delivery, "decide")
    assert "keep" in found.mends


@pytest.fixture
def siblings(town):
    """A worry about a brother and a sister, each written down in the other's life."""
    worry = worry_of(town, [{"kind": "fact", "text": "Farai and Tendai Marlow were alone. Farai cried."}])
    farai = children.add_child(by=town.teacher, name="Farai Marlow")
    worry.worry.children.add(farai)
    children.add_linked_person(child=worry.child, by=town.teacher, name="Farai Marlow", relation="sibling")
    children.add_linked_person(child=farai, by=town.teacher, name="Tendai Marlow", relation="sibling")
    return SimpleNamespace(**vars(worry) | {"farai": farai})


def test_a_sibling_whose_name_is_in_the_package_is_no_stranger_to_it(town, siblings):
    delivery = prepare(siblings, town.front_door, town.teacher)
    assert of(delivery, "stop") + of(delivery, "decide") == []


def test_a_child_is_never_a_stranger_in_a_package_about_that_child(town, siblings):
    siblings.child = siblings.farai
    to_gp = prepare(siblings, town.gp, town.teacher)
    hits = {caution.hit for caution in of(to_gp, "decide")}
    assert hits
    assert all("Tendai" in hit for hit in hits)


def test_a_sibling_who_is_not_in_the_package_is_pointed_out(town, siblings):
    to_gp = prepare(siblings, town.gp, town.teacher)
    assert {caution.hit for caution in of(to_gp, "decide")} == {"Farai"}


def test_a_shielded_address_that_was_written_down_twice_stops_all_the_same(town, case):
    children.add_place(child=case.child, by=town.teacher, address="14 Larch Close\nSandlebury FS4 2QN")
    delivery = prepare(case, town.front_door, town.teacher)
    (stop,) = of(delivery, "stop")
    assert stop.where == "Address of Tendai Marlow"
    actions.choose(delivery=delivery, chosen={stop.key: (False, "Shielded")}, by=town.teacher)
    assert of(delivery, "stop") == []


def test_an_address_that_looks_like_one_we_know_is_pointed_out_again_and_holds_nothing_up(town, telling):
    contact = organisations.add_contact(
        by=town.teacher, kind="gp", nation="england", name="The doctor", verified_how="official-page",
        email="safeguarding@rnilllane.example",
    )  # fmt: skip
    delivery = prepare(telling, contact, town.teacher)
    [found] = [each for each in of(delivery, "look") if each.what == "look-alike"]
    assert "safeguarding@rnilllane.example" in found.says and "safeguarding@milllane.example" in found.says
    assert not [
        each for each in of(prepare(telling, town.gp, town.teacher), "look") if each.what == "look-alike"
    ]
