"""An outcome of the rules, laid out for the page: what stands in the open, and what is folded below."""

from datetime import date

from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.web.questions.walks import STANDS_IN, Walk

TONES = {
    "share-now": ("now", "telephone"),
    "must-share": ("share", "tick"),
    "may-share": ("share", "tick"),
    "seek-advice": ("advice", "hand"),
    "do-not-share": ("not", "turn"),
}
SHARES = ("share-now", "must-share", "may-share")
MOST_STEPS = 5
MOST_CHANGES = 8
NOT_OPEN = ("worry.purpose", "recipient.nation", "sharer.law-enforcement")  # they change what is being asked


def sheet(walk: Walk, lang: str) -> dict:
    """Everything that the page says of this walk's answer. The walk must be able to decide."""
    ruleset = rules.current()
    case = walk.case()
    outcome = ruleset.decide(case, lang)
    who = ruleset.say("recipient.kind", outcome["case"]["recipient"]["kind"], lang).split(" (")[0]
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
        "reasons": [_with_sources(reason, outcome, lang) for reason in outcome["reasons"]],
        "grounds": _grounds(outcome, lang),
        "changes": _changes(case, lang)[:MOST_CHANGES],
        "myth": ruleset.myth(outcome, lang),
        "doubts": _doubts(walk, outcome, lang),
        "on": date.fromisoformat(outcome["case"]["date"]),
        "in_danger": walk.said.get("worry.risk") == "immediate",
    }


def _changes(case: dict, lang: str) -> list[dict]:
    """Facts of which another value would change the answer, each once for every answer it would give."""
    ruleset = rules.current()
    found: dict[tuple, dict] = {}
    for change in ruleset.changes(case, lang):
        key, outcome = change["key"], change["outcome"]
        said = ruleset.say(key, change["value"], lang)
        row = {
            "fact": ruleset.label(key, lang),
            "value": said,
            "outcome": ruleset.outcome_words(outcome, lang),
        }
        if key not in NOT_OPEN:
            found.setdefault((key, outcome), row)
    return list(found.values())


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


def _with_sources(entry: dict, outcome: dict, lang: str) -> dict:
    """A reason, basis or gateway with its sources written out."""
    return {
        **entry,
        "sources": [_source(outcome["cited"][name]) for name in entry["sources"] if name in outcome["cited"]],
    }


def _source(source: dict) -> dict:
    """One source: its words, link, day it was read, how sure we are, and who has reviewed it."""
    sure = {
        "read in the law": _("read in the law itself"),
        "second-hand": _("read at second hand, in what others say of it"),
        "general knowledge": _("general knowledge, not yet checked in the source"),
        "unsure": _("we are not sure of this"),
    }
    return {
        "name": ", ".join(part for part in (source["instrument"], source["provision"]) if part),
        "link": source["link"],
        "read": date.fromisoformat(source["read"]) if source["read"] else None,
        "sure": sure.get(source["confidence"], source["confidence"]),
        "reviewed_by": source["reviewed-by"],
    }


def _grounds(outcome: dict, lang: str) -> list[dict]:
    """The bases and conditions of data protection law that carry it, for those who write them down."""
    standings = {
        "recommended": _("Use this"),
        "available": _("This would do as well"),
        "unsuitable": _("Not this"),
    }
    return [
        {**_with_sources(entry, outcome, lang), "standing": standings[entry["standing"]]}
        for entry in (*outcome["bases"], *outcome["conditions"])
    ]


def _doubts(walk: Walk, outcome: dict, lang: str) -> list[str]:
    """What is not certain: facts that were not known, and sources that we are not sure of."""
    ruleset = rules.current()
    doubts = [
        _("You did not know this, so we supposed it. %(fact)s: %(value)s.")
        % {"fact": ruleset.label(key, lang), "value": ruleset.say(key, STANDS_IN[key], lang)}
        for key in walk.stood_in()
    ]
    doubts += [
        _("This is not known yet, and could change the answer. %(fact)s") % {"fact": ruleset.label(key, lang)}
        for key in outcome["unknown"]
    ]
    unsure = {source["title"] for source in outcome["cited"].values() if source["confidence"] == "unsure"}
    return doubts + [
        _("We are not sure how this stands in law: %(title)s.") % {"title": title} for title in sorted(unsure)
    ]
