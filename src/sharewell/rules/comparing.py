"""Two outcomes side by side: the facts that differ first, then what differs in the answer."""

from typing import TYPE_CHECKING, Any

from . import case as cases
from .decide import LISTS

if TYPE_CHECKING:
    from .ruleset import RuleSet

Row = dict[str, Any]
HEADINGS = {
    "outcome": "the-outcome",
    "expected": "is-expected",
    "tell": "telling",
    "unknown": "unknown-facts",
}


def compare(rules: "RuleSet", case_a: Row, case_b: Row, lang: str = "en") -> Row:
    """Two cases decided and laid side by side: {"a", "b", "facts", "differs"}.

    "a" and "b" are the outcomes; "facts" is [{"key", "text", "a", "b"}], what was said otherwise, in words;
    "differs" is [{"part", "text", "a": [...], "b": [...]}], each part of the answer that is not the same,
    with the sentences that stand in one and not in the other. Raises CaseError.

    >>> from sharewell import rules
    >>> case = {"nation": "wales", "date": "2026-10-05", "sharer": {"kind": "gp"}}
    >>> case |= {"recipient": {"kind": "police", "verified": True}}
    >>> case |= {"worry": {"purpose": "protect", "risk": "significant"}}
    >>> found = rules.compare(rules.current(), case, case | {"arrangement": {"channel": "insecure"}})
    >>> [row["key"] for row in found["facts"]]
    ['arrangement.channel']
    >>> [found[side]["outcome"] for side in ("a", "b")]
    ['may-share', 'do-not-share']
    """
    a, b = rules.decide(case_a, lang), rules.decide(case_b, lang)
    told_a, told_b = _told(rules, a, lang), _told(rules, b, lang)
    if a["outcome"] != b["outcome"]:
        told_a["expected"] = told_b["expected"] = []  # a must is not "not expected": it is more than that
    differs = []
    for part in told_a:
        only_a = [words for words in told_a[part] if words not in told_b[part]]
        only_b = [words for words in told_b[part] if words not in told_a[part]]
        if only_a or only_b:
            heading = rules.word(HEADINGS.get(part, part), lang)
            differs.append({"part": part, "text": heading, "a": only_a, "b": only_b})
    return {"a": a, "b": b, "facts": _facts(rules, a["case"], b["case"], lang), "differs": differs}


def _facts(rules: "RuleSet", a: Row, b: Row, lang: str) -> list[Row]:
    flat_a, flat_b = _flat(a), _flat(b)
    order = ["date", *rules.facts.by_key]
    keys = sorted(
        {*flat_a, *flat_b} - {"name"}, key=lambda key: order.index(key) if key in order else len(order)
    )
    return [
        {
            "key": key,
            "text": _label(rules, key, lang),
            "a": _said(rules, key, flat_a.get(key), lang),
            "b": _said(rules, key, flat_b.get(key), lang),
        }
        for key in keys
        if flat_a.get(key) != flat_b.get(key)
    ]


def _flat(case: Row) -> Row:
    flat = {key: value for key, value in case.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in case.items() if isinstance(value, dict)}
    return flat | {f"{key}.{inner}": value for key, table in tables.items() for inner, value in table.items()}


def _label(rules: "RuleSet", key: str, lang: str) -> str:
    if key in rules.facts.by_key:
        return rules.label(key, lang)
    return rules.word("law-of", lang) if key == "date" else key


def _said(rules: "RuleSet", key: str, value: object, lang: str) -> str:
    if value is None:
        return rules.word("neither-known", lang)
    if key not in rules.facts.by_key:
        return str(value)
    if isinstance(value, list):
        said = "; ".join(rules.say(key, one, lang) for one in value)
        return said or rules.word("nothing", lang)
    return rules.say(key, value, lang)


def _told(rules: "RuleSet", outcome: Row, lang: str) -> dict[str, list[str]]:
    """Each part of an outcome as sentences to be read."""
    yes_no = rules.files["facts.toml"]["words"]["boolean"][str(outcome["expected"]).lower()][lang]
    told = {
        "outcome": [rules.outcome_words(outcome["outcome"], lang)],
        "expected": [yes_no],
        "regime": [rules.word(f"regime-{outcome['regime']}", lang)],
        "tell": [rules.word(outcome["tell"], lang)],
    }
    verified = outcome.get("once-verified")
    told["once-verified"] = [rules.outcome_words(verified, lang)] if verified else []
    for part in ("bases", "conditions"):
        told[part] = [_title(rules, g["id"], lang) for g in outcome[part] if g["standing"] == "recommended"]
    told["gateways"] = [_title(rules, gateway["id"], lang) for gateway in outcome["gateways"]]
    told["exemptions"] = [_title(rules, exemption, lang) for exemption in outcome["exemptions"]]
    told |= {name: [row["text"] for row in outcome[name]] for name in LISTS}
    told["unknown"] = [rules.label(key, lang) for key in outcome["unknown"]]
    return told


def _title(rules: "RuleSet", ident: str, lang: str) -> str:
    """A rule's title and, that it may be found, its id."""
    version = next(v for v in rules.versions if v.rule == ident)
    return f"{version.table['title'][lang]} ({ident})"


def otherwise(rules: "RuleSet", case: Row, facts: dict[str, str]) -> Row:
    """The case with some facts otherwise, each value as somebody would type it. Raises CaseError.

    A recipient in the sharer's own nation moves with it, and an academy that moves becomes the nearest kind
    of school there; both then stand among the facts that differ.
    """
    case_b = case
    for key, value in facts.items():
        case_b = _changed(rules, case_b, key, value)
    if "nation" in facts and "recipient.nation" not in facts:
        recipient = case_b.get("recipient")
        if isinstance(recipient, dict) and recipient.get("nation") == case.get("nation"):
            case_b = _changed(rules, case_b, "recipient.nation", facts["nation"])
    for _who in ("sharer", "recipient"):
        try:
            rules.read(case_b)
        except cases.CaseError as error:
            if not error.key.endswith(".kind") or error.nearest is None or error.key in facts:
                raise
            case_b = _changed(rules, case_b, error.key, error.nearest)
    return case_b


def _changed(rules: "RuleSet", case: Row, key: str, value: str) -> Row:
    fact = rules.facts.by_key.get(key)
    plain: object = value
    if fact and fact.many:
        plain = [one for one in value.split(",") if one]
    elif key == "child.age" and value.isdigit():
        plain = int(value)
    elif fact and value in ("true", "false") and value not in fact.values:
        plain = value == "true"
    head, _, tail = key.partition(".")
    if not tail:
        return case | {head: plain}
    table = case.get(head, {})
    if not isinstance(table, dict):
        raise cases.CaseError(f"{head}: this is a table of keys.", head, table)
    return case | {head: table | {tail: plain}}
