"""Seeing a safe address: asked why, asked again who, shown once, and kept."""

import time

import pytest
from django.urls import reverse

from sharewell.domain.children.models import Place, Reveal
from tests.domain.deliveries.town import HOME, REFUGE, worry_of

WHY = {"reason": "The police ask where to go"}


@pytest.fixture
def case(town):
    entries = [{"kind": "fact", "text": f"They moved to {REFUGE} on Monday."}]
    return worry_of(town, entries)


@pytest.fixture
def teacher(client, town):
    client.force_login(town.teacher)
    return client


def reveal_page(case):
    return reverse("worries:reveal", args=[case.worry.pk, case.refuge.pk])


def test_the_page_of_the_worry_says_that_there_is_one_and_not_which(teacher, case):
    page = teacher.get(reverse("worries:one", args=[case.worry.pk])).content.decode()
    assert "Address of Chipo Marlow" in page and "Not to be disclosed" in page
    assert "Larch" not in page and "They moved to [left out] on Monday." in page
    assert HOME.split(",")[0].replace("'", "&#39;") in page


def test_it_is_shown_for_a_reason_and_once(teacher, case):
    assert "Larch" not in teacher.get(reveal_page(case)).content.decode()
    asked = teacher.post(reveal_page(case), {"reason": " "}).content.decode()
    assert "Write why you need to see it" in asked and "Larch" not in asked
    assert not Reveal.objects.exists()
    shown = teacher.post(reveal_page(case), WHY)
    assert REFUGE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Reveal.objects.get().reason == WHY["reason"]
    assert "Larch" not in teacher.get(reveal_page(case)).content.decode()


def test_who_is_there_is_asked_again_after_a_quarter_of_an_hour_and_the_reason_is_kept(teacher, case):
    session = teacher.session
    session["proved_at"] = int(time.time()) - 16 * 60
    session.save()
    asked = teacher.post(reveal_page(case), WHY)
    assert asked.status_code == 403 and WHY["reason"] in asked.content.decode()
    assert "Larch" not in asked.content.decode() and not Reveal.objects.exists()


def test_looking_alone_shows_nothing_and_others_find_nothing(client, town, case):
    strangers = town.another_teacher, town.at_council["safeguarding-lead"], town.at_school["administrator"]
    for person in strangers:
        client.force_login(person)
        for answer in (client.get(reveal_page(case)), client.post(reveal_page(case), WHY)):
            assert answer.status_code == 404 and b"Larch" not in answer.content
    assert not Reveal.objects.exists()


def test_an_address_that_stands_openly_can_be_marked(teacher, case):
    teacher.post(reverse("worries:shield", args=[case.worry.pk, case.home.pk]))
    assert not Place.objects.exists()
    page = teacher.get(reverse("worries:one", args=[case.worry.pk])).content.decode()
    assert "Cooper" not in page and "Address of Tendai Marlow" in page
