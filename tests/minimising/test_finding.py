"""What the case knows is found however it is written, and what it does not know is left in peace."""

import pytest

from sharewell.minimising import Index, Known, find, leave_out

SIAN = Known("name", "Siân ab Owain Williams-Jones", "Tomos's aunt", whose="aunt")
OBRIEN = Known("name", "Aoife O'Brien", "the neighbour")
GRACE = Known("name", "Grace May", "a friend")
REFUGE = Known("address", "Flat 2, 14b Llewelyn Street\nPenmarian\nLL99 1ZZ", "Tomos's mother", shielded=True)
HOME = Known("address", "37 Heol y Bont, Bangor, LL57 1AB", "Tomos")
PHONE = Known("phone", "07700 900123", "Tomos's mother", shielded=True)
MAIL = Known("email", "rhian.pugh@example.org", "Tomos's mother")
BORN = Known("date", "2015-03-04", "Tomos")
NUMBER = Known("number", "CF/2024/0771", "Tomos")


def found(text, *known, lang="en"):
    return [finding.text for finding in find(text, known, lang) if finding.known]


@pytest.mark.parametrize(
    "written",
    [
        "Siân ab Owain Williams-Jones",
        "SIAN AB OWAIN WILLIAMS JONES",
        "Williams-Jones, Siân",
        "sian owain williams-jones",
        "Siân Williams-Jones",
        "S. Williams-Jones",
        "Siân",
        "sian",
        "Sia\u0302n",
        "Si\u00adân",
        "S\u200biân",
        "Williams\n   Jones",
        "Owain",
        "Sian Wil-\nliams-Jones",
        "S i â n",
        "Ѕіân",
    ],
)
def test_a_name_is_found_in_every_spelling(written):
    texts = found(f"We saw her with {written} on Tuesday.", SIAN)
    assert "".join(texts).replace(" ", "") == written.replace(" ", "")


@pytest.mark.parametrize("written", ["Siân's", "Siân’s", "Siâns"])
def test_a_possessive_leaves_its_ending_out_of_the_place(written):
    (finding,) = find(f"It was {written} car.", [SIAN])
    assert finding.text == "Siân"
    assert finding.because == "Part of the name of Tomos's aunt."


@pytest.mark.parametrize("written", ["O'Brien", "O’Brien", "OBrien", "O Brien", "Aoife Obrien", "A. O'Brien"])
def test_an_apostrophe_is_no_hiding_place(written):
    assert found(f"We met {written} there.", OBRIEN) == [written]


@pytest.mark.parametrize(
    "written", ["Sian.Williams-Jones", "sianwilliamsjones", "Williams_Jones", "swilliamsjones"]
)
def test_a_name_run_together_as_in_an_address_or_file_name_is_found(written):
    assert found(f"See {written} for it.", Known("name", "Siân Williams-Jones"))


@pytest.mark.parametrize("written", ["Willams-Jones", "Wiliams-Jones", "Siân Willaims"])
def test_a_slip_of_the_pen_is_found(written):
    assert found(f"We saw Mrs {written} again.", SIAN)


def test_a_name_that_is_an_ordinary_word_is_pointed_out_gently_and_only_with_a_capital():
    (finding,) = find("She said that Grace was there, by the grace of God, and may come.", [GRACE])
    assert finding.text == "Grace"
    assert finding.gentle
    assert "ordinary word" in finding.because


def test_a_full_name_of_ordinary_words_is_not_gentle():
    (finding,) = find("we saw grace may again", [GRACE])
    assert not finding.gentle


def test_words_that_only_contain_a_name_are_left_in_peace():
    assert not found("The asian restaurant, a cathedral and Annex B.", SIAN, Known("name", "Ann Hedra"))


def test_ordinary_prose_raises_no_alarm():
    prose = (
        "Today the class went swimming. Marks were given for effort. The Head said that all had been kind. "
        "Harris tweed was mentioned. There is a Summer fair in June, and a bill to pay."
    )
    people = [Known("name", name) for name in ["Sarah Jenkins", "Mark Harries", "Bethan Pugh", "Callum Reid"]]
    assert [text for text in found(prose, *people) if text != "Harris"] == []


@pytest.mark.parametrize(
    "written",
    [
        "Flat 2, 14b Llewelyn Street, Penmarian, LL99 1ZZ",
        "flat 2 14b llewelyn st",
        "14b Llewelyn St.",
        "14 b Llewelyn Street",
        "2/14b Llewelyn Street",
        "14b Llewelyn",
        "Llewelyn Street",
        "LLEWELYN STREET",
        "14b\nLlewelyn Street",
        "Apartment 2, 14b Llewelyn Str",
        "LL99 1ZZ",
        "LL991ZZ",
        "ll99  1zz",
        "LL99-1ZZ",
        "Lewellyn Street",
        "Llywelyn Street",
    ],
)
def test_an_address_is_found_whole_in_part_and_in_other_spellings(written):
    findings = find(f"They moved to {written} last week.", [REFUGE])
    assert findings
    assert findings[0].shielded
    covered = "".join(finding.text for finding in findings)
    assert len(covered) >= 0.6 * len(written)
    assert "must not be disclosed" in findings[0].because


def test_a_telephone_number_without_a_digit_is_no_number():
    known = [Known("phone", "ask at the office"), Known("phone", "101"), Known("phone", "07700 900123")]
    assert found("Ring 101 or 07700 900123, not 0118 496 0101.", *known) == ["07700 900123"]


def test_a_town_counts_only_where_the_address_is_shielded_and_then_gently():
    (finding,) = find("She works in Penmarian now.", [REFUGE, HOME])
    assert finding.gentle
    assert find("She shops in Bangor now.", [HOME]) == []


