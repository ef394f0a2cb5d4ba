"""An event opens again exactly the questions that it touches; its author says how each stands."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.belonging import EVERYBODY, acting_for
from sharewell.domain.dpias import contents, law, permissions, queries, states
from sharewell.domain.dpias.models import Reopening
from sharewell.domain.dpias.permissions import SYSTEM, allow
from sharewell.domain.dpias.steps import held, must_say, note, to_state

FROM_ANYWHERE = (states.REVIEW, states.ADVISING, states.APPROVAL, states.CONSULTING)


@transaction.atomic
def reopen(*, organisation, because, about, by, at=None, question=None, assessment=None):
    """Something happened: open again the questions that it touches. Gives the Reopening rows that are new.

    `because` is of states.BECAUSE; `about` a noun and an id ("organisation:<uuid>", "rule:6ea"). Without an
    `assessment` it finds those that are concerned, without a `question` the template says which. The same
    thing opens a question once. What is signed off goes on covering shares: nothing waits for the answer.
    """
    allow(permissions.reopen_refusal(by, organisation))
    if because not in states.BECAUSE:
        raise ValueError(f"nothing is opened again because of {because!r}")
    at = at or timezone.now()
    rows = [assessment] if assessment else queries.concerned(organisation, because, about)
    new = []
    for row in rows:
        if row.keeper_id == organisation.pk and row.is_in_force:
            touched = [question] if question else queries.touched_questions(row, because)
            new += _open_again(held(row), touched, because, about, by, at)
    return new


def _open_again(assessment, questions, because, about, by, at):
    new = []
    for question in questions:
        row, is_new = Reopening.objects.get_or_create(
            assessment=assessment, question=question, because=because, about=about,
            defaults={"at": at, "by": None if by == SYSTEM else by},
        )  # fmt: skip
        if is_new:
            new.append(row)
    if new:
        _back_to_author(assessment)
        note(assessment, "reopened", by=by, at=at)
        record_event(kind="assessment-reopened", by=by, about=f"assessment:{assessment.pk}", at=at)
    return new


def _back_to_author(assessment):
    """A signed one is opened; one that goes round again goes back to its author first."""
    if assessment.state == states.SIGNED:
        to_state(assessment, states.REOPENED)
    elif assessment.state in FROM_ANYWHERE:
        to_state(assessment, states.CHANGES)


@transaction.atomic
def settle(*, reopening, how, said_en="", said_cy="", by, at=None):
    """The author says that the answer stands, or was changed (`states.SETTLED`), and why."""
    assessment = held(reopening.assessment)
    allow(permissions.settle_refusal(by, reopening))
    if how not in states.SETTLED:
        raise ValueError(f"a question is not settled by {how!r}")
    must_say(said_en, said_cy)
    at = at or timezone.now()
    reopening.settled_at, reopening.settled_by, reopening.settled_how = at, by, how
    reopening.said_en, reopening.said_cy = said_en, said_cy
    reopening.save(update_fields=["settled_at", "settled_by", "settled_how", "said_en", "said_cy"])
    note(assessment, "settled", by=by, at=at, hat=states.AUTHOR, said_en=said_en, said_cy=said_cy)
    record_event(
        kind="assessment-settled", by=by, about=f"assessment:{assessment.pk}",
        commitments={"said": (said_en or said_cy).encode()}, at=at,
    )  # fmt: skip


def look_for_law_changes(*, by=SYSTEM, at=None, ruleset=None):
    """Open again what rests on law that is not what it was when it was signed off. Gives the new Reopenings.

    Done by the worker. `ruleset` stands in for the rules in force with each organisation's own start dates.
    """
    at = at or timezone.now()
    day, new = timezone.localdate(at), []
    for assessment in queries.all_in_force():
        rules = ruleset or law.own_rules(assessment.keeper)
        signed = contents.last_signed(assessment)
        changed = law.changed_since(signed.law, day, rules)
        prints = law.fingerprints(changed, day, rules)
        for ident in changed:
            new += reopen(
                organisation=assessment.keeper, because=states.LAW_CHANGE, assessment=assessment,
                about=f"rule:{ident}@{prints[ident][:8]}", by=by, at=at,
            )  # fmt: skip
    return new


def reopen_children(*, parent, before, now, at):
    """The local ones that take over what changed in the one they build on, wherever they are kept."""
    changes = contents.changes_between(before.content, now.content)
    about = f"assessment:{parent.pk}#{now.number}"
    with acting_for(EVERYBODY):  # what an overarching one says is shown to those who build on it
        for child in queries.children_in_force(parent):
            own = {row.question for row in child.answers.all() if row.text_en or row.text_cy}
            touched = [change.question for change in changes if change.question not in own]
            if touched:
                _open_again(held(child), touched, states.PARENT_CHANGED, about, SYSTEM, at)
