"""Beginning an assessment: is one needed, who wears which hat, what it builds on."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.dpias import permissions, queries, states
from sharewell.domain.dpias.models import Assessment, Hat, Heir
from sharewell.domain.dpias.permissions import allow
from sharewell.domain.dpias.steps import held, must_say, note, to_state
from sharewell.domain.dpias.template import SEVEN_PARTS, screened_as, template
from sharewell.domain.organisations.models import Organisation
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.domain.versions import merged


@transaction.atomic
def start_assessment(
    *, by, title_en="", title_cy="", is_overarching=False, parent=None, regime=states.UK_GDPR, at=None
):
    """Begin one for the organisation where `by` works; who begins it is its author. Gives the Assessment.

    With a `parent` it is a local one that builds on an overarching one.
    """
    allow(permissions.build_on_refusal(by, parent) if parent else permissions.start_refusal(by))
    must_say(title_en, title_cy)
    at, keeper = at or timezone.now(), by.organisation
    Organisation.objects.select_for_update().get(pk=keeper.pk)  # two at once get two references
    asks = template(SEVEN_PARTS)
    assessment = Assessment.objects.create(
        keeper=keeper, reference=queries.next_reference(keeper, at), template=asks.id,
        template_version=asks.version, title_en=title_en, title_cy=title_cy, regime=regime,
        is_overarching=is_overarching and not parent, parent=parent, made_at=at, made_by=by,
    )  # fmt: skip
    _keep_words(assessment)
    if not permissions.hat_refusal(by, assessment, states.AUTHOR, by):
        Hat.objects.create(assessment=assessment, hat=states.AUTHOR, person=by, given_by=by, given_at=at)
    record_event(kind="assessment-started", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment


@transaction.atomic
def rename_assessment(*, assessment, title_en, title_cy, by, version=None, at=None):
    """Give it another title. Clash where somebody else did since `version`."""
    allow(permissions.write_refusal(by, assessment))
    must_say(title_en, title_cy)
    row = held(assessment)
    stands = {"title_en": row.title_en, "title_cy": row.title_cy}
    mine = merged(version=version, stands=stands, mine={"title_en": title_en, "title_cy": title_cy})
    assessment.title_en, assessment.title_cy = mine["title_en"], mine["title_cy"]
    assessment.save(update_fields=["title_en", "title_cy"])
    _keep_words(assessment)
    record_event(kind="assessment-renamed", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def screen(*, assessment, answers, by, version=None, at=None):
    """Answer whether one is needed: {id: yes | no | unsure}. Gives states.REQUIRED, ADVISED or NONE.

    Nothing follows from it yet: somebody then begins to write (`make_it`), or says why not (`leave_it`).
    """
    allow(permissions.screen_refusal(by, assessment))
    row = held(assessment)
    answers = merged(version=version, stands=row.screening, mine=answers)
    assessment.screening, assessment.screened_as = answers, screened_as(answers)
    assessment.save(update_fields=["screening", "screened_as"])
    record_event(kind="assessment-screened", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment.screened_as


@transaction.atomic
def make_it(*, assessment, by, at=None):
    """Begin to write it, whatever the screening said: one may always be made."""
    allow(permissions.screen_refusal(by, assessment))
    at = at or timezone.now()
    to_state(assessment, states.DRAFT)
    note(assessment, "screened", by=by, at=at)
    record_event(kind="assessment-screened", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def leave_it(*, assessment, why_en="", why_cy="", by, at=None):
    """None is made, with the reason. Refused where the law asks for one."""
    allow(permissions.screen_refusal(by, assessment))
    if assessment.screened_as == states.REQUIRED:
        raise ValueError("an assessment that the law asks for is made")
    must_say(why_en, why_cy)
    at = at or timezone.now()
    assessment.not_needed_en, assessment.not_needed_cy = why_en, why_cy
    assessment.save(update_fields=["not_needed_en", "not_needed_cy"])
    to_state(assessment, states.NOT_NEEDED)
    note(assessment, "screened", by=by, at=at, said_en=why_en, said_cy=why_cy)
    said = {"why": (why_en or why_cy).encode()}
    about = f"assessment:{assessment.pk}"
    record_event(kind="assessment-not-needed", by=by, about=about, commitments=said, at=at)


@transaction.atomic
def give_hats(*, assessment, hats, by, version=None, at=None):
    """Say who writes, reviews, advises or approves: {hat: person}. Nobody wears two of one assessment.

    Clash where somebody else gave one of them otherwise since `version`: {hat: id of who wears it}.
    """
    assessment, at = held(assessment), at or timezone.now()
    worn = {each.hat: str(each.person_id) for each in assessment.hats.filter(hat__in=hats)}
    mine = {hat: str(person.pk) for hat, person in hats.items()}
    kept = merged(version=version, stands={hat: worn.get(hat, "") for hat in hats}, mine=mine)
    hats = {hat: person for hat, person in hats.items() if kept[hat] == mine[hat] != worn.get(hat)}
    about = f"assessment:{assessment.pk}"
    for hat, person in hats.items():
        allow(permissions.hat_refusal(by, assessment, hat, person, changing=hats))
    assessment.hats.filter(hat__in=hats).delete()  # first, so that two people can change places
    for hat, person in hats.items():
        Hat.objects.create(
            assessment=assessment, hat=hat, person=person, given_by=None if by == SYSTEM else by, given_at=at
        )
        record_event(kind="assessment-hat-given", by=by, about=about, at=at)


@transaction.atomic
def offer_assessment(*, assessment, organisation, by, at=None):
    """Offer an overarching one to another organisation on this server, to build its own on."""
    allow(permissions.offer_refusal(by, assessment))
    at = at or timezone.now()
    Heir.objects.get_or_create(
        assessment=assessment, organisation=organisation, defaults={"by": by, "at": at}
    )
    record_event(kind="assessment-offered", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def withdraw_assessment(*, assessment, why_en="", why_cy="", by, at=None):
    """It ends, with the reason: it covers nothing any more. What was signed off stays readable."""
    allow(permissions.withdraw_refusal(by, assessment))
    must_say(why_en, why_cy)
    at = at or timezone.now()
    to_state(assessment, states.WITHDRAWN)
    note(assessment, "withdrawn", by=by, at=at, said_en=why_en, said_cy=why_cy)
    said = {"why": (why_en or why_cy).encode()}
    about = f"assessment:{assessment.pk}"
    record_event(kind="assessment-withdrawn", by=by, about=about, commitments=said, at=at)


def _keep_words(assessment):
    """What a search looks in."""
    names = (assessment.reference, assessment.title_en, assessment.title_cy)
    assessment.words = queries.folded(" ".join(names))
    assessment.save(update_fields=["words"])
