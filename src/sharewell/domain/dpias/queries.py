"""Every read of impact assessments."""

from datetime import datetime, time, timedelta

from django.db.models import Case, Exists, Max, OuterRef, Q, Value, When
from django.utils import timezone

from sharewell.domain.dpias import law, permissions, states
from sharewell.domain.dpias.models import (
    Assessment,
    Covering,
    Hat,
    Heir,
    Measure,
    Reopening,
    Risk,
    Signed,
    Step,
    View,
)
from sharewell.domain.dpias.template import template
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.models import Organisation, Person

_WITH = ("keeper", "parent__keeper", "review_owner")
SOON = timedelta(days=14)  # our own: how long before its day a review is spoken of


def assessment_for(organisation, to_kind, purpose, day, flow=None):
    """The assessment that covers a share of this organisation to a kind of recipient for a purpose; or None.

    It is signed off and not withdrawn on `day`, and what was signed off speaks of this purpose and kind: in
    it, or in the overarching one that it builds on. Being linked to the agreement of the `flow` widens
    nothing; of two that cover it, the one that is linked is named. What its author is writing into it, or
    takes out, counts once that is signed off. One query, however many there are; one more while any is being
    written.
    """
    asked = Covering.objects.filter(purpose=purpose, recipient_kind=to_kind)
    above = Q(parent__signed_at__isnull=False) & ~Q(parent__state=states.WITHDRAWN)
    rows = in_force(organisation, day).annotate(
        says=Exists(asked.filter(assessment=OuterRef("pk"))),
        above_says=Case(When(above, then=Exists(asked.filter(assessment=OuterRef("parent")))), default=False),
        is_linked=Exists(_linked(flow)) if flow else Value(False),
    )
    being_written = ~Q(state=states.SIGNED) | (above & ~Q(parent__state=states.SIGNED))
    rows = rows.filter(Q(says=True) | Q(above_says=True) | being_written).select_related("keeper", "parent")
    found = list(rows.order_by("-is_linked", "-signed_at"))
    signed = _signed_covers(found)
    return next((row for row in found if _covers(row, [purpose, to_kind], signed)), None)


def _linked(flow):
    through = Assessment.agreements.through
    return through.objects.filter(assessment=OuterRef("pk"), agreement=flow.agreement_id)


def _signed_covers(rows):
    """{id: [[purpose, kind]] of the last sign-off} of those that are being written, and of those above."""
    tiers = {tier for row in rows for tier in (row, row.parent) if tier and tier.state != states.SIGNED}
    if not tiers:
        return {}
    signed = Signed.objects.filter(assessment__in=tiers).order_by("number")
    return dict(signed.values_list("assessment", "content__covers"))  # the last of each stays


def _covers(row, asked, signed):
    own = asked in signed[row.pk] if row.pk in signed else row.says
    if own or row.parent is None or not row.parent.is_in_force:
        return own
    return asked in signed[row.parent_id] if row.parent_id in signed else row.above_says


def scopes_of(organisation, day):
    """{(purpose, kind of recipient): the assessments of an organisation that cover it on a day, the last
    signed first}, as `assessment_for` finds them. A fixed number of queries.
    """
    rows = in_force(organisation, day).select_related("keeper", "parent").order_by("-signed_at")
    rows = list(rows.prefetch_related("covers", "parent__covers"))
    signed, found = _signed_covers(rows), {}
    for row in rows:
        above = [row.parent] if row.parent and row.parent.is_in_force else []
        for pair in {pair for tier in (row, *above) for pair in _scope(tier, signed)}:
            found.setdefault(pair, []).append(row)
    return found


def _scope(assessment, signed):
    if assessment.pk in signed:
        return [tuple(pair) for pair in signed[assessment.pk]]
    return [(row.purpose, row.recipient_kind) for row in assessment.covers.all()]


def in_force(organisation, day=None):
    """The assessments of an organisation that cover its shares on a day, for the rooms above."""
    rows = Assessment.objects.filter(keeper=organisation, signed_at__isnull=False)
    if day is not None:
        midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        rows = rows.filter(signed_at__lt=midnight)
    return rows.exclude(state=states.WITHDRAWN)


