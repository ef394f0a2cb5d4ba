"""The watch over looks: what the rules point out, reviews that are overdue, and settling a flag."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions import judging, permissions, states, who_looked
from sharewell.domain.decisions.actions.alerts import tell
from sharewell.domain.decisions.models import BrokenGlass, Flag, Look, Tie
from sharewell.domain.decisions.permissions import allow

BATCH = 500
_LOOK_BACK = timedelta(days=14)  # glass whose time was over longer ago was judged before
SYSTEM = "system"


def keep_watch(*, at=None):
    """Everything that nobody has to ask for: judge new looks and broken glass, tell of overdue reviews.

    For the worker, every so often. Twice is the same as once.
    """
    at = at or timezone.now()
    while judge_looks(at=at) == BATCH:
        pass
    _judge_glass(at)
    _tell_of_overdue(at)


def judge_looks(*, at=None):
    """Judge the earliest looks that no rule has seen yet, at most BATCH of them; how many they were.

    It takes long to judge and a moment to write down, and only that moment keeps others from writing.
    """
    looks = Look.objects.filter(is_judged=False, at__lte=at or timezone.now()).order_by("at", "pk")
    looks = list(looks.select_related("person", "worry", "organisation")[:BATCH])
    judge = judging.Judge()
    _write_down(looks, [(look, found) for look in looks for found in judge.judge(look)], at)
    return len(looks)


@transaction.atomic
def _write_down(looks, found, at):
    for look, each in found:
        raise_flag(found=each, person=look.person, worry=look.worry, looked_at=look.at, by=SYSTEM, at=at)
    Look.objects.filter(pk__in=[look.pk for look in looks]).update(is_judged=True)


def _judge_glass(at):
    recent = BrokenGlass.objects.filter(at__gt=at - _LOOK_BACK, at__lte=at).select_related("by", "worry")
    for glass in recent:
        found = [judging.glass_often(glass)]
        if glass.worry_id and glass.until <= at:
            found.append(judging.only_looked(glass))
        for each in filter(None, found):
            raise_flag(found=each, person=glass.by, worry=glass.worry, looked_at=glass.at, by=SYSTEM, at=at)


def _tell_of_overdue(at):
    overdue = BrokenGlass.objects.filter(reviewed_at=None, review_by__lt=at)
    overdue = overdue.exclude(alerts__kind="glass-overdue").select_related("by", "organisation", "worry")
    for glass in overdue:
        above = who_looked.who_is_above(glass.organisation)
        told = {person.pk: person for person in [*who_looked.who_reviews(glass), *above]}
        told.pop(glass.by_id, None)
        tell(told.values(), "glass-overdue", at, glass=glass)


@transaction.atomic
def raise_flag(*, found, person, worry, looked_at, by, at=None):
    """Point out a look, once for each occasion, and tell those who watch."""
    at = at or timezone.now()
    flag, is_new = Flag.objects.get_or_create(
        mark=f"{found.rule}:{found.mark}",
        defaults={
            "organisation_id": person.organisation_id, "rule": found.rule, "person": person,
            "count": found.count, "worry": worry if found.is_of_one else None, "looked_at": looked_at,
            "raised_at": at,
        },
    )  # fmt: skip
    if not is_new:
        return
    tell(who_looked.who_watches(person.organisation, person, flag.worry), "flag", at, flag=flag)
    record_event(kind="flag-raised", by=by, about=f"flag:{flag.pk}", at=at)


@transaction.atomic
def settle_flag(*, flag, outcome, words, by, at=None):
    """Say what there was behind a look that a rule pointed out."""
    flag = Flag.objects.select_for_update().get(pk=flag.pk)
    watchers = who_looked.who_watches(flag.organisation, flag.person, flag.worry)
    allow(permissions.settle_flag_refusal(by, flag, watchers))
    if outcome not in states.FLAG_OUTCOMES or not words.strip():
        raise ValueError("a flag is settled with one of its outcomes, and with words")
    at = at or timezone.now()
    flag.outcome, flag.words, flag.settled_by, flag.settled_at = outcome, words, by, at
    flag.save()
    record_event(
        kind="flag-settled", by=by, about=f"flag:{flag.pk}", commitments={"words": words.encode()}, at=at
    )


@transaction.atomic
def say_tie(*, by, names="", postcode="", phone="", email="", at=None):
    """Say what one's own family is called and how it is reached, so that a look at one's own stands out.

    Kept sealed, for the rules alone; empty again takes it away.
    """
    at = at or timezone.now()
    tie = Tie.objects.filter(person=by).first() or Tie(person=by)
    tie.names, tie.postcode, tie.phone, tie.email, tie.said_at = names, postcode, phone, email, at
    tie.save()
    record_event(kind="tie-said", by=by, about=f"person:{by.pk}", at=at)
