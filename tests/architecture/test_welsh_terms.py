"""One Welsh term for one thing, in the rules and on the pages, as the glossary has it.

Where an English text has a term of law, the Welsh beside it has the Welsh term, mutated or not. Words that
have many plain meanings ("risk", "report") are left out: a test of them would cry wolf.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import polib
import pytest

from sharewell import rules

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
# English term -> the forms that Welsh may have: singular, plural, with the article's or a verb's own spelling
TERMS = {
    "data protection officer": ["Swyddog Diogelu Data", "Swyddogion Diogelu Data"],
    "data protection": ["diogelu data", "Diogelu Data"],
    "safeguarding": ["diogelu"],
    "lawful basis": ["sail gyfreithlon", "seiliau cyfreithlon"],
    "public task": ["tasg gyhoeddus", "tasgau cyhoeddus"],
    "legal obligation": ["rhwymedigaeth gyfreithiol", "rhwymedigaethau cyfreithiol"],
    "legitimate interests": ["buddiannau dilys"],
    "recognised legitimate interest": ["budd dilys cydnabyddedig", "buddiannau dilys cydnabyddedig"],
    "vital interests": ["buddiannau hanfodol"],
    "consent": ["cydsyniad", "cydsynio", "cydsynia"],
    "special category data": ["data categori arbennig"],
    "criminal offence data": ["data am droseddau"],
    "substantial public interest": ["budd sylweddol i'r cyhoedd"],
    "controller": ["rheolydd", "rheolyddion", "cyd-reolydd"],
    "third party": ["trydydd parti"],
    "privacy notice": ["hysbysiad preifatrwydd", "hysbysiadau preifatrwydd"],
    "subject access request": ["cais gwrthrych am wybodaeth", "ceisiadau gwrthrych am wybodaeth"],
    "impact assessment": ["asesiad o'r effaith", "asesiadau o'r effaith", "Asesiad o'r Effaith"],
    "data sharing agreement": ["cytundeb rhannu data", "cytundebau rhannu data"],
    "information sharing protocol": ["protocol rhannu gwybodaeth"],
    "data disclosure agreement": ["cytundeb datgelu data"],
    "appropriate policy document": ["dogfen bolisi briodol", "dogfennau polisi priodol"],
    "personal data breach": ["tor diogelwch data"],
    "Information Commissioner's Office": ["Swyddfa'r Comisiynydd Gwybodaeth"],
    "Data Protection Act 2018": ["Deddf Diogelu Data 2018"],
    "UK GDPR": ["GDPR y DU", "GDPR y Deyrnas Unedig"],
    "law enforcement": ["gorfodi'r gyfraith"],
    "court order": ["gorchymyn llys", "gorchmynion llys"],
    "social services": ["gwasanaethau cymdeithasol"],
    "children's services": ["gwasanaethau plant"],
    "child at risk": ["plentyn sy'n wynebu risg", "plentyn yn wynebu risg"],
    "adult at risk": ["oedolyn sy'n wynebu risg", "oedolyn yn wynebu risg", "oedolyn hwn yn wynebu risg"],
    "best interests": ["lles pennaf"],
    "parental responsibility": ["cyfrifoldeb rhiant", "cyfrifoldebau rhiant"],
    "well-being": ["llesiant"],
    "significant harm": ["niwed sylweddol"],
    "child protection": ["amddiffyn plant"],
    "safeguarding lead": ["arweinydd diogelu", "arweinwyr diogelu"],
    "Gateway team": ["tîm Porth", "tîm y Porth"],
    "exemption": ["eithriad", "wedi'i eithrio", "eithrio"],
    "Wales Safeguarding Procedures": ["Gweithdrefnau Diogelu Cymru"],
}
# Words that say the same as a term and are not the one that we use
NEVER = {
    "asesiad effaith": "asesiad o'r effaith",
    "asesiadau effaith": "asesiadau o'r effaith",
    "sail gyfreithiol": "sail gyfreithlon",
    "rheolwr data": "rheolydd",
    "buddiannau cyfreithlon": "buddiannau dilys",
    "esemptiad": "eithriad",
    "swyddog diogelu data": "Swyddog Diogelu Data",
    "toriad data": "tor diogelwch data",
}
MUTATED = {
    "p": ("b", "mh", "ph"), "t": ("d", "nh", "th"), "c": ("g", "ngh", "ch"), "b": ("f", "m"),
    "d": ("dd", "n"), "g": ("", "ng"), "m": ("f",), "ll": ("l",), "rh": ("r",),
}  # fmt: skip


def forms(term: str) -> list[str]:
    """A Welsh term as it is and as each mutation makes it, and with the h that a vowel may take."""
    start = (
        "ll" if term.startswith(("ll", "Ll")) else "rh" if term.startswith(("rh", "Rh")) else term[0].lower()
    )
    rest = term[len(start) :]
    found = [term, "h" + term, *(change + rest for change in MUTATED.get(start, ()))]
    return found + [form[:1].upper() + form[1:] for form in found]


def plural(english: str) -> str:
    """A pattern of an English term, in the singular or the plural."""
    words = re.escape(english)
    if english.startswith(("child ", "adult ")):
        return words
    return words[:-1] + "(y|ies)" if english.endswith("y") else words.replace("basis", "bas[ei]s") + "s?"


def pairs_in(value, where: str):
    """(where, English, Welsh) of every text of a rule file."""
    if isinstance(value, dict):
        if isinstance(value.get("en"), str) and isinstance(value.get("cy"), str):
            yield where, value["en"], value["cy"]
            return
        value = value.items()
    elif isinstance(value, list):
        value = enumerate(value)
    else:
        return
    for key, inner in value:
        yield from pairs_in(inner, f"{where}/{key}")


@cache
def pairs() -> tuple:
    """Every text of the rules, of kinds and templates, and of the pages in both languages."""
    vocabulary = ROOT / "src" / "sharewell" / "rules" / "publishing" / "vocabulary.toml"
    files = rules.current().files | {vocabulary.name: tomllib.loads(vocabulary.read_text("utf-8"))}
    found = [pair for path, table in files.items() for pair in pairs_in(table, path)]
    for path in sorted((ROOT / "src" / "sharewell" / "domain").rglob("*.toml")):
        found += pairs_in(tomllib.loads(path.read_text("utf-8")), path.name)
    for path in sorted((ROOT / "src" / "sharewell").rglob("*.po")):
        entries = [entry for entry in polib.pofile(str(path)) if entry.msgstr]
        found += [(path.parts[-5], entry.msgid, entry.msgstr) for entry in entries]
    return tuple(found)


def test_there_are_texts_of_the_rules_and_of_the_pages():
    assert len(pairs()) > 2000


@pytest.mark.parametrize("english", TERMS)
def test_a_term_of_law_has_its_one_welsh_term(english):
    wanted = [form for term in TERMS[english] for form in forms(term)]
    term = re.compile(rf"\b{plural(english)}\b", re.IGNORECASE)
    others = [
        (w, en, cy) for w, en, cy in pairs() if term.search(en) and not any(form in cy for form in wanted)
    ]
    assert others == []


@pytest.mark.parametrize("word", NEVER)
def test_no_other_word_stands_for_a_term(word):
    assert [(where, cy) for where, _, cy in pairs() if word in cy] == []


@pytest.mark.parametrize("english", TERMS)
def test_the_glossary_has_every_term(english):
    rows = [line.lower() for line in GLOSSARY.splitlines() if line.startswith("|")]
    welsh = [term.lower() for term in TERMS[english]]
    assert any(english.lower() in row and any(term in row for term in welsh) for row in rows)
