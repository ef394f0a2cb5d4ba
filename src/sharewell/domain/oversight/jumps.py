"""Far more is shared than an assessment says: its question of how much is opened again."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from sharewell.domain.decisions.models import CoverFound
from sharewell.domain.dpias import actions, queries, states
from sharewell.domain.organisations.permissions import SYSTEM

# Our own: law and guidance say that a change is looked at, not how large it is.
TIMES, AT_LEAST = 3, 6
LOOKED_BACK = timedelta(days=30)


def look_for_jumps(*, by=SYSTEM, at=None):
    """Open again each assessment that covered, in the last thirty days, three times what it expects, and
    six at the least. Once a month at most. Gives the new Reopenings. Done by the worker.
    """
    at, new = at or timezone.now(), []
    shared = _shared_since(at - LOOKED_BACK, at)
    for assessment in queries.all_in_force().filter(pk__in=shared, expects_a_month__isnull=False):
        if shared[assessment.pk] >= max(AT_LEAST, TIMES * assessment.expects_a_month):
            new += actions.reopen(
                organisation=assessment.keeper, because=states.VOLUME_JUMP, assessment=assessment,
                about=f"month:{timezone.localdate(at):%Y-%m}", by=by, at=at,
            )  # fmt: skip
    return new


def _shared_since(since, until):
    """{assessment's id: how many decisions to share it covered}."""
    rows = CoverFound.objects.filter(
        assessment__isnull=False, decision__choice="share", decision__at__gt=since, decision__at__lte=until
    )
    counted = rows.order_by().values("assessment_id").annotate(count=Count("pk"))
    return {row["assessment_id"]: row["count"] for row in counted}
