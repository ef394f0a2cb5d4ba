"""Conditions of the law in words, for people who read law and not data.

A condition becomes a small tree of sentences:

    {"text": "The child has been born and is under 18"}        one thing that must be so
    {"all": [...]}  {"any": [...]}  {"not": tree}              how such things are put together

Terms are said by their title and lists of kinds by their name; `used` says which, so that a page can spell
them out once. A rule set of before terms had titles spells them out on the spot.
"""

import re
from typing import TYPE_CHECKING, Any

from .facts import Fact

if TYPE_CHECKING:
    from .ruleset import RuleSet, Version

Tree = dict[str, Any]  # a condition as it is written, or as sentences

_IN_BRACKETS = re.compile(r" \([^)]*\)$")

HEADINGS = {
    "all": {"en": "All of these:", "cy": "Pob un o'r rhain:"},
    "any": {"en": "At least one of these:", "cy": "O leiaf un o'r rhain:"},
    "not": {"en": "This does not hold:", "cy": "Nid yw hyn yn wir:"},
    "not-all": {"en": "Not all of these together:", "cy": "Nid pob un o'r rhain gyda'i gilydd:"},
    "not-any": {"en": "None of these:", "cy": "Dim un o'r rhain:"},
}
ALWAYS = {"en": "Always", "cy": "Bob amser"}
NEVER = {"en": "Never here", "cy": "Byth yma"}  # the condition is known to the law, and fits no case of ours
_ONE_OF = {"en": "one of these", "cy": "un o'r rhain"}
_ONE_OF_THE = {"en": "one of the", "cy": "un o blith"}
_BUT = {"en": "anything but", "cy": "unrhyw beth ond"}
_NO_MORE_THAN = 3  # so many values may be left out for "anything but" to be the shorter way of saying it
# What the engine finds on the way; its words are needed here alone.
_FOUND = {
    "found.regime": {
        "uk-gdpr": {
            "en": "The UK GDPR governs the sharing",
            "cy": "GDPR y DU sy'n rheoli'r rhannu",
        },
        "law-enforcement": {
            "en": "Part 3 of the DPA 2018 (law enforcement) governs the sharing",
            "cy": "Rhan 3 o Ddeddf Diogelu Data 2018 (gorfodi'r gyfraith) sy'n rheoli'r rhannu",
        },
        "none": {
            "en": "No data protection regime governs the sharing",
            "cy": "Nid oes trefn diogelu data yn rheoli'r rhannu",
        },
    },
    "found.duty": {
        "true": {
            "en": "A duty or an order in force binds the sharer to share",
            "cy": "Mae dyletswydd neu orchymyn mewn grym yn rhwymo'r rhannwr i rannu",
        },
        "false": {
            "en": "No duty or order in force binds the sharer to share",
            "cy": "Nid oes dyletswydd na gorchymyn mewn grym yn rhwymo'r rhannwr i rannu",
        },
    },
    "found.expected": {
        "true": {"en": "Guidance expects the share", "cy": "Mae canllawiau'n disgwyl y rhannu"},
        "false": {"en": "No guidance expects the share", "cy": "Nid oes canllawiau'n disgwyl y rhannu"},
    },
}
_FOUND_LABELS = {
    "found.outcome": {"en": "The answer", "cy": "Yr ateb"},
    "found.tell": {"en": "Telling the family", "cy": "Dweud wrth y teulu"},
}


def in_words(rules: "RuleSet", table: Tree, lang: str = "en") -> Tree:
    """A condition of rule data as a tree of sentences. An empty condition always holds.

    >>> from sharewell import rules
    >>> in_words(rules.current(), {"worry": {"risk": "immediate"}}).keys()
    dict_keys(['text'])
    """
    return _together(_parts_of_all(rules, table, lang), lang)


def rule_in_words(rules: "RuleSet", version: "Version", name: str = "when", lang: str = "en") -> Tree | None:
    """One condition of a version (`when`, `recommended`, `available`); None where it has no such condition.

    What holds of every gateway without being written in its file, that the information identifies somebody,
    is said with it. Where and from when it holds are the version's own and not said.
    """
    table = version.table.get(name)
    if table is None and not (name == "when" and version.sort == "gateway"):
        return None
    parts = _parts_of_all(rules, table or {}, lang)
    if version.sort == "gateway":
        parts.append({"text": _fact(rules, "information.identifies", [True], lang)})
    return _together(parts, lang)


