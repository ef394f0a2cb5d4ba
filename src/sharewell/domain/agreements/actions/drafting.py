"""Beginning an agreement, and answering what its kind asks."""

import re

from django.db import transaction
from django.utils import timezone

from sharewell.domain.agreements import permissions, states
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.models import Agreement, Answer, Party
from sharewell.domain.agreements.permissions import allow
from sharewell.domain.agreements.words import words_of
from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.models import Organisation
from sharewell.domain.versions import merged

ABOUT = ("title_en", "title_cy", "languages", "in_force_from", "ends_on", "is_public", "under")
_SMALL = {"and", "of", "the", "for", "a", "in"}


@transaction.atomic
def start_agreement(*, kind, organisation, by, title_en="", title_cy="", languages="en", under=None, at=None):
    """Begin a draft of a kind; the organisation keeps it and is its first party. Gives the Agreement.

    `under` is the overarching agreement to which it is a schedule. NotFound where there is no such kind.
    """
    allow(permissions.start_refusal(by, organisation))
    found, at = kind_of(kind), at or timezone.now()
    if under is not None:
        allow(permissions.see_refusal(by, under))
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once get two numbers
    agreement = Agreement.objects.create(
        reference=next_reference(organisation, at), keeper=organisation, kind=found.id,
        template=found.version, title_en=title_en, title_cy=title_cy, languages=languages, under=under,
        made_at=at, made_by=by,
    )  # fmt: skip
    capacity = states.JOINT if found.is_joint else states.CONTROLLER
    Party.objects.create(agreement=agreement, organisation=organisation, capacity=capacity, is_lead=True)
    find_again(agreement)
    record_event(kind="agreement-begun", by=by, about=f"agreement:{agreement.pk}", at=at)
    return agreement


def next_reference(organisation, at):
    """For example "FCS-2026-003": whose, which year, which one."""
    letters = re.findall(r"[^\W\d_]+", organisation.name_en)
    short = "".join(word[0] for word in letters if word.lower() not in _SMALL and len(word) > 1).upper()[:4]
    begin = f"{short or 'A'}-{timezone.localtime(at).year}-"
    there = Agreement.objects.filter(keeper=organisation, reference__startswith=begin)
    numbers = [int(tail) for ref in there.values_list("reference", flat=True)
               if (tail := ref.removeprefix(begin)).isdigit()]  # fmt: skip
    return f"{begin}{max(numbers, default=0) + 1:03}"


@transaction.atomic
def change_about(*, agreement, by, version=None, at=None, **mine):
    """Change what stands on its first page: any of ABOUT, of which `under` is the overarching agreement above
    it. Clash where somebody else changed it since.
    """
    agreement = held(agreement, by)
    if mine.get("under") is not None:
        allow(permissions.see_refusal(by, mine["under"]))
    stands = {name: _said(getattr(agreement, name)) for name in mine}
    new = merged(version=version, stands=stands, mine={name: _said(mine[name]) for name in mine})
    for name, value in new.items():
        setattr(agreement, name, mine[name] if value == _said(mine[name]) else getattr(agreement, name))
    agreement.save(update_fields=[name for name in ABOUT if name in mine])
    find_again(agreement)
    _note(agreement, "agreement-drafted", by, at)
    return agreement


def _said(value):
    """A value as JSON says it; an agreement by its id."""
    if isinstance(value, Agreement):
        return str(value.pk)
    return value.isoformat() if hasattr(value, "isoformat") else value


@transaction.atomic
def answer_section(*, agreement, section, answers, by, version=None, at=None):
    """Answer questions of one section: {question: {"en", "cy"}}. Clash where somebody else did since.

    NotFound where the kind asks no such question there.
    """
    agreement = held(agreement, by)
    asked = {each.id for each in kind_of(agreement.kind).section(section).questions}
    if not set(answers) <= asked:
        raise NotFound()
    rows = {row.question: row for row in agreement.answers.filter(question__in=asked)}
    stands = answers_in({pk: rows.get(pk) for pk in answers})
    mine = {
        f"{pk}_{lang}": said.get(lang, "").strip() for pk, said in answers.items() for lang in ("en", "cy")
    }
    new = merged(version=version, stands=stands, mine=mine)
    for pk in answers:
        row = rows.get(pk) or Answer(agreement=agreement, question=pk)
        row.text_en, row.text_cy = new[f"{pk}_en"], new[f"{pk}_cy"]
        row.save()
    _note(agreement, "agreement-drafted", by, at)
    return agreement


def answers_in(rows):
    """{question: Answer or None} as a form's flat values: {"aims_en": .., "aims_cy": ..}."""
    return {
        f"{pk}_{lang}": getattr(row, f"text_{lang}", "") for pk, row in rows.items() for lang in ("en", "cy")
    }


@transaction.atomic
def link_assessments(*, agreement, assessments, by, shown=(), at=None):
    """Say which impact assessments stand behind it, in place of those that were `shown` as linked. What
    somebody else linked meanwhile, or this person may not see, stays.
    """
    allow(permissions.start_refusal(by, agreement.keeper))
    agreement.assessments.remove(*(each for each in shown if each not in assessments))
    agreement.assessments.add(*assessments)
    _note(agreement, "agreement-assessments-linked", by, at)


def held(agreement, by, /):
    """The agreement, locked, for somebody who may change its words; else the Refusal."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    allow(permissions.draft_refusal(by, agreement))
    return agreement


def find_again(agreement):
    """Write anew what it is found by."""
    agreement.words = words_of(agreement)
    agreement.save(update_fields=["words"])


def _note(agreement, kind, by, at):
    record_event(kind=kind, by=by, about=f"agreement:{agreement.pk}", at=at)
