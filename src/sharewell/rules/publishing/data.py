"""`rules.json`: the rule set with its terms and groups already expanded into plain conditions over facts.

A condition is a list of *ways*; it holds when one of them does. A way is a table of facts and the values that
each may have; it holds when every fact in it has one of them. `[{}]` always holds, `[]` never does.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from ..case import SCHOOLS
from ..citations import line
from ..decide import EFFECTS, LISTS, ORDER
from ..facts import AGE_BANDS, CHILD, CHILD_PAIRS, FIRST_DAY, FOUND, Fact
from ..ruleset import CONDITIONS, NATIONS, SORTS, SOURCE_FIELDS, STANDING, STEP_OF_STRENGTH

if TYPE_CHECKING:
    from ..conditions import Masks
    from ..ruleset import RuleSet

Way = dict[str, list[Any]]

EDITION = 1  # of this format; a program that reads one edition reads all that is added to it
NO_AGE = {"en": "Age not known", "cy": "Oedran anhysbys"}
OLDEST = AGE_BANDS[-1][2]
ALWAYS_WHEN = ("step", "gateway", "telling", "exemption", "advice", "myth")
TEXTS = ("title", "text", "about", "doubt", "because", "refused", "myth", "fact", "counted-from")
PLAIN = (
    "strength",
    "tell",
    "list",
    "key",
    "order",
    "cites",
    "background",
    "interpretation",
    "start-in-doubt",
    "opposite",
    "replaced-by",
    "restricted-by",
    "items",
    "count",
    "unit",
    "of",
    "kinds",
    "public-authority",
    "bases",
    "conditions",
    "offence-conditions",
    "sharers-regime",
    "recipients-regime",
    *LISTS,
)
HOW = [
    {
        "en": "Fill in the facts: what the case says, or else the resting value of each fact. An age falls "
        "into one of the bands of `ages`. A fact that can have many values is one fact for each of them, "
        "named with a colon, true or false.",
        "cy": "Llenwch y ffeithiau: yr hyn a ddywed yr achos, neu fel arall werth gorffwys pob ffaith. Mae "
        "oedran yn syrthio i un o fandiau `ages`. Mae ffaith a all fod â llawer o werthoedd yn un ffaith ar "
        "gyfer pob un ohonynt, wedi'i henwi â cholon, yn wir neu'n anwir.",
    },
    {
        "en": "Keep the rules that are in force: the day is not before `from`, and before `to` where there "
        "is one, and the nation is in `nations`. A rule from `never` is not in force on any day.",
        "cy": "Cadwch y rheolau sydd mewn grym: nid yw'r diwrnod cyn `from`, ac mae cyn `to` lle mae un, ac "
        "mae'r genedl yn `nations`. Nid yw rheol o `never` mewn grym ar unrhyw ddiwrnod.",
    },
    {
        "en": "Find the regime (`found`), then the first of `steps` at which a rule of sort step or gateway "
        "holds: it gives the outcome. Where `instead` holds, nobody is told to wait for advice. The share "
        "is expected where the step is `permits` and a rule that holds there says so. There is a duty where "
        "a rule holds at `duty` or `order`.",
        "cy": "Dewch o hyd i'r drefn (`found`), yna'r cyntaf o `steps` lle mae rheol o fath step neu gateway "
        "yn dal: hwnnw sy'n rhoi'r canlyniad. Lle mae `instead` yn dal, ni ddywedir wrth neb am aros am "
        "gyngor. Disgwylir y rhannu lle `permits` yw'r cam a lle dywed rheol sy'n dal yno hynny. Mae "
        "dyletswydd lle mae rheol yn dal wrth `duty` neu `order`.",
    },
    {
        "en": "With those findings as facts, the first rule of sort telling that holds says whether to tell. "
        "Then every basis and condition whose `recommended` holds is recommended, unless the outcome is "
        "do-not-share or the regime is none; `available` likewise. The gateways are all the rules of sort "
        "gateway that hold, whichever step decided.",
        "cy": "Gyda'r canfyddiadau hynny'n ffeithiau, y rheol gyntaf o fath telling sy'n dal sy'n dweud a "
        "ddylid dweud. Yna argymhellir pob sail ac amod y mae ei `recommended` yn dal, oni bai mai "
        "do-not-share yw'r canlyniad neu none yw'r drefn; `available` yr un modd. Y pyrth yw'r holl reolau o "
        "fath gateway sy'n dal, pa gam bynnag a benderfynodd.",
    },
    {
        "en": "Rules of one sort stand in the order in which they are considered. Rules of the standing "
        "sorts decide nothing: they are there to be read and cited.",
        "cy": "Mae rheolau o'r un math yn sefyll yn y drefn y'u hystyrir. Nid yw rheolau'r mathau sefydlog "
        "yn penderfynu dim: maent yno i'w darllen a'u dyfynnu.",
    },
]


def as_data(rules: "RuleSet") -> dict[str, Any]:
    """The content of `rules.json`."""
    term = {name: _ways(rules, masks) for name, masks in rules.term.items()}
    words = {name: _tidy(word) for name, word in sorted(rules.files["words.toml"]["word"].items())}
    return {
        "$schema": "rules.schema.json",
        "sharewell": "published rules",
        "edition": EDITION,
        "ruleset": {"version": rules.version, "sha256": rules.sha256, "shape": rules.shape},
        "licence": "CC-BY-4.0",
        "warning": words["not-advice"],
        "how": HOW,
        "first-day": FIRST_DAY.isoformat(),
        "nations": list(NATIONS),
        "facts": [_fact(fact) for fact in rules.facts.by_key.values()],
        "ages": [{"band": band, "from": low, "to": high} for band, low, high in AGE_BANDS],
        "impossible": _impossible(rules),
        "found": _found(term),
        "steps": [{"id": step, "outcome": out, "effect": EFFECTS[step]} for step, out in ORDER.items()],
        "instead": {"of": "seek-advice", "outcome": "do-not-share", "when": term["immediate-danger"]},
        "words": words,
        "rules": [rule for sort in (*SORTS, *STANDING) for rule in _rules(rules, sort)],
    }


def _tidy(value: Any) -> Any:
    """A value of a rule file, its keys in one order: a rule set loaded again then gives the same bytes."""
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _tidy(value[key]) for key in sorted(value, key=lambda key: (key == "cy", key == "text", key))
    }


def _fact(fact: Fact) -> dict[str, Any]:
    out: dict[str, Any] = {"key": fact.key, "label": _tidy(fact.label)}
    if fact.tick:
        out["tick"] = _tidy(fact.tick)
    out |= {"needed": fact.needed, "many": fact.many, "named": fact.default is not None}
    if fact.key == "child.age":
        out["values"] = [{"value": "none", "words": NO_AGE}, *(_band(*each) for each in AGE_BANDS)]
        return out | {"rests": {"value": "none"}}
    out["values"] = [{"value": value, **_words(fact, value)} for value in fact.values]
    return out | {"rests": _rests(fact)}


def _band(band: str, low: int, high: int) -> dict[str, Any]:
    if low == high:
        words = {"en": f"{low}", "cy": f"{low}"}
    elif high == OLDEST:
        words = {"en": f"{low} or older", "cy": f"{low} neu'n hŷn"}
    else:
        words = {"en": f"{low} to {high}", "cy": f"{low} i {high}"}
    return {"value": band, "words": words}


def _words(fact: Fact, value: Any) -> dict[str, Any]:
    return {"words": _tidy(words)} if (words := fact.words.get(str(value).lower())) else {}


def _rests(fact: Fact) -> dict[str, Any]:
    """What is supposed while a fact is not known: a value, another fact's, or one that a condition picks."""
    if fact.default == "by-kind":
        kind = f"{fact.key.split('.')[0]}.kind"
        return {"when": [{kind: list(SCHOOLS)}], "then": True, "otherwise": False}
    if fact.default == "nation":
        return {"same-as": "nation"}
    if fact.key == "child.stage":
        return {"when": [{"child.age": ["18-on"]}], "then": "adult", "otherwise": "child"}
    return {"value": [] if fact.many else fact.rests}


