"""Which agreement covers a share. Asked at every share, so one query whatever the register holds."""

from django.db.models import Q

from sharewell.domain.agreements import states
from sharewell.domain.agreements.models import Flow, Party


def cover_for(organisation, to, purpose, day, pattern=states.ONE_OFF):
    """The flow that covers what `organisation` gives to the organisation `to` for a purpose on a day, its
    agreement at hand; nothing where none does. One that an import confirmed counts like any other. What was
    agreed for when a case needs it covers no regular sharing and no bulk.
    """
    if to is None:
        return None
    stands = Q(agreement__state__in=states.COVERS)
    stands |= Q(agreement__state=states.REPLACED, agreement__ends_on__gt=day)  # what replaces it starts later
    rows = Flow.objects.filter(
        stands,
        Q(giver__left_on=None) | Q(giver__left_on__gt=day),
        Q(agreement__in_force_from=None) | Q(agreement__in_force_from__lte=day),
        Q(agreement__ends_on=None) | Q(agreement__ends_on__gte=day),
        giver__organisation=organisation,
        purpose=purpose,
        receivers__in=_receiving(to, day),
    )
    if pattern != states.ONE_OFF:
        rows = rows.exclude(pattern=states.ONE_OFF)
    rows = rows.select_related("agreement", "giver").order_by("-agreement__in_force_from", "number", "pk")
    return rows.first()


def _receiving(to, day):
    rows = Party.objects.filter(organisation=to)
    return rows.filter(Q(left_on=None) | Q(left_on__gt=day)).values("pk")
