"""Which agreement covers a share. Asked at every share, so one query whatever the register holds."""

from django.db.models import Q

from sharewell.domain.agreements import states
from sharewell.domain.agreements.models import Flow, Party


def cover_for(organisation, to, purpose, day, pattern=states.ONE_OFF):
    """The flow that covers what `organisation` gives to the organisation `to` for a purpose on a day, its
    agreement at hand; nothing where none does. What was agreed for when a case needs it covers no regular
    sharing and no bulk.
    """
    if to is None:
        return None
    rows = Flow.objects.filter(
        in_force_on(day, "agreement__"),
        binds_on(day, "giver__"),
        giver__organisation=organisation,
        purpose=purpose,
        receivers__in=Party.objects.filter(is_party_on(day), organisation=to).values("pk"),
    )
    if pattern != states.ONE_OFF:
        rows = rows.exclude(pattern=states.ONE_OFF)
    rows = rows.select_related("agreement", "giver").order_by("-agreement__in_force_from", "number", "pk")
    return rows.first()


def in_force_on(day, path=""):
    """A Q: what an agreement looks like that is in force on that day; `path` leads to it."""
    began = Q(**{f"{path}in_force_from": None}) | Q(**{f"{path}in_force_from__lte": day})
    lasts = Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gte": day})
    stands = Q(**{f"{path}state__in": states.COVERS})
    stands |= Q(
        **{f"{path}state": states.REPLACED, f"{path}ends_on__gt": day}
    )  # what replaces it starts later
    return stands & began & lasts


def is_party_on(day, path=""):
    """A Q: a party that the register names, and that has not left; `path` leads to it. Of what was made here
    it has joined.
    """
    stays = Q(**{f"{path}left_on": None}) | Q(**{f"{path}left_on__gt": day})
    joined = Q(**{f"{path}joined_on__lte": day}) | Q(**{f"{path}agreement__is_imported": True})
    return stays & joined


def binds_on(day, path=""):
    """A Q: a party that what it gives is covered by. Of what was taken over from elsewhere, one that somebody
    there has said yes for: another body's register binds nobody.
    """
    said = Q(**{f"{path}confirmed_at__isnull": False}) | Q(**{f"{path}agreement__is_imported": False})
    return is_party_on(day, path) & said