@pytest.mark.parametrize("address", ["Tŷ Larch, Sandlebury", "Larchfield", "The Larches\nMill Lane\nBangor"])
def test_a_house_that_has_only_a_name_is_found(address):
    house = address.partition(",")[0].partition("\n")[0]
    (finding,) = find(f"They are at {house} now.", [Known("address", address, shielded=True)])
    assert finding.text == house
    assert not finding.gentle


def test_a_mutated_welsh_place_is_found():
    place = Known("address", "3 Stryd Fawr, Bangor", shielded=True)
    assert found("Maen nhw'n byw ym Mangor.", place) == ["Mangor"]


@pytest.mark.parametrize("written", ["37 Heol y Bont", "37, Heol-y-Bont", "Heol y Bont"])
def test_a_welsh_street_is_found(written):
    assert found(f"Mae'n byw yn {written} ers mis.", HOME) == [written]


@pytest.mark.parametrize(
    "written",
    ["07700 900123", "07700900123", "077 0090 0123", "+44 7700 900123", "+44 (0)7700-900-123",
     "0044 7700 900 123",
     "(07700) 900123", "07700.900.123", "07700\u00a0900123"],
)  # fmt: skip
def test_a_telephone_number_is_found_in_any_grouping(written):
    (finding,) = find(f"Ring {written} after six.", [PHONE])
    assert finding.text == written
    assert finding.shielded


def test_the_end_of_a_telephone_number_is_pointed_out_gently():
    (finding,) = find("Her number ends 900123 I think.", [PHONE])
    assert finding.gentle
    assert found("Order 5590012377 came.", PHONE) == []


@pytest.mark.parametrize(
    "written",
    ["rhian.pugh@example.org", "Rhian.Pugh@Example.ORG", "rhian.pugh+school@example.org"],
)
def test_an_e_mail_address_is_found(written):
    assert found(f"Write to {written}.", MAIL) == [written]


@pytest.mark.parametrize(
    "written",
    ["04/03/2015", "4.3.15", "2015-03-04", "4 March 2015", "4th of March 2015", "March 4, 2015",
     "4 Mawrth 2015",
     "4 Mar 15", "04032015"],
)  # fmt: skip
def test_a_date_is_found_as_people_write_it(written):
    assert found(f"On {written} it happened.", BORN) == [written]


def test_a_day_and_month_without_year_is_gentle():
    (finding,) = find("His birthday is 4 March.", [BORN])
    assert finding.gentle
    assert find("On 4 March 2016 we met.", [BORN]) == []


def test_a_case_number_is_found_whatever_parts_it():
    assert found("Ref CF/2024/0771 and cf 2024 0771.", NUMBER) == ["CF/2024/0771", "cf 2024 0771"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("943 476 5919", "nhs-number"),
        ("9434765919", "nhs-number"),
        ("QQ 12 34 56 C".replace("QQ", "AB"), "nino"),
        ("A820200013001".replace("A820200013001", "H801200001001"), "upn"),
        ("SW1A 1AA", "postcode"),
        ("cf10 3nq", "postcode"),
        ("01248 555 012", "phone"),
        ("+353 1 555 0123", "phone"),
        ("someone@example.org", "email"),
    ],
)
def test_identifiers_are_known_by_their_form(written, kind):
    findings = find(f"Here: {written} is one.", [])
    assert [(finding.text, finding.kind) for finding in findings] == [(written, kind)]
    assert not findings[0].known


def test_a_date_of_birth_is_known_by_the_words_before_it():
    for text in ["DOB: 04/03/2015", "born on 4 March 2015", "Dyddiad geni: 4 Mawrth 2015"]:
        assert [finding.kind for finding in find(text, [])] == ["date-of-birth"]
    assert find("We met on 4 March 2015.", []) == []


def test_numbers_that_fail_their_check_are_left_in_peace():
    assert find("Order 943 476 5918, upn A801200001001, GB 12 34 56 A and in1 2go.", []) == []


def test_siblings_who_share_a_surname_are_both_named_in_the_reason():
    people = [Known("name", "Ela Pugh", "Tomos's sister"), Known("name", "Ifan Pugh", "Tomos's brother")]
    (finding,) = find("The Pugh family came.", people)
    assert finding.because == "Part of the name of Tomos's sister, Tomos's brother."


def test_a_shielded_string_wins_over_what_overlaps_it():
    people = [Known("name", "Llewelyn Price", "the head"), REFUGE]
    (finding,) = find("She is at 14b Llewelyn Street.", people)
    assert finding.shielded


def test_the_reason_is_welsh_on_a_welsh_page():
    (finding,) = find("Gwelais Siân yno.", [Known("name", "Siân Pugh", "modryb Tomos")], "cy")
    assert finding.because == "Rhan o enw modryb Tomos."


def test_leaving_out_says_so_in_one_width_whatever_was_there():
    index = Index([SIAN, REFUGE])
    text = "Siân lives at 14b Llewelyn Street, Penmarian, LL99 1ZZ."
    assert leave_out(text, find(text, index)) == "[left out] lives at [left out]."
    assert leave_out("Gwelais Siân.", find("Gwelais Siân.", index), "cy") == "Gwelais [wedi'i adael allan]."


def test_places_are_exact_and_never_overlap():
    text = "Siân Williams-Jones, 14b Llewelyn St, LL99 1ZZ, 07700 900123, 04/03/2015, Owain, sian."
    findings = find(text, [SIAN, REFUGE, PHONE, BORN])
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    assert all(one.end <= two.start for one, two in zip(findings, findings[1:], strict=False))
    assert len(findings) == 6
