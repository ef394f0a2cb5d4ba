"""What the records of one organisation show of each measure, over the twelve months up to a moment.

Each function gives a `Found`: so many of so many. It counts, and opens no record of a child. What the service
itself sees to, such as the reason of each decision, is no measure: it could not be otherwise.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from django.db.models import F, Q
from django.utils import timezone

from sharewell.domain.agreements.models import Agreement
from sharewell.domain.agreements.states import COVERS, REVIEW_DUE
from sharewell.domain.decisions.models import Advice, BrokenGlass, CoverFound, Owed
from sharewell.domain.decisions.states import SHARE
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.states import NEVER_LEFT, TOLD_ANOTHER_WAY
from sharewell.domain.dpias import states as dpias
from sharewell.domain.dpias.models import Assessment
from sharewell.domain.learning.queries import figures_for
from sharewell.domain.learning.states import NOTICE, NOTICE_CHILD, NOTICE_EASY, SCHEDULE
from sharewell.domain.organisations.models import CHECK_HOLDS, Contact, DirectoryEntry, Gap
from sharewell.domain.organisations.queries import has_second_step, people_of
from sharewell.domain.organisations.states import LEAD, OFFICER, VERIFY_STEPS
from sharewell.domain.oversight.standards import level_of, standards
from sharewell.domain.requests.documents import content_of
from sharewell.domain.requests.models import CodeForm
from sharewell.domain.requests.states import DROPPED, FINISHED, POLICE, REQUEST

YEAR = timedelta(days=365)
PROMPT = timedelta(days=2)  # our own: advice that comes later is seldom of use
A_MONTH = timedelta(days=31)  # our own: how long a form may lie
REGULAR = ("routine", "bulk")
AFTER_AN_EMERGENCY = ("record-emergency", "written-confirmation", "call-back", "tell-lead", "unocini")


@dataclass(frozen=True)
class Found:
    """`count` of `of`, and figures that only the words need."""

    count: int
    of: int
    figures: dict = field(default_factory=dict)

    @property
    def level(self):
        return level_of(self.count, self.of)


def found_for(organisation, at=None):
    """{measure: Found} of every measure that the records can answer."""
    at = at or timezone.now()
    read = {"figures": figures_for(organisation, timezone.localdate(at))}
    return {
        each.id: globals()[each.found](organisation, at, read)
        for each in standards().measures.values()
        if each.found
    }


def _counted(rows, condition):
    """Of a queryset: how many fit, of how many."""
    return Found(rows.filter(condition).count(), rows.count())


def people_in_place(organisation, at, read):
    roles = {person.role for person in people_of(organisation)}
    return Found(len(roles & {OFFICER, LEAD}), 2)


def second_steps(organisation, at, read):
    people = people_of(organisation)
    return Found(sum(1 for person in people if has_second_step(person)), len(people))


def advice_in_time(organisation, at, read):
    rows = Advice.objects.filter(asked_by__organisation=organisation, asked_at__gt=at - YEAR)
    rows = rows.filter(Q(answered_at__isnull=False) | Q(asked_at__lt=at - PROMPT))
    return _counted(rows, Q(answered_at__lte=F("asked_at") + PROMPT))


def packages_chosen(organisation, at, read):
    """Who raised it is left out of every package, so that says nothing."""
    rows = Delivery.objects.filter(decision__worry__organisation=organisation, sent_at__gt=at - YEAR)
    sent = list(rows.exclude(state__in=NEVER_LEFT).exclude(way__in=TOLD_ANOTHER_WAY))
    chosen = [each for each in sent if any(one["key"] != "source" for one in each.left_out)]
    return Found(len(chosen), len(sent))


def answers_in_time(organisation, at, read):
    rows = Delivery.objects.filter(decision__worry__organisation=organisation, sent_at__gt=at - YEAR)
    rows = rows.exclude(state__in=NEVER_LEFT).filter(answer_by__isnull=False).prefetch_related("answers")
    waits, in_time, of = [], 0, 0
    for each in rows:
        first = min((answer.at for answer in each.answers.all()), default=None)
        if first:
            waits.append((first - each.sent_at).total_seconds() / 3600)
        if first or each.answer_by < at:
            of += 1
            in_time += bool(first and first <= each.answer_by)
    return Found(in_time, of, {"median": round(median(waits)) if waits else 0})


def silence_looked_at_again(organisation, at, read):
    return _done_in_time(organisation, at, ["review"])


def told_later(organisation, at, read):
    return _done_in_time(organisation, at, ["tell-family", "review-telling"])


def grounds_given(organisation, at, read):
    return _done_in_time(organisation, at, ["paragraph-18"])


def emergencies_written_down(organisation, at, read):
    return _done_in_time(organisation, at, AFTER_AN_EMERGENCY)


def _done_in_time(organisation, at, what):
    """Of what was owed: what is done, or should be by now."""
    rows = Owed.objects.filter(worry__organisation=organisation, what__in=what, due_at__gt=at - YEAR)
    rows = rows.filter(Q(done_at__isnull=False) | Q(due_at__lt=at))
    return _counted(rows, Q(done_at__lte=F("due_at")))


def glass_reviewed(organisation, at, read):
    rows = BrokenGlass.objects.filter(organisation=organisation, worry__isnull=False, at__gt=at - YEAR)
    rows = rows.filter(Q(reviewed_at__isnull=False) | Q(review_by__lt=at))
    return _counted(rows, Q(reviewed_at__lte=F("review_by")))


def policies_read(organisation, at, read):
    return Found(read["figures"].read, read["figures"].asked)


def policies_reviewed(organisation, at, read):
    figures = read["figures"]
    return Found(figures.in_force - figures.reviews_late, figures.in_force)


def notice_in_force(organisation, at, read):
    return _in_force(read, NOTICE)


def child_notices(organisation, at, read):
    return _in_force(read, NOTICE_CHILD, NOTICE_EASY)


def schedule_in_force(organisation, at, read):
    return _in_force(read, SCHEDULE)


def _in_force(read, *kinds):
    return Found(len(set(kinds) & set(read["figures"].kinds_in_force)), len(kinds))


def policy_document_live(organisation, at, read):
    return Found(int(organisation.policy_document_live is True), 1)


def regular_shares_assessed(organisation, at, read):
    return _counted(_regular_shares(organisation, at), Q(assessment__isnull=False))


def regular_shares_agreed(organisation, at, read):
    return _counted(_regular_shares(organisation, at), Q(agreement__isnull=False))


def _regular_shares(organisation, at):
    """A single share needs neither agreement nor assessment, so it is not counted."""
    rows = CoverFound.objects.filter(decision__worry__organisation=organisation, decision__at__gt=at - YEAR)
    return rows.filter(decision__choice=SHARE, pattern__in=REGULAR)


def assessments_signed(organisation, at, read):
    rows = Assessment.objects.filter(keeper=organisation)
    rows = rows.exclude(state__in=[dpias.NOT_NEEDED, dpias.WITHDRAWN, dpias.SCREENING])
    return _counted(rows, Q(state=dpias.SIGNED))


def agreements_reviewed(organisation, at, read):
    rows = Agreement.objects.filter(parties__organisation=organisation, parties__left_on__isnull=True)
    rows = rows.filter(state__in=COVERS).distinct()
    late = Q(state=REVIEW_DUE, review_on__lt=timezone.localdate(at))
    return Found(rows.exclude(late).count(), rows.count())


def gaps_in_time(organisation, at, read):
    rows = Gap.objects.filter(organisation=organisation, filed_at__gt=at - YEAR)
    closed, in_time, today = 0, 0, timezone.localdate(at)
    for closed_at, due_on in rows.values_list("closed_at", "due_on"):
        if closed_at or due_on < today:
            closed += 1
            in_time += bool(closed_at and timezone.localdate(closed_at) <= due_on)
    return Found(in_time, closed)


def front_doors_checked(organisation, at, read):
    rows = DirectoryEntry.objects.filter(
        decisions__worry__organisation=organisation, decisions__at__gt=at - YEAR
    ).distinct()
    return _counted(rows, Q(checked_on__gte=timezone.localdate(at) - CHECK_HOLDS))


def contacts_checked(organisation, at, read):
    rows = Contact.objects.filter(kept_by=organisation, added_at__gt=at - YEAR)
    return _counted(rows, Q(verified_how__in=VERIFY_STEPS))


def _forms(organisation, at):
    return CodeForm.objects.filter(organisation=organisation, begun_at__gt=at - YEAR).exclude(state=DROPPED)


def requests_decided(organisation, at, read):
    rows = _forms(organisation, at).filter(kind=REQUEST, is_received=True)
    decided = rows.filter(answered_by__state=FINISHED).distinct().count()
    return Found(decided, rows.count())


def forms_finished(organisation, at, read):
    rows = _forms(organisation, at).filter(Q(finished_at__isnull=False) | Q(begun_at__lt=at - A_MONTH))
    return _counted(rows, Q(finished_at__lte=F("begun_at") + A_MONTH))


def police_called_back(organisation, at, read):
    """Of the finished cases in which something was given: those where somebody checked who asked."""
    checked = of = 0
    for form in _forms(organisation, at).filter(kind=POLICE, state=FINISHED):
        said = {
            each["id"]: each["value"] for stage in content_of(form)["stages"] for each in stage["questions"]
        }
        if said["decision"] in ("all", "part"):
            of += 1
            checked += said["verified"] in ("yes", "in-person")
    return Found(checked, of)
