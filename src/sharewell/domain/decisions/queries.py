"""Every read of worries, decisions, drafts and advice. The first argument is the person asking."""

import json
from collections import namedtuple
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from sharewell import rules
from sharewell.domain.children.models import Child, Place, SafeAddress
from sharewell.domain.decisions import cases, cover, permissions
from sharewell.domain.decisions.models import (
    Advice,
    CoverFound,
    Decision,
    Draft,
    Entry,
    Ground,
    Owed,
    Seal,
    Worry,
)
from sharewell.domain.decisions.seeing import own_ids, seen_through, takes_part, worries_seen_by
from sharewell.domain.decisions.states import OPEN
from sharewell.domain.decisions.who_looked import alerts_to_tell
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.queries import leads_of, starts_in_force

__all__ = ["alerts_to_tell"]  # who_looked.py has it; the worker looks for it here
MOST_LOOKS = 200  # on one page
NEW_FOR = timedelta(days=28)  # a lead is told of a worry for so long, unless they look at it


def _with_what_rows_show(worries):
    children = Prefetch("children", Child.objects.order_by("added_at"))
    return worries.select_related("organisation", "raised_by").prefetch_related(children)


def worry_for(person, pk):
    """One worry; NotFound where there is none or the person may not see it."""
    worry = _with_what_rows_show(Worry.objects.filter(pk=pk)).first()
    if worry is None or permissions.see_worry_refusal(person, worry):
        raise NotFound()
    return worry


def worries_for(person):
    """Every worry that the person may see, latest first. A query: what is not taken from it is not read."""
    return _with_what_rows_show(worries_seen_by(person))


def own_worries(person):
    """Those that they raised, are of the team of, or broke the glass for."""
    return _with_what_rows_show(Worry.objects.filter(pk__in=own_ids(person)))


def others_worries(person):
    """Those that they see because of their role alone."""
    if not person.is_lead or not takes_part(person):
        return Worry.objects.none()
    ours = Worry.objects.filter(organisation_id=person.organisation_id, is_sealed=False)
    return _with_what_rows_show(ours.exclude(pk__in=own_ids(person)))


def sealed_worries(person):
    """The sealed worries that a lead does not see: that they are there, and nothing of what is in them.

    [(reference, the day they were sealed)], for those who may have to break the glass.
    """
    if not person.is_lead or not person.is_active:
        return []
    hidden = Seal.objects.filter(lifted_at=None, worry__organisation_id=person.organisation_id)
    hidden = hidden.exclude(worry__in=own_ids(person)).order_by("-at")
    return [(seal.worry.reference, seal.at) for seal in hidden.select_related("worry")]


def children_for(person):
    """The children whom the person may choose for a worry: latest first, nobody twice."""
    if not takes_part(person):
        return Child.objects.none()
    links = Child.worries.through.objects.filter(child=OuterRef("pk"))
    known = Q(added_by=person) | Exists(links.filter(seen_through(person, "worry")))
    if person.is_lead:
        known |= ~Exists(links)
    return Child.objects.filter(known, organisation_id=person.organisation_id).order_by("-added_at")


def child_in(worry, pk):
    """A child of a worry that the person asking has already been given."""
    child = next((child for child in worry.children.all() if str(child.pk) == str(pk)), None)
    if child is None:
        raise NotFound()
    return child


def children_of(worry):
    """The children of a worry, first written down first, with those around them."""
    children = Child.objects.filter(worries=worry).prefetch_related(
        "linked_people", "places__linked_person", "safe_addresses__linked_person", "safe_addresses__child"
    )
    return list(children.order_by("added_at"))


def member_in(worry, pk):
    """Somebody who may see a worry that the person asking has already been given."""
    member = worry.members.select_related("person").filter(pk=pk, ended_at=None).first()
    if member is None:
        raise NotFound()
    return member


def safe_address_in(worry, pk):
    """A safe address of a child of a worry that the person asking has already been given, still hidden."""
    address = SafeAddress.objects.select_related("child", "linked_person")
    address = address.filter(pk=pk, lifted_at=None, child__worries=worry).first()
    if address is None:
        raise NotFound()
    return address


def place_in(worry, pk):
    """An open address of a child of such a worry."""
    place = Place.objects.select_related("child", "linked_person").filter(pk=pk, child__worries=worry).first()
    if place is None:
        raise NotFound()
    return place


