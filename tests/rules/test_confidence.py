"""How sure we are of each rule, from when and where it stands: written down once more, apart from the rules.

`confidence/` holds a row for every id, one entry for each version of the rule: `in` its nations (E W S N),
`tag` V read in the law, V2 second-hand, G general knowledge, U unsure; `from` and `to` where it has them. A
rule whose confidence was raised, whose day moved or whose nations grew no longer agrees with its row.
"""

import tomllib
from pathlib import Path

import pytest

from sharewell import rules
from sharewell.rules.ruleset import NATIONS

FOLDER = Path(__file__).parent / "confidence"
TAGS = {"V": "read in the law", "V2": "second-hand", "G": "general knowledge", "U": "unsure"}
LETTERS = {"E": "england", "W": "wales", "S": "scotland", "N": "northern-ireland"}
RULES = {path: table for path, table in rules.current().rules.items() if table["sort"] != "advice"}


def written_down() -> dict[str, list]:
    """(id, [(from, to, confidence, nations)]) of every row of the folder. An id has one row."""
    rows = [
        pair
        for path in sorted(FOLDER.glob("*.toml"))
        for pair in tomllib.loads(path.read_text("utf-8")).items()
    ]
    ids = [ident for ident, _ in rows]
    assert len(ids) == len(set(ids)), f"written twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    return {ident: [_entry(entry) for entry in entries] for ident, entries in rows}


def _entry(entry: dict) -> tuple:
    nations = [LETTERS[letter] for letter in entry["in"]]
    return str(entry.get("from", "")), str(entry.get("to", "")), TAGS[entry["tag"]], nations


def in_the_data(rules: dict = RULES) -> dict[str, list]:
    """The same of every rule, by path."""
    return {
        table["id"]: [_version(table, version) for version in table["version"]]
        for table in rules.values()
        if table["sort"] != "advice"
    }


def _version(table: dict, version: dict) -> tuple:
    extends = version.get("extends", table.get("extends", NATIONS))
    nations = [nation for nation in NATIONS if nation in extends]
    return version.get("from", ""), version.get("to", ""), version["confidence"], nations


WRITTEN, DATA = written_down(), in_the_data()


@pytest.mark.parametrize("ident", sorted(WRITTEN))
def test_a_rule_is_as_sure_as_it_was_read_and_no_surer(ident):
    assert DATA[ident] == WRITTEN[ident]


def test_every_rule_is_written_down():
    assert set(DATA) == set(WRITTEN)


def test_the_gdpr_keeps_its_own_name_until_2021_and_the_code_waits_for_its_first_day():
    first = {
        "UK GDPR": "2021-01-01",
        "ICO Data Sharing Code": "2021-10-05",
        "ICO, Data sharing code": "2021-10-05",
    }
    for version in rules.current().versions + rules.current().standing:
        for instrument, day in first.items():
            if version.table.get("instrument", "").startswith(instrument):
                assert version.starts >= day, version.path
