"""Who may see and do what with a worry, a draft and advice. Each function gives a Refusal, or nothing.

Nobody sees a worry but its team: the one who raised it, and those who were let in by a recorded act, with a
reason and a last day; and the safeguarding leads of that organisation, unless it is sealed. Whoever breaks
the glass is in at once, for a short while, and somebody else looks at it. An administrator never is.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sharewell.domain.children.permissions import see_child_refusal
from sharewell.domain.decisions.cover import AGREEMENT, ASSESSMENT, BULK
from sharewell.domain.decisions.seeing import reason_to_see, stands, takes_part
from sharewell.domain.decisions.states import CLOSED, GLASS, SHARE
from sharewell.domain.errors import Refusal
from sharewell.domain.errors import allow as allow  # its actions and pages take it from here
from sharewell.domain.organisations.states import ADMINISTRATOR, LEAD, LEADER, OFFICER

ANSWERING = (LEAD, LEADER, OFFICER)  # who answers for safeguarding where they work
_A_LEAD = _("A safeguarding lead of that organisation can add you, with a reason.")
_A_SECOND_PERSON = _("A second person can: a safeguarding lead or the data protection officer.")


def raise_worry_refusal(by):
    if by.role != ADMINISTRATOR:
        return None
    return Refusal(
        _("Administrators do not take part in cases."),
        _("If you are worried about a child, tell your safeguarding lead, or use the questions signed out."),
    )


def see_worry_refusal(by, worry, at=None):
    """`at` is the moment of asking, by default now."""
    if reason_to_see(by, worry, at):
        return None
    return Refusal(_("You are not among the people who may see this worry."), _A_LEAD)


def change_worry_refusal(by, worry, at=None):
    """Add entries, ask for advice, decide, send."""
    if refusal := see_worry_refusal(by, worry, at):
        return refusal
    if worry.state == CLOSED:
        return Refusal(_("This worry is closed."), _("Open it again first. Its safeguarding lead can."))
    return None


def undo_entry_refusal(by, entry, at=None):
    if refusal := change_worry_refusal(by, entry.worry, at):
        return refusal
    if entry.sent_at:
        return Refusal(
            _("This entry has been sent, so it stays."),
            _("Correct it with a new entry instead. You can do that."),
        )
    if entry.is_undone:
        return Refusal(_("This entry was undone already."))
    if entry.by_id != by.pk and not (by.is_lead and stands(by, entry.worry, at)):
        return Refusal(
            _("Somebody else wrote this entry."), _("They can undo it, and so can your safeguarding lead.")
        )
    return None


def add_people_refusal(by, worry, at=None):
    """Say who else may see a worry, and for how long. Broken glass does not let somebody do that."""
    if refusal := change_worry_refusal(by, worry, at):
        return refusal
    if stands(by, worry, at):
        return None
    return Refusal(
        _("You may not add people to this worry."),
        _("The one who raised it can, and so can your safeguarding lead."),
    )


def add_member_refusal(by, worry, person, at=None):
    if refusal := add_people_refusal(by, worry, at):
        return refusal
    if person.organisation_id != worry.organisation_id or not takes_part(person):
        return Refusal(
            _("This person cannot be added to a worry."), _("Add a colleague who works with children.")
        )
    return None


def close_worry_refusal(by, worry):
    if refusal := see_worry_refusal(by, worry):
        return refusal
    if by.is_lead and stands(by, worry):
        return None
    return Refusal(_("You may not close or open a worry."), _("Your safeguarding lead can."))


def decide_refusal(by, worry, child, choice, outcome_id, wait=None):
    """`wait` is the cover.Wait of a regular or a bulk flow; nothing where it waits for nothing."""
    if refusal := change_worry_refusal(by, worry):
        return refusal
    if child not in worry.children.all():
        return Refusal(_("This child is not part of the worry."), _("Add the child to the worry first."))
    if choice != SHARE:
        return None
    if outcome_id == "do-not-share" and not (wait and wait.pattern == BULK):  # a bulk flow says what it lacks
        return Refusal(
            _("The answer is not to share it like this."),
            _("Change what the answer says must change, or choose another way that it names."),
        )
    return wait_refusal(wait)


_WAITS_FOR = {
    (AGREEMENT,): pgettext_lazy("waits for", "an agreement in force"),
    (ASSESSMENT,): pgettext_lazy("waits for", "an impact assessment"),
    (AGREEMENT, ASSESSMENT): pgettext_lazy("waits for", "an agreement in force and an impact assessment"),
}


def wait_refusal(wait):
    """Why a cover.Wait holds up a flow, and what goes at once all the same; nothing where there is none."""
    if not wait:
        return None
    if wait.pattern == BULK and wait.has_worry:
        why = _(
            "Information about many people at once waits for {cover}, with a worry behind it too: most of "
            "them are not the child you are worried about."
        )
    elif wait.pattern == BULK:
        why = _("Information about many people at once waits for {cover}.")
    else:
        why = _("Regular sharing, with no worry behind it, waits for {cover}.")
    return Refusal(
        format_lazy(why, cover=_WAITS_FOR[wait.kinds]),
        _(
            "Your data protection officer can put that right. What one child needs never waits: share about "
            "that child now, this once."
        ),
    )


def lapsed_refusal(wait):
    """The same of a flow whose cover was there when it was decided, and is not as it goes."""
    refusal = wait_refusal(wait)
    if not refusal:
        return None
    lapsed = _("What stood behind this when it was decided is not in force now.")
    return Refusal(format_lazy("{} {}", lapsed, refusal.reason), refusal.who_could_say_yes)


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
    if worry and see_worry_refusal(of, worry) and (worry.is_sealed or reason_to_see(by, worry) == GLASS):
        return add_people_refusal(by, worry)  # asking lets them in
    if of.organisation_id == by.organisation_id and of.pk != by.pk and takes_part(of):
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
    worries = list(child.worries.all())
    if any(not see_worry_refusal(by, worry) for worry in worries):
        return None
    hidden = by.is_lead and child.added_by_id != by.pk and bool(worries)  # all of them are sealed
    if not hidden and not see_child_refusal(by, child):
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


# --- Seals, broken glass, flags -----------------------------------------------------------------------


def seal_refusal(by, worry):
    """Seal a worry. One person may: it protects at once."""
    if refusal := add_people_refusal(by, worry):
        return refusal
    if worry.is_sealed:
        return Refusal(_("This worry is sealed already."))
    return None


def sealed_people_refusal(by, people):
    """Whom a seal leaves: somebody besides the one who seals, and somebody who answers for safeguarding."""
    if any(person.pk != by.pk for person in people) and any(
        person.role in ANSWERING for person in [by, *people]
    ):
        return None
    return Refusal(
        _("A sealed worry needs at least one other person, and somebody who answers for safeguarding."),
        _("Name a safeguarding lead, a leader or the data protection officer."),
    )


def ask_to_lift_refusal(by, seal):
    """Begin to lift a seal. A lead who broke the glass may too: else an orphaned seal would stay for ever."""
    reason = reason_to_see(by, seal.worry)
    if seal.lifted_at or seal.lift_asked_by_id:
        return Refusal(_("Somebody has asked for this already, or it is done."))
    if stands(by, seal.worry) or (by.is_lead and reason):
        return None
    return Refusal(_("You may not lift this seal."), _("Somebody who answers for this worry can."))


def lift_refusal(by, seal):
    """Agree, or not, that a seal is lifted: a second person."""
    if seal.lifted_at or not seal.lift_asked_by_id:
        return Refusal(_("Nobody has asked for this seal to be lifted."))
    if by.pk == seal.lift_asked_by_id:
        return Refusal(
            _("You asked for it yourself."), _("A second person who answers for this worry can agree.")
        )
    is_officer = by.is_active and by.role == OFFICER and by.organisation_id == seal.worry.organisation_id
    if is_officer or stands(by, seal.worry):
        return None
    return Refusal(
        _("You may not lift this seal."),
        _("Somebody who answers for this worry can, and your data protection officer."),
    )


def ask_to_lift_shield_refusal(by, worry, address):
    """Say that an address need not be hidden any more. Who is in by broken glass alone may not."""
    if refusal := asks_for_shields_refusal(by, worry) or in_worry_refusal(worry, address.child):
        return refusal
    if address.lifted_at:
        return Refusal(_("This address stands openly already."))
    if any(lift.is_open() for lift in address.lifts.all()):
        return Refusal(_("Somebody has asked for this already, or it is done."))
    return None


def asks_for_shields_refusal(by, worry):
    """The same of all the addresses of a worry."""
    if refusal := change_worry_refusal(by, worry):
        return refusal
    if reason_to_see(by, worry) == GLASS:
        return Refusal(_("Broken glass does not let you ask for this."), _("Somebody of the team can."))
    return None


def lift_shield_refusal(by, lift, second_people):
    """Agree that an address need not be hidden: one of `second_people`, as who_looked.who_agrees has them."""
    if not lift.is_open():
        return Refusal(
            _("This was answered, or it has lapsed."), _("Somebody of the team can ask for it again.")
        )
    if by.pk == lift.asked_by_id:
        return Refusal(_("You asked for it yourself."), _A_SECOND_PERSON)
    if by not in second_people:
        return Refusal(_("You may not lift the shield of this address."), _A_SECOND_PERSON)
    if see_worry_refusal(lift.asked_by, lift.worry):
        return Refusal(
            _("Whoever asked for this may not see the worry any more."),
            _("Somebody of the team can ask for it again."),
        )
    return None


def keep_shield_refusal(by, lift, second_people):
    """Leave it hidden: whoever asked, the second person, and anybody who may write in this worry."""
    if not lift.is_open():
        return Refusal(_("This was answered, or it has lapsed."))
    if by.pk == lift.asked_by_id or by in second_people:
        return None
    return change_worry_refusal(by, lift.worry)


def break_glass_refusal(by):
    """Anybody who takes part in cases may, for their own organisation's records. It is never held up."""
    if takes_part(by):
        return None
    return Refusal(
        _("Administrators do not take part in cases."), _("Somebody who works with the child can do this.")
    )


def review_glass_refusal(by, glass, reviewers):
    """Say whether it was right to break the glass. `reviewers` are those who may: see `who_reviews`."""
    if glass.reviewed_at:
        return Refusal(_("This was looked at already."))
    if by in reviewers:
        return None
    return Refusal(
        _("You may not say whether this was right."),
        _("A second person can: a safeguarding lead or the data protection officer."),
    )


def settle_flag_refusal(by, flag, watchers):
    if flag.settled_at:
        return Refusal(_("This was settled already."))
    if by in watchers:
        return None
    return Refusal(
        _("You may not settle this."), _("Another safeguarding lead or the data protection officer can.")
    )
