"""Provisions whose first day the rules do not know for certain: what an organisation's lawyers may settle."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sharewell import rules

NOT_IN_DOUBT = _("The rules have no doubt about when this provision started.")
_REPORTED = "start-of-16la"  # the reading that the first of these rests on


@dataclass(frozen=True)
class Provision:
    """A duty or power of the rules: its id, what it is called, where it stands, its doubt; in both languages.

    `starts` is the day that the rules work with, or nothing where they know of none.
    """

    id: str
    title: dict
    where: str
    doubt: dict | None
    starts: str


def with_doubtful_start(nation):
    """{id: Provision} of what extends to a nation, may be given a start date, and whose start is in doubt."""
    ruleset = rules.current()
    found = {
        table["id"]: _provision(table)
        for table in ruleset.rules.values()
        if table["id"] in ruleset.known_ids["starts"] and _is_in_doubt(table) and _extends(table, nation)
    }
    return dict(sorted(found.items()))


def find(provision):
    """One provision by its id, in doubt or not; nothing where the rules know it no more."""
    tables = (table for table in rules.current().rules.values() if table["id"] == provision)
    return next((_provision(table) for table in tables), None)


def _last(table):
    """The last version of a rule, with what all of its versions share."""
    return {name: value for name, value in table.items() if name != "version"} | table["version"][-1]


def _is_in_doubt(table):
    last = _last(table)
    rests_on = last.get("interpretation", [])
    return (
        last.get("from") == "never"
        or last.get("start-in-doubt", False)
        or _REPORTED in ([rests_on] if isinstance(rests_on, str) else rests_on)
    )


def _extends(table, nation):
    return nation in _last(table).get("extends", [nation])


def _provision(table):
    last = _last(table)
    starts = last.get("from", "")
    return Provision(
        id=table["id"],
        title=last["title"],
        where=", ".join(part for part in (last["instrument"], last["provision"]) if part),
        doubt=last.get("doubt"),
        starts="" if starts == "never" else starts,
    )
