"""The law that an assessment rests on: which provisions can be chosen, and whether one has changed since."""

from dataclasses import dataclass
from hashlib import sha256

from sharewell import rules
from sharewell.domain.organisations.queries import starts_in_force

SORTS = ("basis", "condition", "gateway", "exemption", "background", "guidance", "regime", "right")
CHOSEN_FROM = ("basis", "condition", "gateway")
# What may be said better without the law having changed.
WORDS = (
    "title", "because", "refused", "about", "doubt", "text", "link", "deeper", "read", "confidence",
    "reviewed-by", "background", "interpretation", "items",
)  # fmt: skip
GONE = "gone"  # the fingerprint of what is not in force that day


@dataclass(frozen=True)
class Provision:
    """Something to rest on: a rule's id, its title in both languages, its sort, where it stands, and how sure
    we are of it.
    """

    id: str
    title: dict
    sort: str
    where: str
    confidence: str


def provisions(nation, day, ruleset=None):
    """What can be chosen in a nation on a day: bases, then conditions, then duties and powers."""
    found = [
        _provision(table["id"], table)
        for table, extends in _standing(ruleset or rules.current(), day)
        if table["sort"] in CHOSEN_FROM and nation in extends
    ]
    return sorted(found, key=lambda each: (CHOSEN_FROM.index(each.sort), each.id))


def provision(ident, ruleset=None):
    """One by its id, as it stands or stood last; None where the rules do not know it."""
    for table in (ruleset or rules.current()).rules.values():
        if table["id"] == ident:
            last = table | table["version"][-1]
            return _provision(ident, last | {"title": table.get("title") or last["title"]})
    return None


def fingerprints(idents, day, ruleset=None):
    """{id: fingerprint} of provisions as they stand on a day: what they ask, not how it is put."""
    standing = {table["id"]: table for table, _ in _standing(ruleset or rules.current(), day)}
    return {ident: _print_of(standing.get(ident)) for ident in idents}


def own_rules(organisation):
    """The rules with the start dates that this organisation's own lawyers confirmed."""
    starts = {row.provision: row.starts_on for row in starts_in_force(organisation)}
    return rules.current().with_starts(starts) if starts else rules.current()


def law_of(idents, day, ruleset=None):
    """What is kept with a signature of the law of that day."""
    ruleset = ruleset or rules.current()
    return {
        "version": ruleset.version,
        "sha256": ruleset.sha256,
        "provisions": fingerprints(idents, day, ruleset),
    }


def changed_since(law, day, ruleset=None):
    """The ids of the provisions that are not, on this day, what they were when `law` was kept."""
    then = law["provisions"]
    now = fingerprints(then, day, ruleset)
    return [ident for ident in then if now[ident] != then[ident]]


def _standing(ruleset, day):
    """(the table of each rule as it stands on a day, where it extends)."""
    for table in ruleset.rules.values():
        shared = {name: value for name, value in table.items() if name != "version"}
        for version in table["version"]:
            begins = ruleset.starts.get(table["id"]) if version is table["version"][-1] else None
            begins = begins or str(version.get("from", ""))
            if begins != "never" and begins <= day.isoformat() < str(version.get("to", "9999")):
                merged = shared | version
                yield merged, merged.get("extends", ["england", "wales", "scotland", "northern-ireland"])


def _provision(ident, table):
    return Provision(ident, table["title"], table["sort"], _where(table), table.get("confidence", ""))


def _where(table):
    return ", ".join(part for part in (table.get("instrument", ""), table.get("provision", "")) if part)


def _print_of(table):
    if table is None:
        return GONE
    asks = {name: value for name, value in table.items() if name not in WORDS}
    return sha256(rules.canonical(asks)).hexdigest()[:32]
