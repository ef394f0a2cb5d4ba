"""Every read of policies, privacy notices and retention periods."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.belonging import acting_for
from sharewell.domain.errors import NotFound
from sharewell.domain.learning import periods, permissions
from sharewell.domain.learning.kinds import kinds
from sharewell.domain.learning.models import OwnPeriod, Policy, Reading, Review, Version
from sharewell.domain.learning.states import (
    COMING,
    DRAFT,
    IN_FORCE,
    KEPT_AFTER,
    NOTICE,
    NOTICES,
    POLICY_DOCUMENT,
    READ_WITHIN,
    REMIND_BEFORE,
    REVIEW_DUE,
    STATES,
    WITHDRAWN,
    WRITING,
)
from sharewell.domain.organisations.queries import gaps_for, people_of, who_puts_right
from sharewell.domain.organisations.states import POLICY_DOCUMENT as GAP_POLICY_DOCUMENT

# --- What the rooms above look up at every share: one query each ------------------------------------


def notice_for(organisation, day):
    """The Version of an organisation's privacy notice that is in force on that day; None where none is.

    The notice for adults where there is one, else any of the others. Its `policy` is at hand.
    """
    found = _in_force(organisation, day, kind__in=NOTICES)
    return min(found, key=lambda version: version.policy.kind != NOTICE, default=None)


def policy_document_for(organisation, paragraph, day):
    """The Version of an appropriate policy document that covers this paragraph of Schedule 1 ("18") on that
    day; None where none does. One whose review is late still counts.
    """
    found = policy_documents_in_force(organisation, day)
    return next((each for each in found if str(paragraph) in each.paragraphs), None)


def policy_documents_in_force(organisation, day):
    """The versions of all its appropriate policy documents that are in force on a day."""
    return _in_force(organisation, day, kind=POLICY_DOCUMENT)


@dataclass(frozen=True)
class PolicyDocument:
    """What is known of an organisation's appropriate policy document: kept here, or only said to be there."""

    kept: tuple  # the versions in force here
    draft: Version | None  # of one that is being written here
    is_said: bool | None  # whether somebody said that there is one; None where nobody has said
    said_at: datetime | None  # when, as the log has it


def policy_document_of(person):
    """The PolicyDocument of a person's organisation."""
    organisation = person.organisation
    drafts = Version.objects.filter(
        policy__organisation=organisation, policy__kind=POLICY_DOCUMENT, policy__withdrawn_at=None,
        published_at=None,
    )  # fmt: skip
    said = [
        each.at for each in events_about(f"organisation:{organisation.pk}")
        if each.kind == "policy-document-said"
    ]  # fmt: skip
    return PolicyDocument(
        kept=tuple(policy_documents_in_force(organisation, timezone.localdate())),
        draft=drafts.select_related("policy").first() if may_write(person) else None,
        is_said=organisation.policy_document_live,
        said_at=said[-1] if said else None,
    )


def _in_force(organisation, day, **which):
    """The versions in force on a day, one a policy, by one query."""
    rows = Version.objects.select_related("policy__organisation").filter(
        Q(policy__withdrawn_on=None) | Q(policy__withdrawn_on__gt=day),
        policy__organisation=organisation,
        published_at__isnull=False,
        in_force_from__lte=day,
        **{f"policy__{name}": value for name, value in which.items()},
    )
    newest = {row.policy_id: row for row in rows.order_by("in_force_from", "number")}
    return list(newest.values())


# --- What the pages show ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A policy with the version in force today, the one that will be, and the draft, where there are any."""

    policy: Policy
    now: Version | None
    coming: Version | None
    draft: Version | None

    @property
    def kind(self):
        return kinds()[self.policy.kind]

    @property
    def named(self):
        """The row that holds what it is called today, or will be."""
        version = self.now or self.coming or self.draft
        return version.says if version else self.policy

    @property
    def title(self):
        return self.named.title

    @property
    def state(self):
        """One of states.STATES."""
        if self.policy.withdrawn_at:
            return WITHDRAWN
        if self.now:
            return REVIEW_DUE if self.policy.is_review_due else IN_FORCE
        return COMING if self.coming else DRAFT

    @property
    def state_words(self):
        return STATES[self.state]


