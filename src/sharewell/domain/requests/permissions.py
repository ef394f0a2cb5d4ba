"""Who may begin, see, fill in and finish a form. Each function gives a Refusal, or nothing.

A form about a worry is seen by whoever sees the worry, and by nobody else. One that is about none, such as a
request that came in by post, is its writer's, and the safeguarding leads' and data protection officer's.
"""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.decisions.permissions import (
    change_worry_refusal,
    raise_worry_refusal,
    see_worry_refusal,
)
from sharewell.domain.errors import Refusal
from sharewell.domain.errors import allow as allow  # its actions and pages take it from here
from sharewell.domain.organisations.states import LEAD, OFFICER
from sharewell.domain.requests.states import DECISION, DROPPED, FINISHED, FORM_MOVES, POLICE, REQUEST

ANSWERS_FOR_FORMS = (LEAD, OFFICER)


def begin_form_refusal(by, worry=None):
    """Begin a form, about a worry or about none. Administrators take no part."""
    return see_worry_refusal(by, worry) if worry else raise_worry_refusal(by)


def see_form_refusal(by, form):
    is_ours = by.is_active and by.organisation_id == form.organisation_id
    if form.worry_id:
        return see_worry_refusal(by, form.worry)
    if (
        is_ours
        and raise_worry_refusal(by) is None
        and (by.pk == form.begun_by_id or by.role in ANSWERS_FOR_FORMS)
    ):
        return None
    return Refusal(
        _("This form was begun by somebody else."),
        _("They can fill it in, and so can a safeguarding lead or your data protection officer."),
    )


def change_form_refusal(by, form):
    """Fill it in."""
    if refusal := see_form_refusal(by, form):
        return refusal
    if not form.is_open:
        return Refusal(
            _("This form is finished, so it stays as it is."),
            _("Begin another one, and say what it corrects."),
        )
    return change_worry_refusal(by, form.worry) if form.worry_id and form.kind == REQUEST else None


def finish_form_refusal(by, form):
    if refusal := change_form_refusal(by, form):
        return refusal
    return None if FINISHED in FORM_MOVES[form.state] else Refusal(_("This form is finished already."))


def drop_form_refusal(by, form):
    """Throw a form away that was not finished: its writer's own, or by who answers for forms."""
    if refusal := see_form_refusal(by, form):
        return refusal
    if DROPPED not in FORM_MOVES[form.state]:
        return Refusal(_("This form is finished, so it stays."), _("Nobody throws away what was finished."))
    if by.pk == form.begun_by_id or by.role in ANSWERS_FOR_FORMS:
        return None
    return Refusal(_("Somebody else began this form."), _("They can throw it away."))


def link_form_refusal(by, form):
    """Say which decision a case of the toolkit belongs to."""
    if refusal := see_form_refusal(by, form):
        return refusal
    if form.kind not in (POLICE, DECISION) or form.decision_id:
        return Refusal(_("This form cannot be linked, or is linked already."))
    return None


def answer_request_refusal(by, request):
    """Decide on a request that came in."""
    if refusal := see_form_refusal(by, request):
        return refusal
    if request.kind != REQUEST or not request.is_received:
        return Refusal(_("Only a request that came to you is answered by a decision."))
    return None
