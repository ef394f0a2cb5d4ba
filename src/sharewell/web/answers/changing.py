"""What would change an answer: first what the person can do, then what would have to be otherwise."""

from django.urls import reverse

from sharewell import rules
from sharewell.web.questions import walks
from sharewell.web.questions.walks import Walk

MOST = 6  # of each of the two


def changes(walk: Walk, lang: str) -> dict[str, list[dict]]:
    """{"can_do": rows, "otherwise": rows}; a row is {"facts": [{"text", "href"}], "outcome": words}."""
    found: dict[str, list[dict]] = {"can_do": [], "otherwise": []}
    asked_by = {key: name for name, keys in walks.question_keys().items() for key in keys}
    for change in rules.current().changes(walk.case(), lang):
        can_do = change["can-do"]
        facts = [
            {"text": fact["text"], "href": _href(walk, asked_by[fact["key"]], can_do)}
            for fact in change["facts"]
        ]
        row = {"facts": facts, "outcome": change["outcome_text"]}
        found["can_do" if can_do else "otherwise"].append(row)
    return {name: rows[:MOST] for name, rows in found.items()}


def _href(walk: Walk, question: str, can_do: bool) -> str:
    """To the question itself where the person can bring it about and was asked; else to trying it out."""
    is_asked = any(key in walk.answers for key in walks.question_keys()[question])
    return reverse(
        "questions:question" if can_do and is_asked else "answers:what_if_question", args=[question]
    )
