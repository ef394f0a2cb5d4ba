"""`rules.schema.json`: what may stand in `rules.json` (JSON Schema 2020-12).

Made for the facts of one rule set, so that a condition may name only facts that there are and values that
they have. Nothing may be there that is not described.
"""

from typing import Any

from ..decide import EFFECTS, LISTS, ORDER
from ..facts import FOUND
from ..ruleset import NATIONS, SORTS, STANDING

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = "urn:sharewell:schema:rules"  # provisional: nobody has given this a lasting address yet
CONFIDENCE = ["read in the law", "second-hand", "general knowledge", "unsure"]
STRENGTHS = ["duty", "duty-on-request", "power", "guidance"]
UNITS = ["minutes", "hours", "days", "working-days", "school-days", "weeks", "months", "years"]
REGIMES = ["uk-gdpr", "law-enforcement", "none"]

TEXT: Schema = {"type": "string", "minLength": 1}
ID: Schema = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9/+.()-]*$"}
IDS: Schema = {"type": "array", "items": ID, "uniqueItems": True}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"}
SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9-]+$"}
LINK: Schema = {"type": "string", "pattern": r"^(https?://\S+)?$"}
BOOLEAN: Schema = {"type": "boolean"}
NATION_LIST: Schema = {
    "type": "array",
    "items": {"enum": NATIONS},
    "uniqueItems": True,
    "minItems": 1,
}


def as_schema(data: dict[str, Any]) -> Schema:
    """The schema of `data`, the content of a `rules.json`."""
    return {
        "$schema": DIALECT,
        "$id": NAME,
        "title": "A published rule set of Sharewell",
        **_head(data["edition"]),
        "$defs": {
            "texts": _table({"en": TEXT, "cy": TEXT}),
            "ways": {"type": "array", "items": {"$ref": "#/$defs/way"}},
            "way": _table(dict(_facts(data)), required=[]),
            "fact": _fact(),
            "found": _found(data),
            "source": _source(),
            "line": _table(
                {
                    "id": ID,
                    "text": _ref("texts"),
                    "order": {"type": "integer"},
                    "opposite": IDS,
                    "until-confirmed": {"const": True},
                },
                ["text"],
            ),
            "item": _table(
                {"id": ID, "text": _ref("texts"), "confidence": {"enum": CONFIDENCE}}, ["id", "text"]
            ),
            "settles": _table(
                {"key": _keys(data), "text": _ref("texts"), "order": {"type": "integer"}}, ["key", "text"]
            ),
            # One branch a sort, rather than oneOf: what is wrong is then said of the sort that was meant.
            "rule": {
                "type": "object",
                "required": ["sort"],
                "properties": {"sort": {"enum": [*SORTS, *STANDING]}},
                "allOf": [
                    {"if": {"properties": {"sort": {"const": sort}}}, "then": _rule(data, sort)}
                    for sort in (*SORTS, *STANDING)
                ],
            },
        },
    }


def _head(edition: int) -> Schema:
    """The table that everything lies in."""
    return _table(
        {
            "$schema": {"const": "rules.schema.json"},
            "sharewell": {"const": "published rules"},
            "edition": {"const": edition},
            "ruleset": _table(
                {
                    "version": {"type": "string", "pattern": r"^\d{4}\.\d+$"},
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "shape": {"type": "integer", "minimum": 1},
                }
            ),
            "licence": {"const": "CC-BY-4.0"},
            "warning": _ref("texts"),
            "how": _list(_ref("texts")),
            "first-day": DATE,
            "nations": {"const": NATIONS},
            "facts": _list(_ref("fact")),
            "ages": _list(_table({"band": TEXT, "from": {"type": "integer"}, "to": {"type": "integer"}})),
            "impossible": _ref("ways"),
            "found": _list(_ref("found")),
            "steps": {"const": [{"id": s, "outcome": out, "effect": EFFECTS[s]} for s, out in ORDER.items()]},
            "instead": _table(
                {
                    "of": {"const": "seek-advice"},
                    "outcome": {"const": "do-not-share"},
                    "when": _ref("ways"),
                }
            ),
            "words": {"type": "object", "minProperties": 1, "additionalProperties": _ref("texts")},
            "rules": _list(_ref("rule")),
        }
    )


def _facts(data: dict[str, Any]) -> list[tuple[str, Schema]]:
    """Every fact that a way may ask for, and the values that it may have."""
    out: list[tuple[str, list[Any]]] = [(key, list(values)) for key, values in FOUND.items()]
    for fact in data["facts"]:
        values = [each["value"] for each in fact["values"]]
        out += (
            [(f"{fact['key']}:{v}", [True, False]) for v in values]
            if fact["many"]
            else [(fact["key"], values)]
        )
    return [(key, _list({"enum": values}) | {"uniqueItems": True}) for key, values in out]


def _keys(data: dict[str, Any]) -> Schema:
    return {"enum": [fact["key"] for fact in data["facts"]]}


