"""What lets somebody see a worry: for one worry in words, and for all of them as SQL. The two say the same.

The team (who raised it, and who was let in, until their last day); the safeguarding leads, unless it is
sealed; and whoever broke the glass, for as long as that lasts. An administrator never.
"""

from django.db.models import Q
from django.utils import timezone

from sharewell.domain.decisions.models import BrokenGlass, Member, Worry
from sharewell.domain.decisions.states import ADDED, GLASS, LEAD, RAISED
from sharewell.domain.organisations.states import ADMINISTRATOR


def takes_part(person):
    """Whether somebody may know of any worry at all."""
    return person.is_active and person.role != ADMINISTRATOR


def reason_to_see(person, worry, at=None):
    """What lets a person see a worry at that moment, of states.REASONS; "" where nothing does."""
    at = at or timezone.now()
    if not takes_part(person) or person.organisation_id != worry.organisation_id:
        return ""
    if worry.raised_by_id == person.pk:
        return RAISED
    if is_of_the_team(person, worry, timezone.localdate(at)):
        return ADDED
    if person.is_lead and not worry.is_sealed:
        return LEAD
    return GLASS if worry.broken_glass.filter(by=person, until__gt=at).exists() else ""


def is_of_the_team(person, worry, on):
    """Whether somebody was let in and their last day has not passed."""
    return any(
        member.person_id == person.pk and member.ended_at is None and member.until >= on
        for member in worry.members.all()
    )


def stands(person, worry, at=None):
    """Whether somebody answers for a worry: who raised it, or a safeguarding lead who sees it as one.

    Broken glass lets a person see and act for the child; it never lets them say who else may see.
    """
    reason = reason_to_see(person, worry, at)
    return reason in (RAISED, LEAD) or (reason == ADDED and person.is_lead)


def worries_seen_by(person, at=None):
    """The worries for which `reason_to_see` has a reason, as a query that the database answers."""
    if not takes_part(person):
        return Worry.objects.none()
    own = Q(pk__in=own_ids(person, at))
    if not person.is_lead:
        return Worry.objects.filter(own)
    return Worry.objects.filter(Q(is_sealed=False) | own, organisation_id=person.organisation_id)


def seen_through(person, path, at=None):
    """The same of rows that belong to worries, as a condition: `path` leads to the worry ("decision__worry").

    Not "in those worries": for that a database would first list all of them.
    """
    if not takes_part(person):
        return Q(pk__in=[])
    own = Q(**{f"{path}__in": own_ids(person, at)})
    if not person.is_lead:
        return own
    return own | Q(**{f"{path}__organisation": person.organisation_id, f"{path}__is_sealed": False})


def own_ids(person, at=None):
    """The ids of those that a person sees for a reason of their own: raised, of the team, broken glass.

    Nothing for somebody who takes no part.
    """
    at, ours = at or timezone.now(), person.organisation_id
    team = Member.objects.filter(person=person, ended_at=None, until__gte=timezone.localdate(at))
    glass = BrokenGlass.objects.filter(by=person, until__gt=at, worry__organisation_id=ours)
    raised = Worry.objects.filter(raised_by=person, organisation_id=ours)
    if not takes_part(person):
        return Worry.objects.none().values("pk")
    # without an order: a part of a union may have none
    return raised.order_by().values("pk").union(
        team.filter(worry__organisation_id=ours).order_by().values("worry"),
        glass.order_by().values("worry"),
    )  # fmt: skip