def lines(tree: Tree, lang: str = "en", depth: int = 0) -> list[str]:
    """A tree as indented lines of plain text."""
    indent = "  " * depth
    if "text" in tree:
        return [indent + ("- " if depth else "") + tree["text"]]
    heading, inner = heading_of(tree, lang)
    return [f"{indent}{'- ' if depth else ''}{heading}"] + [
        line for each in inner for line in lines(each, lang, depth + 1)
    ]


def heading_of(tree: Tree, lang: str) -> tuple[str, list[Tree]]:
    """The words above a node that is no sentence, and the nodes below it."""
    name, inner = next(iter(tree.items()))
    if name != "not":
        return HEADINGS[name][lang], inner
    below = next(iter(inner))
    if below in ("all", "any"):
        return HEADINGS[f"not-{below}"][lang], inner[below]
    return HEADINGS["not"][lang], [inner]


def used(rules: "RuleSet", table: Tree) -> tuple[list[str], list[str]]:
    """The names of the terms and of the groups that a condition leans on, directly or through others."""
    terms: dict[str, None] = {}
    groups: dict[str, None] = {}
    _use(rules, table, terms, groups)
    return list(terms), list(groups)


def term_title(rules: "RuleSet", name: str, lang: str) -> str | None:
    """How a term is said; None in a rule set of before terms had titles."""
    title = rules.terms[name].get("title")
    return title[lang] if title else None


def group_title(rules: "RuleSet", name: str, lang: str) -> str | None:
    """How a list of kinds is called; None where it has no name for people."""
    title = rules.files["terms.toml"].get("group-title", {}).get(name)
    return title[lang] if title else None


def group_in_words(rules: "RuleSet", name: str, lang: str) -> list[str]:
    """What a list of kinds holds, in words."""
    values = rules.groups[name]
    nations = rules.facts.by_key["recipient.nation"]
    if all(value in nations.values for value in values):
        return [nations.say(value, lang) for value in values]
    return [_kind(rules, value, lang) for value in rules.compiler._expanded(values)]


def spelled_out(rules: "RuleSet", table: Tree) -> Tree:
    """A condition with its terms and lists spelled out, so that those of two rule sets can be compared."""
    out: Tree = {}
    for key, value in table.items():
        if key in ("any", "all"):
            out[key] = [spelled_out(rules, one) for one in value]
        elif key == "not":
            out[key] = spelled_out(rules, value)
        elif key in ("is", "is-not"):
            out[key] = [spelled_out(rules, rules.terms[name]["when"]) for name in _listed(value)]
        elif isinstance(value, dict):
            out |= {f"{key}.{inner}": _sorted(rules, values) for inner, values in value.items()}
        else:
            out[key] = _sorted(rules, value)
    return out


def _sorted(rules: "RuleSet", values: Any) -> list[str]:
    return sorted(str(value).lower() for value in rules.compiler._expanded(_listed(values)))


def _together(parts: list[Tree], lang: str) -> Tree:
    if not parts:
        return {"text": ALWAYS[lang]}
    return parts[0] if len(parts) == 1 else {"all": parts}


def _parts_of_all(rules: "RuleSet", table: Tree, lang: str) -> list[Tree]:
    return [part for key, value in table.items() for part in _parts(rules, key, value, lang)]


def _parts(rules: "RuleSet", key: str, value: Any, lang: str) -> list[Tree]:
    """The trees of one entry of a condition, all of which must hold."""
    if key == "any":
        return [{"any": [in_words(rules, one, lang) for one in value]} if value else {"text": NEVER[lang]}]
    if key == "all":
        return [part for one in value for part in _parts_of_all(rules, one, lang)]
    if key == "not":
        return [{"not": in_words(rules, value, lang)}]
    if key == "is":
        return [_term(rules, name, lang) for name in _listed(value)]
    if key == "is-not":
        return [_is_not(rules, _listed(value), lang)]
    if isinstance(value, dict):
        return [
            {"text": _fact(rules, f"{key}.{inner}", _listed(values), lang)} for inner, values in value.items()
        ]
    return [{"text": _fact(rules, key, _listed(value), lang)}]


