"""What is owed after an emergency takes its figures and its words from the rules."""

import copy
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from sharewell import rules
from sharewell.domain.decisions.clocks import LONDON, owed_after_emergency, working_day_after

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=LONDON)


def due(nation: str, what: str):
    return next(one for one in owed_after_emergency(nation, FRIDAY) if one.what == what)


@pytest.mark.parametrize(("nation", "what", "clock"), [
    ("england", "chase", "E-WT-1WD-CLOCK"),
    ("wales", "written-confirmation", "W-WSP-1-1WD"),
    ("wales", "chase", "W-WSP-2-7WD"),
])  # fmt: skip
def test_working_days_are_those_of_the_rules(nation, what, clock):
    limit = rules.current().clock(clock, FRIDAY.date())
    assert limit.unit == "working-days"
    assert due(nation, what).due_at.date() == working_day_after(FRIDAY.date(), limit.count, nation)


def test_hours_are_those_of_the_rules():
    limit = rules.current().clock("N-COOP-24H", FRIDAY.date())
    assert due("northern-ireland", "unocini").due_at == FRIDAY + timedelta(hours=limit.count)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_clock_says_whose_it_is_in_both_languages(lang):
    with translation.override(lang):
        said = due("wales", "chase").why
    assert said == rules.current().clock("W-WSP-2-7WD", FRIDAY.date()).text[lang]


def test_a_new_figure_in_the_rules_moves_what_is_owed(monkeypatch):
    files = copy.deepcopy(rules.current().files)
    (path,) = (path for path, table in files.items() if table.get("id") == "W-WSP-2-7WD")
    files[path]["count"] = 3
    changed = rules.RuleSet(files)
    monkeypatch.setattr(rules, "current", lambda: changed)
    assert due("wales", "chase").due_at.date() == working_day_after(FRIDAY.date(), 3, "wales")


def test_a_clock_that_does_not_stand_is_an_error():
    with pytest.raises(KeyError, match="E-CPA26"):
        rules.current().clock("E-CPA26-7D", date(2026, 11, 22))
