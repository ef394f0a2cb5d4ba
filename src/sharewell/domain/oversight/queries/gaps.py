"""What has come to cover a gap since it was filed."""

from sharewell.domain.agreements import queries as agreements
from sharewell.domain.decisions.cover import AGREEMENT, ASSESSMENT, NOTICE
from sharewell.domain.decisions.models import CoverFound
from sharewell.domain.dpias import queries as dpias
from sharewell.domain.learning import queries as learning


def mended_by(person, gap, day):
    """The papers that cover by now every purpose and pattern in which a gap of the person's organisation was
    met; [] while one of them has none.
    """
    ids = [row.about.partition(":")[2] for row in gap.meetings.all() if row.about.startswith("decision:")]
    met = CoverFound.objects.filter(decision__in=ids).values_list("purpose", "pattern").distinct()
    found = [_covering(person.organisation, gap, *each, day) for each in met.order_by("purpose", "pattern")]
    return list(dict.fromkeys(found)) if found and all(found) else []


def _covering(organisation, gap, purpose, pattern, day):
    if gap.kind == NOTICE:
        notice = learning.notice_for(organisation, day)
        return notice and notice.policy
    if gap.kind == ASSESSMENT:
        return dpias.assessment_for(organisation, gap.what, purpose, day)
    if gap.kind == AGREEMENT and gap.body:
        flow = agreements.cover_for(organisation, gap.body, purpose, day, pattern)
        return flow and flow.agreement
    return None