def policies_for(person):
    """Every policy where the person works that they may see: a Held each, in the order of their kinds."""
    rows = Policy.objects.filter(organisation_id=person.organisation_id)
    rows = rows.select_related("owner", "organisation").prefetch_related("versions")
    held = [_held(policy) for policy in rows]
    order = {kind: number for number, kind in enumerate(kinds())}
    return sorted(
        (each for each in held if each.now or each.coming or each.policy.withdrawn_at or may_write(person)),
        key=lambda each: (order[each.policy.kind], each.policy.made_at),
    )


def policy_for(person, pk):
    """One of them as a Held; NotFound where the person may not see it."""
    rows = Policy.objects.filter(organisation_id=person.organisation_id, pk=pk)
    policy = rows.select_related("owner", "organisation", "withdrawn_by").first()
    if policy is None or permissions.see_refusal(person, policy):
        raise NotFound()
    held = _held(policy)
    if policy.review_on is None and permissions.see_draft_refusal(person, policy):
        raise NotFound()
    return held


def version_for(person, pk):
    """One version, with its policy; NotFound where the person may not see it."""
    rows = Version.objects.filter(pk=pk, policy__organisation_id=person.organisation_id)
    found = rows.select_related("policy__organisation", "policy__owner", "published_by").first()
    if found is None:
        raise NotFound()
    ask = permissions.see_draft_refusal if found.is_draft else permissions.see_refusal
    if ask(person, found.policy):
        raise NotFound()
    return found


def draft_for(person, pk):
    """One draft that the person may change; NotFound for any other version."""
    found = version_for(person, pk)
    if not found.is_draft:
        raise NotFound()
    return found


def versions_of(policy):
    """What was published of a policy that the person asking was already given, the newest first."""
    return list(policy.versions.filter(published_at__isnull=False).select_related("published_by"))


def version_before(version):
    """What was published before this one; None where it is the first."""
    rows = Version.objects.filter(policy=version.policy, number__lt=version.number)
    return rows.filter(published_at__isnull=False).first()


def reviews_of(policy):
    """Every review of it, the newest first."""
    return list(Review.objects.filter(policy=policy).select_related("by"))


def may_write(person):
    """Whether the person writes policies where they work."""
    return person.is_active and person.role in WRITING


def _held(policy):
    today, now, coming, draft = timezone.localdate(), None, None, None
    for version in sorted(policy.versions.all(), key=lambda each: each.number):
        if version.is_draft:
            draft = version
        elif version.in_force_from <= today:
            now, coming = version, None
        else:
            coming = version
    return Held(policy, None if policy.withdrawn_at else now, coming, draft)


# --- Who has read which ----------------------------------------------------------------------------------


def is_read_by(person, version):
    """When this person said that they have read a version; None where they have not."""
    found = Reading.objects.filter(version=version, person=person).first()
    return found.at if found else None


def readers_of(person, policy, version):
    """[(Person, when they read this version, the number of the last one that they read)] of those who are
    asked to read it, those who have not first; then whoever read it unasked.
    """
    permissions.allow(permissions.see_readers_refusal(person, policy))
    read = Reading.objects.filter(version__policy=policy).select_related("person", "version")
    at, last, others = {}, {}, {}
    for row in read.order_by("version__number"):
        last[row.person_id] = row.version.number
        others[row.person_id] = row.person
        if row.version_id == version.pk:
            at[row.person_id] = row.at
    asked = [each for each in people_of(policy.organisation) if each.role in policy.readers]
    unasked = [each for each in others.values() if each.pk in at and each not in asked]
    rows = [(each, at.get(each.pk), last.get(each.pk)) for each in [*asked, *unasked]]
    return sorted(rows, key=lambda row: row[1] is not None)


def to_read_for(person):
    """[(Version, by which day)] that the person is asked to read and has not, the soonest first."""
    today = timezone.localdate()
    found = [
        version
        for version in _in_force(person.organisation_id, today)
        if person.role in version.policy.readers
    ]
    read = set(Reading.objects.filter(person=person, version__in=found).values_list("version_id", flat=True))
    rows = [(version, version.in_force_from + READ_WITHIN) for version in found if version.pk not in read]
    return sorted(rows, key=lambda row: row[1])


# --- Reviews ---------------------------------------------------------------------------------------------


