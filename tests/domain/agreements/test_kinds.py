"""Kinds of agreement are files: a new one is added without a line of code, a wrong one says what is wrong."""

import re

import pytest

from sharewell.domain.agreements import actions, documents
from sharewell.domain.agreements.kinds import SURE, KindError, kind, kinds, wrong_files
from sharewell.domain.errors import NotFound
from tests.people import build_town

TWO = '{ en = "Here", cy = "Yma" }'
GOOD = f"""
id = "{{name}}"
version = "1"
title = {{{{ en = "Visits", cy = "Ymweliadau" }}}}
summary = {TWO.replace("{", "{{").replace("}", "}}")}
[needs]
parties = 3
[[section]]
id = "visits"
title = {TWO.replace("{", "{{").replace("}", "}}")}
[[section.clause]]
id = "visits-who"
text = {{{{ en = "{{{{visitors}}}} may visit.", cy = "Caiff {{{{visitors}}}} ymweld." }}}}
[[section.question]]
id = "visitors"
ask = {TWO.replace("{", "{{").replace("}", "}}")}
[[section]]
part = "signatures"
"""


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of one's own, for kinds."""
    settings.AGREEMENT_KINDS = str(tmp_path)
    return tmp_path


def put(folder, name="visits", text=None):
    (folder / f"{name}.toml").write_text((text or GOOD).format(name=name), "utf-8")


def test_a_new_kind_is_a_file(db, folder):
    put(folder)
    town = build_town()
    officer = town.at_school["data-protection-officer"]
    agreement = actions.start_agreement(
        kind="visits", organisation=town.school, title_en="Visits", by=officer
    )
    answers = {"visitors": {"en": "Social workers", "cy": "gweithwyr cymdeithasol"}}
    actions.answer_section(agreement=agreement, section="visits", answers=answers, by=officer)
    said = documents.clauses_of(documents.content_of(agreement))
    assert [each["text"] for each in said if each["id"] == "visits-who"] == [
        {"en": "Social workers may visit.", "cy": "Caiff gweithwyr cymdeithasol ymweld."}
    ]
    assert kind("visits").least_parties == 3 and "waspi-isp" in kinds()


def test_a_file_of_ones_own_stands_in_place_of_ours(folder):
    put(folder, "data-sharing-agreement")
    assert kind("data-sharing-agreement").title["en"] == "Visits"


def test_there_is_no_other_kind(db):
    with pytest.raises(NotFound):
        kind("treaty")


def rests():
    """(where, confidence, source) of each kind and each of its questions."""
    for each in kinds().values():
        yield each.id, each.confidence, each.source
        for question in each.questions.values():
            yield f"{each.id}: {question.id}", question.confidence, question.source


def test_of_every_kind_each_question_says_on_what_it_rests():
    for where, confidence, source in rests():
        assert confidence in SURE and source, where


def test_only_law_is_said_to_be_read_in_the_law():
    law = re.compile(r"\b(Act|Regulations) \d{4}|GDPR, Article")
    other = re.compile(r"code of practice|Accord|template|protocol")
    for where, confidence, source in rests():
        if confidence == "read in the law":
            assert law.search(source) and not other.search(source), where
        elif confidence == "read in the guidance":
            assert other.search(source), where
    # nobody has read a template for this kind
    assert kind("waspi-dda").questions["escalation"].confidence == "general knowledge"


WRONG = {
    "no TOML": ("id = ", "is no TOML"),
    "another name": (GOOD.replace('id = "{name}"', 'id = "other"'), "the same name"),
    "no version": (GOOD.replace('version = "1"', ""), "needs version"),
    "no Welsh": (GOOD.replace(', cy = "Ymweliadau"', ""), "both of them written"),
    "an unknown word": (GOOD.replace("[needs]", 'colour = "red"\n[needs]'), "'colour'"),
    "an unknown need": (GOOD.replace("parties = 3", "people = 3"), "'people'"),
    "a part that is nowhere": (GOOD.replace('part = "signatures"', 'part = "seals"'), "no part 'seals'"),
    "an answer that lands nowhere": (
        GOOD.replace("{{visitors}} may", "They may").replace("Caiff {{visitors}}", "Cânt"),
        "lands in no clause",
    ),
    "a place that nobody asks": (
        GOOD.replace("visit.", "visit {{guests}}.").replace("ymweld.", "ymweld {{guests}}."), "nobody asks"
    ),
    "two languages that take different answers": (
        GOOD.replace("Caiff {{visitors}} ymweld.", "Caiff pawb ymweld."), "the same answers"
    ),
    "a question twice": (GOOD.replace('[[section]]\npart', GOOD[GOOD.index("[[section.question]]"):
        GOOD.index("[[section]]\npart")] + '[[section]]\npart'), "there twice"),
    "a choice without choices": (
        GOOD.replace('id = "visitors"', 'id = "visitors"\nkind = "choice"'), "a choice has choices"
    ),
    "sure of something else": (
        GOOD.replace('id = "visitors"', 'id = "visitors"\nconfidence = "sure"'), "confidence = 'sure'"
    ),
    "something to show that is nothing": (
        GOOD.replace('id = "visits"\ntitle', 'id = "visits"\nshows = "film"\ntitle'), "shows 'film'"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_says_which_it_is_and_what_is_wrong(folder, what):
    text, said = WRONG[what]
    put(folder, text=text)
    (error,) = wrong_files()
    assert isinstance(error, KindError) and re.search(said, str(error))
    assert str(error).startswith("visits.toml: ")
    assert "visits" not in kinds() and "waspi-isp" in kinds(), "one bad file takes nothing else away"