def entries_of(worry):
    """The entries of a worry in the order of recording, the undone ones too."""
    return list(worry.entries.select_related("by", "child", "corrects"))


def entry_for(person, pk):
    """One entry; NotFound where the person may not see its worry."""
    entry = Entry.objects.select_related("worry", "by").filter(pk=pk).first()
    if entry is None or permissions.see_worry_refusal(person, entry.worry):
        raise NotFound()
    return entry


def decisions_of(worry):
    """The decisions of a worry in order."""
    return list(_decisions().filter(worry=worry))


def _decisions():
    return Decision.objects.select_related(
        "worry__organisation", "child", "recipient__organisation", "contact", "by__organisation", "rules"
    )


def decision_for(person, pk):
    """One decision; NotFound where the person may not see its worry."""
    decision = _decisions().filter(pk=pk).first()
    if decision is None or permissions.see_worry_refusal(person, decision.worry):
        raise NotFound()
    return decision


def ground_of(decision):
    """What was said of the condition that a decision rests on, or nothing."""
    return Ground.objects.filter(decision=decision).first()


def cover_of(decision):
    """The CoverFound of a decision to share; None of an older one, and of one not to share."""
    return CoverFound.objects.filter(decision=decision).first()


class CoverNow(NamedTuple):
    """What stands behind a share that was decided and has not gone: the case with the cover.Cover of now,
    whether it is the same papers as then, and the cover.Wait that holds it up, if any.
    """

    case: dict
    found: cover.Cover
    is_as_decided: bool
    wait: cover.Wait | None = None


def cover_now(decision, day):
    """The CoverNow of a decision on a day; None where nothing was looked up when it was decided."""
    kept = cover_of(decision)
    if kept is None:
        return None
    case, _outcome = frozen(decision)
    found = cover.cover_for(decision.worry.organisation, decision.to, kept.purpose, day, kept.pattern)
    if found.ids == (kept.agreement_id, kept.flow, kept.assessment_id, kept.notice_id):
        return CoverNow(case, found, is_as_decided=True)
    if kept.pattern not in cover.WAIT_FOR_COVER:  # nothing, not even the rules, stands in its way
        return CoverNow(case, found, is_as_decided=False)
    case = cases.nested(cases.flat(case) | found.facts)
    outcome = rules.current().decide(case)  # what it is with these papers; the decision stays what it was
    return CoverNow(case, found, is_as_decided=False, wait=cover.wait_of(case, outcome["outcome"], found))


def owed_of(worry):
    """What is owed about a worry, soonest first, what is done included."""
    return list(worry.owed.select_related("owner", "done_by", "decision"))


def owed_for(person, pk):
    """One thing owed; NotFound where the person may not see its worry."""
    owed = Owed.objects.select_related("worry").filter(pk=pk).first()
    if owed is None or permissions.see_worry_refusal(person, owed.worry):
        raise NotFound()
    return owed


def looks_of(worry):
    """The latest looks at a worry, latest first: Look rows."""
    return list(worry.looks.select_related("person")[:MOST_LOOKS])


Seer = namedtuple("Seer", "person why member glass", defaults=(None, None))


def who_may_see(worry, at=None):
    """The people who may see a worry now, and why: "raised", "lead", "added" with the member, or "glass"
    with when it was broken and until when.
    """
    at = at or timezone.now()
    seers = [Seer(worry.raised_by, "raised")]
    if not worry.is_sealed:
        leads = leads_of(worry.organisation)
        seers += [Seer(lead, "lead") for lead in leads if lead.pk != worry.raised_by_id]
    today = timezone.localdate(at)
    team = worry.members.filter(ended_at=None, until__gte=today).select_related("person", "added_by")
    seers += [Seer(member.person, "added", member) for member in team]
    broken = worry.broken_glass.filter(until__gt=at).select_related("by")
    return seers + [Seer(glass.by, "glass", glass=glass) for glass in broken]


def glass_of(worry):
    """Each time that somebody broke the glass to see a worry, also where that is over."""
    return list(worry.broken_glass.select_related("by"))


def seal_of(worry):
    """The seal that lies on a worry now, or nothing."""
    seals = worry.seals.filter(lifted_at=None).select_related("by", "lift_asked_by")
    return seals.first() if worry.is_sealed else None


