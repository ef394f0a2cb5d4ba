"""Going in at once where somebody is not of the team: never held up, always told, looked at by a second."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions import clocks, permissions, states, who_looked
from sharewell.domain.decisions.actions.alerts import tell
from sharewell.domain.decisions.models import BrokenGlass, Worry
from sharewell.domain.decisions.permissions import allow
from sharewell.domain.decisions.seeing import reason_to_see

LASTS = timedelta(hours=4)  # our own: the length of an incident; it can be broken again, with a reason
REVIEW_IN = 2  # working days


@transaction.atomic
def break_glass(*, by, kind, because, reference="", name="", born_on=None, at=None):
    """Let somebody in at once to the worries of their organisation with that reference, or about that child.

    `kind` is of states.GLASS_REASONS. Gives the worries found that the person sees now, those they saw before
    among them. Each one that was opened by this has a row of its own; where nothing is found, that somebody
    looked is recorded, told and reviewed all the same.
    """
    allow(permissions.break_glass_refusal(by))
    if kind not in states.GLASS_REASONS or not because.strip():
        raise ValueError("broken glass has a kind of reason, and the reason in words")
    at = at or timezone.now()
    found = _sought(by, reference, name, born_on)
    shut = [worry for worry in found if not reason_to_see(by, worry, at)]
    sought = " ".join(filter(None, (reference, name, born_on.isoformat() if born_on else "")))
    for worry in shut or ([] if found else [None]):
        _break(worry, by, kind, because, sought, at)
    return found


def _sought(by, reference, name, born_on):
    ours = Worry.objects.filter(organisation_id=by.organisation_id).prefetch_related("members")
    if reference:
        return list(ours.filter(reference=reference.strip().upper()))
    children = who_looked.children_called(by.organisation, name, born_on)
    return list(ours.filter(children__in=children).distinct())


def _break(worry, by, kind, because, sought, at):
    day = clocks.working_day_after(timezone.localdate(at), REVIEW_IN, by.organisation.nation)
    glass = BrokenGlass.objects.create(
        organisation=by.organisation, worry=worry, by=by, kind=kind, because=because, sought=sought, at=at,
        until=at + LASTS if worry else at,
        review_by=timezone.make_aware(datetime.combine(day, clocks.END_OF_WORK)),
    )  # fmt: skip
    told = who_looked.who_reviews(glass)
    if worry and worry.raised_by_id != by.pk:
        told = [worry.raised_by, *(person for person in told if person.pk != worry.raised_by_id)]
    tell(told, "glass", at, glass=glass)
    record_event(
        kind="glass-broken" if worry else "glass-found-nothing", by=by,
        about=f"worry:{worry.pk}" if worry else f"glass:{glass.pk}",
        commitments={"because": because.encode()}, at=at,
    )  # fmt: skip


@transaction.atomic
def review_glass(*, glass, is_upheld, words, by, at=None):
    """The second person: was it right? Where it was not, it ends at once, and those above are told."""
    glass = BrokenGlass.objects.select_for_update().get(pk=glass.pk)
    allow(permissions.review_glass_refusal(by, glass, who_looked.who_reviews(glass)))
    if not words.strip():
        raise ValueError("a review has words")
    at = at or timezone.now()
    glass.reviewed_by, glass.reviewed_at, glass.is_upheld, glass.review = by, at, is_upheld, words
    if not is_upheld:
        glass.until = min(glass.until, at)
        above = [person for person in who_looked.who_is_above(glass.organisation) if person.pk != by.pk]
        tell([person for person in above if person.pk != glass.by_id], "glass-not-upheld", at, glass=glass)
    glass.save()
    record_event(
        kind="glass-upheld" if is_upheld else "glass-not-upheld", by=by,
        about=f"worry:{glass.worry_id}" if glass.worry_id else f"glass:{glass.pk}",
        commitments={"words": words.encode()}, at=at,
    )  # fmt: skip
