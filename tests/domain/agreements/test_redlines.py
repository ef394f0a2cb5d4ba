"""A redline loses nothing of either text, and reads as a person would have marked it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.domain.agreements.redlines import (
    Clause,
    Run,
    has_changes,
    redline,
    redline_of_clauses,
)

TEXTS = st.text("ab cŵ’-.,\n", max_size=60)


def without(mark, runs):
    return "".join(run.text for run in runs if run.mark != mark)


def as_marked(runs):
    """[-gone-] and {+new+}, as one line."""
    signs = {"": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[run.mark].format(run.text) for run in runs)


@given(TEXTS, TEXTS)
def test_without_what_was_added_it_is_the_text_before_and_without_what_was_removed_the_text_after(old, new):
    runs = redline(old, new)
    assert without("added", runs) == old
    assert without("removed", runs) == new
    assert all(run.text for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("Kept for six years.", "Kept for seven years.", "Kept for [-six-]{+seven+} years."),
        ("Kept for six years.", "Kept for six years.", "Kept for six years."),
        ("", "A new line.", "{+A new line.+}"),
        ("An old line.", "", "[-An old line.-]"),
        ("Each school sends the list.", "Each school sends the whole list.",
         "Each school sends the {+whole +}list."),
        # One word between two changes goes with them.
        ("The council may ask a school for the list of names.",
         "The council may tell a college for the list of names.",
         "The council may [-ask a school-]{+tell a college+} for the list of names."),
        # So little in common that word by word would be a puzzle.
        ("Names and addresses of pupils.", "Only what the duty team has asked for, and no addresses.",
         "[-Names and addresses of pupils.-]{+Only what the duty team has asked for, and no addresses.+}"),
        ("Mae'r ysgol yn rhoi'r rhestr bob tymor.", "Mae'r coleg yn rhoi'r rhestr bob tymor.",
         "Mae'r [-ysgol-]{+coleg+} yn rhoi'r rhestr bob tymor."),
    ],
)  # fmt: skip
def test_it_reads_as_a_person_would_have_marked_it(before, after, marked):
    assert as_marked(redline(before, after)) == marked


def clause(id, *lines, heading="Security"):
    return Clause(id, heading, lines)


def test_each_clause_says_what_happened_to_it_and_a_removed_one_stands_where_it_stood():
    before = [clause("a", "One."), clause("b", "Two."), clause("c", "Three is here."), clause("d", "Four.")]
    after = [clause("a", "One."), clause("c", "Three is there."), clause("d", "Four."), clause("e", "Five.")]
    changes = redline_of_clauses(before, after)
    assert [(each.id, each.how) for each in changes] == [
        ("a", ""), ("b", "removed"), ("c", "changed"), ("d", ""), ("e", "added"),
    ]  # fmt: skip
    assert changes[1].lines == ((Run("Two.", "removed"),),)
    assert as_marked(changes[2].lines[0]) == "Three is [-here-]{+there+}."
    assert has_changes(changes)
    assert not has_changes(redline_of_clauses(before, before))


def test_a_clause_that_only_stands_elsewhere_is_said_to_have_moved_and_is_there_once():
    before = [clause("a", "One."), clause("b", "Two."), clause("c", "Three.")]
    changes = redline_of_clauses(before, [before[1], before[2], before[0]])
    assert [(each.id, each.how) for each in changes] == [("b", ""), ("c", ""), ("a", "moved")]


def test_a_line_that_was_put_in_between_leaves_the_others_alone():
    before = [clause("a", "Names of the pupils.", "Dates of birth.")]
    after = [clause("a", "Names of the pupils.", "Addresses, where asked for.", "Dates of their birth.")]
    lines = redline_of_clauses(before, after)[0].lines
    assert [as_marked(line) for line in lines] == [
        "Names of the pupils.",
        "{+Addresses, where asked for.+}",
        "Dates of {+their +}birth.",
    ]


def test_a_changed_heading_counts():
    changes = redline_of_clauses([clause("a", "One.")], [clause("a", "One.", heading="Keeping it safe")])
    assert changes[0].how == "changed"


def test_texts_too_long_to_compare_word_by_word_replace_each_other():
    before, after = "one two " * 1_500, "one three " * 1_500
    assert [run.mark for run in redline(before, after)] == ["removed", "added"]
