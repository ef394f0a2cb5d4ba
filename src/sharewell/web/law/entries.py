"""Every rule as a row of the index, made once for a rule set, a language and a day."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from sharewell.rules import RuleSet
from sharewell.rules.citations import line
from sharewell.rules.histories import in_force_on, lives, state_on
from sharewell.rules.ruleset import CONDITIONS, NATIONS, STEP_OF_STRENGTH, Version
from sharewell.web.law.slugs import slug_of
from sharewell.web.law.words import confidences, dates_line, nations_line

NO_SOURCE = ""
# An instrument is named up to its year; what follows is a section, an insertion, an edition.
_TO_ITS_YEAR = re.compile(r".*? (?:Act|Order|Regulations|Rules)(?: \([A-Z][^)]*\))? \d{4}\b")
_AFTER_NAME = re.compile(r"\s+(?:Part \d|\((?:inserted|as amended|updated|20\d\d and)).*$")
_PART = re.compile(r"^Part \d+, ")
# Named in several ways and editions, and looked for under one name.
_ONE_NAME = ("UK GDPR", "Working Together to Safeguard Children", "Keeping children safe in education")


@dataclass(frozen=True)
class Entry:
    """A rule in a row: what the index says of it, and what it is found by.

    `version` is the one in force today, else the next to come, else the last; `kinds` the kinds of
    organisation that it can hold for, and `is_general` whether that is all of them.
    """

    id: str
    slug: str
    title: str
    sort: str
    step: str
    instruments: tuple[str, ...]
    source: str
    nations: tuple[str, ...]
    nations_line: str
    state: str
    dates: str
    confidence: str
    sure: str
    reviewed_by: str
    reviewed: str
    kinds: frozenset[str]
    is_general: bool
    searched: str
    version: Version


@lru_cache(maxsize=8)
def entries(rules: RuleSet, lang: str, today: date) -> dict[str, Entry]:
    """Every rule by its slug, in the order of the files."""
    made = (_entry(rules, versions, lang, today) for versions in lives(rules).values())
    return {entry.slug: entry for entry in made}


def chosen(versions: list[Version], today: date) -> Version:
    """The version that a page shows: in force today, else the next to come, else the last."""
    now = in_force_on(versions, today)
    return now or next((v for v in versions if v.starts > today.isoformat()), versions[-1])


def _whole(versions: list[Version], version: Version) -> Version:
    """A version with the start of the first that led up to it without a gap."""
    whole, at = version, versions.index(version)
    while at and versions[at - 1].ends == whole.starts:
        at -= 1
        whole = replace(whole, starts=versions[at].starts)
    return whole


def step_of(version: Version) -> str:
    """The group of the index: the step that it speaks at, or its sort."""
    if version.sort not in ("step", "gateway"):
        return version.sort
    return version.table.get("step") or STEP_OF_STRENGTH[version.table["strength"]]


def instruments_of(text: str) -> tuple[str, ...]:
    """The instruments that a source names, without sections: a source may name several."""
    return tuple(dict.fromkeys(_named(part.strip()) for part in text.split(";") if part.strip()))


def _named(part: str) -> str:
    if part == "Working Together":
        return _ONE_NAME[1]
    known = next((name for name in _ONE_NAME if part.startswith(name)), "")
    year = _TO_ITS_YEAR.match(part)
    name = known or (year[0] if year else _AFTER_NAME.sub("", part))
    return name[:1].upper() + name[1:]


def in_order_of_provision(entry: "Entry") -> tuple:
    """Sorts rules as their instrument has them: articles and sections by number, then schedules."""
    provision = _PART.sub("", entry.version.table.get("provision", ""))
    numbers = [(int(digits), letters) for digits, letters in re.findall(r"(\d+)([A-Z]{0,3})", provision)]
    return provision.startswith("Schedule"), not numbers, numbers, provision


def folded(text: str) -> str:
    """A text as it is searched: lower case, accents away."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def words_of(text: str, lang: str) -> str:
    """A text of the rule data with words in the place of what each case fills in."""
    slots = {
        "en": {"{recipient}": "the recipient", "{sharer}": "the sharer"},
        "cy": {"{recipient}": "y derbynnydd", "{sharer}": "y rhannwr"},
    }
    for slot, words in slots[lang].items():
        text = text.replace(slot, words)
    return text[:1].upper() + text[1:]


def title_of(version: Version, lang: str) -> str:
    """What a rule is called; a myth by what people say."""
    myth = version.table.get("myth")
    return f"“{myth[lang]}”" if myth else words_of(version.table["title"][lang], lang)


def _entry(rules: RuleSet, versions: list[Version], lang: str, today: date) -> Entry:
    version = chosen(versions, today)
    table, state = version.table, state_on(versions, today)
    source = line(table, lang)
    extends = tuple(nation for nation in NATIONS if nation in table.get("extends", NATIONS))
    reviewer = table.get("reviewed-by", "")
    every = rules.facts.by_key["sharer.kind"].values
    kinds = frozenset(table.get("kinds") or _kinds(rules, table, every))
    return Entry(
        id=version.rule,
        slug=slug_of(version.rule),
        title=title_of(version, lang),
        sort=version.sort,
        step=step_of(version),
        instruments=instruments_of(table.get("instrument", NO_SOURCE)),
        source=source,
        nations=extends,
        nations_line=nations_line(extends),
        state=state,
        dates=dates_line(_whole(versions, version), state),
        confidence=table.get("confidence", ""),
        sure=confidences().get(table.get("confidence"), ""),
        reviewed_by=reviewer,
        reviewed=_("Reviewed by %(name)s") % {"name": reviewer} if reviewer else _("Not reviewed"),
        kinds=kinds,
        is_general=len(kinds) == len(every),
        searched=folded(" ".join([version.rule, source, line(table), *_texts(table, lang)])),
        version=version,
    )


def _kinds(rules: RuleSet, table: dict, every: tuple) -> set[str]:
    """The kinds of sharer that some way of some condition leaves room for."""
    tables = [table[name] for name in CONDITIONS if name in table] or [{}]
    masks = [mask for condition in tables for mask in rules.compiler.compile(condition)]
    bits = {kind: rules.facts.bit("sharer.kind", kind) for kind in every}
    return {kind for kind, bit in bits.items() if any(not mask & bit for mask in masks)}


def _texts(value, lang: str):
    """Every text of a table in one language."""
    if isinstance(value, dict):
        if isinstance(value.get(lang), str):
            yield value[lang]
        else:
            for inner in value.values():
                yield from _texts(inner, lang)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, lang)
