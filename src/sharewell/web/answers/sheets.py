"""An outcome of the rules, laid out for the page: what stands in the open, and what is folded below."""

import re
from datetime import date

from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.domain.decisions.states import LIMBS
from sharewell.web.answers.changing import changes
from sharewell.web.answers.sources import doubts, exemptions, with_sources
from sharewell.web.layout.tones import TONES
from sharewell.web.questions.walks import STANDS_IN, Walk, question_keys

SHARES = ("share-now", "must-share", "may-share")
MOST_STEPS = 5
AT_THE_END = re.compile(r" \([^)]*\)$")  # what a kind of body is, besides its name


def sheet(walk: Walk, lang: str) -> dict:
    """Everything that the page says of this walk's answer. The walk must be able to decide."""
    ruleset = rules.current()
    case = walk.case()
    outcome = ruleset.decide(case, lang)
    who = AT_THE_END.sub("", ruleset.say("recipient.kind", outcome["case"]["recipient"]["kind"], lang))
    is_open = outcome["outcome"] == "seek-advice"
    settles = outcome["settles"] if is_open else []
    told = {row["text"] for row in settles}
    steps = [step for step in outcome["do"] if step["text"] not in told]
    tone, shape = TONES[outcome["outcome"]]
    return {
        "outcome": outcome,
        "tone": tone,
        "shape": shape,
        "who": who,
        "sentence": _sentence(outcome["outcome"], who if lang == "en" else _gyda(who)),
        "under": _under(outcome, lang),
        "ask": outcome["ask"] if is_open else [],
        "settles": settles,
        "steps": steps[:MOST_STEPS],
        "later": steps[MOST_STEPS:],
        "is_sharing": outcome["outcome"] in SHARES,
        "telling": ruleset.word(outcome["tell"], lang),
        "reasons": [with_sources(reason, outcome) for reason in outcome["reasons"]],
        "grounds": _grounds(outcome),
        "exemptions": exemptions(outcome),
        "changes": changes(walk, lang),
        "myth": ruleset.myth(outcome, lang),
        "supposed": _supposed(walk, lang),
        "doubts": _doubts(outcome, lang),
        "on": date.fromisoformat(outcome["case"]["date"]),
        "in_danger": walk.said.get("worry.risk") == "immediate",
    }


def _sentence(outcome: str, who: str) -> str:
    """The outcome in one sentence that names who."""
    said = {
        "share-now": _("Share now, record later. Tell %(who)s what they need to know."),
        "must-share": _("You must share this with %(who)s."),
        "may-share": _("You can share this with %(who)s."),
        "seek-advice": _("Get advice first, before you share this with %(who)s."),
        "do-not-share": _("Do not share it like this with %(who)s."),
    }
    return said[outcome] % {"who": who}


def _gyda(who: str) -> str:
    """The Welsh for with, and the word that it bends: gyda'r heddlu, gydag ysgol, gyda phlentyn."""
    if who.startswith(("y ", "yr ")):
        return "gyda'r " + who.split(" ", 1)[1]
    if who[:1] in "aeiouwy":
        return "gydag " + who
    bent = {"p": "ph", "t": "th", "c": "ch"}
    goes_on = who[1:2] not in "h"  # ch, ph and th are letters of their own and stay
    return "gyda " + (bent.get(who[:1], who[:1]) + who[1:] if goes_on else who)


def _under(outcome: dict, lang: str) -> list[str]:
    """What is said under the sentence: consent, what guidance expects, what follows once they are checked."""
    said = []
    recommended = {basis["id"] for basis in outcome["bases"] if basis["standing"] == "recommended"}
    is_asked_for = outcome["case"]["worry"]["purpose"] == "access"
    if outcome["outcome"] in SHARES and recommended and "6a" not in recommended and not is_asked_for:
        said.append(_("You do not need consent."))
    if outcome["expected"]:
        said.append(rules.current().word("expected", lang))
    then = outcome.get("once-verified")
    if then and then != outcome["outcome"]:
        words = rules.current().outcome_words(then, lang)
        said.append(_("Once you have checked who they are: %(outcome)s.") % {"outcome": words})
    return said


def _grounds(outcome: dict) -> list[dict]:
    """The bases and conditions of data protection law that carry it, for those who write them down."""
    standings = {
        "recommended": _("Use this"),
        "available": _("This would do as well"),
        "unsuitable": _("Not this"),
    }
    return [
        {
            **with_sources(entry, outcome),
            "standing": standings[entry["standing"]],
            "limb_words": LIMBS.get(entry.get("limb"), ""),
        }
        for entry in (*outcome["bases"], *outcome["conditions"])
    ]


def _doubts(outcome: dict, lang: str) -> list[str]:
    """What is not certain: facts that are not known, and what the rules themselves are in doubt of."""
    ruleset = rules.current()
    facts = " · ".join(ruleset.label(key, lang) for key in outcome["unknown"])
    unknown = [_("Not known yet, and could change the answer: %(facts)s") % {"facts": facts}] if facts else []
    return [*unknown, *doubts(outcome, lang)]


def _supposed(walk: Walk, lang: str) -> list[dict]:
    """What the answer needs and nobody knew: the fact, what was supposed, and the question it is in."""
    ruleset = rules.current()
    asked_by = {key: name for name, keys in question_keys().items() for key in keys}
    return [
        {
            "fact": ruleset.label(key, lang),
            "value": ruleset.say(key, STANDS_IN[key], lang),
            "question": asked_by[key],
        }
        for key in walk.stood_in()
    ]
