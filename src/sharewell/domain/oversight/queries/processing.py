"""What an organisation does with people's information (UK GDPR Article 30), from agreements in force and from
what was really shared. A fixed number of queries, however many there are.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from sharewell.domain.agreements.models import Flow, FlowBasis, Party
from sharewell.domain.agreements.queries.covering import binds_on, in_force_on
from sharewell.domain.dpias import queries as dpias
from sharewell.domain.learning import queries as learning
from sharewell.domain.learning.periods import rows_for
from sharewell.domain.organisations.models import Organisation, Person
from sharewell.domain.organisations.states import OFFICER
from sharewell.domain.oversight.queries.flows import Line, flows_for, sent_since

ABROAD = ("eea", "adequate", "elsewhere")  # the rules' `recipient.nation` outside the United Kingdom
TEXTS = ("items", "about", "kept", "secured")


@dataclass
class Activity:
    """One purpose for which information is given and received; "" is what others sent us, for theirs.

    Texts are [{"en", "cy"}], each once; grounds are ids of the rules.
    """

    purpose: str
    lines: list[Line] = field(default_factory=list)
    texts: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in TEXTS})
    grounds: list[str] = field(default_factory=list)
    assessments: list[str] = field(default_factory=list)  # references
    is_special: bool = False
    is_offence: bool = False
    abroad: list[str] = field(default_factory=list)  # of ABROAD

    @property
    def shares(self):
        return sum(line.shares for line in self.lines)


@dataclass
class Processing:
    """The whole record: whose, as on which day, who answers for it, and how long records are kept."""

    organisation: Organisation
    on: date
    since: date
    has_shares: bool
    officers: list[Person]
    activities: list[Activity]
    notice: object  # a learning.Version in force, or None
    periods: list[dict]  # as learning.periods.rows_for gives them


def processing_for(person, day=None):
    """The record of processing of the organisation where the person works; real shares are left out where
    they may not see those.
    """
    day = day or timezone.localdate()
    organisation, flows = person.organisation, flows_for(person, day)
    found = {}
    for line in (each for each in flows.lines if each.shares or each.agreements or not each.us_first):
        found.setdefault(line.purpose, Activity(line.purpose)).lines.append(line)
    _add_texts(found, organisation, day)
    _add_grounds(found, organisation, day)
    _add_assessments(found, organisation, day)
    if flows.has_shares:
        _add_abroad(found, organisation, flows.since)
    officers = Person.objects.filter(organisation=organisation, role=OFFICER, is_active=True)
    return Processing(
        organisation, day, flows.since, flows.has_shares, list(officers),
        sorted(found.values(), key=lambda each: (not each.purpose, -each.shares, each.purpose)),
        learning.notice_for(organisation, day), rows_for(organisation),
    )  # fmt: skip


def _ours(organisation, day):
    """Every flow in force that we give or receive, of agreements that bind us."""
    ours = Party.objects.filter(binds_on(day), organisation=organisation).values("agreement")
    return Flow.objects.filter(in_force_on(day, "agreement__"), agreement__in=ours).order_by("purpose")


def _add_texts(found, organisation, day):
    columns = [f"{name}_{lang}" for name in TEXTS for lang in ("en", "cy")]
    rows = _ours(organisation, day).values("purpose", "special", "offence", *columns).distinct()
    for row in rows:
        if activity := found.get(row["purpose"]):
            activity.is_special |= row["special"]
            activity.is_offence |= row["offence"]
            for name in TEXTS:
                said = {lang: row[f"{name}_{lang}"] for lang in ("en", "cy")}
                if any(said.values()) and said not in activity.texts[name]:
                    activity.texts[name].append(said)


def _add_grounds(found, organisation, day):
    rows = FlowBasis.objects.filter(
        in_force_on(day, "flow__agreement__"), binds_on(day, "party__"), party__organisation=organisation
    ).values_list("flow__purpose", "basis", "condition", "power")  # fmt: skip
    for purpose, *grounds in rows.distinct():
        if activity := found.get(purpose):
            activity.grounds += [pk for pk in grounds if pk and pk not in activity.grounds]


def _add_assessments(found, organisation, day):
    for (purpose, _kind), assessments in dpias.scopes_of(organisation, day).items():
        if activity := found.get(purpose):
            references = (row.reference for row in assessments)
            activity.assessments += [each for each in references if each not in activity.assessments]


def _add_abroad(found, organisation, since):
    rows = sent_since(since).filter(
        decision__worry__organisation=organisation, decision__contact__nation__in=ABROAD
    )
    for purpose, nation in rows.values_list(
        "decision__cover__purpose", "decision__contact__nation"
    ).distinct():
        if activity := found.get(purpose or ""):
            activity.abroad.append(nation)
