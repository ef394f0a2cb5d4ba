"""Who may see and do what with a worry, a draft and advice. Each function gives a Refusal, or nothing.

Nobody sees a worry but the one who raised it, the safeguarding leads of that organisation, and those who
were added by a recorded act with a reason. An administrator never does.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.children.permissions import see_child_refusal
from sharewell.domain.decisions.states import CLOSED, SHARE
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.states import ADMINISTRATOR

_A_LEAD = _("A safeguarding lead of that organisation can add you, with a reason.")


def allow(refusal):
    """Go on, or raise the refusal."""
    if refusal:
        raise refusal


def raise_worry_refusal(by):
    if by.role != ADMINISTRATOR:
        return None
    return Refusal(
        _("Administrators do not take part in cases."),
        _("If you are worried about a child, tell your safeguarding lead, or use the questions signed out."),
    )


def see_worry_refusal(by, worry, on=None):
    """`on` is the day of asking, by default today."""
    is_colleague = by.is_active and by.organisation_id == worry.organisation_id and by.role != ADMINISTRATOR
    has_reason = (
        by.is_lead or worry.raised_by_id == by.pk or _is_member(by, worry, on or timezone.localdate())
    )
    if is_colleague and has_reason:
        return None
    return Refusal(_("You are not among the people who may see this worry."), _A_LEAD)


def _is_member(by, worry, on):
    return any(
        member.person_id == by.pk and member.ended_at is None and (member.until is None or member.until >= on)
        for member in worry.members.all()
    )


def change_worry_refusal(by, worry, on=None):
    """Add entries, ask for advice, decide, send."""
    if refusal := see_worry_refusal(by, worry, on):
        return refusal
    if worry.state == CLOSED:
        return Refusal(_("This worry is closed."), _("Open it again first. Its safeguarding lead can."))
    return None


def undo_entry_refusal(by, entry, on=None):
    if refusal := change_worry_refusal(by, entry.worry, on):
        return refusal
    if entry.sent_at:
        return Refusal(
            _("This entry has been sent, so it stays."),
            _("Correct it with a new entry instead. You can do that."),
        )
    if entry.is_undone:
        return Refusal(_("This entry was undone already."))
    if entry.by_id != by.pk and not by.is_lead:
        return Refusal(
            _("Somebody else wrote this entry."), _("They can undo it, and so can your safeguarding lead.")
        )
    return None


def add_member_refusal(by, worry, person, on=None):
    if refusal := change_worry_refusal(by, worry, on):
        return refusal
    if not by.is_lead and worry.raised_by_id != by.pk:
        return Refusal(
            _("You may not add people to this worry."),
            _("The one who raised it can, and so can your safeguarding lead."),
        )
    if (
        person.organisation_id != worry.organisation_id
        or person.role == ADMINISTRATOR
        or not person.is_active
    ):
        return Refusal(
            _("This person cannot be added to a worry."), _("Add a colleague who works with children.")
        )
    return None


def close_worry_refusal(by, worry):
    if refusal := see_worry_refusal(by, worry):
        return refusal
    if by.is_lead:
        return None
    return Refusal(_("You may not close or open a worry."), _("Your safeguarding lead can."))


def decide_refusal(by, worry, child, choice, outcome_id):
    if refusal := change_worry_refusal(by, worry):
        return refusal
    if child not in worry.children.all():
        return Refusal(_("This child is not part of the worry."), _("Add the child to the worry first."))
    if choice == SHARE and outcome_id == "do-not-share":
        return Refusal(
            _("The answer is not to share it like this."),
            _("Change what the answer says must change, or choose another way that it names."),
        )
    return None


def give_ground_refusal(by, decision):
    """Say afterwards why a share went without consent."""
    if refusal := change_worry_refusal(by, decision.worry):
        return refusal
    if decision.owed.filter(what="paragraph-18", done_at=None).exists():
        return None
    return Refusal(_("That is written down already."), _("A decision is never changed."))


def see_draft_refusal(by, draft):
    if draft.worry_id and (refusal := see_worry_refusal(by, draft.worry)):
        return refusal
    is_asked = any(advice.asked_of_id == by.pk for advice in draft.advice.all())
    if by.is_active and by.role != ADMINISTRATOR and (draft.owner_id == by.pk or is_asked):
        return None
    return Refusal(_("This draft belongs to somebody else."), _("They can ask you for advice about it."))


def discard_draft_refusal(by, draft):
    if draft.owner_id == by.pk:
        return None
    return Refusal(_("This draft belongs to somebody else."), _("Only they can throw it away."))


def ask_refusal(by, of, worry=None, draft=None):
    """Ask a colleague for advice about a worry or a draft."""
    refusal = change_worry_refusal(by, worry) if worry else see_draft_refusal(by, draft)
    if refusal:
        return refusal
    is_colleague = of.organisation_id == by.organisation_id and of.pk != by.pk and of.is_active
    if is_colleague and of.role != ADMINISTRATOR:
        return None
    return Refusal(
        _("You cannot ask this person."), _("Ask a colleague, best of all your safeguarding lead.")
    )


def answer_refusal(by, advice):
    if advice.asked_of_id != by.pk:
        return Refusal(_("This question was put to somebody else."), _("They can answer it."))
    if advice.answered_at:
        return Refusal(_("This question was answered already."))
    return None


def settle_refusal(by, owed):
    """Tick off something that is owed."""
    return change_worry_refusal(by, owed.worry)


def take_child_refusal(by, child):
    """Make a worry about a child whom the person has no reason to know of."""
    if child.organisation_id != by.organisation_id or by.role == ADMINISTRATOR:
        return Refusal(_("You may not see this child's record."), _("A safeguarding lead there can."))
    if not see_child_refusal(by, child) or any(
        not see_worry_refusal(by, worry) for worry in child.worries.all()
    ):
        return None
    return Refusal(_("You may not see this child's record."), _("A safeguarding lead there can."))


def in_worry_refusal(worry, child):
    if child in worry.children.all():
        return None
    return Refusal(_("This child is not part of the worry."), _("Add the child to the worry first."))


def read_advice_refusal(by, advice):
    if advice.asked_by_id != by.pk:
        return Refusal(_("Somebody else asked this question."), _("They can put it away."))
    if not advice.answered_at:
        return Refusal(_("This question is not answered yet."))
    return None
