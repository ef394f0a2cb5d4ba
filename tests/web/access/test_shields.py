"""Stopping to hide an address, as people meet it: one asks, a second agrees, the team is told."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from sharewell.domain.children.models import Place
from sharewell.domain.decisions import actions
from sharewell.domain.decisions.models import ShieldLift
from tests.domain.deliveries.town import worry_of

WHY = "They live openly now."


@pytest.fixture
def case(town):
    return worry_of(town)


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def text_of(response):
    return response.content.decode()


def worry_page(case):
    return reverse("worries:one", args=[case.worry.pk])


def ask_page(case):
    return reverse("worries:lift_shield", args=[case.worry.pk, case.refuge.pk])


def asked(case, by):
    lift = actions.ask_to_lift_shield(worry=case.worry, address=case.refuge, because=WHY, by=by)
    return lift, reverse("access:shield", args=[lift.pk])


def test_the_road_from_asking_to_the_open_address_and_back(as_, town, case):
    teacher = as_(town.teacher)
    assert ask_page(case) in text_of(teacher.get(worry_page(case)))
    assert "Write why it need not be hidden" in text_of(teacher.post(ask_page(case), {"because": ""}))
    assert not ShieldLift.objects.exists()
    page = text_of(teacher.post(ask_page(case), {"because": WHY}, follow=True))
    address = reverse("access:shield", args=[ShieldLift.objects.get().pk])
    assert "Larch" not in page and address in page and ask_page(case) not in page
    page = text_of(teacher.get(address))
    assert "Agree" not in page and "Take it back" in page and WHY in page
    lead = as_(town.lead)
    assert address in text_of(lead.get(reverse("home:today")))
    assert "Larch" not in text_of(lead.get(address))
    lead.post(address, {"do": "lift"})
    page = text_of(as_(town.teacher).get(worry_page(case)))
    assert "14 Larch Close" in page and "asked to stop hiding the address of Chipo Marlow" in page
    place = Place.objects.get(pk=case.refuge.pk)
    back = as_(town.teacher).post(reverse("worries:shield", args=[case.worry.pk, place.pk]), follow=True)
    assert "Larch" not in text_of(back) and "it was hidden again later" in text_of(back)


def test_whoever_asked_is_refused_as_the_second_person_and_said_who_could(as_, town, case):
    _lift, address = asked(case, town.lead)
    refused = as_(town.lead).post(address, {"do": "lift"})
    assert refused.status_code == 403 and "A second person can" in text_of(refused)
    assert not Place.objects.filter(pk=case.refuge.pk).exists()


def test_both_are_asked_again_who_they_are(as_, town, case):
    for person, page, typed in [
        (town.teacher, ask_page(case), {"because": WHY}),
        (town.lead, None, {"do": "lift"}),
    ]:
        page = page or asked(case, town.teacher)[1]
        browser = as_(person)
        session = browser.session
        session["proved_at"] = int(time.time()) - 16 * 60
        session.save()
        answer = browser.post(page, typed)
        assert answer.status_code == 403 and "again-password" in text_of(answer)
    assert ShieldLift.objects.get().is_open()


def test_the_officer_agrees_without_reading_the_record(as_, town, case):
    _lift, address = asked(case, town.lead)
    officer = as_(town.at_school["data-protection-officer"])
    page = text_of(officer.get(address))
    assert WHY in page and case.worry.reference in page
    assert "Marlow" not in page and "Larch" not in page and worry_page(case) not in page
    assert officer.post(address, {"do": "lift"}).status_code == 302
    looks = text_of(as_(town.teacher).get(reverse("access:looks", args=[case.worry.pk])))
    assert "asked for a second person&#39;s word" in looks and "an address to stop hiding" in looks
    officer = as_(town.at_school["data-protection-officer"])
    assert "Larch" not in text_of(officer.get(address))


def test_an_address_typed_into_the_reason_is_not_shown(as_, town, case):
    actions.ask_to_lift_shield(
        worry=case.worry, address=case.refuge, because="14 Larch Close is known to all.", by=town.teacher
    )
    address = reverse("access:shield", args=[ShieldLift.objects.get().pk])
    for person in (town.teacher, town.lead, town.at_school["data-protection-officer"]):
        page = text_of(as_(person).get(address))
        assert "Larch" not in page and "is known to all." in page


def test_the_team_is_told_on_the_first_page_and_among_who_looked(as_, town, case):
    actions.add_member(worry=case.worry, person=town.another_teacher, because="x", by=town.lead)
    lift, address = asked(case, town.teacher)
    colleague = as_(town.another_teacher)
    assert address in text_of(colleague.get(reverse("home:today")))
    assert "Agree" not in text_of(colleague.get(address))
    actions.lift_shield(lift=lift, by=town.lead)
    assert "stopped hiding an address" in text_of(colleague.get(reverse("home:today")))
    colleague.post(address, {"do": "read"})
    assert address not in text_of(colleague.get(reverse("home:today")))
    looks = text_of(colleague.get(reverse("access:looks", args=[case.worry.pk])))
    assert WHY in looks and "It is shown openly" in looks and town.lead.name in looks


def test_looking_changes_nothing_and_strangers_find_nothing(as_, town, case):
    lift, address = asked(case, town.teacher)
    for person in (town.another_teacher, town.at_council["safeguarding-lead"], town.at_school["leader"]):
        browser = as_(person)
        for answer in (browser.get(address), browser.post(address, {"do": "lift"})):
            assert answer.status_code == 404
        assert browser.get(ask_page(case)).status_code == 404
    as_(town.lead).get(f"{address}?do=lift")
    assert ShieldLift.objects.get().is_open() and lift.until > timezone.now()


def test_what_was_left_or_taken_back_can_be_asked_for_again(as_, town, case):
    _lift, address = asked(case, town.teacher)
    assert "stays hidden" in text_of(as_(town.lead).post(address, {"do": "keep"}, follow=True))
    assert ask_page(case) in text_of(as_(town.teacher).get(worry_page(case)))
