"""How long the Information Commissioner has to answer when a high risk is left. The rules tell it."""

import calendar
from datetime import date, timedelta

from sharewell import rules
from sharewell.domain.dpias.states import PART_3

# The rules hold the first limit as a figure; the longer one they say in words. From general knowledge.
LONGER = {PART_3: (1, "months")}
LONGER_OTHERWISE = (6, "weeks")


def answer_by(regime, asked_on):
    """The day by which an answer comes, for a question put on that day."""
    clock = limit(regime, asked_on)
    return later(asked_on, clock.count, clock.unit)


def limit(regime, on):
    """The time limit for an answer, as it stands on a day."""
    return rules.current().clock(rule_of(regime), on)


def rule_of(regime):
    """The id of the rule that sets it."""
    return "UK-CLOCK-CONSULTATION-PART-3" if regime == PART_3 else "UK-CLOCK-CONSULTATION"


def longer_by(regime, due_on):
    """The same once they said that they need longer."""
    return later(due_on, *LONGER.get(regime, LONGER_OTHERWISE))


def later(day, count, unit):
    """So many weeks or months after a day; the last of a month where the day is missing there."""
    if unit == "weeks":
        return day + timedelta(weeks=count)
    if unit != "months":
        raise ValueError(f"a limit in {unit} is not counted here")
    months = day.month - 1 + count
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
