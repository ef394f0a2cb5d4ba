"""One rule, laid out for its page: what it says and does, when, by what source, and its cases."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from sharewell import rules as library
from sharewell.rules import RuleSet
from sharewell.rules.citations import line
from sharewell.rules.decide import LISTS, ORDER
from sharewell.rules.facts import FIRST_DAY
from sharewell.rules.histories import (
    NEVER,
    Change,
    between_versions,
    differing,
    lives,
    load_published,
    published,
    state_on,
)
from sharewell.rules.in_words import (
    group_in_words,
    group_title,
    in_words,
    rule_in_words,
    term_title,
    used,
)
from sharewell.rules.ruleset import DATA, Version
from sharewell.rules.worked import answers, exercised, worked_cases
from sharewell.web.law import words
from sharewell.web.law.entries import Entry, entries, step_of, words_of
from sharewell.web.law.slugs import slug_of
from sharewell.web.law.timelines import Timeline, timeline

SPELLED = ("when", "recommended", "available")


@dataclass
class Age:
    """One version in the list beside the picture: its dates, its source, and what differs from before."""

    version: Version
    dates: str
    state: str
    source: str
    differs: list[str]
    turns: tuple[date, date] | None


@dataclass
class Condition:
    """A condition of the rule: what it is for, in a few words, and the tree that says it."""

    heading: str
    tree: dict


@dataclass
class Meaning:
    """A term or list that conditions lean on, spelled out: a tree, or the things that a list holds."""

    title: str
    tree: dict | None = None
    kinds: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """All that the page of a rule shows."""

    entry: Entry
    table: dict
    spoken: list[str]
    about: str
    doubt: str
    items: list[tuple[str, str]]
    does: list[tuple[str, list]]
    adds: list[tuple[str, list[str]]]
    conditions: list[Condition]
    meanings: list[Meaning]
    ages: list[Age]
    picture: Timeline
    links: list[tuple[str, list[Entry]]]
    cases: list[dict]
    readings: list[str]
    written: list[tuple[str, str, list[str]]]
    toml: str


def sheet(rules: RuleSet, entry: Entry, lang: str, today: date) -> Sheet:
    """The page of one rule."""
    version = entry.version
    table, versions = version.table, lives(rules)[entry.id]
    return Sheet(
        entry=entry,
        table=table,
        spoken=[words_of(table[name][lang], lang) for name in ("text", "because") if name in table],
        about=table.get("about", {}).get(lang, ""),
        doubt=table.get("doubt", {}).get(lang, ""),
        items=[(item["text"][lang], item.get("confidence", "")) for item in table.get("items", [])],
        does=_does(rules, version, lang, today),
        adds=_adds(table, lang),
        conditions=conditions(rules, version, lang),
        meanings=meanings(rules, version, lang),
        ages=_ages(rules, versions, lang, today),
        picture=timeline(versions, today),
        links=_links(rules, entry, lang, today),
        cases=_cases(rules, entry.id, lang),
        readings=readings_of(table),
        written=_written(rules, entry.id),
        toml=(DATA / version.path).read_text("utf-8") if rules is library.current() else "",
    )


def readings_of(table: dict) -> list[str]:
    """The names of the interpretations that a rule rests on."""
    named = table.get("interpretation", [])
    return [named] if isinstance(named, str) else named


def conditions(rules: RuleSet, version: Version, lang: str) -> list[Condition]:
    """When a rule applies: each of its conditions, and the limbs of a ground."""
    headings = {
        "when": "",
        "recommended": _("It is the ground to use when:"),
        "available": _("It would do as well when:"),
    }
    out = []
    for name in SPELLED:
        tree = rule_in_words(rules, version, name, lang)
        if tree:
            out.append(Condition(headings[name], tree))
    for limb in version.table.get("limbs", []):
        heading = _("Limb (%(limb)s)") % {"limb": limb["limb"]}
        rest = {"text": _("Where none of the limbs above holds.")}
        out.append(Condition(heading, in_words(rules, limb["when"], lang) if "when" in limb else rest))
    return out


def meanings(rules: RuleSet, version: Version, lang: str) -> list[Meaning]:
    """The terms and lists that a rule's conditions lean on, each once."""
    table = version.table
    tables = [table[name] for name in SPELLED if name in table]
    tables += [limb.get("when", {}) for limb in table.get("limbs", [])]
    terms, groups = used(rules, {"all": tables})
    out = [
        Meaning(title, tree=in_words(rules, rules.terms[name]["when"], lang))
        for name in terms
        if (title := term_title(rules, name, lang))
    ]
    return out + [
        Meaning(title[:1].upper() + title[1:], kinds=group_in_words(rules, name, lang))
        for name in groups
        if (title := group_title(rules, name, lang))
    ]


def _does(rules: RuleSet, version: Version, lang: str, today: date) -> list[tuple[str, list]]:
    """What a rule does, as rows: a label, and lines or entries to link to."""
    table, step = version.table, step_of(version)
    rows: list[tuple[str, list]] = [(_("Step"), [words.steps()[step], words.step_means(step)])]
    if "strength" in table:
        rows.append((_("Strength"), [words.strengths()[table["strength"]]]))
    if step in ORDER:
        leads = rules.outcome_words(ORDER[step], lang)
        expected = [_("Guidance expects the share.")] if table.get("expected") else []
        rows.append((_("The answer it leads to"), [leads, *expected]))
    if "tell" in table:
        rows.append((_("Telling the family"), [rules.word(table["tell"], lang)]))
    if "refused" in table:
        rows.append((_("Where it does not fit"), [words_of(table["refused"][lang], lang)]))
    rows += _standing_rows(rules, table, lang, today)
    return rows


