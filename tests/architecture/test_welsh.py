"""Every word that a person reads is there in Welsh, and says the same."""

import io
import re
from pathlib import Path

import polib
import pytest
from babel.messages import extract, mofile, pofile
from django.conf import settings

SOURCE = Path(settings.SOURCE)
CATALOGUES = sorted(SOURCE.glob("**/locale/cy/LC_MESSAGES/django.po"))
PLURALS = "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def name_of(path):
    return str(path.relative_to(SOURCE)).split("/locale")[0]


def used():
    """Every message that the source uses, with one place where."""
    methods = [("python", SOURCE.glob("**/*.py")), ("jinja2", SOURCE.glob("**/templates/**/*.html"))]
    options = {"newstyle_gettext": "true", "trimmed": "true", "extensions": "jinja2.ext.do"}
    keywords = {
        **extract.DEFAULT_KEYWORDS,
        "gettext_lazy": None,
        "ngettext_lazy": (1, 2),
        "pgettext_lazy": ((1, "c"), 2),
    }
    for method, paths in methods:
        for path in paths:
            for line, message, _, context in extract.extract(
                method, io.BytesIO(path.read_bytes()), keywords, options=options
            ):
                first = message[0] if isinstance(message, tuple) else message
                if first:
                    yield first, context, f"{path.relative_to(SOURCE)}:{line}"


def translated():
    """Every message that some catalogue of ours translates wholly."""
    return {
        (entry.msgid, entry.msgctxt)
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        if entry.translated() and not entry.obsolete
    }


def test_every_message_that_the_source_uses_is_translated():
    there = translated()
    missing = sorted(
        {f"{where}: {text!r}" for text, context, where in used() if (text, context) not in there}
    )
    assert missing == [], "\n".join(missing)


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
def test_what_is_compiled_is_what_is_written(path):
    with path.open("rb") as written:
        compiled = io.BytesIO()
        mofile.write_mo(compiled, pofile.read_po(written, locale="cy"))
    ours, theirs = polib.mofile(str(path.with_suffix(".mo"))), _mo(compiled.getvalue())
    assert {(e.msgid, e.msgctxt): e.msgstr or e.msgstr_plural for e in ours} == theirs, (
        f"compile it: pybabel compile -D django -l cy -d {path.parents[2]}"
    )


def _mo(data):
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".mo") as file:
        file.write(data)
        file.flush()
        return {(e.msgid, e.msgctxt): e.msgstr or e.msgstr_plural for e in polib.mofile(file.name)}


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