# --- Drafts and advice ------------------------------------------------------------------------------


def draft_for(person, pk):
    """One draft, their own or one they were asked about; NotFound for any other."""
    draft = Draft.objects.select_related("owner", "worry").prefetch_related("advice").filter(pk=pk).first()
    if draft is None or permissions.see_draft_refusal(person, draft):
        raise NotFound()
    return draft


def drafts_for(person):
    """The person's own drafts, latest first."""
    drafts = Draft.objects.filter(owner=person).select_related("worry").prefetch_related("advice")
    return [draft for draft in drafts if not permissions.see_draft_refusal(person, draft)]


def advice_for(person, pk):
    """A question they asked or were asked; NotFound for any other."""
    advice = Advice.objects.select_related("worry", "draft", "asked_by", "asked_of").filter(pk=pk).first()
    is_theirs = advice is not None and person.pk in (advice.asked_by_id, advice.asked_of_id)
    if not is_theirs or not takes_part(person):
        raise NotFound()
    if advice.worry and permissions.see_worry_refusal(person, advice.worry):
        raise NotFound()
    return advice


def advice_about(person, *, worry=None, draft=None):
    """Questions about a worry or a draft that the person may see."""
    asked = Advice.objects.select_related("asked_by", "asked_of")
    return list(asked.filter(worry=worry) if worry else asked.filter(draft=draft))


# --- What needs somebody today ----------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: `kind` says which sentence, `about` holds the row it is about."""

    kind: str
    about: object
    due_at: object


def needs_of(person):
    """(what of this room needs the person today, oldest first; what they owe after today, soonest first)."""
    now = timezone.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    owed = list(_owed_by(person))
    needs = [Need(f"owed-{each.what}", each, each.due_at) for each in owed if each.due_at <= tonight]
    asked = Advice.objects.select_related("asked_by", "asked_of", "worry", "draft")
    asked = (
        asked.filter(Q(worry=None) | seen_through(person, "worry")) if takes_part(person) else asked.none()
    )
    wanted, given = Q(asked_of=person, answered_at=None), Q(asked_by=person, answered_at__isnull=False)
    for advice in asked.filter(wanted | given & Q(read_at=None)):
        if advice.answered_at:
            needs.append(Need("advice-given", advice, advice.answered_at))
        elif advice.worry_id or advice.draft_id:
            needs.append(Need("advice-wanted", advice, advice.asked_at))
    if person.is_lead:
        needs += [Need("worry-new", worry, worry.raised_at) for worry in _not_looked_at(person, now)]
    return sorted(needs, key=lambda need: need.due_at), [each for each in owed if each.due_at > tonight]


def needs_today(person):
    """The first half of `needs_of`."""
    return needs_of(person)[0]


def _owed_by(person):
    """What somebody owes about open worries that they see."""
    owed = Owed.objects.filter(owner=person, done_at=None, worry__state=OPEN)
    owed = owed.filter(seen_through(person, "worry"))
    return owed.select_related("worry__organisation").prefetch_related("worry__children")


def _not_looked_at(person, now):
    new = worries_for(person).filter(raised_at__gt=now - NEW_FOR, state=OPEN)
    return new.exclude(raised_by=person).exclude(looks__person=person)


def known_of(organisation):
    """What the service knows of an organisation as the one who shares, as flat facts."""
    return cases.known_of(organisation, starts_in_force(organisation))


# --- What the rules say ------------------------------------------------------------------------------


def outcome_of(decision, lang="en"):
    """The outcome of a decision in either language, from the rules it was made under."""
    case, outcome = frozen(decision)
    if lang == "en":
        return outcome
    return rules.load(bytes(decision.rules.data)).decide(case, lang)


def frozen(decision):
    """The case and the outcome as they were frozen."""
    return json.loads(decision.case), json.loads(decision.outcome)


def open_questions(case, lang="en"):
    """The questions that still matter for a case, without those that the service answers for itself."""
    known = set(cases.flat(case))
    questions = rules.current().questions(case, lang)
    asked = []
    for question in questions:
        parts = [part for part in question["parts"] if part["key"] not in known]
        if parts:
            asked.append(question | {"parts": parts, "keys": [part["key"] for part in parts]})
    return asked
