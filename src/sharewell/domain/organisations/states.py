"""Words that rows of this room may hold, each with what the screen says."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

ORGANISATION_KINDS = (
    "maintained-school",
    "academy",
    "independent-school",
    "college",
    "nursery",
    "childminder",
    "childrens-services",
    "council",
    "youth-justice",
    "gp",
    "nhs",
    "private-health",
    "police",
    "probation",
    "prison",
    "fire",
    "charity",
    "helpline",
    "faith-body",
    "sports-body",
    "housing-association",
    "business",
    "online-platform",
    "regulator",
    "court",
    "nca",
    "disclosure-service",
    "review-body",
    "government",
    "elected-representative",
    "individual",
)
PERSON_KINDS = (
    "parent",
    "other-parent-restricted",
    "family-member",
    "child-themself",
    "solicitor",
    "press",
    "researcher",
    "supplier",
    "member-of-public",
    "caller-unknown",
)
DESIGNATED = ("maintained-school", "academy", "independent-school", "college")
NATIONS = ("england", "wales", "scotland", "northern-ireland")

PRACTITIONER, LEAD = "practitioner", "safeguarding-lead"
OFFICER, LEADER, ADMINISTRATOR = "data-protection-officer", "leader", "administrator"
ROLES = {
    PRACTITIONER: _("Practitioner"),
    LEAD: _("Safeguarding lead"),
    OFFICER: _("Data protection officer"),
    LEADER: _("Leader"),
    ADMINISTRATOR: _("Administrator"),
}

WAYS = {
    "inbox": _("Their inbox here"),
    "link": _("A secure link by e-mail"),
    "telephone": _("By telephone"),
    "form": _("Through their own form"),
}

# How somebody who is not in the directory was checked. Each is a thing a person did, never a feeling.
VERIFY_STEPS = {
    "rang-published-number": _("I rang a number I found for myself, and they confirmed it"),
    "known-in-person": _("I know them, and have used this way of reaching them before"),
    "official-page": _("Their name and address are on their organisation's own website"),
    "through-switchboard": _("Their organisation's switchboard put me through"),
}
NOT_VERIFIED = "not-yet"

# What an organisation ought to have before it shares, and may be found not to have. Its absence is put right
# afterwards, by somebody and by a day; it never holds up a share.
POLICY_DOCUMENT = "policy-document"
BY_COVER = ("agreement", "assessment")  # what a share that happens once can do without
GAP_KINDS = {
    POLICY_DOCUMENT: _("An appropriate policy document"),
    "agreement": _("A data sharing agreement"),
    "assessment": _("A data protection impact assessment"),
    "privacy-notice": _("A privacy notice"),
}
GAP_OPEN, GAP_CLOSED = "open", "closed"
GAP_MOVES = {GAP_OPEN: {GAP_CLOSED}, GAP_CLOSED: set()}

# Roles that open other people's records, or that give or confirm roles: one person asks, another confirms.
GIVEN_BY_TWO = (LEAD, OFFICER, LEADER, ADMINISTRATOR)
CONFIRMING = GIVEN_BY_TWO  # who may be that other person: nobody whom one person could have made
CHANGE_ROLE, CHANGE_SECOND_STEP = "role", "second-step"
CHANGE_KINDS = {CHANGE_ROLE: _("A new role"), CHANGE_SECOND_STEP: _("A new second step")}
CHANGE_ASKED, CHANGE_DONE, CHANGE_DECLINED, CHANGE_WITHDRAWN = "asked", "done", "declined", "withdrawn"
CHANGE_STATES = {
    CHANGE_ASKED: _("Waits for a second person"),
    CHANGE_DONE: _("Confirmed"),
    CHANGE_DECLINED: _("Declined"),
    CHANGE_WITHDRAWN: _("Withdrawn"),
}
CHANGE_WAITS = timedelta(days=14)  # our own: what nobody confirmed by then has to be asked for anew
