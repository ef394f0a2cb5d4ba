"""A worked case as a page: what is known, what the answer is, and the rules behind it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sharewell.rules import RuleSet
from sharewell.rules.worked import asked, worked_cases
from sharewell.web.layout.tones import TONES


@dataclass
class Sheet:
    """A worked case: its facts as (label, words) and the outcome of the rules."""

    name: str
    title: str
    day: date
    facts: list[tuple[str, list[str]]]
    outcome: dict
    words: str
    tone: str
    shape: str
    telling: str


@lru_cache(maxsize=400)
def sheet(rules: RuleSet, name: str, lang: str) -> Sheet:
    """The page of one worked case."""
    outcome = rules.decide(asked(name), lang)
    tone, shape = TONES[outcome["outcome"]]
    return Sheet(
        name=name,
        title=worked_cases()[name]["name"],
        day=date.fromisoformat(outcome["case"]["date"]),
        facts=list(_facts(rules, name, lang)),
        outcome=outcome,
        words=rules.outcome_words(outcome["outcome"], lang),
        tone=tone,
        shape=shape,
        telling=rules.word(outcome["tell"], lang),
    )


def _facts(rules: RuleSet, name: str, lang: str):
    """What the case says, in the order of the facts: (label, words)."""
    table = asked(name)
    for key in rules.facts.by_key:
        head, _, tail = key.partition(".")
        value = table.get(head, {}).get(tail) if tail else table.get(head)
        if value is not None:
            listed = value if isinstance(value, list) else [value]
            yield rules.label(key, lang), [rules.say(key, one, lang) for one in listed]
