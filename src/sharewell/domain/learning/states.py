"""Words that rows of this room may hold, each with what the screen says."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from sharewell.domain.organisations.states import LEAD, LEADER, OFFICER

# The kinds that other rooms ask for by name; all others are only files in `kinds/`.
POLICY_DOCUMENT = "appropriate-policy-document"
SCHEDULE = "retention-schedule"
NOTICE, NOTICE_CHILD, NOTICE_EASY = "privacy-notice", "privacy-notice-child", "privacy-notice-easy-read"
NOTICES = (NOTICE, NOTICE_CHILD, NOTICE_EASY)

WRITING = (OFFICER, LEAD, LEADER)  # who writes, publishes, reviews and withdraws

DRAFT, COMING, IN_FORCE, REVIEW_DUE, WITHDRAWN = "draft", "coming", "in-force", "review-due", "withdrawn"
STATES = {
    DRAFT: _("Draft"),
    COMING: _("Published, not yet in force"),
    IN_FORCE: _("In force"),
    REVIEW_DUE: _("In force, review due"),
    WITHDRAWN: _("Withdrawn"),
}
MOVES = {
    DRAFT: {COMING, IN_FORCE, WITHDRAWN},
    COMING: {IN_FORCE, WITHDRAWN},
    IN_FORCE: {REVIEW_DUE, WITHDRAWN},
    REVIEW_DUE: {IN_FORCE, WITHDRAWN},
    WITHDRAWN: set(),
}

STANDS, CHANGE = "stands", "change"
OUTCOMES = {
    STANDS: _("It still holds as it is"),
    CHANGE: _("It has to be changed"),
}

STARTS = {
    "birth": _("the child's date of birth"),
    "closing": _("the day on which the record was closed"),
    "event": _("the day of what it is about"),
    "ending": _("the day on which it ended"),
    "order": _("the date of the order"),
}
REVIEW, DESTROY = "review", "destroy"
THEN = {
    REVIEW: _("then somebody reviews whether it is still needed"),
    DESTROY: _("then it is destroyed"),
}

READ_WITHIN = timedelta(days=14)  # our own: how soon a colleague is asked to have read a new version
REMIND_BEFORE = timedelta(days=28)  # our own: how long before a review its owner is told
MONTHS_AT_MOST = 36  # our own: nobody puts a review further off
KEPT_AFTER = timedelta(days=183)  # DPA 2018 Sch 1 para 40: six months after it was last relied on
