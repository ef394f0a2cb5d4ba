"""What is left out of a sheet is not in it: it is typeset anew from the words that stay, never covered up."""

import io
import os
import random
import re
import zlib

import pikepdf
import pypdfium2
import pytest

from sharewell.minimising import CleanFile, Known, retype
from sharewell.printing import pdf
from tests.minimising.canaries import squeezed

from .samples import PACKAGE

SHEETS = 10_000 if os.environ.get("SHAREWELL_SWEEP") else 200
TO_A_SHEET = 50  # attachments, each typed out from a file of its own with its own secret left out
LETTERS = "abcdefghijklmnoprstuvwy"


def secret(chance):
    """An address of any length, of letters that are nowhere else: (number and street, postcode)."""
    street = "".join(chance.choice(LETTERS) for _n in range(chance.randrange(5, 24))).title() + "xq"
    postcode = f"QX{chance.randrange(10, 99)} {chance.randrange(1, 9)}ZQ"
    return f"{chance.randrange(1, 400)} {street} Street", postcode


def redacted(street, postcode):
    """The passages that may be kept of a page that names an address twice and its postcode once."""
    page = (
        f"The family moved to {street}, {postcode} on Monday.\n\n"
        f"He walks from {street} by himself. Nobody met him."
    )
    known = [Known("address", f"{street}, Sandlebury {postcode}", "Chipo", shielded=True)]
    return "\n\n".join(passage.text for passage in retype(CleanFile("text", page.encode(), (page,)), known))


def sheet(passages):
    papers = [
        {
            "name": f"attachment-{number}.txt", "about": "A letter", "kind": "text", "pages": 1,
            "not_searched": False, "retyped": True, "passages": words.split("\n\n"), "images": [],
        }
        for number, words in enumerate(passages, start=1)
    ]  # fmt: skip
    return pdf("package", PACKAGE | {"attachments": papers}, "en")


def everything_in(data):
    """Each stream of a PDF unpacked, its text, and the bytes themselves."""
    yield data
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :])
        except zlib.error:
            continue
    with pypdfium2.PdfDocument(data) as document:
        yield "\n".join(page.get_textpage().get_text_range() for page in document).encode()


def test_what_is_left_out_cannot_be_had_back_from_ten_thousand_redacted_files():
    chance, recovered, made = random.Random(7), [], 0
    while made < SHEETS:
        secrets = [secret(chance) for _n in range(TO_A_SHEET)]
        made += len(secrets)
        data = sheet([redacted(*each) for each in secrets])
        told = b"\n".join(squeezed(layer) for layer in everything_in(data))
        recovered += [each for each in secrets if any(squeezed(part.encode()) in told for part in each)]
        assert data.count(b"%%EOF") == 1
    print(f"{made} redacted files, {len(recovered)} strings recovered")
    assert recovered == []


def test_the_gap_is_as_wide_whatever_was_in_it():
    """The same page with another secret in it gives the same bytes: nothing in them can depend on it."""
    chance = random.Random(8)
    kept = {redacted(*secret(chance)) for _n in range(2_000)}
    assert kept == {
        "The family moved to [left out] on Monday.\n\nHe walks from [left out] by himself. Nobody met him."
    }
    assert sheet(kept) == sheet(kept)


def test_a_name_that_is_left_out_is_in_no_font_tag_or_earlier_revision():
    data = sheet([redacted("14 Larchxq Street", "QX11 1ZQ")])
    with pikepdf.open(io.BytesIO(data)) as document:
        assert "/Prev" not in document.trailer
        said = b"".join(repr(thing).encode() for thing in document.objects)
    assert b"Larchxq" not in said and b"QX11" not in said


def test_the_test_would_see_what_was_only_covered_up():
    data = sheet(["The family moved to 14 Larchxq Street."])
    told = b"\n".join(squeezed(layer) for layer in everything_in(data))
    assert squeezed(b"14 Larchxq Street") in told
    with pytest.raises(AssertionError):
        assert squeezed(b"14 Larchxq Street") not in told
