"""What stands behind a share is looked up again as it goes: much can end between a decision and its send."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from sharewell.domain.agreements import actions as agreements
from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions as decided
from sharewell.domain.decisions import queries as decisions
from sharewell.domain.deliveries import actions
from sharewell.domain.dpias import actions as dpias
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.queries import gaps_about
from tests.covered import agree, assess, give_notice
from tests.domain.deliveries.town import digest_of, fresh, prepare, send, worry_of
from tests.people import WALK

pytestmark = pytest.mark.postgres
BOTH = [("routine", "none"), ("bulk", "none"), ("bulk", "significant")]


def prepared(town, pattern="routine", risk="none", **more):
    answers = WALK | {"worry": {"risk": risk, "purpose": "support"}, "arrangement": {"pattern": pattern}}
    return prepare(worry_of(town, answers=answers), town.front_door, town.teacher, **more)


@pytest.fixture
def papers(town):
    give_notice(town)
    return agree(town, purpose="support", pattern="bulk"), assess(town, purpose="support")


def end(town, agreement):
    officer = town.at_school["data-protection-officer"]
    agreements.withdraw_agreement(agreement=agreement, because="The scheme ended.", by=officer)


def gaps(delivery):
    found = {gap.kind for gap in gaps_about(f"decision:{delivery.decision_id}")}
    return found & {"agreement", "assessment", "privacy-notice"}


@pytest.mark.parametrize(("pattern", "risk"), BOTH)
def test_what_has_lost_its_agreement_since_the_decision_does_not_go(town, papers, pattern, risk):
    delivery = prepared(town, pattern, risk)
    end(town, papers[0])
    with pytest.raises(Refusal) as refused:
        send(delivery, town.teacher)
    with override("en"):
        said = str(refused.value)
        assert "not in force now" in said and "waits for an agreement in force" in said
        assert "this once" in refused.value.who_could_say_yes
    assert fresh(delivery).is_preparing and fresh(delivery).package is None
    decided.file_what_waits(decision=delivery.decision, by=town.teacher)
    assert gaps(delivery) == {"agreement"}  # so that somebody mends it, by a day
    agree(town, purpose="support", pattern="bulk", reference="SHA-2026-002")
    sent = send(delivery, town.teacher)
    assert sent.cover["agreement"]["reference"] == "SHA-2026-002"


def test_what_has_lost_its_assessment_does_not_go(town, papers):
    delivery = prepared(town)
    dpias.withdraw_assessment(assessment=papers[1], why_en="The scheme ended.", by=town.lead)
    with pytest.raises(Refusal):
        send(delivery, town.teacher)
    assert decisions.cover_now(delivery.decision, timezone.localdate()).wait.kinds == ("assessment",)


def test_a_second_person_does_not_release_it_either(town, papers):
    officer = town.at_school["data-protection-officer"]
    organisations.set_release_by_two(organisation=town.school, is_wanted=True, by=officer)
    town.teacher.organisation.refresh_from_db()
    delivery = prepared(town)
    look = actions.ask_for_second_look(delivery=delivery, shown=digest_of(delivery), by=town.teacher)
    end(town, papers[0])
    with pytest.raises(Refusal):
        actions.release_after_look(look=look, shown=digest_of(delivery), by=town.lead)
    look.refresh_from_db()
    assert fresh(delivery).is_preparing and look.verdict == ""


@pytest.mark.parametrize(("pattern", "risk"), [("routine", "significant"), ("one-off", "none")])
def test_what_protects_or_goes_once_goes_and_files_what_is_missing_by_then(town, papers, pattern, risk):
    delivery = prepared(town, pattern, risk)
    kept = decisions.cover_of(delivery.decision).words
    assert gaps(delivery) == set()
    end(town, papers[0])
    sent = fresh(send(delivery, town.teacher))
    assert sent.state == "sending" and gaps(delivery) == {"agreement"}
    assert set(sent.cover) == {"assessment", "privacy-notice"}
    assert decisions.cover_of(delivery.decision).words == kept and "agreement" in kept
    [event] = [one for one in events_about(f"delivery:{sent.pk}") if one.kind == "delivery-sent"]
    assert b"cover" in bytes(event.leaf)


def test_where_nothing_changed_nothing_more_is_kept(town, papers):
    delivery = prepared(town)
    assert fresh(send(delivery, town.teacher)).cover is None


def test_what_was_said_by_telephone_is_written_down_whatever_stands_behind_it(town, papers):
    delivery = prepared(town, way="telephone")
    end(town, papers[0])
    actions.tell_another_way(
        delivery=delivery, shown=digest_of(delivery), by=town.teacher, spoke_to="Duty desk"
    )
    assert fresh(delivery).state == "sent" and gaps(delivery) == {"agreement"}
    assert "agreement" not in fresh(delivery).cover


def test_looking_again_costs_the_same_however_much_there_is(town, papers):
    def cost():
        delivery = prepared(town)
        shown = digest_of(delivery)
        with CaptureQueriesContext(connection) as asked:
            actions.send_delivery(delivery=delivery, shown=shown, by=town.teacher)
        return len(asked)

    few = cost()
    for number in range(5, 12):
        agree(town, purpose="support", pattern="bulk", reference=f"SHA-2026-{number:03}", to=town.surgery)
    assert cost() == few