def _impossible(rules: "RuleSet") -> list[Way]:
    """Ways of filling in the facts that are refused as an error."""
    bands = [band for band, _, _ in AGE_BANDS]
    out: list[Way] = []
    for stage in ("unborn", "adult", "child"):
        never = [band for band in bands if (stage, band) not in CHILD_PAIRS]
        out.append({"child.stage": [stage], "child.age": never})
    for kind, where in (("sharer.kind", "nation"), ("recipient.kind", "recipient.nation")):
        elsewhere = [n for n in rules.facts.by_key[where].values if n != "england"]
        out.append({kind: ["academy"], where: elsewhere})
    return [*out, {"recipient.kind": ["caller-unknown"], "recipient.verified": [True]}]


def _found(term: dict[str, list[Way]]) -> list[dict[str, Any]]:
    """What is found on the way, in the order in which it is found, and how."""
    how: dict[str, dict[str, Any]] = {
        "found.regime": {
            "choose": [
                {"value": "none", "when": term["no-regime"]},
                {"value": "law-enforcement", "when": term["law-enforcement-regime"]},
                {"value": "uk-gdpr", "when": [{}]},
            ]
        },
        "found.duty": {"holds-at": ["duty", "order"]},
        "found.outcome": {"from": "steps"},
        "found.expected": {"decided-at": "permits", "rule-says": "expected"},
        "found.tell": {"first-of": "telling"},
    }
    return [{"key": key, "values": list(values), **how[key]} for key, values in FOUND.items()]