def is_named(assessment, organisation):
    """Whether an assessment speaks of this recipient: it names it, or it names nobody of its kind."""
    named = list(assessment.named.select_related("organisation"))
    if any(row.organisation_id == organisation.pk for row in named):
        return True
    return not any(row.organisation.kind == organisation.kind for row in named) and (
        organisation.kind in {row.recipient_kind for row in assessment.covers.all()}
    )


def assessments_for(person, *, words="", state=""):
    """What the person may read of their own organisation's, the newest first."""
    rows = Assessment.objects.filter(keeper_id=person.organisation_id).select_related(*_WITH)
    rows = rows.prefetch_related("hats__person")
    if state:
        rows = rows.filter(state=state)
    for word in folded(words).split():
        rows = rows.filter(words__contains=word)
    if person.role not in permissions.MAKERS:
        rows = rows.filter(Q(signed_at__isnull=False) & ~Q(state=states.WITHDRAWN) | Q(hats__person=person))
    return list(rows.distinct())


def assessment_of(person, pk):
    """One assessment; NotFound where they may not read it."""
    rows = Assessment.objects.select_related(*_WITH)
    found = rows.prefetch_related("hats__person", "reopenings", "covers").filter(pk=pk).first()
    if found is None or permissions.see_refusal(person, found):
        raise NotFound()
    return found


def risk_of(person, assessment, pk):
    """One risk of an assessment that the person was given; NotFound where it was taken out."""
    found = Risk.objects.select_related("assessment__keeper").filter(assessment=assessment, pk=pk)
    return _or_not_found(found.filter(removed_at=None).first())


def measure_of(person, assessment, pk):
    """One measure."""
    found = Measure.objects.select_related("risk__assessment__keeper", "owner")
    found = found.filter(risk__assessment=assessment, pk=pk, removed_at=None, risk__removed_at=None)
    return _or_not_found(found.first())


def view_of(person, assessment, pk):
    """What one group of people said."""
    return _or_not_found(View.objects.filter(assessment=assessment, pk=pk, removed_at=None).first())


def reopening_of(person, assessment, pk):
    """One question that was opened again."""
    found = Reopening.objects.select_related("assessment__keeper", "by").filter(assessment=assessment, pk=pk)
    return _or_not_found(found.first())


def signed_of(person, assessment, number):
    """The assessment as it was signed off that time."""
    return _or_not_found(Signed.objects.filter(assessment=assessment, number=number).first())


def _or_not_found(row):
    if row is None:
        raise NotFound()
    return row


def steps_of(person, assessment):
    """Its way round the hats, the last step first; for those who work there."""
    if assessment.keeper_id != person.organisation_id:
        return []
    return list(assessment.steps.select_related("by").order_by("-at"))


def overarching_for(person):
    """What a local assessment can build on: one's own overarching ones, and those that others offered."""
    rows = Assessment.objects.filter(is_overarching=True, signed_at__isnull=False)
    rows = rows.exclude(state=states.WITHDRAWN).select_related("keeper")
    return list(
        rows.filter(
            Q(keeper_id=person.organisation_id) | Q(heirs__organisation_id=person.organisation_id)
        ).distinct()
    )


def heirs_of(person, assessment):
    """To whom it was offered."""
    return list(Heir.objects.filter(assessment=assessment).select_related("organisation"))


def organisations_to_offer(person, assessment):
    """The organisations on this server to which it was not offered yet."""
    rows = Organisation.objects.filter(is_here=True).exclude(pk=assessment.keeper_id)
    return list(rows.exclude(inheriting__assessment=assessment))


def organisations_to_name(person):
    """The organisations of the directory that an assessment may name."""
    return list(Organisation.objects.exclude(pk=person.organisation_id))


def colleagues_for_hats(person):
    """Everybody active who works there."""
    return list(Person.objects.filter(organisation_id=person.organisation_id, is_active=True))


def provisions_for(assessment, day=None):
    """The law that this assessment can rest on."""
    own = law.own_rules(assessment.keeper)
    return law.provisions(assessment.keeper.nation, day or timezone.localdate(), own)


