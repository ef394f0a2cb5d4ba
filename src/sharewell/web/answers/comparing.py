"""Two answers side by side: the one that was given, and the one if some facts were otherwise."""

from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.web.questions.walks import UNKNOWN, Walk

NATION, ELSEWHERE = "nation", "recipient.nation"


def imagined(walk: Walk, changed: dict) -> tuple[Walk, dict]:
    """The walk as if `changed` were so, and what had to change with it: {key: value}.

    A recipient in the sharer's own nation moves with it; what cannot be there becomes the nearest that can.
    """
    along: dict = {}
    said = walk.said | changed
    if NATION in changed and ELSEWHERE not in changed and said.get(ELSEWHERE) == walk.said.get(NATION):
        along[ELSEWHERE] = changed[NATION]
    for _attempt in range(len(said)):
        walked = Walk({**walk.said, **changed, **along})
        try:
            rules.current().read(walked.case(), to_decide=False)
        except rules.CaseError as error:
            along[error.key] = error.nearest if error.key.endswith(".kind") else UNKNOWN
        else:
            break
    return walked, along


def parts() -> dict[str, str]:
    """What each part of an outcome is called."""
    return {
        "outcome": _("The answer"),
        "expected": _("What guidance expects"),
        "regime": _("Which law applies"),
        "tell": _("Telling the family"),
        "gateways": _("Duties and powers"),
        "bases": _("The lawful basis"),
        "conditions": _("The condition"),
        "exemptions": _("Exemptions to look at"),
        "do": _("What to do"),
        "record": _("What to write down"),
        "warnings": _("What to take care of"),
        "alternatives": _("What you can do instead"),
        "ask": _("Who to ask"),
        "settles": _("What would settle it"),
        "once-verified": _("Once you have checked who they are"),
        "unknown": _("Not known, and could change the answer"),
        "reasons": _("Reasons"),
    }


def differences(here: Walk, there: Walk, lang: str) -> list[dict]:
    """What differs, the answer first: [{"part": what it is called, "a": texts, "b": texts}]."""
    called = parts()
    ruleset = rules.current()
    compare = getattr(ruleset, "compare", _compare)
    found = compare(here.case(), there.case(), lang)["differs"]
    order = list(called)
    rows = sorted(found, key=lambda row: order.index(row["part"]) if row["part"] in order else len(order))
    return [row | {"part": called.get(row["part"], row["part"])} for row in rows]


def _compare(case_a: dict, case_b: dict, lang: str) -> dict:
    ruleset = rules.current()
    both = [_texts(ruleset.decide(case, lang), lang) for case in (case_a, case_b)]
    found = []
    for part in both[0]:
        a, b = both[0][part], both[1][part]
        if a != b:
            mine, theirs = [x for x in a if x not in b], [x for x in b if x not in a]
            found.append({"part": part, "a": mine, "b": theirs})
    return {"differs": found}


def _texts(outcome: dict, lang: str) -> dict[str, list[str]]:
    """Each part of an outcome as texts to read."""
    ruleset, cited = rules.current(), outcome["cited"]
    texts = {
        "outcome": [ruleset.outcome_words(outcome["outcome"], lang)],
        "expected": [ruleset.word("expected", lang)] if outcome["expected"] else [],
        "tell": [ruleset.word(outcome["tell"], lang)],
        "gateways": [cited[row["id"]]["title"] for row in outcome["gateways"] if row["id"] in cited],
    }
    for part in ("bases", "conditions"):
        texts[part] = [row["because"] for row in outcome[part] if row["standing"] == "recommended"]
    for part in ("do", "warnings", "alternatives", "ask"):
        texts[part] = [row["text"] for row in outcome[part]]
    return texts
