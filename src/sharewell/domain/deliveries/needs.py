"""What a recipient of some kind usually needs, for what purpose; and why the rest stays out.

This is where a package starts, never where it must end: the sender may differ, and then says why.
"""

from django.utils.translation import gettext_lazy as _

ASSESSES = "assesses"  # looks into harm to the child, so needs the whole picture
POLICES = "polices"
TREATS = "treats"
TEACHES = "teaches"
HELPS = "helps"
NOBODY = "nobody"  # no usual need at all

_CIRCLES = {
    ASSESSES: "childrens-services review-body",
    POLICES: "police nca",
    TREATS: "gp nhs private-health",
    TEACHES: "maintained-school academy independent-school college nursery childminder",
    HELPS: "council youth-justice probation prison fire charity helpline housing-association sports-body "
    "faith-body regulator court disclosure-service government",
}
CIRCLE_OF = {kind: circle for circle, kinds in _CIRCLES.items() for kind in kinds.split()}

# The kinds of thing each circle usually needs. "entry:fact" is an entry of that kind.
_USUAL = {
    ASSESSES: "child-name child-born person person-contact place entry:fact entry:opinion entry:allegation "
    "entry:childs-words entry:what-we-did paper",
    POLICES: "child-name child-born person person-contact place entry:fact entry:allegation "
    "entry:childs-words entry:what-we-did paper",
    TREATS: "child-name child-born entry:fact entry:childs-words entry:what-we-did",
    TEACHES: "child-name child-born entry:fact entry:what-we-did",
    HELPS: "child-name entry:fact entry:what-we-did",
    NOBODY: "",
}
# A purpose can widen what a circle needs.
_ALSO = {
    "continuity": {TEACHES: "entry:opinion entry:allegation entry:childs-words person person-contact paper"},
    "protect": {TREATS: "entry:allegation"},
    "inspection": {HELPS: "entry:opinion entry:allegation paper"},
}

WHY_NEEDED = {
    "child-name": _("They need to know which child this is about."),
    "child-born": _("It tells this child from others with the same name."),
    "person": _("They need to know who is in the child's life."),
    "person-contact": _("They may need to reach this person."),
    "place": _("They may need to find the child."),
    "entry": _("It is part of why you are worried."),
    "paper": _("They can look into it."),
}
WHY_NOT = {
    "child-name": _("They have no usual need to know who the child is."),
    "child-born": _("The name is enough for them to know which child this is."),
    "person": _("They can do their part without knowing who else is in the child's life."),
    "person-contact": _("They do not need to reach this person."),
    "place": _("They do not need to know where anybody lives."),
    "entry:fact": _("They have no usual need of this."),
    "entry:opinion": _("Opinions go to those who look into the child's safety."),
    "entry:allegation": _("An allegation goes to those who look into it."),
    "entry:childs-words": _("The child's own words go to those who need to hear them."),
    "entry:what-we-did": _("They have no usual need of this."),
    "paper": _("A file goes to those who need that very file."),
}
SHIELDED_PLACE = _("This address is not to be disclosed.")
SHIELDED_SOURCE = _("Who raised a worry is not passed on.")


def circle(recipient_kind: str) -> str:
    """Which of the circles of need a recipient of this kind stands in; `NOBODY` for one unknown."""
    return CIRCLE_OF.get(recipient_kind, NOBODY)


def is_usual(thing: str, recipient_kind: str, purpose: str) -> bool:
    """Whether a recipient of this kind usually needs such a thing ("place", "entry:opinion", ...)."""
    of = circle(recipient_kind)
    return thing in _USUAL[of].split() or thing in _ALSO.get(purpose, {}).get(of, "").split()


def why(thing: str, is_needed: bool):
    """One sentence: why such a thing is usually needed, or why it usually stays out."""
    return WHY_NEEDED[thing.partition(":")[0]] if is_needed else WHY_NOT[thing]