def reviews_due_for(person):
    """The policies whose review is due soon or late, that this person owns; of an owner who has left, those
    of whoever puts things right there.
    """
    until = timezone.localdate() + REMIND_BEFORE
    rows = Policy.objects.filter(
        organisation_id=person.organisation_id, withdrawn_at=None, review_on__lte=until
    ).select_related("owner", "organisation")
    return [policy for policy in rows.order_by("review_on") if answers_for(policy) == person]


def answers_for(policy):
    """Its owner; where they have left or moved, whoever puts things right there."""
    owner = policy.owner
    if owner.is_active and owner.organisation_id == policy.organisation_id:
        return owner
    return who_puts_right(policy.organisation)


def to_remind(today):
    """For the worker: policies whose review comes up and whose owner was not told of it."""
    rows = Policy.objects.filter(withdrawn_at=None, review_on__lte=today + REMIND_BEFORE)
    rows = rows.select_related("owner", "organisation")
    return [policy for policy in rows if policy.reminded_for != policy.review_on]


# --- Periods ---------------------------------------------------------------------------------------------


def schedule_for(person):
    """The retention schedule where the person works, as `periods.rows_for` gives it."""
    return periods.rows_for(person.organisation)


def period_for(person, record):
    """(the row of `retention.toml`, the OwnPeriod in force or None); NotFound where it is not theirs."""
    row = next((each for each in periods.usual_for(person.organisation) if each["id"] == record), None)
    if row is None:
        raise NotFound()
    rows = OwnPeriod.objects.filter(organisation_id=person.organisation_id, record=record, ended_at=None)
    return row, rows.select_related("organisation", "set_by").first()


# --- Gaps ------------------------------------------------------------------------------------------------


def gaps_put_right_by(person, policy):
    """The open gaps that a version of this policy would put right, as far as the person may see them."""
    if policy.kind == POLICY_DOCUMENT:
        return [
            gap
            for gap in gaps_for(person)
            if gap.closed_at is None
            and gap.kind == GAP_POLICY_DOCUMENT
            and (not gap.what or gap.what in policy.paragraphs)
        ]
    if policy.kind in NOTICES:
        return [gap for gap in gaps_for(person) if gap.closed_at is None and gap.kind == NOTICE]
    return []


# --- Open to anybody, where the organisation chose so ----------------------------------------------------


def public_notices(organisation):
    """The notices and policies in force today that an organisation, by its id, shows to everybody."""
    with acting_for(organisation):  # nobody is signed in; what it chose to show is all that is read
        found = _in_force(organisation, timezone.localdate(), is_public=True)
        order = {kind: number for number, kind in enumerate(kinds())}
        return sorted(found, key=lambda version: order[version.policy.kind])


def public_notice(organisation, policy):
    """One of them by the policy's id; NotFound where it is not shown."""
    found = next((each for each in public_notices(organisation) if each.policy_id == policy), None)
    if found is None:
        raise NotFound()
    return found


# --- Figures ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Counts of an organisation's policies on a day. `asked` and `read` count people times policies."""

    in_force: int
    kinds_in_force: tuple[str, ...]
    reviews_late: int
    asked: int
    read: int
    read_late: int


def figures_for(organisation, day=None):
    """The Figures of an organisation, for whoever answers for it."""
    day = day or timezone.localdate()
    versions = _in_force(organisation, day)
    people = people_of(organisation)
    read = set(Reading.objects.filter(version__in=versions).values_list("version_id", "person_id"))
    asked = [
        (version, person)
        for version in versions
        for person in people
        if person.role in version.policy.readers
    ]
    missing = [(version, person) for version, person in asked if (version.pk, person.pk) not in read]
    return Figures(
        in_force=len(versions),
        kinds_in_force=tuple(sorted({version.policy.kind for version in versions})),
        reviews_late=sum(1 for each in versions if each.policy.review_on and each.policy.review_on < day),
        asked=len(asked),
        read=len(asked) - len(missing),
        read_late=sum(1 for version, _person in missing if version.in_force_from + READ_WITHIN < day),
    )


def kept_until(policy):
    """The day until which a withdrawn policy document is kept at least; None for any other policy."""
    if policy.kind != POLICY_DOCUMENT or policy.withdrawn_on is None:
        return None
    return policy.withdrawn_on + KEPT_AFTER
