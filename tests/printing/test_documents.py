"""A document in its languages: what stands in which, what is left out or refused; and any of them prints."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharewell.printing import documents as d

from .accessible import problems
from .readable import problems_in_docx
from .whole import whole


def voices(words, lang):
    """The words of one paragraph as they are printed: (language, words, what is said of them)."""
    blocks = d.laid_out(d.Document("T", lang, blocks=[d.Para(words)]))["blocks"]
    told = blocks[0]["text"] if blocks else []
    return [(one["lang"], "".join(run["text"] for run in one["runs"]), one["only"]) for one in told]


@pytest.mark.parametrize(
    ("words", "lang", "told"),
    [
        ("Fallowshire", "both", [("", "Fallowshire", "")]),
        ({"en": "Why", "cy": "Pam"}, "en", [("en", "Why", "")]),
        ({"en": "Why", "cy": "Pam"}, "cy", [("cy", "Pam", "")]),
        ({"en": "Why", "cy": "Pam"}, "both", [("cy", "Pam", ""), ("en", "Why", "")]),
        ({"en": "Why", "cy": ""}, "cy", [("en", "Why", "(yn Saesneg yn unig)")]),
        ({"en": "Why"}, "both", [("en", "Why", "(yn Saesneg yn unig)")]),
        ({"en": "", "cy": "Pam"}, "en", [("cy", "Pam", "(in Welsh only)")]),
        ({"cy": "Pam"}, "both", [("cy", "Pam", "(in Welsh only)")]),
        ({"en": "Anwen Rees", "cy": "Anwen Rees"}, "both", [("", "Anwen Rees", "")]),
        (d.name("Fallowshire", ""), "cy", [("cy", "Fallowshire", "")]),
        (d.name("Fallowshire", ""), "both", [("", "Fallowshire", "")]),
        ([d.Run({"en": "Yes", "cy": "Ie"}), ": ", "3"], "both", [("cy", "Ie: 3", ""), ("en", "Yes: 3", "")]),
        ({"en": "", "cy": " "}, "both", []),
        ("", "en", []),
        (None, "en", []),
    ],
)
def test_words_stand_in_the_language_asked_for_or_say_that_they_do_not(words, lang, told):
    assert voices(words, lang) == told


def test_dates_are_said_in_each_language():
    assert d.when(dt.date(2026, 3, 1)) == {"en": "1 March 2026", "cy": "1 Mawrth 2026"}
    assert d.when("2026-07-01T12:05:00+00:00")["en"] == "1 July 2026, 1:05pm"
    assert d.when(None) == d.when("") == {}


def test_what_says_nothing_is_left_out():
    empty = [
        d.Heading(""),
        d.Para({"en": "", "cy": ""}),
        d.Bullets(["", " "]),
        d.Facts([("Term", ""), ("", "value")]),
        d.Note([]),
        d.Signatures([]),
    ]
    assert d.laid_out(d.Document("T", blocks=empty))["blocks"] == []


def test_no_level_of_headings_is_left_out():
    asked = [2, 4, 4, 1, 3]
    laid = d.laid_out(d.Document("T", blocks=[d.Heading("x", level) for level in asked]))
    assert [block["level"] for block in laid["blocks"]] == [1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: d.Document("", "en"), "needs a title"),
        (lambda: d.Document("T", "fr"), '"en", "cy" or "both"'),
        (lambda: d.Heading("x", 5), "level 1 to 4"),
        (lambda: d.Run("x", "bold"), 'cannot be marked "bold"'),
        (lambda: d.Table([], []), "row of headings"),
        (lambda: d.Table(["a", "b"], [["1", "2"], ["1"]]), "Row 2 has 1 cells under 2 headings"),
        (lambda: d.Picture(b"<svg/>", ""), "words that stand for it"),
        (lambda: d.Picture(b"GIF89a", "x").kind, "an SVG, a PNG or a JPEG"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(made, said):
    with pytest.raises(ValueError, match=said):
        made()


@pytest.mark.parametrize(
    "at", ["2026-11-22", "2026-11-22T10:00:00.123456+00:00", "", "soon", dt.date(2026, 11, 22)]
)
def test_it_prints_of_any_moment(at):
    assert d.pdf(d.Document("T", at=at)).startswith(b"%PDF")
    assert problems_in_docx(d.docx(d.Document("T", at=at))) == []


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_the_same_document_gives_the_same_pdf(lang):
    assert d.pdf(whole(lang)) == d.pdf(whole(lang))


def test_typed_text_is_never_markup():
    typed = '#import "x" *bold* _it_ $x$ @ref <label> // `raw` = head #sys / term: \\ [a] {{ x }} <script>'
    blocks = [
        d.Heading(typed),
        d.Para(typed),
        d.Facts([(typed, typed)]),
        d.Table([typed], [[typed]], typed),
        d.Bullets([typed]),
    ]
    made = d.Document(typed, blocks=blocks, status=typed, reference=typed)
    assert problems(d.pdf(made)) == []
    assert problems_in_docx(d.docx(made)) == []


# --- Whatever is in it, it prints, and passes -----------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
PLAIN = st.text("abŵ’ .,\n\t#*/-•1\u200b", max_size=40)
WORDS = st.one_of(
    PLAIN,
    TEXT,
    st.fixed_dictionaries({}, optional={"en": PLAIN, "cy": PLAIN}),
    st.lists(
        st.builds(d.Run, PLAIN, st.sampled_from(["", "strong", "added", "removed", "term"])), max_size=3
    ),
)
SAID = st.one_of(st.just("x"), WORDS)


def tables(width):
    cells = st.lists(WORDS, min_size=width, max_size=width)
    return st.builds(d.Table, st.just(["h"] * width), st.lists(cells, max_size=3), WORDS)


BLOCK = st.one_of(
    st.builds(d.Heading, SAID, st.integers(1, 4)),
    st.builds(d.Para, SAID),
    st.builds(d.Bullets, st.lists(SAID, max_size=3)),
    st.builds(d.Numbered, st.lists(SAID, max_size=3)),
    st.builds(d.Facts, st.lists(st.tuples(SAID, SAID), max_size=3)),
    st.builds(d.Note, SAID, st.sampled_from(["info", "warning"])),
    st.integers(1, 5).flatmap(tables),
    st.builds(d.Signatures, st.lists(st.builds(d.Signature, SAID, SAID, PLAIN, PLAIN), max_size=2)),
    st.just(d.PageBreak()),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(BLOCK, max_size=5), st.sampled_from(["en", "cy", "both"]), PLAIN)
def test_any_document_prints_and_passes(blocks, lang, reference):
    made = d.Document({"en": "Any", "cy": "Unrhyw"}, lang, reference=reference, blocks=blocks)
    json.dumps(d.laid_out(made))
    assert [one for one in problems(d.pdf(made)) if "only drawn" not in one] == []
    assert [one for one in problems_in_docx(d.docx(made)) if "only typed" not in one] == []
