"""Reading a case: what was said, with clear errors and named defaults; and the world that it stands for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .facts import CHILD, CHILD_PAIRS, FIRST_DAY, Fact, Facts, Values, age_band

Table = dict[str, Any]
Ids = dict[str, list[str]]  # allowed ids of "basis", "condition" and "starts"

FREE = ("name", "date", "law.starts", "claims.basis", "claims.condition", "child.age")
SCHOOLS = ("maintained-school", "academy", "independent-school", "college")
UNKNOWN = "unknown"


class CaseError(ValueError):
    """A case cannot be understood. `str()` is one line: which key, which value, and the nearest allowed.

    >>> from sharewell import rules
    >>> try:
    ...     rules.current().decide({"nation": "englund"})
    ... except CaseError as error:
    ...     error.key, error.value, error.nearest
    ('nation', 'englund', 'england')
    """

    def __init__(self, message: str, key: str = "", value: object = None, nearest: str | None = None):
        super().__init__(message)
        self.key, self.value, self.nearest = key, value, nearest


@dataclass
class Case:
    """A case as understood.

    `said` holds every key that is known, flat; `asked` the keys that were asked and are not known;
    `day` the day whose law applies; `age` whole years or None.
    """

    said: Table
    day: date
    age: int | None = None
    asked: set[str] = field(default_factory=set)
    starts: dict[str, date] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    name: str | None = None

    def has(self, key: str) -> bool:
        """Is the key known?"""
        return key in self.said or (key == "child.age" and self.age is not None)


def read(
    facts: Facts, table: Table, known_ids: Ids, to_decide: bool = True, today: date | None = None
) -> Case:
    """Read a nested case (contract section 1).

    `known_ids` gives allowed ids of {"basis", "condition", "starts"}. A case `to_decide` must have the four
    needed keys, and its named defaults are filled in; otherwise what was not said stays not known. Raises
    CaseError.
    """
    if not isinstance(table, dict):
        raise CaseError('A case is a table of keys, such as nation = "england".')
    flat = _flatten(facts, {k: v for k, v in table.items() if k != "expect"})
    case = Case(said={}, day=_day(flat.pop("date", None), today), name=flat.pop("name", None))
    if case.name is not None and not isinstance(case.name, str):
        raise CaseError("name: this is a text, for people.", "name", case.name)
    case.starts = _starts(flat.pop("law.starts", {}), known_ids["starts"])
    case.claims = _claims(flat, known_ids)
    case.age = _age(flat.pop("child.age", None), case)
    for key, value in flat.items():
        _take(facts.by_key[key], value, case)
    if case.age is not None and "child.stage" not in case.said:
        case.said["child.stage"] = "adult" if case.age >= 18 else "child"
    if to_decide:
        _need(facts, case)
        _fill(facts, case)
    _refuse_what_cannot_be(case)
    return case


def _claims(flat: Table, known_ids: Ids) -> dict[str, str]:
    claims = {sort: flat.pop(f"claims.{sort}", None) for sort in ("basis", "condition")}
    return {
        sort: _one_of(f"claims.{sort}", claimed, known_ids[sort])
        for sort, claimed in claims.items()
        if claimed not in (None, UNKNOWN)
    }


def _need(facts: Facts, case: Case) -> None:
    for fact in facts.by_key.values():
        if fact.needed and fact.key not in case.said:
            message = f"{fact.key} is needed: say which, for example {fact.values[0]!r}."
            raise CaseError(message, fact.key, None, fact.values[0])


def _flatten(facts: Facts, table: Table) -> Table:
    flat: Table = {}
    known = [*facts.by_key, *FREE]
    tables = {key.split(".")[0] for key in known if "." in key}
    for key, value in table.items():
        if key in tables and isinstance(value, dict):
            for inner, leaf in value.items():
                _known_key(f"{key}.{inner}", known)
                flat[f"{key}.{inner}"] = leaf
        else:
            _known_key(key, known)
            flat[key] = value
    return flat


def _known_key(key: str, known: list[str]) -> None:
    if key not in known:
        near = _nearest(key, known)
        raise CaseError(f"{key}: there is no such key. The nearest is {near}.", key, None, near)


def _nearest(word: object, allowed: Iterable[object]) -> str:
    import difflib  # only where there is an error to explain

    words = [_written(one) for one in allowed]
    by_tail = {one.rsplit(".", 1)[-1]: one for one in reversed(words)}
    wanted = _written(word)
    close = difflib.get_close_matches(wanted, words, 1, 0.6)
    tail = difflib.get_close_matches(wanted.rsplit(".", 1)[-1], list(by_tail), 1, 0.5)
    return (
        close or [by_tail[t] for t in tail] or difflib.get_close_matches(wanted, words, 1, 0.0) or words[:1]
    )[0]


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _one_of(key: str, value: Any, allowed: Iterable[Any]) -> Any:
    same = [one for one in allowed if one == value and isinstance(one, bool) == isinstance(value, bool)]
    if same:
        return same[0]
    near = _nearest(value, allowed)
    raise CaseError(
        f"{key}: {_written(value)!r} is not a value of it. The nearest is {near!r}.", key, value, near
    )


def _take(fact: Fact, value: Any, case: Case) -> None:
    if isinstance(value, str) and value == UNKNOWN:
        case.asked.add(fact.key)
    elif fact.many:
        if not isinstance(value, list):
            raise CaseError(f"{fact.key}: this is a list, for example [{fact.values[0]!r}].", fact.key, value)
        case.said[fact.key] = [
            flag for flag in fact.values if flag in [_one_of(fact.key, v, fact.values) for v in value]
        ]
    else:
        case.said[fact.key] = _one_of(fact.key, value, fact.values)


def _as_date(key: str, value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise CaseError(
            f"{key}: {value!r} is not a day. Write it as 2026-10-05.", key, value, "2026-10-05"
        ) from None


def _day(value: Any, today: date | None) -> date:
    day = (today or _today()) if value in (None, UNKNOWN) else _as_date("date", value)
    if day < FIRST_DAY:
        raise CaseError(
            f"date: {day} is before 2018-05-25, the first day that the rules know.", "date", day, "2018-05-25"
        )
    return day


def _today() -> date:
    """The day in the United Kingdom; the machine's own where it knows no time zones."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only where a case names no day

    try:
        return datetime.now(ZoneInfo("Europe/London")).date()
    except ZoneInfoNotFoundError:
        return datetime.now().astimezone().date()


