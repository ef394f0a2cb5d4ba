"""An address written otherwise is found; a file that holds what is given whole goes, and no other."""

import pytest

from sharewell.minimising import Disclosing, Known, LastLook
from tests.minimising import files

HIGH = "12A High Street, Sandlebury FS4 2QN"
FLAT = "Flat 3, 12 High Street, Sandlebury FS4 2QN"
STRYD = "14 Stryd Fawr, Brynheulog LL99 9ZZ"
HEOL = "7 Heol yr Orsaf, Brynheulog"
FFORDD = "5 Ffordd y Coleg"


def look_for(*addresses, given=()):
    return LastLook([Known("address", each, "", shielded=True) for each in addresses], given=given)


@pytest.mark.parametrize(
    "kept, written",
    [
        *((HIGH, each) for each in ("12a High St", "12 A high street", "12A, High Street", "fs42qn")),
        *((HIGH, each) for each in ("12a Stryd Fawr", "12A, Stryd Fawr")),
        *((FLAT, each) for each in ("3/12 High St", "Apartment 3, 12 High Street", "Fflat 3, 12 Stryd Fawr")),
        *((STRYD, each) for each in ("14 Stryd Fawr", "14 Str Fawr", "14 High Street", "14 High St.")),
        *((HEOL, each) for each in ("7 Hl yr Orsaf", "7 Heol Orsaf", "7 Station Road", "7 Station Rd")),
        *((FFORDD, each) for each in ("5 Ff. y Coleg", "5 Ffordd Coleg", "5 ffrdd y coleg")),
    ],
)
def test_it_is_found_however_it_is_written(kept, written):
    look = look_for(kept)
    cleaned = look.text(f"He is at {written} now.")
    assert "[left out]" in cleaned
    told = written.replace(".", "").split()
    assert not (told[0] in cleaned and told[-1] in cleaned), cleaned
    for data, kind in [
        (files.pdf([f"He is at {written}"]), "application/pdf"),
        (written.encode(), "text/csv"),
    ]:
        with pytest.raises(Disclosing):
            look.check(data, kind)


@pytest.mark.parametrize("kept", [HIGH, FLAT, STRYD, HEOL, FFORDD])
@pytest.mark.parametrize(
    "other",
    [
        "9 Mill Lane", "14 Station Square", "The station is near the college.", "rhif 14, heol arall",
        "He is 7. The road was wet.", "5 boys came to college", "12 of them", "Pages 5 ff. and 7",
        "14 mawr a bach", "3 flats",
    ],
)  # fmt: skip
def test_what_is_another_place_stays(kept, other):
    look = look_for(kept)
    assert look.text(f"So: {other}.") == f"So: {other}."
    look.check(files.pdf([other]), "application/pdf")


# What is given to the reader, and how a brother's hidden address was written.
SAME = [
    (HIGH, "12a High St"), (HIGH, "12a High Street, Sandlebury"), (HIGH, "12 A High Street FS4 2QN"),
    (FLAT, "12 High Street"), (FLAT, "Flat 3, 12 High St"), (STRYD, "14 Stryd Fawr"),
    (HIGH, "9 Mill Lane, FS4 2QN"),
]  # fmt: skip


@pytest.mark.parametrize("given, hidden", SAME)
def test_a_file_that_holds_what_is_given_whole_goes_though_a_part_of_it_is_hidden(given, hidden):
    look = look_for(hidden, given=[given])
    broken = given.replace(", ", ",\n")
    for data, kind in [
        (files.pdf([f"Address: {given}", "And more."]), "application/pdf"),
        (files.pdf([f"Address: {broken}"]), "application/pdf"),
        (files.zipped({"a.txt": f"Address: {given}".encode()}), "application/zip"),
        (f"Address: {broken}".encode(), "text/plain"),
        (f"Address,{given}".encode(), "text/csv"),
    ]:
        look.check(data, kind)


@pytest.mark.parametrize("given, hidden", SAME)
@pytest.mark.parametrize("beside", ["{hidden}", "{given}. His brother: {hidden}", "{hidden}\n\n{given}"])
def test_a_file_that_holds_the_hidden_one_beside_it_is_held_back(given, hidden, beside):
    look = look_for(hidden, given=[given])
    said = "He is at " + beside.format(given=given, hidden=hidden)
    for data, kind in [
        (files.pdf([said]), "application/pdf"),
        (said.encode(), "text/plain"),
        (said.encode(), "application/json"),
        (b"Nothing", "text/plain"),
    ]:
        with pytest.raises(Disclosing):
            look.check(data, kind, name="" if data != b"Nothing" else f"{hidden}.txt")


@pytest.mark.parametrize("hidden", ["112A High Street", "12A High Street, Sandlebury FS4 2QN, Flat 9"])
def test_what_only_overlaps_what_is_given_is_held_back(hidden):
    look = look_for(hidden, given=[HIGH])
    with pytest.raises(Disclosing):
        look.check(files.pdf([f"He is at {hidden}"]), "application/pdf")


def test_it_is_said_where_it_was_found_and_never_what():
    pages = files.pdf(["He is at 12a High St."], pages=2)
    with pytest.raises(Disclosing) as held:
        look_for(HIGH).check(pages, "application/pdf")
    assert held.value.pages == [1, 2] and not held.value.is_unsearched
    with pytest.raises(Disclosing) as held:
        look_for(HIGH).check(b"12a High St", "text/csv")
    assert held.value.pages == [] and not held.value.is_unsearched
    with pytest.raises(Disclosing) as held:
        look_for(HIGH).check(b"Nothing", "image/heic")
    assert held.value.is_unsearched
    assert "High" not in f"{held.value} {held.value!r} {vars(held.value)}"
