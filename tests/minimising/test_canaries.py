"""A safe address in every hiding place of every format, in every spelling: refused, found, or gone."""

import os

import pytest

from sharewell.minimising import FileRefused, Known, clean_file, holds_shielded

from .canaries import CELLS, FORMATS, PLACES, SPELLINGS, is_in

HOME = Known("address", "14b Llewelyn Street, Penmarian LL99 1ZZ", shielded=True)
SHOWN = {("docx", "the text"), ("docx", "white text"), ("docx", "a table"), ("pdf", "the page")}
SOME = [cell for n, cell in enumerate(CELLS) if n % 7 == 0 or cell[:2] in SHOWN]
TODAY = CELLS if os.environ.get("SHAREWELL_CI") else SOME


def outcome(kind, place, spelling):
    """What becomes of one cell: "refused", "found", "gone" or "leaked"."""
    secret = SPELLINGS[spelling]
    try:
        clean = clean_file(PLACES[kind][place](secret))
    except FileRefused:
        return "refused"
    if holds_shielded(clean, [HOME]):
        return "found"
    said = " ".join((*clean.pages, clean.name)).encode()
    return "leaked" if is_in(clean.data, secret) or is_in(said, secret) else "gone"


def test_no_cell_of_the_matrix_leaks(capsys):
    outcomes = {cell: outcome(*cell) for cell in TODAY}
    count = {what: list(outcomes.values()).count(what) for what in ("refused", "found", "gone", "leaked")}
    with capsys.disabled():
        print(f"\n{len(TODAY)} of {len(CELLS)} cells, {FORMATS} formats: {count}")
    assert [cell for cell, what in outcomes.items() if what == "leaked"] == []
    not_taken = [cell for cell, what in outcomes.items() if cell[0] == "not taken" and what != "refused"]
    assert not_taken == []
    assert all(outcomes[cell] == "found" for cell in outcomes if cell[:2] in SHOWN)


def test_the_matrix_is_as_large_as_it_says():
    assert len(CELLS) >= 1_800
    assert FORMATS >= 30
    assert sum(len(places) for places in PLACES.values()) >= 60


@pytest.mark.parametrize("kind", [kind for kind in PLACES if kind != "not taken"])
def test_each_hiding_place_really_holds_the_string_before_it_is_cleaned(kind):
    secret = SPELLINGS["written together"]
    empty = [place for place, build in PLACES[kind].items() if not is_in(build(secret), secret)]
    assert empty == []