def _starts(value: Any, allowed: list[str]) -> dict[str, date]:
    if not isinstance(value, dict):
        raise CaseError("law.starts: this is a table of rule ids and days.", "law.starts", value)
    return {
        _one_of("law.starts", rule, allowed): _as_date(f"law.starts.{rule}", day)
        for rule, day in value.items()
    }


def _age(value: Any, case: Case) -> int | None:
    if value is None:
        return None
    if value == UNKNOWN and isinstance(value, str):
        case.asked.add("child.age")
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 130:
        raise CaseError(
            f"child.age: {value!r} is not an age. Write whole years, for example 7.", "child.age", value, "7"
        )
    return value


def _fill(facts: Facts, case: Case) -> None:
    """Named defaults: what the contract lets count as known."""
    for fact in facts.by_key.values():
        if fact.default is not None and fact.key not in case.said and fact.key not in case.asked:
            case.said[fact.key] = _rest(fact, case.said)


def _refuse_what_cannot_be(case: Case) -> None:
    said, age, stage = case.said, case.age, case.said.get("child.stage")
    if age is not None and stage == "unborn":
        raise CaseError(
            "child.age: an unborn child has no age. Leave it out, or change child.stage.", "child.age", age
        )
    if age is not None and stage == "adult" and age < 16:
        raise CaseError(
            f"child.stage: somebody of {age} is not an adult. Write 'child'.", "child.stage", "adult", "child"
        )
    if age is not None and stage == "child" and age > 17:
        raise CaseError(
            f"child.stage: somebody of {age} is not a child. Write 'adult'.", "child.stage", "child", "adult"
        )
    for who, where in (("sharer", "nation"), ("recipient", "recipient.nation")):
        # Asked and not known counts as left out: it then rests at the case's own nation.
        nation = said.get(where, said.get("nation", "england") if where in case.asked else "england")
        if said.get(f"{who}.kind") == "academy" and nation != "england":
            key = f"{who}.kind"
            message = f"{key}: academies are in England only. In {nation} write 'maintained-school'."
            raise CaseError(message, key, "academy", "maintained-school")
    if said.get("recipient.kind") == "caller-unknown" and said.get("recipient.verified") is True:
        message = (
            "recipient.verified: a caller you do not know cannot be verified. Say who they turned out to be."
        )
        raise CaseError(message, "recipient.verified", True, "false")


