"""Drafts: a walk that survives a closed browser, a restart and a time-out, and that nobody overwrites unseen.

Saving an answer records no event: a draft is nobody's record yet, and is thrown away or used up.
"""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions import cases, permissions
from sharewell.domain.decisions.models import Draft
from sharewell.domain.decisions.permissions import allow
from sharewell.domain.errors import Clash, NotFound


@transaction.atomic
def begin_draft(*, by, answers=None, worry=None, at=None):
    """Begin a walk that is kept, with the flat answers of a signed-out one where there was one."""
    allow(permissions.change_worry_refusal(by, worry) if worry else permissions.raise_worry_refusal(by))
    at = at or timezone.now()
    draft = Draft.objects.create(
        owner=by, answers=cases.flat(answers or {}), worry=worry, started_at=at, updated_at=at
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
def save_answers(*, draft, changed, version, by, at=None):
    """Write flat answers ({"worry.risk": "none"}; None takes one away) over those of `version`.

    Gives the draft as it is now. Clash where somebody else changed one of these answers since that version,
    and to something else; nothing is written then.
    """
    held = _held(draft, by)
    theirs = {
        key: held.answers.get(key)
        for key, value in changed.items()
        if held.changed_in.get(key, 0) > version and held.answers.get(key) != value
    }
    if theirs:
        mine = {key: changed[key] for key in theirs}
        raise Clash(theirs=theirs, mine=mine, version=held.version)
    held.answers = {key: value for key, value in (held.answers | changed).items() if value is not None}
    held.changed_in = held.changed_in | dict.fromkeys(changed, held.version + 1)
    return _saved(held, at)


@transaction.atomic
def save_form(*, draft, page, typed, version, by, at=None):
    """Keep what was typed on a later page: {field: text}. Clash where somebody else typed something
    different since.
    """
    held = _held(draft, by)
    stands, mark = held.forms.get(page, {}), f"page {page}"
    if held.changed_in.get(mark, 0) > version and stands != typed:
        raise Clash(theirs=stands, mine=typed, version=held.version)
    held.forms = held.forms | {page: typed}
    held.changed_in = held.changed_in | {mark: held.version + 1}
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
