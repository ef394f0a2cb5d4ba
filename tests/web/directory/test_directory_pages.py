"""The directory through its pages."""

from django.urls import reverse

from sharewell.domain.organisations import actions, queries
from tests.web.browsers import enter


def text_of(response):
    return response.content.decode()


def test_a_teacher_finds_the_front_door_and_when_it_was_checked(client, town):
    enter(client, town.teacher)
    page = text_of(client.get(reverse("directory:all")))
    assert "01632 960102" in page
    assert "Checked on 2 November 2026" in page
    page = text_of(client.get(reverse("directory:one", args=[town.gp.pk])))
    assert "safeguarding@milllane.example" in page


def test_nothing_found_says_what_to_do(client, town):
    enter(client, town.teacher)
    assert "Nobody here fits" in text_of(client.get(reverse("directory:all"), {"words": "zzz"}))


def test_a_report_reaches_those_who_can_mend_it(client, town):
    enter(client, town.teacher)
    address = reverse("directory:wrong", args=[town.gp.pk])
    assert "Write what is wrong" in text_of(client.post(address, {"what": ""}))
    client.post(address, {"what": "Nobody answers"})
    enter(client, town.lead)
    assert "Mend it" in text_of(client.get(reverse("home:today")))
    address = reverse("directory:correct", args=[town.gp.pk])
    assert "Nobody answers" in text_of(client.get(address))
    page = text_of(
        client.post(address, {"ways": ["link", "telephone"], "email": "", "phone": "01632 960199"})
    )
    assert "Needed for a way that you chose above" in page
    assert "01632 960199" in page
    typed = {"ways": ["telephone"], "phone": "01632 960199", "is_listed": "on"}
    client.post(address, typed)
    assert queries.entry_for(town.lead, town.gp.pk).phone == "01632 960199"


def test_a_body_is_told_at_its_old_address_that_another_one_is_written_down_now(client, town, mailoutbox):
    enter(client, town.at_council["administrator"])
    address, was = reverse("directory:correct", args=[town.gp.pk]), town.gp.email
    form = {"ways": ["link"], "email": was, "phone": "01632 960151", "form_url": "", "is_listed": "on"}
    assert client.post(address, form).status_code == 302
    assert mailoutbox == [], "nothing is told of a mended telephone number"
    assert client.post(address, form | {"email": "mallory@elsewhere.example"}).status_code == 302
    [mail] = mailoutbox
    assert mail.to == [was]
    assert str(town.council) in mail.body and str(town.surgery) in mail.body
    assert "mallory" not in mail.body


def test_a_teacher_cannot_mend_it_themselves(client, town):
    enter(client, town.teacher)
    for name, pk in (("correct", town.gp.pk), ("correct_area", town.area.pk)):
        response = client.post(reverse(f"directory:{name}", args=[pk]), {"ways": ["telephone"], "phone": "1"})
        assert response.status_code == 403
    assert queries.entry_for(town.teacher, town.gp.pk).phone == "01632 960150"


def test_how_somebody_was_checked_is_recorded(client, town):
    enter(client, town.teacher)
    contact = actions.add_contact(by=town.teacher, kind="charity", nation="england", name="Ola", phone="1")
    address = reverse("directory:contact", args=[contact.pk])
    assert "Choose what you did" in text_of(client.post(address, {}))
    client.post(address, {"how": "rang-published-number"})
    assert queries.contact_for(town.teacher, contact.pk).is_verified
    enter(client, town.at_council["practitioner"])
    assert client.get(address).status_code == 404
