"""States, capacities and outcomes of agreements: the words of the screen, and the moves that are allowed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DRAFT, CONSULTATION, ASSURANCE, CHANGES_ASKED = "draft", "consultation", "assurance", "changes-asked"
ASSURED, SIGNING, IN_FORCE, REVIEW_DUE = "assured", "signing", "in-force", "review-due"
REPLACED, WITHDRAWN = "replaced", "withdrawn"
STATES = {
    DRAFT: pgettext_lazy("agreement", "Draft"),
    CONSULTATION: _("Partners are commenting"),
    ASSURANCE: _("Submitted for quality assurance"),
    CHANGES_ASKED: _("Changes asked for"),
    ASSURED: _("Quality assured"),
    SIGNING: _("Being signed"),
    IN_FORCE: _("In force"),
    REVIEW_DUE: _("In force, review due"),
    REPLACED: _("Replaced"),
    WITHDRAWN: pgettext_lazy("agreement", "Withdrawn"),
}
MOVES = {
    # Into force at once: only what was signed elsewhere. To be signed at once: what one body declares alone.
    DRAFT: {CONSULTATION, SIGNING, IN_FORCE, WITHDRAWN},
    CONSULTATION: {DRAFT, ASSURANCE, SIGNING, WITHDRAWN},
    ASSURANCE: {CHANGES_ASKED, ASSURED, CONSULTATION, WITHDRAWN},
    CHANGES_ASKED: {CONSULTATION, ASSURANCE, WITHDRAWN},
    ASSURED: {SIGNING, CONSULTATION, WITHDRAWN},
    SIGNING: {IN_FORCE, CONSULTATION, WITHDRAWN},
    IN_FORCE: {REVIEW_DUE, REPLACED, WITHDRAWN},
    REVIEW_DUE: {IN_FORCE, REPLACED, WITHDRAWN},
    REPLACED: set(),
    WITHDRAWN: set(),
}
EDITABLE = (DRAFT, CONSULTATION, CHANGES_ASKED)  # its words may still be changed
COVERS = (IN_FORCE, REVIEW_DUE)  # a review that is late ends nothing
ENDED = (REPLACED, WITHDRAWN)

CONTROLLER, JOINT, PROCESSOR = "controller", "joint-controller", "processor"
CAPACITIES = {
    CONTROLLER: _("A controller of its own"),
    JOINT: _("A joint controller with the others"),
    PROCESSOR: _("A processor, acting on instructions"),
}

ONE_OFF, ROUTINE, BULK = "one-off", "routine", "bulk"  # as the rules' `arrangement.pattern` has them
PATTERNS = {
    ONE_OFF: _("Now and then, when a case needs it"),
    ROUTINE: _("Regularly, as part of the work"),
    BULK: _("Many records at once"),
}

LANGUAGES = {"en": _("English"), "cy": _("Welsh"), "both": _("English and Welsh")}

ASSURE_CHANGES, ASSURE_PASSED = "changes-asked", "assured"
ASSURANCE_OUTCOMES = {ASSURE_CHANGES: _("Changes asked for"), ASSURE_PASSED: _("Quality assured")}
ASSURE_TAKEN_BACK = "taken-back"  # by the keeper, before anybody answered
ASSURANCE_ENDS = {**ASSURANCE_OUTCOMES, ASSURE_TAKEN_BACK: _("Taken back before it was looked at")}

SETTLED_TAKEN, SETTLED_PART, SETTLED_NOT = "taken-up", "in-part", "not-taken-up"
SETTLED = {
    SETTLED_TAKEN: _("Taken up"),
    SETTLED_PART: _("Taken up in part"),
    SETTLED_NOT: _("Not taken up"),
}

REVIEW_STANDS, REVIEW_CHANGES, REVIEW_ENDS = "stands", "changes", "ends"
REVIEW_OUTCOMES = {
    REVIEW_STANDS: _("It stands as it is"),
    REVIEW_CHANGES: _("A new version is needed"),
    REVIEW_ENDS: _("It is no longer needed"),
}

# Why somebody is told by mail that an agreement needs them.
TOLD_COMMENT, TOLD_ASSURE, TOLD_CHANGES, TOLD_SIGN = "comment", "assure", "changes", "sign"
TOLD_IN_FORCE, TOLD_REVIEW, TOLD_ENDED, TOLD_DISPUTED = "in-force", "review", "ended", "disputed"
TOLD = (
    TOLD_COMMENT, TOLD_ASSURE, TOLD_CHANGES, TOLD_SIGN, TOLD_IN_FORCE, TOLD_REVIEW, TOLD_ENDED, TOLD_DISPUTED,
)  # fmt: skip

INVITED_TO_COMMENT, INVITED_TO_SIGN = "comment", "sign"
BY_ACCOUNT, BY_LINK = "account", "link"


def can_move(state: str, to: str) -> bool:
    """Whether an agreement may go from one state to another."""
    return to in MOVES[state]