def _is_not(rules: "RuleSet", names: list[str], lang: str) -> Tree:
    terms = [_term(rules, name, lang) for name in names]
    return {"not": terms[0] if len(terms) == 1 else {"any": terms}}


def _term(rules: "RuleSet", name: str, lang: str) -> Tree:
    title = term_title(rules, name, lang)
    return {"text": title} if title else in_words(rules, rules.terms[name]["when"], lang)


def _fact(rules: "RuleSet", key: str, wanted: list[Any], lang: str) -> str:
    """One fact and the values that will do, as a sentence."""
    if key in _FOUND:
        return "; ".join(_FOUND[key][str(value).lower()][lang] for value in wanted)
    if key in _FOUND_LABELS:
        return _said(_FOUND_LABELS[key][lang], [rules.word(value, lang) for value in wanted], "", lang)
    fact = rules.facts.by_key[key]
    if fact.tick and wanted == [True]:
        return fact.tick[lang]
    values = rules.compiler._expanded(wanted)
    left_out = [value for value in fact.values if value not in values]
    has_group = any(isinstance(value, str) and value.startswith("@") for value in wanted)
    if not fact.many and not has_group and len(values) > _NO_MORE_THAN >= len(left_out) > 0:
        words = [_value(rules, fact, value, lang) for value in left_out]
        return _said(fact.label[lang], words, _BUT[lang], lang)
    words = [word for value in wanted for word in _named(rules, fact, value, lang)]
    return _said(fact.label[lang], words, "", lang)


def _said(label: str, words: list[str], before: str, lang: str) -> str:
    if len(words) > 1 and not before:
        before = _ONE_OF[lang]
    if before:
        joined = f"{before}: {'; '.join(words)}"
        return f"{label} {joined[0].upper()}{joined[1:]}" if label.endswith("?") else f"{label}, {joined}"
    return f"{label} {words[0]}" if label.endswith("?") else f"{label}: {words[0]}"


def _named(rules: "RuleSet", fact: Fact, value: Any, lang: str) -> list[str]:
    """The words of a value; of a group its name, or all that it holds where it has none."""
    if not (isinstance(value, str) and value.startswith("@")):
        return [_value(rules, fact, value, lang)]
    title = group_title(rules, value[1:], lang)
    if title:
        return [f"{_ONE_OF_THE[lang]} {title}"]
    return [_value(rules, fact, one, lang) for one in rules.compiler._expanded([value])]


def _value(rules: "RuleSet", fact: Fact, value: Any, lang: str) -> str:
    return _kind(rules, value, lang) if fact.key.endswith(".kind") else fact.say(value, lang)


def _kind(rules: "RuleSet", value: Any, lang: str) -> str:
    return _IN_BRACKETS.sub("", rules.say("recipient.kind", value, lang))


def _use(rules: "RuleSet", table: Tree, terms: Tree, groups: Tree) -> None:
    for key, value in table.items():
        if key in ("any", "all"):
            for one in value:
                _use(rules, one, terms, groups)
        elif key == "not":
            _use(rules, value, terms, groups)
        elif key in ("is", "is-not"):
            _use_terms(rules, _listed(value), terms, groups)
        else:
            named = list(value.values()) if isinstance(value, dict) else [value]
            _use_groups(rules, [one for each in named for one in _listed(each)], groups)


def _use_terms(rules: "RuleSet", names: list[str], terms: Tree, groups: Tree) -> None:
    for name in names:
        if name not in terms:
            terms[name] = None
            _use(rules, rules.terms[name]["when"], terms, groups)


def _use_groups(rules: "RuleSet", values: list[Any], groups: Tree) -> None:
    for value in values:
        if isinstance(value, str) and value.startswith("@"):
            groups[value[1:]] = None
            _use_groups(rules, rules.groups[value[1:]], groups)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
