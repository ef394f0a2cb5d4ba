"""What stands behind a share, on the pages: before the decision, after it, and where a flow waits."""

import pytest
from django.urls import reverse

from sharewell.domain.agreements.actions import withdraw_agreement
from sharewell.domain.decisions import queries
from sharewell.domain.organisations.queries import gaps_owned_by
from sharewell.web.worries.records import record_of
from tests.covered import agree, assess, give_notice
from tests.web.browsers import signed_in
from tests.web.worries.test_worries_pages import (
    WALKED,
    client,
    decide,
    new_worry,
    start_draft,
    text_of,
)

__all__ = ["client"]  # a fixture
FEED = WALKED | {"worry.risk": "none", "worry.purpose": "support", "arrangement.pattern": "routine"}


def begin(client, town, answers=WALKED):
    start_draft(client, town, answers)
    return client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]


def decided(town):
    [worry] = queries.worries_for(town.teacher)
    return queries.decisions_of(worry)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_share_that_is_covered_says_by_what_on_every_page(client, town, lang):
    agree(town), assess(town), give_notice(town)
    address = begin(client, town)
    assert "SHA-2026-001" in text_of(client.get(address))
    decide(client, address)
    [decision] = decided(town)
    before = "" if lang == "en" else "/cy"
    delivery = decision.deliveries.get()
    pages = [
        reverse("worries:decision", args=[decision.pk]),
        reverse("deliveries:check", args=[delivery.pk]),
    ]
    title = {"en": "Keeping children safe together", "cy": "Cadw plant yn ddiogel"}[lang]
    for page in pages:
        shown = text_of(client.get(before + page))
        assert "SHA-2026-001" in shown and title in shown, page
    rows = {row["label"]: row["text"] for row in record_of(decision, lang)["ground"]}
    assert any("SHA-2026-001" in text for text in rows.values())
    [missing] = record_of(decision, lang)["missing"]  # and nothing else
    assert "18" in missing


def test_a_share_without_cover_goes_and_the_officer_finds_the_gap(client, town):
    address = begin(client, town)
    page = text_of(client.get(address))
    assert "None: a single share" in page and "holds nothing up" in page and 'value="share"' in page
    assert decide(client, address).status_code == 302
    officer = town.at_school["data-protection-officer"]
    gaps = {gap.kind: gap for gap in gaps_owned_by(officer)}
    theirs = signed_in(officer)
    home = text_of(theirs.get(reverse("home:today")))
    assert "A data sharing agreement with Fallowshire children" in home
    gap = reverse("organisation:gap", args=[gaps["agreement"].pk])
    page = text_of(theirs.get(gap))
    assert "A single share needs no agreement in law" in page and "1 share" in page
    assert "Write what was done" in text_of(theirs.post(gap, {}))
    assert theirs.post(gap, {"is_needless": "on"}).status_code == 302
    assert "It was a single share" in text_of(theirs.get(gap))


def test_the_gap_says_when_it_is_covered_by_now(client, town):
    decide(client, begin(client, town))
    officer = town.at_school["data-protection-officer"]
    gaps = {gap.kind: gap for gap in gaps_owned_by(officer)}
    agree(town), assess(town), give_notice(town)
    theirs = signed_in(officer)
    for kind, said in (
        ("agreement", "Keeping children safe together"),
        ("assessment", "Help for families of Fallowshire"),
        ("privacy-notice", ""),
    ):
        page = text_of(theirs.get(reverse("organisation:gap", args=[gaps[kind].pk])))
        assert "This is there by now" in page and said in page


@pytest.mark.parametrize("pattern", ["routine", "bulk"])
def test_a_flow_that_waits_says_what_for_and_who_can_mend_it(client, town, pattern):
    address = begin(client, town, FEED | {"arrangement.pattern": pattern})
    page = text_of(client.get(address))
    assert "This flow waits for what must stand behind it" in page
    assert "No agreement in force covers it." in page and "No impact assessment covers it." in page
    assert "School Data-Protection-Officer" in page and "Are you worried about one child?" in page
    assert reverse("assessments:begin") not in page and reverse("agreements:start") not in page  # not theirs
    assert 'value="share"' not in page and "telling-telling" not in page  # there is nothing to tell of
    assert decide(client, address).status_code == 200 and decided(town) == []  # the press is not taken
    assert decide(client, address, choice0="not-share").status_code == 302
    kinds = {gap.kind for gap in gaps_owned_by(town.at_school["data-protection-officer"])}
    assert {"agreement", "assessment"} <= kinds


def test_what_has_lost_its_cover_since_the_decision_says_so_before_it_goes(client, town):
    agreement, _assessment = agree(town, purpose="support"), assess(town, purpose="support")
    decide(client, begin(client, town, FEED))
    [decision] = decided(town)
    delivery, officer = decision.deliveries.get(), town.at_school["data-protection-officer"]
    check = reverse("deliveries:check", args=[delivery.pk])
    assert 'value="send"' in text_of(client.get(check))
    withdraw_agreement(agreement=agreement, because="The scheme ended.", by=officer)
    page = text_of(client.get(check))
    assert "not in force now" in page and 'value="send"' not in page
    assert "No agreement in force covers it." in page and "School Data-Protection-Officer" in page
    assert "Share about that child now, this once." in page
    assert not any(gap.kind == "agreement" for gap in gaps_owned_by(officer))
    leads = text_of(signed_in(town.lead).get(check))
    assert f"{reverse('agreements:start')}?with={town.council.pk}" in leads
    assert client.post(check, {"do": "list"}).status_code == 302
    assert any(gap.kind == "agreement" for gap in gaps_owned_by(officer))
    cy = text_of(client.get("/cy" + check))
    assert "Ni all fynd fel y mae" in cy
