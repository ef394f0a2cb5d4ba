"""One decision in words, for its page, its printed record and its proof pack: everything from what was
frozen.
"""

from datetime import date

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.domain.decisions import cases, queries, states
from sharewell.domain.decisions.lateness import late_words
from sharewell.domain.organisations.queries import gaps_about
from sharewell.rules import citations
from sharewell.web.organisation.words import gap_words, start_words
from sharewell.web.worries.covering import lines_of


def record_of(decision, lang):
    """What `printing.pdf("record", ...)` takes, in `lang`. The same decision always gives the same."""
    with override(lang):
        return _record(decision, lang)


def _record(decision, lang):
    case, _frozen = queries.frozen(decision)
    outcome = queries.outcome_of(decision, lang)
    made_by = rules.load(bytes(decision.rules.data))
    worry, child, to = decision.worry, decision.child, decision.to
    day = date.fromisoformat(case["date"])
    return {
        "reference": worry.reference,
        "at": _second(decision.at),
        "organisation": str(worry.organisation),
        "by": {"name": decision.by.name, "role": str(decision.by.role_words)},
        "child": _child(child, day),
        "recipient": str(to),
        "choice": decision.choice,
        "outcome": made_by.outcome_words(outcome["outcome"], lang),
        "outcome_id": outcome["outcome"],
        "expected": outcome["expected"],
        "reason": decision.reason,
        "review_on": decision.review_on.isoformat() if decision.review_on else "",
        "tell": made_by.word(outcome["tell"], lang),
        "told": _told(decision),
        "ground": _ground(decision) + lines_of(decision),
        "starts": [start_words(row) for row in decision.start_dates.select_related("set_by")],
        "missing": [gap_words(gap) for gap in gaps_about(f"decision:{decision.pk}")],
        "reasons": [_reason(reason, outcome) for reason in outcome["reasons"]],
        "steps": [step["text"] for step in outcome["do"]],
        "record": [each["text"] for each in outcome["record"]],
        "warnings": [each["text"] for each in outcome["warnings"]],
        "alternatives": [each["text"] for each in outcome["alternatives"]],
        "unknown": [made_by.label(key, lang) for key in outcome["unknown"]],
        "answers": _answers(case, made_by, lang),
        "advice": [_advice(row) for row in worry.advice.all() if row.answered_at and row.answered_at <=
        decision.at], "entries": [_entry(row) for row in queries.entries_of(worry) if row.recorded_at <=
        decision.at], "rules": {"version": decision.rules.version, "sha256": decision.rules_id, "day":
        day.isoformat()},
    }  # fmt: skip


def _ground(decision):
    """What the practitioner said of the condition, as lines to print: [{"label", "text"}]."""
    ground = queries.ground_of(decision)
    if ground is None:
        return []
    rows = [
        (
            _("Schedule 1 paragraph 18: why without consent"),
            f"({ground.limb}) {ground.limb_words}. {ground.why}",
        ),
        (_("A live policy document"), str(ground.policy_words)),
    ]
    said = (bool(ground.limb), bool(ground.policy))
    return [
        {"label": label, "text": text} for (label, text), is_said in zip(rows, said, strict=True) if is_said
    ]


def _second(moment):
    return moment.replace(microsecond=0).isoformat()


def _child(child, day):
    age = child.age_on(day)
    initials = "".join(part[0] for part in child.name.split() if part)
    born = child.born_on.isoformat() if child.born_on else ""
    return {"name": child.name, "born_on": born, "age": "" if age is None else str(age), "initials": initials}


def _told(decision):
    words = [str(states.TELLING[decision.telling])] if decision.telling else []
    if decision.telling_reason:
        words.append(decision.telling_reason)
    return ". ".join(words)


def _reason(reason, outcome):
    sources = [outcome["cited"][name] for name in reason["sources"] if name in outcome["cited"]]
    return {
        "text": reason["text"],
        "effect": reason["effect"],
        "sources": [
            {
                "title": source["title"],
                "provision": citations.line(source, get_language()),
                "link": source["link"],
                "confidence": source["confidence"],
                "read": source["read"],
            }
            for source in sources
        ],
    }


def _answers(case, made_by, lang):
    """Every fact in words, in the order in which the questions ask."""
    asked = [key for row in made_by.files["questions.toml"]["question"] for key in row["keys"]]
    order = {key: number for number, key in enumerate(asked)}
    facts = {
        key: value
        for key, value in cases.flat(case).items()
        if key in made_by.facts.by_key or key == "child.age"
    }
    return [
        {"question": made_by.label(key, lang), "answer": said(made_by, key, facts[key], lang)}
        for key in sorted(facts, key=lambda key: (order.get(key, len(order)), key))
    ]


def said(made_by, key, value, lang):
    """A fact's value in words."""
    if isinstance(value, list):
        return "; ".join(made_by.say(key, each, lang) for each in value) or _("None of these")
    return made_by.say(key, value, lang)


def _advice(row):
    return {
        "asked_of": f"{row.asked_of.name}, {row.asked_of.role_words}",
        "question": row.question,
        "answer": row.answer,
        "at": _second(row.answered_at),
    }


def _entry(row):
    return {
        "kind": row.kind,
        "text": row.text,
        "said_by": row.said_by,
        "happened_at": row.happened_on.isoformat() if row.happened_on else "",
        "recorded_at": _second(row.recorded_at),
        "late": late_words(row.happened_on, row.recorded_at),
        "by": row.by.name,
    }
