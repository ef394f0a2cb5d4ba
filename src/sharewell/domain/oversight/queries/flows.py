"""Who shares what with whom: what is agreed and assessed beside what was really shared. A fixed number of
queries, however many there are.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import CharField, Count, Max, Min, Q
from django.db.models.functions import Cast
from django.utils import timezone

from sharewell.domain.agreements.models import Flow
from sharewell.domain.agreements.queries.covering import binds_on, in_force_on, is_party_on
from sharewell.domain.agreements.states import ONE_OFF
from sharewell.domain.decisions.cover import WAIT_FOR_COVER
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.states import NEVER_LEFT, State
from sharewell.domain.dpias.queries import scopes_of
from sharewell.domain.organisations.models import Organisation, in_language
from sharewell.domain.organisations.states import ORGANISATION_KINDS
from sharewell.domain.oversight import permissions

LOOKED_BACK = timedelta(days=365)  # our own: whatever comes back comes back within a year
UNCOVERED, COVERED, AGREED, NOT_NEEDED = "uncovered", "covered", "agreed", "not-needed"
_ORDER = (UNCOVERED, COVERED, AGREED, NOT_NEEDED)


@dataclass
class Line:
    """What one body gives another for one purpose.

    `us_first` says that we give it. `partner` is the other body; None where it is somebody outside the
    directory, of whom `kind` says what they are. `purpose` is "" where nobody knows it: of what others sent
    us the case stays with them. Of the `shares`, `regular` were no single ones. What is `unconfirmed` stands
    in another body's register, and nobody of the giver has said yes to it: it covers nothing.
    """

    us_first: bool
    partner: Organisation | None
    kind: str
    purpose: str
    shares: int = 0
    regular: int = 0
    last_on: date | None = None
    agreements: int = 0
    for_regular: int = 0  # of them, those that cover more than single cases
    unconfirmed: int = 0
    reference: str = ""
    agreement: UUID | None = None  # where there is only one; and what it is called
    title_en: str = ""
    title_cy: str = ""
    special: bool = False
    assessments: list = field(default_factory=list)  # of ours that cover what we give, the last signed first

    @property
    def state(self):
        """Whether it stands out: shared, and nothing agreed that covers it."""
        if self.partner is None and self.kind not in ORGANISATION_KINDS:
            return NOT_NEEDED
        if self.for_regular if self.regular else (self.agreements or not self.shares):
            return COVERED if self.shares else AGREED
        return UNCOVERED

    @property
    def title(self):
        """What the one agreement is called."""
        return in_language(self, "title")

    @property
    def lacks_assessment(self):
        """Whether we give it regularly, and no assessment of ours speaks of it."""
        return self.us_first and self.partner is not None and bool(self.regular) and not self.assessments


@dataclass
class Flows:
    """All lines of one organisation, what stands out first. `has_shares`: real shares are counted."""

    organisation: Organisation
    since: date
    has_shares: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def uncovered(self):
        return [line for line in self.lines if line.state == UNCOVERED]


def flows_for(person, day=None):
    """The Flows of the person's organisation, over the year before `day`; without counts where they may not
    see those.
    """
    day = day or timezone.localdate()
    organisation = person.organisation
    found = Flows(organisation, day - LOOKED_BACK, permissions.see_shares_refusal(person) is None)
    lines = _agreed(organisation, day)
    if found.has_shares:
        _add_given(lines, organisation, found.since)
        _add_received(lines, organisation, found.since)
    _name_partners(lines)
    _add_assessments(lines, organisation, day)
    found.lines = sorted(lines.values(), key=_as_listed)
    return found


def _as_listed(line):
    name = str(line.partner) if line.partner else f"~{line.kind}"  # bodies with a name before those without
    return _ORDER.index(line.state), -line.shares, name, line.purpose, not line.us_first


def _agreed(organisation, day):
    """{key: Line} of what agreements in force say, counted in the database."""
    rows = Flow.objects.filter(
        in_force_on(day, "agreement__"), is_party_on(day, "giver__"), is_party_on(day, "receivers__")
    )
    ours = Q(giver__organisation=organisation)
    ours |= Q(receivers__organisation=organisation) & binds_on(day, "receivers__")
    rows = rows.filter(ours).order_by().values_list(
        "giver__organisation", "receivers__organisation", "purpose"
    )  # fmt: skip
    binds = binds_on(day, "giver__")
    rows = rows.annotate(
        every=Count("agreement", distinct=True), many=Count("agreement", distinct=True, filter=binds),
        regular=Count("agreement", distinct=True, filter=binds & ~Q(pattern=ONE_OFF)),
        reference=Min("agreement__reference"), one=Min(Cast("agreement", CharField())),
        title_en=Min("agreement__title_en"), title_cy=Min("agreement__title_cy"),
        special=Count("pk", filter=Q(special=True)),
    )  # fmt: skip
    lines = {}
    for giver, receiver, purpose, every, many, regular, reference, one, *titles, special in rows:
        us_first = giver == organisation.pk
        partner = receiver if us_first else giver
        if partner is None or partner == organisation.pk:
            continue
        line = _line(lines, us_first, partner, "", purpose)
        line.agreements, line.for_regular, line.unconfirmed = many, regular, every - many
        line.reference, line.special = reference, bool(special)
        if every == 1:
            line.agreement, (line.title_en, line.title_cy) = UUID(one), titles
    return lines


def _line(lines, us_first, partner, kind, purpose):
    key = (us_first, partner, kind, purpose)
    if key not in lines:
        lines[key] = Line(us_first, partner, kind, purpose)
    return lines[key]


def sent_since(since):
    """Deliveries that left since that day and were not taken back."""
    rows = Delivery.objects.filter(sent_at__date__gte=since)
    return rows.exclude(state__in=[*NEVER_LEFT, State.RECALLED]).order_by()


def _add_given(lines, organisation, since):
    rows = sent_since(since).filter(decision__worry__organisation=organisation).values_list(
        "decision__recipient__organisation", "decision__contact__kind", "decision__cover__purpose"
    )  # fmt: skip
    regular = Q(decision__cover__pattern__in=WAIT_FOR_COVER)
    rows = rows.annotate(many=Count("pk"), regular=Count("pk", filter=regular), last=Max("sent_at"))
    for partner, kind, purpose, many, often, last in rows:
        line = _line(lines, True, partner, kind or "", purpose or "")
        line.shares, line.regular, line.last_on = many, often, timezone.localdate(last)


def _add_received(lines, organisation, since):
    """What others sent us: for which purpose is theirs to know, so it is laid to what they agreed with us."""
    rows = sent_since(since).filter(decision__recipient__organisation=organisation)
    rows = rows.values_list("decision__worry__organisation")
    for partner, many, last in rows.annotate(many=Count("pk"), last=Max("sent_at")):
        agreed = [key for key in lines if key[:2] == (False, partner)]
        line = lines[agreed[0]] if agreed else _line(lines, False, partner, "", "")
        line.shares, line.last_on = many, timezone.localdate(last)


def _name_partners(lines):
    """The bodies themselves in the place of their ids, by one query."""
    found = Organisation.objects.in_bulk({line.partner for line in lines.values() if line.partner})
    for line in lines.values():
        line.partner = found.get(line.partner)
        line.kind = line.partner.kind if line.partner else line.kind


def _add_assessments(lines, organisation, day):
    scopes = scopes_of(organisation, day)
    for line in lines.values():
        if line.us_first:
            line.assessments = scopes.get((line.purpose, line.kind), [])
