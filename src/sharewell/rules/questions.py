"""Which questions can still change the answer, most deciding first.

A fact matters while some way of filling in the rest makes another value of it change the answer: the
outcome, whether it is expected, the regime, the telling, the recommended bases and conditions, the
gateways. That is read off decision diagrams (diagrams.py), not guessed. How deciding it is, is how many
bits it would tell of the outcome.
"""

from typing import TYPE_CHECKING, Any

from . import case as cases
from . import decide as deciding
from .facts import Facts

if TYPE_CHECKING:
    from .ruleset import RuleSet

Table = dict[str, Any]

REMEMBERED = 2000  # states of knowledge whose questions are remembered
RARE = 15.0  # a flag, or what is not a named default, once in about sixteen


def questions(rules: "RuleSet", table: Table, lang: str) -> list[Table]:
    """The questions that still matter (contract section 3): one a page, with only the keys that matter.

    Danger comes first, then what the sharing is for and between whom, then the child, then the details;
    within each, the most deciding first.
    """
    case = rules.read(table, to_decide=False)
    if case.starts:
        rules = rules.with_starts(case.starts)
    matters, tells = _weigh(rules, case)
    asked = []
    for row in rules.files["questions.toml"]["question"]:
        keys = [key for key in row["keys"] if _is_open(rules, case, key, matters)]
        if keys:
            weight = max(tells.get(v, 0.0) for key in keys for v in rules.facts.variables(key))
            asked.append(
                (
                    row["place"],
                    -round(weight, 9),
                    row["id"],
                    _worded(rules, row, keys, lang, matters),
                )
            )
    return [each[-1] for each in sorted(asked, key=lambda each: each[:3])]


def _is_open(rules: "RuleSet", case: cases.Case, key: str, matters: set[str]) -> bool:
    if case.has(key) or key in case.asked:
        return False
    variables = rules.facts.variables(key)
    return rules.facts.by_key[key].needed or any(variable in matters for variable in variables)


def _weigh(rules: "RuleSet", case: cases.Case) -> tuple[set[str], Table]:
    """The variables that matter, and the bits each would tell of the outcome; remembered."""
    domains = cases.domain_of(rules.facts, case, free=True, asked_rest=True)
    key = tuple(domains.items())
    with rules.weighing:  # who comes second waits for the first, rather than doing it again beside them
        if key not in rules.weighed:
            if len(rules.weighed) >= REMEMBERED:
                rules.weighed.clear()
            answer = deciding.diagrams_of(rules, domains)
            d: Any = answer.pop("diagrams")
            rules.weighed[key] = d.matters(answer.values()), d.tells(answer["outcome"], _likely(rules.facts))
        weighed: tuple[set[str], Table] = rules.weighed[key]
        return weighed


def _likely(facts: Facts) -> dict[str, dict[Any, float]]:
    """How likely each value is thought to be before anyone says.

    A named default is far likelier than anything else, another resting value as likely as the rest together,
    a flag rare.
    """
    likely: dict[str, dict[Any, float]] = {}
    for fact in facts.by_key.values():
        others = float(len(fact.values) - 1)
        if fact.many:
            likely |= {f"{fact.key}:{flag}": {True: 1.0, False: RARE} for flag in fact.values}
        elif fact.default in fact.values:
            likely[fact.key] = {fact.default: RARE * others}
        elif fact.rests in fact.values and not fact.needed:
            likely[fact.key] = {fact.rests: others}
    return likely


def question_for(rules: "RuleSet", key: str, lang: str) -> Table:
    """The question that asks a key, with all its keys."""
    row = next(row for row in rules.files["questions.toml"]["question"] if key in row["keys"])
    return _worded(rules, row, row["keys"], lang, None)


def _worded(rules: "RuleSet", row: Table, keys: list[str], lang: str, matters: set[str] | None) -> Table:
    parts = [_part(rules, key, lang, matters) for key in keys]
    return {
        "id": row["id"],
        "keys": keys,
        "text": row["text"][lang],
        "why": row["why"][lang],
        "help": row.get("help", {}).get(lang, ""),
        "many": len(keys) > 1 or parts[0]["many"],
        "answers": [
            {"value": a["value"], "text": a["text"], "key": part["key"]}
            for part in parts
            for a in part["answers"]
        ],
        "parts": parts,
    }


def _part(rules: "RuleSet", key: str, lang: str, matters: set[str] | None) -> Table:
    fact = rules.facts.by_key[key]
    kind = "age" if key == "child.age" else "many" if fact.many else "one"
    values = [] if kind == "age" else [v for v in fact.values if v != cases.UNKNOWN]
    if fact.many and matters is not None:
        values = [v for v in values if f"{key}:{v}" in matters]
    if set(values) == {True, False}:
        values = [True, False]
    answers = [{"value": value, "text": fact.say(value, lang)} for value in values]
    part = {"key": key, "text": fact.label[lang], "kind": kind, "many": fact.many, "answers": answers}
    return part | ({"tick": fact.tick[lang]} if fact.tick else {})
