"""What would change an answer: first what the person can do, then what would have to be otherwise."""

from django.urls import reverse
from django.utils.translation import get_language

from sharewell import rules
from sharewell.web.questions import walks
from sharewell.web.questions.walks import Walk

MOST = 6  # of each of the two
# What somebody can bring about who wants to share; any other fact is as it is.
CAN_DO = {
    "recipient.verified": (True,), "information.scope": ("needed",), "arrangement.channel": ("secure",),
    "arrangement.agreement": ("in-force",), "arrangement.dpia": ("done",), "information.identifies": (False,),
    "information.names-a-source": (False,), "arrangement.pattern": ("one-off",),
}  # fmt: skip
NOT_OPEN = ("worry.purpose", "recipient.nation", "sharer.law-enforcement")  # they change what is being asked


def changes(walk: Walk, lang: str) -> dict[str, list[dict]]:
    """{"can_do": rows, "otherwise": rows}; a row is {"facts": [{"text", "href"}], "outcome": words}."""
    ruleset = rules.current()
    found: dict[str, list[dict]] = {"can_do": [], "otherwise": []}
    asked_by = {key: name for name, keys in walks.question_keys().items() for key in keys}
    for change in map(_as_agreed, ruleset.changes(walk.case(), lang)):
        keys = [fact["key"] for fact in change["facts"]]
        if set(keys) & set(NOT_OPEN):
            continue
        can_do = change.get("can-do", all(f["value"] in CAN_DO.get(f["key"], ()) for f in change["facts"]))
        facts = [
            {"text": f["text"], "href": _href(walk, asked_by[f["key"]], can_do)} for f in change["facts"]
        ]
        row = {"facts": facts, "outcome": change["outcome_text"]}
        found["can_do" if can_do else "otherwise"].append(row)
    return {name: rows[:MOST] for name, rows in found.items()}


def _as_agreed(change: dict) -> dict:
    """A change of one fact in the shape of a change of several."""
    if "facts" in change:
        return change
    words = rules.current().outcome_words(change["outcome"], get_language())
    return {"facts": [change], "outcome": change["outcome"], "outcome_text": words}


def _href(walk: Walk, question: str, can_do: bool) -> str:
    """To the question itself where the person can bring it about and was asked; else to trying it out."""
    is_asked = any(key in walk.answers for key in walks.question_keys()[question])
    return reverse(
        "questions:question" if can_do and is_asked else "answers:what_if_question", args=[question]
    )
