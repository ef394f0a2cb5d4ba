"""What the benchmark of deciding races: the same rules in each language, and pages as they are asked."""

import random

import pytest

from benchmarks import decision, questions
from sharewell import rules
from tests.rules import worked

RULES = decision.made_up(12)
GIVEN = decision.some_cases(40)
FLAT = [{decision.name(key): value for key, value in decision.cases_flat(one).items()} for one in GIVEN]


def plainly(i: int) -> set[str]:
    """The rules that hold, asked in the plainest way."""
    asked = {rule: decision.of_every_gateway(wanted).items() for rule, wanted in RULES.items()}
    return {r for r, wanted in asked.items() if all(FLAT[i][decision.name(k)] in v for k, v in wanted)}


def test_ours_and_bare_python_find_the_rules_that_hold():
    ours, bare = decision.Ours(decision.ruleset_of(RULES), GIVEN), decision.bare_python(RULES, FLAT)
    held = [plainly(i) for i in range(len(GIVEN))]
    assert [ours.names(i) for i in range(len(GIVEN))] == [bare(i) for i in range(len(GIVEN))] == held
    assert any(held)


def test_a_peer_that_is_not_there_is_left_out_and_named(monkeypatch, capsys):
    def missing(*_):
        raise ModuleNotFoundError("gone", name="gone")

    monkeypatch.setattr(decision, "json_logic", missing)
    monkeypatch.setattr(decision, "cedar", missing)
    monkeypatch.setattr(decision, "openfisca", missing)
    assert list(decision.peers(RULES, FLAT)) == ["bare Python branching"]
    assert "left out: json-logic-qubit (gone is not installed)" in capsys.readouterr().out


@pytest.mark.parametrize("name", random.Random(9).sample(sorted(worked.cases()), 6))
def test_what_is_known_beforehand_is_not_asked(name):
    case = worked.cases()[name]
    known = questions.BY_ORGANISATION + questions.BY_DIRECTORY
    pages = questions.walk(case, known)
    assert len(pages) <= len(questions.walk(case))
    asked = {row["id"]: row["keys"] for row in rules.current().files["questions.toml"]["question"]}
    assert all(set(asked[page]) - set(known) for page in pages)