def _fact() -> Schema:
    value = {"type": ["string", "boolean"]}
    picked = _table({"when": _ref("ways"), "then": value, "otherwise": value})
    return _table(
        {
            "key": TEXT,
            "label": _ref("texts"),
            "tick": _ref("texts"),
            "needed": BOOLEAN,
            "many": BOOLEAN,
            "named": BOOLEAN,
            "values": _list(_table({"value": value, "words": _ref("texts")}, ["value"])),
            "rests": {
                "oneOf": [
                    _table({"value": {"type": ["string", "boolean", "array"], "maxItems": 0}}),
                    _table({"same-as": TEXT}),
                    picked,
                ]
            },
        },
        ["key", "label", "needed", "many", "named", "values", "rests"],
    )


def _found(data: dict[str, Any]) -> Schema:
    """What is found on the way, and one of the five ways of finding it."""
    how: dict[str, Schema] = {
        "choose": _list(_table({"value": {"enum": REGIMES}, "when": _ref("ways")})),
        "holds-at": _list({"enum": list(ORDER)}),
        "from": {"const": "steps"},
        "decided-at": {"enum": list(ORDER)},
        "rule-says": {"const": "expected"},
        "first-of": {"const": "telling"},
    }
    table = _table(
        {"key": {"enum": list(FOUND)}, "values": {"type": "array", "minItems": 2}, **how}, ["key", "values"]
    )
    return table | {"minProperties": 3}


def _source() -> Schema:
    return _table(
        {
            "instrument": {"type": "string"},
            "provision": {"type": "string"},
            "link": LINK,
            "read": {"anyOf": [DATE, {"const": ""}]},
            "confidence": {"enum": [*CONFIDENCE, ""]},
            "reviewed-by": {"type": "string"},
            "deeper": LINK,
            "cited": _ref("texts"),
        },
        ["instrument", "provision", "link", "read", "confidence", "reviewed-by"],
    )


def _rule(data: dict[str, Any], sort: str) -> Schema:
    """What a rule of one sort holds: what every rule does, what it must, and what it may."""
    every = {
        "id": ID,
        "sort": {"const": sort},
        "path": {
            "type": "string",
            "pattern": r"^(uk|england|wales|scotland|northern-ireland)/[a-z0-9/.+-]+\.toml$",
        },
        "nations": NATION_LIST,
        "from": {"anyOf": [DATE, {"const": "never"}]},
        "to": {"anyOf": [DATE, {"type": "null"}]},
        "source": _ref("source"),
        "title": _ref("texts"),
    }
    must, may = _own(sort)
    anywhere = {
        "about": _ref("texts"),
        "doubt": _ref("texts"),
        "interpretation": {"anyOf": [SLUG, _list(SLUG)]},
        "cites": IDS,
        "background": IDS,
        "order": {"type": "integer"},
        "start-in-doubt": BOOLEAN,
    }
    return _table(every | anywhere | must | may, [*every, *must])


def _own(sort: str) -> tuple[Schema, Schema]:
    """What a rule of this sort must have of its own, and what it may have."""
    when, texts = {"when": _ref("ways")}, {"text": _ref("texts")}
    lists: Schema = {name: _list(_ref("settles" if name == "settles" else "line")) for name in LISTS}
    speaks: Schema = {"step": {"enum": list(ORDER)}, "expected": BOOLEAN}
    grounds: Schema = {"because": _ref("texts"), "refused": _ref("texts")}
    if sort == "step":
        return when | texts | speaks, lists
    if sort == "gateway":
        return when | texts | speaks | {"strength": {"enum": STRENGTHS}}, lists
    if sort in ("basis", "condition"):
        limbs = _list(_table({"limb": TEXT, "when": _ref("ways")}))
        return grounds, texts | {"recommended": _ref("ways"), "available": _ref("ways"), "limbs": limbs}
    if sort == "telling":
        return when | texts | {"tell": {"enum": list(FOUND["found.tell"])}}, lists
    if sort == "advice":
        return when | texts | {"list": {"enum": list(LISTS)}}, {"key": TEXT, "opposite": IDS}
    if sort == "myth":
        return when | {"myth": _ref("texts"), "fact": _ref("texts")}, texts
    return (when, texts) if sort == "exemption" else _standing(sort)


def _standing(sort: str) -> tuple[Schema, Schema]:
    """The same, for what is read and cited and never run."""
    may: Schema = {"when": _ref("ways"), "text": _ref("texts")}
    own: dict[str, tuple[Schema, Schema]] = {
        "background": ({}, {}),
        "guidance": (
            {},
            {"items": _list(_ref("item")), "replaced-by": TEXT},
        ),
        "right": ({}, {"restricted-by": IDS}),
        "clock": (
            {"count": {"type": "number", "exclusiveMinimum": 0}, "unit": {"enum": UNITS}},
            {"counted-from": _ref("texts"), "of": ID},
        ),
        "sector": (
            {"kinds": _list(TEXT), "public-authority": BOOLEAN},
            {"bases": IDS, "conditions": IDS, "offence-conditions": IDS},
        ),
        "regime": ({"sharers-regime": {"enum": REGIMES}, "recipients-regime": {"enum": REGIMES}}, {}),
    }
    must, also = own[sort]
    return must, may | also


def _table(properties: Schema, required: list[str] | None = None) -> Schema:
    """A table that holds these keys and no others; all of them, where it is not said which."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
