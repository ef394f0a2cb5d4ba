"""Who may do what with an impact assessment, in which state. Each function gives a Refusal, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.queries import events_about
from sharewell.domain.dpias import states
from sharewell.domain.errors import Refusal
from sharewell.domain.errors import allow as allow  # its actions and pages take it from here
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.domain.organisations.states import ADMINISTRATOR, LEAD, LEADER, OFFICER

MAKERS = (OFFICER, LEADER, LEAD)  # who may begin one, and hand out its hats
_WRITING = (
    "assessment-answered", "assessment-risk-written", "assessment-risk-removed", "assessment-measure-written",
    "assessment-view-written",
)  # fmt: skip
# Which roles a hat asks for: advice is the officer's own, and whoever approves answers for the organisation.
FITS = {states.OFFICER: (OFFICER,), states.APPROVER: (LEADER, LEAD)}


def _is_ours(by, assessment):
    return by == SYSTEM or (by.is_active and by.organisation_id == assessment.keeper_id)


def wears(by, assessment, hat):
    """Whether somebody wears a hat of an assessment."""
    return any(each.hat == hat and each.person_id == by.pk for each in assessment.hats.all())


def wearer_of(assessment, hat):
    """The person who wears a hat of it; None where nobody does."""
    return next((each.person for each in assessment.hats.all() if each.hat == hat), None)


def start_refusal(by):
    """Begin an assessment."""
    if by == SYSTEM or (by.is_active and by.role in MAKERS):
        return None
    return Refusal(
        _("You may not begin an assessment."),
        _("Your data protection officer, a leader or a safeguarding lead can."),
    )


def see_refusal(by, assessment):
    """Read it: all who work there once it is signed off, before that those who work on it; another
    organisation, what is signed off of one that was offered to it.
    """
    if _is_ours(by, assessment):
        is_mine = by == SYSTEM or by.role in MAKERS or assessment.hats.filter(person=by).exists()
        if is_mine or assessment.is_in_force:
            return None
    elif by.is_active and assessment.is_in_force and _is_offered(by, assessment):
        return None
    return Refusal(
        _("You may not read this assessment yet."),
        _("Once it is signed off, everybody who works there can."),
    )


def screen_refusal(by, assessment):
    """Answer whether one is needed."""
    if refusal := _not_ours(by, assessment):
        return refusal
    if assessment.state not in (states.SCREENING, states.NOT_NEEDED):
        return Refusal(_("Whether one is needed was settled already."))
    return _not_its_maker(by, assessment)


def write_refusal(by, assessment, question=""):
    """Write in it: its author, while it is with them. Of a signed one, only what is open again."""
    if refusal := _not_ours(by, assessment):
        return refusal
    if by != SYSTEM and not wears(by, assessment, states.AUTHOR):
        return Refusal(
            _("You are not the author of this assessment."), _said_wearer(assessment, states.AUTHOR)
        )
    if by != SYSTEM and (refusal := _unfit_refusal(by, states.AUTHOR)):
        return refusal
    if assessment.state not in states.WRITING:
        return Refusal(
            _("Nobody writes in it now: it is not with its author."),
            _("Whoever has it now can ask for changes."),
        )
    if assessment.state == states.REOPENED and question and not _is_open(assessment, question):
        return Refusal(_("This question was signed off and is not open."), _("You can open it again first."))
    return None


def _is_open(assessment, question):
    return any(row.question == question for row in assessment.reopenings.all() if row.is_live)


def hat_refusal(by, assessment, hat, person, changing=None):
    """Give somebody a hat; `changing` are all that are given at once: {hat: person}."""
    if refusal := _not_ours(by, assessment) or _not_its_maker(by, assessment):
        return refusal
    if not person.is_active or person.organisation_id != assessment.keeper_id:
        return Refusal(_("A hat goes to somebody who works here."))
    worn = {each.hat: each.person_id for each in assessment.hats.all()}
    worn |= {each: them.pk for each, them in (changing or {}).items()}
    if any(pk == person.pk for each, pk in worn.items() if each != hat):
        return Refusal(
            _("%(name)s has another hat here. Nobody looks at their own work.") % {"name": person.name},
            _("Give this one to a colleague."),
        )
    if _has_worked(person, assessment, hat):
        return Refusal(
            _("%(name)s has another hat here. Nobody looks at their own work.") % {"name": person.name},
            _("Give this one to a colleague."),
        )
    if refusal := _unfit_refusal(person, hat):
        return refusal
    if hat in _HATS_KEPT.get(assessment.state, ()):
        return Refusal(_("This hat has done its work in this round."))
    return None


def _has_worked(person, assessment, hat):
    """Whether somebody did another hat's work since it was signed off last: to hand a hat on does not make
    its work somebody else's. Whoever looked at it may write it, and then no longer looks.
    """
    if hat == states.AUTHOR:
        return False
    since, steps = assessment.signed_at, assessment.steps.exclude(hat__in=("", hat)).filter(by=person)
    if (steps.filter(at__gt=since) if since else steps).exists():
        return True
    events = events_about(f"assessment:{assessment.pk}")  # what was written over by a colleague since, too
    return any(
        each.kind in _WRITING and each.by == str(person.pk) and (since is None or each.at > since)
        for each in events
    )


_UNFIT = {
    states.OFFICER: _("Only a data protection officer gives this advice."),
    states.APPROVER: _("Only a leader or a safeguarding lead can approve."),
}
_UNFIT_FOR_ALL = _("An administrator looks after accounts, and takes no part in assessments.")
_HATS_KEPT = {
    states.REVIEW: (states.AUTHOR,),
    states.ADVISING: (states.AUTHOR, states.REVIEWER),
    states.APPROVAL: (states.AUTHOR, states.REVIEWER, states.OFFICER),
    states.CONSULTING: (states.AUTHOR, states.REVIEWER, states.OFFICER),
    states.WITHDRAWN: tuple(states.HATS),
}


def send_refusal(by, assessment):
    """Send it round. All four hats are on then."""
    if refusal := write_refusal(by, assessment):
        return refusal
    missing = [hat for hat in states.HATS if wearer_of(assessment, hat) is None]
    if missing:
        return Refusal(_("Not every hat is given: say who reviews, who advises and who approves."))
    return None


def turn_refusal(by, assessment, hat):
    """Do what is this hat's to do now."""
    if refusal := _not_ours(by, assessment):
        return refusal
    if assessment.turn != hat:
        return Refusal(_("It is not with you now."))
    if not wears(by, assessment, hat):
        return Refusal(_("This is for somebody else to do."), _said_wearer(assessment, hat))
    return _unfit_refusal(by, hat)


