"""Pages of two children in one package, and packages for the wrong door: pointed out before anything goes."""

import os
import random

import pytest

from sharewell.domain.children import actions as children
from sharewell.domain.deliveries import actions, cautions, choices, outbox
from sharewell.domain.deliveries.known import Strangers
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import actions as organisations
from tests.domain.deliveries.town import fresh, prepare, send, worry_of
from tests.minimising import files

PACKAGES = 5_000 if os.environ.get("SHAREWELL_SWEEP") else 300
FIRST = ("Aled", "Beatrix", "Caradog", "Delyth", "Emrys", "Ffion", "Gethin", "Heledd", "Jasmine", "Oisín")
LAST = ("Abernathy", "Bevan-Rees", "Cwmdare", "Devereux", "Eastham", "Fitzgerald", "Iqbal", "O'Shaughnessy")
PAGE = (
    "On Monday the class went to the library. The teacher noticed that he was quiet and did not eat.\n"
    "At 3:40pm Mr Collins from the office rang home, and nobody answered. {}\n"
    "Sandlebury Hill Academy, page 2 of 3. Attendance for the term was 94 per cent."
)
WAYS = {
    "as it is": "{first} {last}",
    "surname first": "{last}, {first}",
    "in capitals": "{FIRST} {LAST}",
    "the surname in capitals": "{LAST} {first}",
    "as whose it is": "{first} {last}'s book",
    "over two lines": "{first}\n{last}",
    "with two spaces": "{first}  {last}",
    "in small letters": "{first_low} {last_low}",
}


@pytest.fixture
def known(town):
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    for name in names:
        children.add_child(by=town.lead, name=name)
    return names


def written(name, way):
    first, _, last = name.partition(" ")
    return WAYS[way].format(
        first=first, last=last, FIRST=first.upper(), LAST=last.upper(), first_low=first.lower(),
        last_low=last.lower(),
    )  # fmt: skip


def test_a_page_of_any_other_child_that_is_known_here_is_pointed_out(town, known, to_council):
    chance, missed = random.Random(5), []
    strangers = Strangers(to_council, choices.things_for(to_council))
    for _n in range(PACKAGES):
        way = chance.choice(list(WAYS))
        name = written(chance.choice(known), way)
        text = PAGE.format(f"See {name}.")
        found = [text[start:end] for start, end, what in strangers.others_in(text) if what == "name"]
        if len(found) != 1 or found[0].removesuffix("'s") not in name:
            missed.append((way, name, found))
    print(f"{PACKAGES} packages with a page of another child: {len(missed)} missed")
    assert missed == []


def test_a_page_that_names_nobody_else_is_left_alone(town, known, to_council):
    strangers = Strangers(to_council, choices.things_for(to_council))
    own = PAGE.format("Tendai Marlow and Chipo Marlow were there, and Aled and somebody called Bevan.")
    assert strangers.others_in(own) == []


def test_a_file_with_a_page_of_another_child_holds_the_package_back_until_somebody_decides(
    town, known, to_council
):
    data = files.pdf(["Tendai Marlow was quiet.", "Report about Delyth Devereux, class 4"])
    actions.attach_file(delivery=to_council, data=data, name="a.pdf", about="A report", by=town.teacher)
    [found] = [one for one in cautions.cautions_for(fresh(to_council)) if one.what == "other-name"]
    assert (found.level, found.hit, found.where) == ("decide", "Delyth Devereux", "File 1, page 1")
    with pytest.raises(Refusal):
        send(to_council, town.teacher)
    actions.keep_passage(
        delivery=to_council, key=found.key, hit=found.hit, reason="They are cousins", by=town.teacher
    )
    assert send(to_council, town.teacher).state == "sending"


def test_the_safe_address_of_a_child_of_another_case_stops_it_too(town, to_council):
    other = children.add_child(by=town.lead, name="Mabli Eastham")
    children.add_safe_address(child=other, by=town.lead, address="9 Quince Mews, Sandlebury FS7 3QT")
    actions.choose(delivery=to_council, chosen={}, asked_first="Go to 9 Quince Mews", by=town.teacher)
    [found] = [one for one in cautions.cautions_for(fresh(to_council)) if one.what == "other-address"]
    assert found.level == "stop" and "Mabli" not in found.says
    with pytest.raises(Refusal):
        send(to_council, town.teacher)


def test_another_organisations_children_are_not_known_here(town, to_council):
    children.add_child(by=town.at_council["practitioner"], name="Ffion Gruffydd")
    strangers = Strangers(to_council, choices.things_for(to_council))
    assert strangers.others_in("Ffion Gruffydd was there.") == []


def test_the_notice_goes_where_it_was_shown_to_go_whatever_the_directory_says_later(town, case, mailoutbox):
    sent = send(prepare(case, town.gp, town.teacher), town.teacher)
    organisations.correct_entry(entry=town.gp, by=town.lead, email="somebody@else.example")
    outbox.drain()
    assert [one.to for one in mailoutbox] == [["safeguarding@milllane.example"]]
    assert sent.sent_to == "safeguarding@milllane.example"


def test_nothing_goes_to_anybody_outside_the_directory_whom_nobody_checked(town):
    traps = ["safeguarding@rnilllane.example", "safeguarding@milllane.exarnple", "front.door@fallowshire.co"]
    for email in traps:
        contact = organisations.add_contact(
            by=town.teacher, kind="gp", nation="england", name="Mill Lane Surgary", email=email
        )
        delivery = prepare(worry_of(town), contact, town.teacher)
        what = {one.what for one in cautions.cautions_for(delivery)}
        assert {"recipient-not-verified", "look-alike-name"} <= what
        with pytest.raises(Refusal):
            send(delivery, town.teacher)
