"""Every slip and every trap near a known recipient is pointed out, and no known recipient is."""

import os
import random

import pytest

from sharewell.domain.organisations.look_alikes import drawn, likeness, likeness_of_name

ALL = 500
PLACES = (
    "Fallowshire", "Sandlebury", "Penmarian", "Harrowgate", "Llanfair", "Thornwick", "Ashbourne", "Merriden",
    "Castleton", "Wexcombe",
)  # fmt: skip
KINDS = (
    "Academy", "Surgery", "Council", "Hospital", "Nursery", "College", "Trust", "Police", "Housing", "Charity"
)  # fmt: skip
SAINTS = ("Aldhelm", "Brigid", "Cuthbert", "Dunstan", "Edmund")
VARIANTS = 20
ALIKE = {
    "o": "0", "l": "1", "a": "\u0430", "e": "\u0435", "c": "\u0441", "i": "\u0456", "m": "rn", "d": "cl",
    "w": "vv",
}  # fmt: skip
HOW_MANY = ALL if os.environ.get("SHAREWELL_SWEEP") else 40


def organisations():
    """500 names that are no nearer to each other than real ones."""
    return [f"{saint} {place} {kind}" for saint in SAINTS for place in PLACES for kind in KINDS]


def email(name):
    words = name.lower().split()
    return f"safeguarding@{words[0]}-{words[1]}-{words[2]}.example"


def edited(text, chance):
    """A text with one slip of the finger: a letter more, less, another, or two changed round."""
    at = chance.randrange(1, len(text) - 1)
    letter = chance.choice("bfghjknpqstxz")
    return chance.choice(
        [
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        ]
    )


def variants(text, chance):
    """Twenty that are not the text: slips, two slips, and letters that are drawn alike."""
    made = {}
    while len(made) < VARIANTS:
        way = len(made) % 4
        if way < 2:
            one = edited(text, chance)
        elif way == 2:
            one = edited(edited(text, chance), chance)
        else:
            letters = [at for at, letter in enumerate(text) if letter in ALIKE]
            at = chance.choice(letters)
            one = text[:at] + ALIKE[text[at]] + text[at + 1 :]
        if one.casefold() != text.casefold():
            made[one] = True
    return list(made)


def test_every_variant_of_every_address_is_pointed_out_among_five_hundred():
    chance = random.Random(4)
    names = organisations()
    assert len(names) == ALL
    known = [email(name) for name in names]
    unseen, tried = [], 0
    for address in chance.sample(known, HOW_MANY):
        local, domain = address.split("@")
        for one in variants(domain.removesuffix(".example"), chance):
            tried += 1
            if likeness(f"{local}@{one}.example", known) is None and f"{local}@{one}.example" not in known:
                unseen.append(one)
    print(f"{tried} variants of {HOW_MANY} addresses among {ALL}")
    assert unseen == []


def test_every_variant_of_every_name_is_pointed_out_among_five_hundred():
    chance = random.Random(5)
    names = organisations()
    unseen = [
        one
        for name in chance.sample(names, HOW_MANY)
        for one in variants(name, chance)
        if likeness_of_name(one, names) is None and one not in names
    ]
    assert unseen == []


def test_no_known_recipient_is_taken_for_another():
    names = organisations()
    known = [email(name) for name in names]
    assert not [one for one in known if likeness(one, known)]
    assert not [one for one in names if likeness_of_name(one, names)]


@pytest.mark.parametrize("name", ["A helper", "Aunt Rose", "", "Dr Rao", "The Allotment Society"])
def test_a_name_that_is_like_nobody_is_left_alone(name):
    assert likeness_of_name(name, organisations()) is None


def test_what_the_eye_cannot_tell_apart_is_drawn_alike():
    assert drawn("rnilllane") == drawn("milllane")