def _standing_rows(rules: RuleSet, table: dict, lang: str, today: date) -> list[tuple[str, list]]:
    rows = []
    if "count" in table:
        rows.append((_("How long"), [words.units(table["count"], table["unit"])]))
    if "counted-from" in table:
        rows.append((_("Counted from"), [table["counted-from"][lang]]))
    if "public-authority" in table:
        rows.append((_("Public authority"), [_("Yes") if table["public-authority"] else _("No")]))
    if "kinds" in table:
        said = [rules.say("sharer.kind", kind, lang) for kind in table["kinds"]]
        rows.append((_("Kinds of organisation"), said))
    named = {
        "bases": _("Lawful bases"),
        "conditions": _("Conditions for special category data"),
        "offence-conditions": _("Conditions for criminal offence data"),
        "restricted-by": _("Exemptions that can restrict it"),
        "of": _("Belongs to"),
        "replaced-by": _("Reported to be replaced by"),
    }
    for name, label in named.items():
        if table.get(name):
            listed = table[name] if isinstance(table[name], list) else [table[name]]
            rows.append((label, _known(rules, listed, lang, today)))
    regimes = {
        "sharers-regime": _("The sharer's regime"),
        "recipients-regime": _("The recipient's regime"),
    }
    rows += [(label, [_regime(table[name])]) for name, label in regimes.items() if name in table]
    return rows


def _regime(name: str) -> str:
    said = {
        "uk-gdpr": _("UK GDPR"),
        "law-enforcement": _("Law enforcement (DPA 2018 Part 3)"),
        "none": _("None: data protection law does not bind"),
    }
    return said.get(name, name)


def _known(rules: RuleSet, listed: list[str], lang: str, today: date) -> list:
    """The entries of the rules that are named; the name itself where there is no such rule."""
    every = entries(rules, lang, today)
    return [every.get(slug_of(name), name) for name in listed]


def _adds(table: dict, lang: str) -> list[tuple[str, list[str]]]:
    """The lines that a rule adds to an answer, by list."""
    labels = words.adds()
    out = [
        (labels[name], [words_of(row["text"][lang], lang) for row in table[name]])
        for name in LISTS
        if table.get(name)
    ]
    if table["sort"] == "advice":
        out.append((labels[table["list"]], [words_of(table["text"][lang], lang)]))
    return out


def _ages(rules: RuleSet, versions: list[Version], lang: str, today: date) -> list[Age]:
    out = []
    for number, version in enumerate(versions):
        state = state_on([version], today)
        before = versions[number - 1] if number else None
        differs = [words.parts()[part] for part in differing(rules, before, rules, version)] if before else []
        dates, source = words.dates_line(version, state), line(version.table, lang)
        out.append(Age(version, dates, state, source, differs, _turn(version)))
    return out


def _turn(version: Version) -> tuple[date, date] | None:
    """The day before a version began, and that day; None where the rules know no such day."""
    if version.starts == NEVER or version.starts <= FIRST_DAY.isoformat():
        return None
    began = date.fromisoformat(version.starts)
    return began - timedelta(days=1), began


def _links(rules: RuleSet, entry: Entry, lang: str, today: date) -> list[tuple[str, list[Entry]]]:
    """What to see as well, under headings; each rule once."""
    every = entries(rules, lang, today)
    out, seen = [], {entry.slug}
    for heading, names in (
        (_("It cites"), entry.version.table.get("cites", [])),
        (_("Background"), entry.version.table.get("background", [])),
        (_("Named by"), _named_by(rules).get(entry.id, [])),
    ):
        slugs = [slug for name in names if (slug := slug_of(name)) in every and slug not in seen]
        seen |= set(slugs)
        if slugs:
            out.append((heading, [every[slug] for slug in dict.fromkeys(slugs)]))
    return out


@lru_cache(maxsize=4)
def _named_by(rules: RuleSet) -> dict[str, list[str]]:
    """For each rule, those that name it."""
    fields = ("cites", "background", "restricted-by", "of", "replaced-by", "bases", "conditions")
    out: dict[str, list[str]] = {}
    for table in rules.rules.values():
        for name in (*fields, "offence-conditions"):
            value = table.get(name, [])
            for named in value if isinstance(value, list) else [value]:
                out.setdefault(named, []).append(table["id"])
    return out


def _cases(rules: RuleSet, rule: str, lang: str) -> list[dict]:
    """The worked cases that exercise a rule: {"name", "title", "how", "outcome"}."""
    outcomes, hows = answers(rules), words.hows()
    return [
        {
            "name": name,
            "title": worked_cases()[name]["name"],
            "how": hows[how],
            "outcome": rules.outcome_words(outcomes[name]["outcome"], lang),
        }
        for name, how in exercised(rules).get(rule, {}).items()
    ]


@lru_cache(maxsize=2)
def _rewritten(rules: RuleSet) -> list[tuple[str, str, dict[str, Change]]]:
    """From each published rule set to the next, and to this one: both versions, and what changed by rule."""
    sets = [load_published(version) for version in published()]
    chain = [*[one for one in sets if one.version != rules.version], rules]
    return [
        (old.version, new.version, {change.rule: change for change in between_versions(old, new)})
        for old, new in zip(chain, chain[1:], strict=False)
    ]


def _written(rules: RuleSet, rule: str) -> list[tuple[str, str, list[str]]]:
    """In which versions of the rule set a rule was written or rewritten: (from, to, what changed)."""
    out = []
    for old, new, changes in _rewritten(rules):
        if rule in changes:
            change = changes[rule]
            said = [words.parts()[part] for part in change.parts] if change.parts else []
            out.append((old, new, said))
    return out
