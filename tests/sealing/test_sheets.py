"""Two of three sheets of words give a key back; one, or two that do not belong together, give nothing."""

import itertools
import os

import pytest

from sharewell.sealing import SealingError, sheets


@pytest.fixture(scope="module")
def made():
    key = os.urandom(32)
    return key, [sheets.printed(sheet) for sheet in sheets.split(key)]


def test_any_two_of_the_three_sheets_give_the_key_in_either_order(made):
    key, printed = made
    for pair in itertools.permutations(printed, 2):
        assert sheets.join(pair) == key


def test_a_sheet_is_taken_as_people_type_it(made):
    key, printed = made
    typed = "Sheet 1 of 3 for the school\n---\n" + printed[0].upper().replace("  ", ", ")
    assert sheets.join([typed, printed[1].replace("\n", "   ")]) == key


def test_one_sheet_or_the_same_one_twice_gives_nothing(made):
    _key, printed = made
    for given in ([printed[0]], [printed[0], printed[0]]):
        with pytest.raises(SealingError, match="different sheets"):
            sheets.join(given)


def test_sheets_of_two_escrows_of_the_same_key_do_not_mix(made):
    key, printed = made
    with pytest.raises(SealingError):
        sheets.join([printed[0], sheets.split(key)[1]])


def test_every_misread_word_is_noticed_and_no_word_is_repeated_in_the_error(made):
    _key, printed = made
    words = printed[0].replace("\n", " ").split()
    for at, word in enumerate(words):
        if word.isalpha():
            wrong = " ".join([*words[:at], "academic" if word != "academic" else "acid", *words[at + 1 :]])
            with pytest.raises(SealingError) as error:
                sheets.join([wrong, printed[1]])
            assert words[1] not in str(error.value)