def _unfit_refusal(person, hat):
    """A hat asks for its role when it is given, and for as long as it is worn."""
    if person.role in FITS.get(hat, (person.role,)) and person.role != ADMINISTRATOR:
        return None
    return Refusal(_UNFIT.get(hat, _UNFIT_FOR_ALL))


def settle_refusal(by, reopening):
    """Say how a question that was opened again stands."""
    assessment = reopening.assessment
    if refusal := _not_ours(by, assessment):
        return refusal
    if reopening.settled_at:
        return Refusal(_("This was settled already."))
    if assessment.state not in states.WRITING:
        return Refusal(_("Nobody writes in it now: it is not with its author."))
    if not wears(by, assessment, states.AUTHOR):
        return Refusal(
            _("You are not the author of this assessment."), _said_wearer(assessment, states.AUTHOR)
        )
    return None


def reopen_refusal(by, organisation):
    """Open a question again. Anybody who works there may say that something happened."""
    if by == SYSTEM or (by.is_active and by.organisation_id == organisation.pk):
        return None
    return Refusal(_("You do not work for this organisation."), _("Somebody who does can say so."))


def offer_refusal(by, assessment):
    """Offer an overarching one to another organisation, to build its own on."""
    if refusal := _not_ours(by, assessment) or _not_its_maker(by, assessment):
        return refusal
    if not assessment.is_overarching or not assessment.is_in_force:
        return Refusal(_("Only an overarching assessment that is signed off can be offered to others."))
    return None


def build_on_refusal(by, parent):
    """Begin a local assessment on an overarching one."""
    if refusal := start_refusal(by):
        return refusal
    if (_is_ours(by, parent) or _is_offered(by, parent)) and parent.is_overarching and parent.is_in_force:
        return None
    return Refusal(_("This assessment is not one to build on."))


def withdraw_refusal(by, assessment):
    if refusal := _not_ours(by, assessment) or _not_its_maker(by, assessment):
        return refusal
    if states.WITHDRAWN not in states.MOVES[assessment.state]:
        return Refusal(_("This assessment was withdrawn already."))
    return None


def finish_measure_refusal(by, measure):
    """Say that a measure is done: whoever was to do it, or the author."""
    assessment = measure.risk.assessment
    if refusal := _not_ours(by, assessment):
        return refusal
    if measure.done_at or measure.removed_at:
        return Refusal(_("This was done already."))
    if by.pk == measure.owner_id or by.role in MAKERS or wears(by, assessment, states.AUTHOR):
        return None
    return Refusal(_("You may not say that this is done."), _("Whoever was to do it can."))


def _is_offered(by, assessment):
    return assessment.heirs.filter(organisation_id=by.organisation_id).exists()


def _not_ours(by, assessment):
    if _is_ours(by, assessment):
        return None
    return Refusal(_("This is another organisation's assessment."), _("Somebody who works there can."))


def _not_its_maker(by, assessment):
    if by == SYSTEM or by.role in MAKERS or wears(by, assessment, states.AUTHOR):
        return None
    return Refusal(
        _("You may not change how this assessment is made."),
        _("Its author can, and so can your data protection officer and a leader."),
    )


def _said_wearer(assessment, hat):
    person = wearer_of(assessment, hat)
    return _("%(name)s can.") % {"name": person.name} if person else _("Nobody has this hat yet.")
