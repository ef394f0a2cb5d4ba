"""Every word that a person reads is there in Welsh, and says the same."""

import re

import polib
import pytest

from tests.architecture.welsh import CATALOGUES, SOURCE, compiled, missing

PLURALS = "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def name_of(path):
    return str(path.relative_to(SOURCE)).split("/locale")[0]


def words_of(compiled_file):
    """What a compiled catalogue says, without the day on which it was compiled."""
    return {
        (entry.msgid, entry.msgctxt): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(compiled_file)
    }


def test_every_message_that_the_source_uses_is_translated():
    assert missing() == [], "python3 dev.py messages"


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_no_translation_is_empty_or_unsure(path):
    unsure = [entry.msgid for entry in polib.pofile(str(path)) if entry.fuzzy or not entry.translated()]
    assert unsure == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_every_translation_has_the_same_placeholders(path):
    different = []
    for entry in polib.pofile(str(path)):
        wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            if (found := set(PLACEHOLDER.findall(text))) != wanted and not (
                entry.msgid_plural and found < wanted
            ):
                different.append(entry.msgid)
    assert different == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_what_is_compiled_is_what_is_written(path, tmp_path):
    again = tmp_path / "django.mo"
    again.write_bytes(compiled(path))
    assert words_of(path.with_suffix(".mo")) == words_of(again), "python3 dev.py messages"


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_the_catalogue_counts_as_welsh_does_and_says_that_it_is_a_draft(path):
    catalogue = polib.pofile(str(path))
    assert catalogue.metadata["Plural-Forms"] == PLURALS
    assert "awaiting a qualified translator" in catalogue.header


def test_the_same_english_is_the_same_welsh_everywhere():
    said: dict[tuple, set] = {}
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            key = (entry.msgid, entry.msgctxt)
            said.setdefault(key, set()).add(entry.msgstr or tuple(sorted(entry.msgstr_plural.items())))
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}