def as_table(case: Case) -> Table:
    """The case as understood, nested as in the contract: what was said, named defaults filled in."""
    flat = {**{key: UNKNOWN for key in case.asked}, **case.said}
    if case.age is not None:
        flat["child.age"] = case.age
    flat |= {f"claims.{sort}": value for sort, value in case.claims.items()}
    if case.starts:
        flat["law.starts"] = {rule: day.isoformat() for rule, day in case.starts.items()}
    head: Table = {"date": case.day.isoformat()} | ({"name": case.name} if case.name is not None else {})
    return head | nested(flat)


def nested(flat: Table) -> Table:
    """{"child.age": 7} as {"child": {"age": 7}}."""
    table: Table = {}
    for key, value in flat.items():
        head, _, tail = key.partition(".")
        if tail:
            table.setdefault(head, {})[tail] = value
        else:
            table[head] = value
    return table


def domain_of(facts: Facts, case: Case, free: bool = False, asked_rest: bool = False) -> dict[str, Values]:
    """For every variable, the values that it may have.

    What is not known has its resting value; with `free` it has all its values, and with `asked_rest` too
    only what was not asked has.
    """
    rests: set[str] = case.asked if asked_rest else set()
    out: dict[str, Values] = {"day": (facts.day(case.day),)}
    for fact in facts.by_key.values():
        is_free = free and fact.key not in rests
        if fact.key in ("child.stage", "child.age"):
            continue
        if fact.many:
            flags = case.said.get(fact.key, None if is_free else [])
            for flag in fact.values:
                out[f"{fact.key}:{flag}"] = (False, True) if flags is None else (flag in flags,)
        elif fact.key in case.said:
            out[fact.key] = (case.said[fact.key],)
        elif is_free:
            out[fact.key] = tuple(v for v in fact.values if _can_be(fact.key, v, case.said))
        else:
            out[fact.key] = (_rest(fact, case.said),)
    out[CHILD] = _child(case, free and "child.stage" not in rests, free and "child.age" not in rests)
    return out


def world_of(facts: Facts, case: Case) -> dict[str, Any]:
    """The world that a case stands for: what is not known rests (as in `domain_of`).

    {variable: value}, and for a fact with flags {key: those that are set, in order}.
    """
    said = case.said
    world = facts.resting | said
    world["day"] = facts.day(case.day)
    band = age_band(case.age) if case.age is not None else "none"
    world[CHILD] = said.get("child.stage", "child"), band
    for key in facts.flags:
        world[key] = tuple(world[key])
    for fact in facts.resting_by_case:
        if fact.key not in said:
            world[fact.key] = _rest(fact, said)
    return world


def _rest(fact: Fact, said: Table) -> Any:
    """The value that a fact is supposed to have while it is not known."""
    if fact.default == "by-kind":
        return said.get(f"{fact.key.split('.')[0]}.kind") in SCHOOLS
    return said.get("nation", "england") if fact.default == "nation" else fact.rests


def _can_be(key: str, value: Any, said: Table) -> bool:
    if value == "academy" and key.endswith(".kind"):
        where = "nation" if key == "sharer.kind" else "recipient.nation"
        return bool(said.get(where, "england") == "england")
    if key == "recipient.verified" and value is True:
        return said.get("recipient.kind") != "caller-unknown"
    return True


def _child(case: Case, free_stage: bool, free_age: bool) -> Values:
    stage = case.said.get("child.stage", None if free_stage else "child")
    band = age_band(case.age) if case.age is not None else (None if free_age else "none")
    return tuple(p for p in CHILD_PAIRS if stage in (None, p[0]) and band in (None, p[1]))
