"""What each template expects, and the check that it gets nothing else.

Every leaf is one of four kinds: ``"text"`` (never markup; newlines part paragraphs), ``"when"`` (an aware
ISO moment or an ISO day, printed in UK local time; any other text is printed as it is), ``"number"`` and
``"flag"``. Whatever is left out is left out of the page.
"""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}

PERSON = {"name": "text", "role": "text", "organisation": "text", "phone": "text", "email": "text"}
CHILD = {"name": "text", "born_on": "when", "age": "text", "initials": "text", "where": "text"}
# kind: fact, opinion, allegation, childs-words or what-we-did.
ENTRY = {
    "kind": "text",
    "text": "text",
    "said_by": "text",
    "happened_at": "when",
    "recorded_at": "when",
    "late": "text",  # where that is not the same day, what to say of it
    "by": "text",
}
SOURCE = {"title": "text", "provision": "text", "link": "text", "confidence": "text", "read": "when"}

RECORD = {
    "reference": "text",
    "at": "when",
    "organisation": "text",
    "by": PERSON,
    "child": CHILD,
    "recipient": "text",
    "choice": "text",  # share or not-share
    "outcome": "text",  # the answer in one sentence
    "outcome_id": "text",  # an outcome id of the rules: its colour and shape
    "expected": "flag",
    "reason": "text",
    "review_on": "when",
    "summary": ["text"],
    "tell": "text",
    "told": "text",
    "ground": [{"label": "text", "text": "text"}],
    "starts": ["text"],  # start dates of the organisation's own
    "missing": ["text"],  # what was to be put right afterwards
    "reasons": [{"text": "text", "effect": "text", "sources": [SOURCE]}],
    "steps": ["text"],
    "record": ["text"],
    "warnings": ["text"],
    "alternatives": ["text"],
    "unknown": ["text"],
    "answers": [{"question": "text", "answer": "text"}],
    "advice": [{"asked_of": "text", "question": "text", "answer": "text", "at": "when"}],
    "entries": [ENTRY],
    "rules": {"version": "text", "sha256": "text", "day": "when"},
    "checkpoint": "text",
}
PACKAGE = {
    "package": "text",
    "initials": "text",
    "at": "when",
    "recipient": PERSON,
    "sender": PERSON,
    "child": CHILD,
    "asked_first": ["text"],
    "answer_by": "when",
    "how_to_answer": "text",
    "why": ["text"],
    "items": [{"heading": "text", "text": "text", "rows": [{"label": "text", "text": "text"}]}],
    "entries": [ENTRY],
    "something_left_out": "flag",
    "attachments": [
        {
            "name": "text",
            "about": "text",
            "kind": "text",
            "pages": "number",
            "not_searched": "flag",
            "passages": ["text"],  # its words, typed out
            "retyped": "flag",  # something was left out of them
            "images": [{"file": "text", "alt": "text", "caption": "text"}],
        }
    ],
}
FORM = {
    "form": "text",
    "to": "text",
    "reference": "text",
    "package": "text",
    "initials": "text",
    "at": "when",
    "by": PERSON,
    "headings": [{"heading": "text", "answer": "text"}],
}
EMERGENCY = {
    "reference": "text",
    "at": "when",
    "by": PERSON,
    "child": CHILD,
    "saw": "text",
    "said_by_child": "text",
    "entries": [ENTRY],
    "calls": [
        {
            "who": "text",
            "number": "text",
            "number_from": "text",
            "at": "when",
            "spoke_to": "text",
            "said": "text",
            "they_said": "text",
            "called_back": "text",
        }
    ],
    "did": "text",
    "owed": [{"what": "text", "due": "when"}],
    "signed_out": "flag",
}
SHAPES = {"record": RECORD, "package": PACKAGE, "form": FORM, "emergency": EMERGENCY}
LEAVES = {"text": str, "when": str, "number": int, "flag": bool}


def fitted(data, shape, leaf, path: str = ""):
    """`data` as the template prints it: each leaf as `leaf(kind, value)` makes it, what was left out as None.

    Raises ValueError that names a key that the shape does not have, or a value of the wrong type.
    """
    if isinstance(shape, dict):
        return _fitted_keys(data, shape, leaf, path)
    if isinstance(shape, list):
        _must_be(data, (list, tuple), path)
        return [fitted(item, shape[0], leaf, f"{path}[{n}]") for n, item in enumerate(data)]
    if data is None:
        return None
    if shape == "when" and isinstance(data, dt.date):
        data = data.isoformat()
    _must_be(data, LEAVES[shape], path)
    return leaf(shape, data)


def _fitted_keys(data, shape: dict, leaf, path: str) -> dict:
    _must_be(data, dict, path)
    unknown = sorted(set(data) - set(shape))
    if unknown:
        raise ValueError(
            f'Nothing prints "{path}.{unknown[0]}"; there are: {", ".join(shape)}.'.replace('".', '"')
        )
    return {key: _fitted_key(data.get(key), inner, leaf, f"{path}.{key}") for key, inner in shape.items()}


def _fitted_key(value, shape, leaf, path: str):
    if value is None:
        return [] if isinstance(shape, list) else None
    return fitted(value, shape, leaf, path)


def _must_be(value, kind, path: str) -> None:
    if not isinstance(value, kind):
        raise ValueError(f"{path.lstrip('.') or 'The data'} is {value!r}, which cannot be printed there.")


def in_words(when: str, lang: str) -> str:
    """An ISO moment in UK local time, or an ISO day, as people say it; any other text as it is."""
    try:
        moment = dt.datetime.fromisoformat(when)
    except ValueError:
        return when
    is_day = len(when) == 10
    if not is_day:
        moment = moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(LONDON)
    day = f"{moment.day} {MONTHS[lang].split()[moment.month - 1]} {moment.year}"
    return day if is_day else f"{day}, {clock(moment, lang)}"


def clock(moment: dt.datetime, lang: str) -> str:
    """4:05pm in English; 16:05 in Welsh."""
    if lang == "cy":
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"
