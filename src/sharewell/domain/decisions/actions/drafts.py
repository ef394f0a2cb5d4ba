"""Drafts: a walk that survives a closed browser, a restart and a time-out, and that nobody overwrites unseen.

Saving an answer records no event: a draft is nobody's record yet, and is thrown away or used up.
"""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions import cases, permissions
from sharewell.domain.decisions.actions.worries import allow
from sharewell.domain.decisions.models import Draft
from sharewell.domain.errors import Clash, NotFound


@transaction.atomic
def begin_draft(*, by, answers=None, known=None, worry=None, at=None):
    """Begin a walk that is kept, with the answers of a signed-out one where there was one."""
    allow(permissions.raise_worry_refusal(by))
    at = at or timezone.now()
    known = cases.nested(cases.known_of(by.organisation, timezone.localdate(at))) if known is None else known
    draft = Draft.objects.create(
        owner=by, answers=answers or {}, known=known, worry=worry, started_at=at, updated_at=at
    )
    record_event(kind="draft-begun", by=by, about=f"draft:{draft.pk}", at=at)
    return draft


def _held(draft, by):
    held = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise NotFound()
    allow(permissions.see_draft_refusal(by, held))
    return held


@transaction.atomic
def save_answers(*, draft, changed, version, by, seen=None, at=None):
    """Write flat answers ({"worry.risk": "none"}; None takes one away) over those of `version`. The draft
    as it is now.

    Clash where somebody else saved since and one of these answers stands differently there; nothing is
    written then. `seen` holds the answers that the form was drawn with: what stands as it was seen is
    nobody's change.
    """
    held = _held(draft, by)
    answers = cases.flat(held.answers)
    if held.version != version:
        seen = seen or {}
        theirs = {
            key: answers[key]
            for key, value in changed.items()
            if key in answers and answers[key] != value and answers[key] != seen.get(key, answers)
        }
        if theirs:
            mine = {key: changed[key] for key in theirs}
            raise Clash(theirs=theirs, mine=mine, version=held.version)
    kept = {key: value for key, value in (answers | changed).items() if value is not None}
    held.answers = cases.nested(kept)
    return _saved(held, at)


@transaction.atomic
def save_form(*, draft, page, typed, version, by, at=None):
    """Keep what was typed on a later page: {field: text}. Clash where somebody else typed something
    different since.
    """
    held = _held(draft, by)
    stands = held.forms.get(page, {})
    if held.version != version and stands and stands != typed:
        raise Clash(theirs=stands, mine=typed, version=held.version)
    held.forms = held.forms | {page: typed}
    return _saved(held, at)


def _saved(held, at):
    held.version += 1
    held.updated_at = at or timezone.now()
    held.save()
    return held


@transaction.atomic
def discard_draft(*, draft, by, at=None):
    """Throw a draft away."""
    allow(permissions.discard_draft_refusal(by, draft))
    about = f"draft:{draft.pk}"
    draft.delete()
    record_event(kind="draft-discarded", by=by, about=about, at=at)
