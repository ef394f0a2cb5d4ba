"""What an organisation ought to have and does not: found while somebody shares, and put right by somebody."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions, queries
from sharewell.domain.organisations.models import Gap, Meeting, Organisation
from sharewell.domain.organisations.permissions import allow
from sharewell.domain.organisations.states import BY_COVER, POLICY_DOCUMENT
from sharewell.domain.versions import merged

PUT_RIGHT_WITHIN = timedelta(days=28)  # our own; the law says what must be there, not how soon it is mended
NEEDLESS_FOR = timedelta(days=365)  # our own: what does not come back within a year is a single share


@transaction.atomic
def file_gap(
    *, organisation, kind, about, by, what="", owner=None, due_on=None, is_single=False, at=None
):  # fmt: skip
    """Say that something of `states.GAP_KINDS` is missing, met in `about` ("decision:<uuid>"). Gives the Gap.

    One that is open already gains another place where it was met: its owner and day stay. Without an owner it
    is the data protection officer's, else a safeguarding lead's. The one function for every kind. Where a
    share `is_single`, and somebody has said within a year that a single share needs none, nothing is filed.
    """
    allow(permissions.file_gap_refusal(by, organisation))
    at = at or timezone.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once make one gap
    alike = Gap.objects.filter(organisation=organisation, kind=kind, what=what)
    gap = alike.filter(closed_at=None).first()
    if not gap and is_single and alike.filter(is_needless=True, closed_at__gt=at - NEEDLESS_FOR).exists():
        return None
    event = "gap-met" if gap else "gap-filed"
    gap = gap or Gap.objects.create(
        organisation=organisation, kind=kind, what=what, filed_at=at,
        owner=owner or queries.who_puts_right(organisation) or by,
        due_on=due_on or timezone.localdate(at) + PUT_RIGHT_WITHIN,
    )  # fmt: skip
    _meeting, is_new = Meeting.objects.get_or_create(gap=gap, about=about, defaults={"by": by, "at": at})
    if is_new:
        record_event(kind=event, by=by, about=f"gap:{gap.pk}", at=at)
    return gap


@transaction.atomic
def close_gap(*, gap, done, by, is_live=False, is_needless=False, at=None):
    """It is put right: what was done. `is_live` says that the policy document is in force from now on;
    `is_needless` that a single share needs none.
    """
    gap = Gap.objects.select_for_update().select_related("organisation").get(pk=gap.pk)
    allow(permissions.close_gap_refusal(by, gap))
    if not done.strip():
        raise ValueError("a gap is closed by saying what was done")
    at = at or timezone.now()
    gap.done, gap.closed_at, gap.closed_by = done, at, by
    gap.is_needless = is_needless and gap.kind in BY_COVER
    gap.save(update_fields=["done", "closed_at", "closed_by", "is_needless"])
    if is_live and gap.kind == POLICY_DOCUMENT:
        _say(gap.organisation, True, by, at)
    record_event(kind="gap-closed", by=by, about=f"gap:{gap.pk}", commitments={"done": done.encode()}, at=at)
    return gap


@transaction.atomic
def say_policy_document(*, organisation, is_live, by, version=None, at=None):
    """Say whether the organisation has a live appropriate policy document; None where nobody knows.
    Clash where somebody else said otherwise since `version`.
    """
    allow(permissions.own_law_refusal(by, organisation))
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    stands = {"is_live": held.policy_document_live}
    is_live = merged(version=version, stands=stands, mine={"is_live": is_live})["is_live"]
    _say(organisation, is_live, by, at)


@transaction.atomic
def set_release_by_two(*, organisation, is_wanted, by, version=None, at=None):
    """Say whether a second person looks at everything before it is sent. Clash where somebody else said
    otherwise since `version`.
    """
    allow(permissions.own_law_refusal(by, organisation))
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    stands = {"is_wanted": held.releases_by_two}
    is_wanted = merged(version=version, stands=stands, mine={"is_wanted": is_wanted})["is_wanted"]
    organisation.releases_by_two = is_wanted
    organisation.save(update_fields=["releases_by_two"])
    said = {"wanted": b"yes" if is_wanted else b"no"}
    record_event(
        kind="release-by-two-set", by=by, about=f"organisation:{organisation.pk}", commitments=said, at=at
    )


@transaction.atomic
def follow_policy_document(*, organisation, is_live, by, at=None):
    """A policy document was put in force here, or the last one withdrawn, by somebody who may do that."""
    if organisation.policy_document_live is not is_live:
        _say(organisation, is_live, by, at)


def _say(organisation, is_live, by, at):
    organisation.policy_document_live = is_live
    organisation.save(update_fields=["policy_document_live"])
    record_event(kind="policy-document-said", by=by, about=f"organisation:{organisation.pk}", at=at)


def hand_over_gaps(person):
    """The open gaps of somebody who leaves go to the next in line; with nobody in line they stay."""
    heir = queries.who_puts_right(person.organisation)
    if heir:
        Gap.objects.filter(owner=person, closed_at=None).update(owner=heir)
