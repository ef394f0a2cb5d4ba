"""Every write of forms: keyword-only, `by=` the actor, atomic, recorded."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions.models import Decision
from sharewell.domain.decisions.permissions import see_worry_refusal
from sharewell.domain.errors import Refusal
from sharewell.domain.requests import permissions, queries, states
from sharewell.domain.requests.documents import content_of
from sharewell.domain.requests.filling import filled
from sharewell.domain.requests.kinds import FINISHING, kind_of
from sharewell.domain.requests.models import CodeForm
from sharewell.domain.requests.permissions import allow
from sharewell.domain.versions import merged
from sharewell.rules import canonical


@transaction.atomic
def begin_form(*, kind, by, worry=None, decision=None, request=None, is_received=False, at=None):
    """Begin a form of `kinds.KINDS`, about a worry, a decision of it, a request that came in, or none.

    Of a decision there is one open form of each kind: where there is one already, it is that.
    """
    kind_of(kind)
    worry = decision.worry if decision else worry
    allow(permissions.begin_form_refusal(by, worry))
    if request:
        allow(permissions.answer_request_refusal(by, request))
        worry = worry or request.worry
    if decision:
        Decision.objects.select_for_update().get(pk=decision.pk)  # two at once make one form
        begun = CodeForm.objects.filter(decision=decision, kind=kind, state=states.OPEN).first()
        if begun:
            return begun
    at = at or timezone.now()
    form = CodeForm.objects.create(
        organisation=by.organisation, kind=kind, is_received=is_received, worry=worry, decision=decision,
        request=request, begun_by=by, begun_at=at, updated_at=at,
    )  # fmt: skip
    record_event(kind="form-begun", by=by, about=f"form:{form.pk}", at=at)
    return form


def _held(form):
    CodeForm.objects.select_for_update().get(pk=form.pk)  # alone: what it is joined with may be nothing
    return queries.form_as_it_is(form)


@transaction.atomic
def save_answers(*, form, said, by, lang, version=None, at=None):
    """Keep what was written on one page: {question: text or value}. Clash where somebody else wrote
    otherwise since `version`. What only repeats the record is left to the record.

    ValueError for a question that the form does not ask, and for a choice that it does not offer.
    """
    held = _held(form)
    allow(permissions.change_form_refusal(by, held))
    questions = kind_of(held.kind).questions
    for key, value in said.items():
        if key not in questions or questions[key].kind == FINISHING:
            raise ValueError(f"this form does not ask {key!r}")
        if value and questions[key].choices and value not in questions[key].choices:
            raise ValueError(f"{key!r} has no choice {value!r}")
    stands = {key: queries.said_in(held, lang).get(key, "") for key in said}
    said = merged(version=version, stands=stands, mine=said)
    changed = {key: value for key, value in said.items() if value != stands[key]}
    record = filled(held, lang)
    answers = dict(held.answers)
    for key, value in changed.items():
        answers.pop(key, None)
        if value != record.get(key, ""):
            answers[key] = {"said": value, "lang": lang}
    held.answers, held.updated_at = answers, at or timezone.now()
    held.save(update_fields=["answers", "updated_at"])
    return held


@transaction.atomic
def finish_form(*, form, by, at=None):
    """It is finished, and never changes again: every question and answer is kept in both languages.

    Refusal where something that has to be answered is not.
    """
    held = _held(form)
    allow(permissions.finish_form_refusal(by, held))
    if missing := queries.missing_in(held):
        raise Refusal(
            _("Something is not answered yet: %(what)s") % {"what": _first_of(missing)},
            _("You can answer it."),
        )
    at = at or timezone.now()
    held.finished = canonical(content_of(held, by, at))
    held.state, held.finished_by, held.finished_at, held.updated_at = states.FINISHED, by, at, at
    held.save(update_fields=["state", "finished", "finished_by", "finished_at", "updated_at"])
    record_event(
        kind="form-finished", by=by, about=f"form:{held.pk}", commitments={"form.json": held.finished}, at=at
    )
    return held


def _first_of(questions):
    return questions[0].text["cy" if get_language() == "cy" else "en"]


@transaction.atomic
def drop_form(*, form, by, at=None):
    """Throw away a form that was not finished, with what was written in it."""
    held = _held(form)
    allow(permissions.drop_form_refusal(by, held))
    held.state, held.answers, held.updated_at = states.DROPPED, {}, at or timezone.now()
    held.save(update_fields=["state", "answers", "updated_at"])
    record_event(kind="form-dropped", by=by, about=f"form:{held.pk}", at=at)


@transaction.atomic
def link_form(*, form, decision, by, at=None):
    """Say which decision a form belongs to. From then on whoever sees that worry sees the form."""
    held = _held(form)
    allow(permissions.link_form_refusal(by, held) or see_worry_refusal(by, decision.worry))
    held.decision, held.worry, held.updated_at = decision, decision.worry, at or timezone.now()
    held.save(update_fields=["decision", "worry", "updated_at"])
    record_event(kind="form-linked", by=by, about=f"form:{held.pk}", at=at)
    return held