def _rules(rules: "RuleSet", sort: str) -> Iterator[dict[str, Any]]:
    """Every version of every rule of a sort, in the order in which they are considered."""
    tables = [(path, table) for path, table in rules.rules.items() if table["sort"] == sort]
    dated = [(path, each) for path, table in tables for each in rules._dated(table)]
    if sort in ("telling", "myth", "advice"):
        dated.sort(key=lambda each: (each[1][2].get("order", 50), each[1][2]["id"]))
    for path, (starts, ends, table) in dated:
        yield _rule(rules, path, table, starts, ends)


def _rule(
    rules: "RuleSet", path: str, table: dict[str, Any], starts: str, ends: str | None
) -> dict[str, Any]:
    out: dict[str, Any] = {"id": table["id"], "sort": table["sort"], "path": path}
    out |= {"nations": table.get("extends", list(NATIONS)), "from": starts, "to": ends}
    out["source"] = _source(table)
    out |= {name: _tidy(table[name]) for name in TEXTS if name in table}
    if table["sort"] in ("step", "gateway"):
        out["step"] = table.get("step") or STEP_OF_STRENGTH[table["strength"]]
        out["expected"] = table.get("expected", False)
    out |= {name: _tidy(table[name]) for name in PLAIN if name in table}
    return out | _conditions(rules, table)


def _source(table: dict[str, Any]) -> dict[str, Any]:
    """Where a version comes from, and how that is cited in each language."""
    out: dict[str, Any] = {name: table.get(name, "") for name in SOURCE_FIELDS}
    if out["instrument"]:
        out["cited"] = {lang: line(out, lang) for lang in ("en", "cy")}
    return out | ({"deeper": table["deeper"]} if "deeper" in table else {})


def _conditions(rules: "RuleSet", table: dict[str, Any]) -> dict[str, Any]:
    """The conditions of a rule, expanded. A gateway is about information that identifies somebody."""
    compile_ = rules.compiler.compile
    ground = compile_({"information.identifies": True} if table["sort"] == "gateway" else {})
    out: dict[str, Any] = {
        name: _ways(rules, rules.compiler.both(ground, compile_(table[name])))
        for name in CONDITIONS
        if name in table
    }
    if table["sort"] in ALWAYS_WHEN:
        out.setdefault("when", _ways(rules, ground))
    if "limbs" in table:
        out["limbs"] = [
            {"limb": limb["limb"], "when": _ways(rules, compile_(limb.get("when", {})))}
            for limb in table["limbs"]
        ]
    return out


def _ways(rules: "RuleSet", masks: "Masks") -> list[Way]:
    """A compiled condition as ways; in an order of their own, so that the bytes stay the same."""
    ways = [way for mask in masks for way in _way(rules, mask)]
    return sorted(ways, key=lambda way: (len(way), str(way)))


def _way(rules: "RuleSet", mask: int) -> Iterator[Way]:
    facts = rules.facts
    plain: Way = {
        name: [value for value in values if not facts.bit(name, value) & mask]
        for name, values in facts.domains.items()
        if name != CHILD and mask & facts.group[name]
    }
    if not mask & facts.group[CHILD]:
        yield plain
        return
    pairs = [pair for pair in CHILD_PAIRS if not facts.bit(CHILD, pair) & mask]
    for child in _rectangles(pairs):
        yield child | plain


def _rectangles(pairs: Iterable[tuple[str, str]]) -> Iterator[Way]:
    """Pairs of stage and age as ways over the two facts; one where that says the same of what can be."""
    pairs = set(pairs)
    stages, bands = ({pair[at] for pair in pairs} for at in (0, 1))
    if {pair for pair in product(stages, bands) if pair in CHILD_PAIRS} == pairs:
        yield _rectangle(stages, bands)
        return
    for stage in sorted(stages):
        yield _rectangle({stage}, {band for of, band in pairs if of == stage})


def _rectangle(stages: set[str], bands: set[str]) -> Way:
    possible = {band for stage, band in CHILD_PAIRS if stage in stages}
    out: Way = {}
    if stages != {stage for stage, _ in CHILD_PAIRS}:
        out["child.stage"] = sorted(stages)
    if bands != possible:
        out["child.age"] = sorted(bands)
    return out
