"""A worry with everything in it that can go wrong on the way out, and packages made from it by the real
actions.
"""

from types import SimpleNamespace

from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.deliveries import actions, choices, packages
from tests.people import WALK, add_tendai

REFUGE = "14 Larch Close, Sandlebury FS4 2QN"
HOME = "3 Cooper's Row, Sandlebury FS4 1TT"
ENTRIES = [
    {"kind": "fact", "text": "Three round bruises on the left arm.", "said_by": "class teacher"},
    {"kind": "childs-words", "text": "Grandad says we live at the lighthouse now.", "said_by": "Tendai"},
    {"kind": "opinion", "text": "I think he is afraid to go home.", "said_by": "class teacher"},
]


def worry_of(town, entries=ENTRIES, answers=WALK, **more):
    """Tendai, whose mother fled to a refuge; a father who may be a risk; the teacher's worry about it."""
    child = add_tendai(town.teacher)
    mother = children.add_linked_person(
        child=child, by=town.teacher, name="Chipo Marlow", relation="parent", phone="07700 900123"
    )
    father = children.add_linked_person(
        child=child, by=town.teacher, name="Gareth Penhale", relation="parent", may_be_a_risk=True
    )
    refuge = children.add_safe_address(child=child, by=town.teacher, address=REFUGE, linked_person=mother)
    home = children.add_place(child=child, by=town.teacher, address=HOME)
    worry = decisions.raise_worry(by=town.teacher, children=[child], entries=entries, answers=answers, **more)
    return SimpleNamespace(worry=worry, child=child, mother=mother, father=father, refuge=refuge, home=home)


def decide(case, to, by, **more):
    return decisions.record_decision(
        worry=case.worry, child=case.child, to=to, choice="share", reason="To keep him safe.", by=by, **more
    )


def prepare(case, to, by, way=None):
    delivery = actions.prepare_delivery(decision=decide(case, to, by), by=by)
    if way:
        actions.choose(delivery=delivery, chosen={}, way=way, by=by)
    return fresh(delivery)


def send(delivery, by, **more):
    return actions.send_delivery(delivery=delivery, shown=digest_of(delivery), by=by, **more)


def digest_of(delivery):
    return packages.digest(packages.build(fresh(delivery)))


def fresh(delivery):
    return type(delivery).objects.get(pk=delivery.pk)


def thing(delivery, kind, text=""):
    """The thing of that kind ("entry:fact", "place", ...) with the text; a safe address before others."""
    things = sorted(choices.things_for(fresh(delivery)), key=lambda one: not one.is_shielded)
    return next(t for t in things if t.kind == kind and text in (t.recorded + t.text))
