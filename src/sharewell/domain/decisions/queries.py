"""Every read of worries, decisions, drafts and advice. The first argument is the person asking."""

import json
from collections import namedtuple
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.utils import timezone

from sharewell import rules
from sharewell.domain.children.models import Child
from sharewell.domain.children.queries import children_for as children_known_to
from sharewell.domain.decisions import cases, permissions
from sharewell.domain.decisions.models import Advice, Decision, Draft, Entry, Ground, Owed, Worry
from sharewell.domain.decisions.states import OPEN
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.queries import leads_of, starts_in_force

NEW_FOR = timedelta(days=28)  # a lead is told of a worry for so long, unless they look at it


def _worries():
    children = Prefetch("children", Child.objects.order_by("added_at"))
    return Worry.objects.select_related("organisation", "raised_by").prefetch_related(children, "members")


def _seen_by(person, worries):
    return [worry for worry in worries if not permissions.see_worry_refusal(person, worry)]


def worry_for(person, pk):
    """One worry; NotFound where there is none or the person may not see it."""
    worry = _worries().filter(pk=pk).first()
    if worry is None or permissions.see_worry_refusal(person, worry):
        raise NotFound()
    return worry


def worries_for(person):
    """Every worry that the person may see, latest first."""
    return _seen_by(person, _worries().filter(organisation_id=person.organisation_id))


def own_worries(person):
    """Those that they raised or were added to."""
    return [
        worry
        for worry in worries_for(person)
        if worry.raised_by_id == person.pk or any(m.person_id == person.pk for m in worry.members.all())
    ]


def children_for(person):
    """The children whom the person may choose for a worry: latest first, nobody twice."""
    found = {child.pk: child for child in children_known_to(person)}
    for worry in worries_for(person):
        found |= {child.pk: child for child in worry.children.all()}
    return sorted(found.values(), key=lambda child: child.added_at, reverse=True)


def child_in(worry, pk):
    """A child of a worry that the person asking has already been given."""
    child = next((child for child in worry.children.all() if str(child.pk) == str(pk)), None)
    if child is None:
        raise NotFound()
    return child


def children_of(worry):
    """The children of a worry, first written down first, with those around them."""
    children = Child.objects.filter(worries=worry).prefetch_related("linked_people", "places__linked_person")
    return list(children.order_by("added_at"))


def member_in(worry, pk):
    """Somebody who may see a worry that the person asking has already been given."""
    member = worry.members.select_related("person").filter(pk=pk, ended_at=None).first()
    if member is None:
        raise NotFound()
    return member


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
    """Who looked at a worry, latest first: [(person, moment)]."""
    return [(look.person, look.at) for look in worry.looks.select_related("person")[:200]]


Seer = namedtuple("Seer", "person why member")


def who_may_see(worry):
    """The people who may see a worry today, and why: "raised", "lead" or "added" with the member's reason."""
    seers = [Seer(worry.raised_by, "raised", None)]
    seers += [
        Seer(lead, "lead", None) for lead in leads_of(worry.organisation) if lead.pk != worry.raised_by_id
    ]
    today = timezone.localdate()
    for member in worry.members.select_related("person", "added_by"):
        if member.ended_at is None and (member.until is None or member.until >= today):
            seers.append(Seer(member.person, "added", member))
    return seers


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
    if advice is None or person.pk not in (advice.asked_by_id, advice.asked_of_id):
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


def needs_today(person):
    """What of this room needs the person today, oldest first. Things that fall due later are not listed
    yet.
    """
    now = timezone.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    needs = [
        Need(f"owed-{owed.what}", owed, owed.due_at)
        for owed in Owed.objects.filter(owner=person, done_at=None, due_at__lte=tonight, worry__state=OPEN)
        .select_related("worry__organisation", "decision")
        .prefetch_related("worry__members", "worry__children")
        if not permissions.see_worry_refusal(person, owed.worry)
    ]
    asked = Advice.objects.select_related("asked_by", "asked_of", "worry", "draft")
    needs += [
        Need("advice-wanted", advice, advice.asked_at)
        for advice in asked.filter(asked_of=person, answered_at=None)
        if advice.worry_id or advice.draft_id
    ]
    needs += [
        Need("advice-given", advice, advice.answered_at)
        for advice in asked.filter(asked_by=person, answered_at__isnull=False, read_at=None)
    ]
    if person.is_lead:
        needs += [Need("worry-new", worry, worry.raised_at) for worry in _not_looked_at(person, now)]
    return sorted(needs, key=lambda need: need.due_at)


def owed_later(person):
    """What falls due after today, soonest first."""
    tonight = timezone.localtime().replace(hour=23, minute=59, second=59)
    owed = Owed.objects.filter(owner=person, done_at=None, due_at__gt=tonight, worry__state=OPEN)
    return [
        row
        for row in owed.select_related("worry__organisation").prefetch_related("worry__members")
        if not permissions.see_worry_refusal(person, row.worry)
    ]


def _not_looked_at(person, now):
    new = _worries().filter(organisation_id=person.organisation_id, raised_at__gt=now - NEW_FOR, state=OPEN)
    return _seen_by(person, new.exclude(raised_by=person).exclude(looks__person=person))


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
