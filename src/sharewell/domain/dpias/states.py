"""Words that rows of this room may hold, each with what the screen says, and the allowed moves."""

from django.utils.translation import gettext_lazy as _

SCREENING, NOT_NEEDED, DRAFT = "screening", "not-needed", "draft"
REVIEW, ADVISING, APPROVAL, CHANGES = "review", "advice", "approval", "changes-asked"
CONSULTING, SIGNED, REOPENED, WITHDRAWN = "consulting", "signed-off", "reopened", "withdrawn"
STATES = {
    SCREENING: _("Is one needed?"),
    NOT_NEEDED: _("None is needed"),
    DRAFT: _("Being written"),
    REVIEW: _("With its reviewer"),
    ADVISING: _("With the data protection officer"),
    CHANGES: _("Changes asked for"),
    APPROVAL: _("With its approver"),
    CONSULTING: _("With the Information Commissioner"),
    SIGNED: _("Signed off"),
    REOPENED: _("Signed off; a question is open again"),
    WITHDRAWN: _("Withdrawn"),
}
MOVES = {
    SCREENING: {NOT_NEEDED, DRAFT, WITHDRAWN},
    NOT_NEEDED: {SCREENING, DRAFT, WITHDRAWN},
    DRAFT: {REVIEW, WITHDRAWN},
    CHANGES: {REVIEW, WITHDRAWN},
    REVIEW: {ADVISING, CHANGES, WITHDRAWN},
    ADVISING: {APPROVAL, CHANGES, WITHDRAWN},
    APPROVAL: {SIGNED, CONSULTING, CHANGES, WITHDRAWN},
    CONSULTING: {APPROVAL, CHANGES, WITHDRAWN},
    SIGNED: {REOPENED, WITHDRAWN},
    REOPENED: {REVIEW, APPROVAL, WITHDRAWN},
    WITHDRAWN: set(),
}
OPEN = (SCREENING, DRAFT, CHANGES, REVIEW, ADVISING, APPROVAL, CONSULTING)
WRITING = (DRAFT, CHANGES, REOPENED)  # while its author may write in it

UK_GDPR, PART_3 = "uk-gdpr", "part-3"
REGIMES = {
    UK_GDPR: _("UK GDPR"),
    PART_3: _("Part 3 of the Data Protection Act 2018: law enforcement"),
}

REQUIRED, ADVISED, NONE = "required", "advised", "none"
SCREENED = {
    REQUIRED: _("One is needed"),
    ADVISED: _("One is advised"),
    NONE: _("None is needed before you share"),
}

AUTHOR, REVIEWER, OFFICER, APPROVER = "author", "reviewer", "officer", "approver"
HATS = {
    AUTHOR: _("Author"),
    REVIEWER: _("Reviewer"),
    OFFICER: _("Data protection officer"),
    APPROVER: _("Approver"),
}
TURNS = {  # whose turn it is in which state
    DRAFT: AUTHOR,
    CHANGES: AUTHOR,
    REOPENED: AUTHOR,
    REVIEW: REVIEWER,
    ADVISING: OFFICER,
    APPROVAL: APPROVER,
    CONSULTING: OFFICER,
}

SHARING, NOT_SHARING = "sharing", "not-sharing"
SIDES = {SHARING: _("If we share"), NOT_SHARING: _("If we do not share")}
LIKELIHOOD = {1: _("Remote"), 2: _("Possible"), 3: _("Probable")}
SEVERITY = {1: _("Minimal"), 2: _("Significant"), 3: _("Severe")}
LOW, MEDIUM, HIGH = "low", "medium", "high"
LEVELS = {LOW: _("Low"), MEDIUM: _("Medium"), HIGH: _("High")}
# Rows: severity 1 to 3; columns: likelihood 1 to 3. The template names the words and leaves the sums open.
GRID = ((LOW, LOW, LOW), (LOW, MEDIUM, HIGH), (MEDIUM, HIGH, HIGH))
EFFECTS = {
    "eliminated": _("It takes the risk away"),
    "reduced": _("It makes the risk smaller"),
    "accepted": _("The risk is accepted"),
}

FOLLOWED = {"followed": _("Followed"), "partly": _("Followed in part"), "not": _("Not followed")}
ADVICE = {
    "go-ahead": _("It can go ahead"),
    "with-changes": _("It can go ahead once this is done"),
    "do-not": _("It should not go ahead"),
}
TAKEN = {"accepted": _("Accepted"), "overruled": _("Overruled, with reasons")}
CONSULTED = {
    "go-ahead": _("They have no objection"),
    "advice": _("They gave written advice"),
    "do-not": _("They warned against it, or forbade it"),
}
STEPS = {
    "screened": _("Asked whether one is needed"),
    "submitted": _("Sent round"),
    "reviewed": _("Reviewed"),
    "changes-asked": _("Changes asked for"),
    "advised": _("Advice given"),
    "advice-settled": _("Said what is done with the advice"),
    "consulted": _("The Information Commissioner was asked"),
    "consultation-longer": _("The Information Commissioner needs longer"),
    "consultation-answered": _("The Information Commissioner answered"),
    "signed-off": _("Signed off"),
    "reopened": _("A question was opened again"),
    "settled": _("A question was settled"),
    "withdrawn": _("Withdrawn"),
}

NEW_RECIPIENT, BREACH, COMPLAINT = "new-recipient", "breach", "complaint"
LAW_CHANGE, VOLUME_JUMP, PARENT_CHANGED = "law-change", "volume-jump", "parent-changed"
BECAUSE = {
    NEW_RECIPIENT: _("Something was shared with a recipient that it does not name"),
    BREACH: _("There was a breach"),
    COMPLAINT: _("Somebody complained"),
    LAW_CHANGE: _("The law that it rests on has changed"),
    VOLUME_JUMP: _("Far more is shared than it says"),
    PARENT_CHANGED: _("The assessment that it builds on has changed"),
}
SETTLED = {"stands": _("The answer stands"), "changed": _("The answer was changed")}


def level_of(likelihood, severity):
    """low, medium or high, for a likelihood and a severity of 1 to 3 each."""
    return GRID[severity - 1][likelihood - 1]
