"""Every source of the rules is cited in Welsh on a Welsh page, and in English as it stands in the data."""

import re

import pytest

from sharewell import rules
from sharewell.rules.citations import line, said, sure

RULES = rules.current()
VERSIONS = [table | version for table in RULES.rules.values() for version in table["version"]]
SOURCES = [version for version in VERSIONS if version.get("instrument")]
PROVISIONS = sorted({version["provision"] for version in SOURCES})
INSTRUMENTS = sorted({version["instrument"] for version in SOURCES})
STAYS = {"Operation Encompass", "Think. Check. Share."}  # names of undertakings
WORDS = "sections?|paragraphs?|Schedules?|[Aa]rticles?|Parts?|Annex|Chapter|step|question|rules?|not|see|the"
STRUCTURE = re.compile(rf"\b({WORDS})\b")
CASES_OF_COURTS = re.compile(r"Christian Institute v Lord Advocate|W v Egdell")


def test_every_provision_is_said_in_welsh():
    welsh = {provision: said(provision, "cy") for provision in PROVISIONS if provision not in STAYS}
    assert [provision for provision, words in welsh.items() if words == provision] == []
    assert [words for words in welsh.values() if STRUCTURE.search(CASES_OF_COURTS.sub("", words))] == []


def test_numbers_stay_as_they_are():
    for provision in PROVISIONS:
        assert re.findall(r"\d+", said(provision, "cy")) == re.findall(r"\d+", provision)


def test_an_act_that_extends_to_wales_is_called_by_its_welsh_name():
    acts = [one for name in INSTRUMENTS for one in name.split("; ") if re.search(r"\bAct \d{4}", one)]
    elsewhere = re.compile(r"\((Scotland|Northern Ireland)\)")
    assert len(acts) > 25
    assert [
        act for act in acts if not said(act, "cy").startswith("Deddf ") and not elsewhere.search(act)
    ] == []


def test_english_stays_as_it_stands_in_the_data():
    assert all(said(name, "en") == name for name in INSTRUMENTS + PROVISIONS)


def test_a_source_is_one_line_in_either_language():
    source = {"instrument": "Data Protection Act 2018", "provision": "Schedule 1 paragraphs 10 and 36"}
    assert line(source) == "Data Protection Act 2018, Schedule 1 paragraphs 10 and 36"
    assert line(source, "cy") == "Deddf Diogelu Data 2018, Atodlen 1 paragraffau 10 a 36"
    assert line({"instrument": "UK GDPR", "provision": ""}, "cy") == "GDPR y DU"


def test_a_title_within_which_a_word_of_structure_stands_is_left_whole():
    title = "ICO, A 10 step guide to sharing information to safeguard children"
    assert said(title, "cy") == title


@pytest.mark.parametrize("confidence", ["read in the law", "second-hand", "general knowledge", "unsure"])
def test_how_sure_we_are_is_said_in_either_language(confidence):
    assert sure(confidence, "en") == confidence != sure(confidence, "cy")
