"""Reading agreements one by one and those under way: for whoever drafts them, and for their partners."""

from uuid import UUID

from django.db.models import Q

from sharewell.domain.agreements import kind_checks, permissions, states
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.models import Agreement, Flow, Party
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.models import Organisation


def agreement_for(by, pk):
    """One agreement; NotFound where they may not see it."""
    rows = Agreement.objects.select_related("keeper", "under", "replaces", "made_by")
    found = rows.filter(pk=pk).prefetch_related("parties__organisation").first()
    if found is None or permissions.see_refusal(by, found):
        raise NotFound()
    return found


def under_way_for(by):
    """What this person's organisation drafts, or was asked to agree to, and is not in force yet; the newest
    first.
    """
    rows = Agreement.objects.exclude(state__in=(*states.COVERS, *states.ENDED))
    rows = rows.filter(
        Q(keeper=by.organisation_id)
        | Q(parties__organisation=by.organisation_id)
        | Q(assurances__assurer=by.organisation_id)
    ).distinct()
    rows = rows.select_related("keeper").prefetch_related("parties__organisation")
    return [row for row in rows if not permissions.see_refusal(by, row)]


def overarching_for(by):
    """The agreements that a new one can be a schedule to."""
    tiered = [pk for pk, each in kinds().items() if each.is_tiered]
    rows = Agreement.objects.filter(kind__in=tiered, parties__organisation=by.organisation_id)
    rows = rows.exclude(state__in=states.ENDED).prefetch_related("parties").distinct()
    return [row for row in rows if not permissions.see_refusal(by, row)]


def party_for(by, agreement, pk):
    """One party of an agreement that they may see."""
    found = Party.objects.select_related("organisation", "agreement__keeper").filter(
        agreement=agreement, pk=pk
    )
    return _first(found)


def flow_for(by, agreement, pk):
    """One flow of an agreement that they may see."""
    rows = Flow.objects.select_related("giver__organisation", "agreement__keeper")
    return _first(
        rows.prefetch_related("receivers__organisation", "bases").filter(agreement=agreement, pk=pk)
    )


def _first(rows):
    found = rows.first()
    if found is None:
        raise NotFound()
    return found


def answers_of(by, agreement):
    """{question: {"en", "cy"}} of an agreement that they may see."""
    return {row.question: {"en": row.text_en, "cy": row.text_cy} for row in agreement.answers.all()}


def unanswered_in(by, agreement):
    """The questions of its kind that still need an answer, of an agreement that they may see."""
    return kind_checks.unanswered(agreement)


def partner_named(by, pk):
    """The organisation of the directory that a link names as a partner to be; nothing where it names none."""
    try:
        return Organisation.objects.exclude(pk=by.organisation_id).filter(pk=UUID(str(pk))).first()
    except ValueError:
        return None


def who_could_join(by, agreement):
    """Every organisation of the directory that is no party to it yet."""
    there = agreement.parties.values_list("organisation", flat=True)
    return list(Organisation.objects.exclude(pk__in=list(there)))
