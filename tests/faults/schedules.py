"""A schedule: which faults strike in which life. One seed is one; as text it can be kept and replayed.

`kill@17 / torn@40,clock+3600@3` is two lives: the first is killed before its 17th step, and so on. After
the last of them comes a life in which nothing goes wrong, and everything must come to its end.
"""

import random

from tests.faults.steps import DEADLY, STRIKES, Fault

CLOCKS = [sign * each for each in (1, 3600, 86_400, 315_576_000) for sign in (1, -1)]  # a second to ten years
OTHERS = [name for name in STRIKES if name not in DEADLY]


def read(text):
    return [[Fault.read(each) for each in life.split(",") if each.strip()] for life in _stripped(text)]


def _stripped(text):
    return [life.replace(" ", "") for life in text.strip().strip("/").split("/")]


def say(schedule):
    return " / ".join(",".join(map(str, faults)) for faults in schedule)


def of_seed(name, seed, trace):
    """The schedule of one seed. The first seeds kill before each step of the way in turn, but for the many
    single writes of the database; the others are drawn.

    `trace` holds the kind of each step of a life in which nothing went wrong.
    """
    steps = [number + 1 for number, kind in enumerate(trace) if kind != "write"]
    if seed < len(steps):
        return [[Fault("kill", steps[seed])]]
    chance = random.Random(f"{name} {seed}")
    lives = [[_deadly(chance, trace)] if chance.random() < 0.9 else []]
    if not lives[0] or chance.random() < 0.3:
        lives[0].append(_other(chance, trace))
    while len(lives) < 4 and chance.random() < 0.3:
        lives.append([_deadly(chance, trace) if chance.random() < 0.7 else _other(chance, trace)])
    return lives


def _deadly(chance, trace):
    return _at(chance, trace, "torn" if chance.random() < 0.2 and "write" in trace else "kill")


def _other(chance, trace):
    name = chance.choice([each for each in OTHERS if not STRIKES[each] or STRIKES[each] & set(trace)])
    return _at(chance, trace, name, chance.choice(CLOCKS) if name == "clock" else 0)


def _at(chance, trace, name, by=0):
    """At a step that it can strike: each kind of step as likely as another, however many there are of it."""
    kind = chance.choice(sorted(STRIKES[name] & set(trace) if STRIKES[name] else set(trace)))
    return Fault(name, chance.choice([number + 1 for number, each in enumerate(trace) if each == kind]), by)