def next_reference(organisation, at):
    """The next of an organisation's own series: "DPIA-2026-003"."""
    start = f"DPIA-{timezone.localdate(at).year}-"
    last = Assessment.objects.filter(keeper=organisation, reference__startswith=start)
    last = last.aggregate(last=Max("reference"))["last"]
    return f"{start}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:03d}"


def concerned(organisation, because, about):
    """The assessments of an organisation that an event touches, for the rooms above.

    A change in the law touches those that rest on it, a recipient those that cover its kind and do not
    name it; anything else all that are in force, unless the caller names one.
    """
    rows = list(in_force(organisation).select_related("keeper").prefetch_related("covers"))
    noun, _colon, ident = about.partition(":")
    if because == states.LAW_CHANGE:
        return [each for each in rows if ident.split("@")[0] in each.provisions]
    if because == states.NEW_RECIPIENT and noun == "organisation":
        recipient = Organisation.objects.filter(pk=ident).first()
        kinds = {each.pk: {row.recipient_kind for row in each.covers.all()} for each in rows}
        return [
            each
            for each in rows
            if recipient and recipient.kind in kinds[each.pk] and not is_named(each, recipient)
        ]
    return rows


def all_in_force():
    """Every assessment in force of every organisation, for what is done without anybody asking."""
    rows = Assessment.objects.filter(signed_at__isnull=False).exclude(state=states.WITHDRAWN)
    return rows.select_related("keeper")


def children_in_force(parent):
    """The local assessments that build on one, as far as whoever is acted for sees them."""
    return list(all_in_force().filter(parent=parent))


def name_of_recipient(ident):
    """What an organisation of the directory is called; "" where there is none. The directory is for all."""
    found = Organisation.objects.filter(pk=ident).first()
    return str(found) if found else ""


def touched_questions(assessment, because):
    """The questions of an assessment that such an event opens again."""
    return template(assessment.template).touched_by(because)


# --- What needs somebody today --------------------------------------------------------------------------


def turns_of(person):
    """[(assessment, hat)] whose turn it is and whose hat this person wears."""
    rows = Hat.objects.filter(person=person, assessment__state__in=states.TURNS)
    rows = rows.select_related("assessment__keeper")
    return [(row.assessment, row.hat) for row in rows if row.assessment.turn == row.hat]


def turns_since(person):
    """[(assessment, since when)] that wait for this person: since the last step of each, or its beginning."""
    found = [row for row, _hat in turns_of(person)]
    last = dict(
        Step.objects.filter(assessment__in=found).order_by().values_list("assessment").annotate(Max("at"))
    )
    return [(row, last.get(row.pk, row.made_at)) for row in found]


def reviews_due(person, day):
    """The assessments whose review this person owns and whose day is near or past."""
    rows = Assessment.objects.filter(review_owner=person, review_on__lte=day + SOON, signed_at__isnull=False)
    return list(rows.exclude(state=states.WITHDRAWN).select_related("keeper"))


def measures_of(person):
    """What this person has to do about a risk and has not done, of what is in force."""
    rows = Measure.objects.filter(
        owner=person,
        done_at=None,
        removed_at=None,
        risk__removed_at=None,
        due_on__isnull=False,
        risk__assessment__signed_at__isnull=False,
    )
    rows = rows.exclude(risk__assessment__state=states.WITHDRAWN)
    return list(rows.select_related("risk__assessment__keeper").order_by("due_on"))


def to_tell():
    """Hats whose turn it is and whom no mail has told yet."""
    rows = Hat.objects.filter(mailed_at=None, assessment__state__in=states.TURNS)
    rows = rows.select_related("assessment", "person")
    return [
        row
        for row in rows
        if row.assessment.turn == row.hat and row.person.is_active and not _knows_already(row)
    ]


def _knows_already(hat):
    """Whoever has just begun one need not be told that it is with them."""
    return hat.assessment.state == states.DRAFT and hat.given_by_id == hat.person_id


def folded(words):
    """Words as a search compares them."""
    return " ".join((words or "").casefold().split())
