"""Two who have the same form open: the second is shown what the first wrote, in both languages."""

import re

import pytest
from django.urls import reverse

from sharewell.domain.deliveries import actions
from sharewell.domain.organisations.models import Area, DirectoryEntry, Organisation
from tests.domain.deliveries.town import fresh, prepare, worry_of
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


def version_in(page):
    found = re.search(r'name="version" value="([^"]*)"', page.text)
    assert found, "the form does not say what it was drawn from"
    return found[1].replace("&#34;", '"').replace("&quot;", '"')


def hidden_in(page):
    """What the button of a clash would send."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    sent = {}
    for name, value in found:
        sent.setdefault(name, []).append(value.replace("&#34;", '"').replace("&quot;", '"'))
    return {name: values for name, values in sent.items() if name != "csrfmiddlewaretoken"}


ENTRY = {
    "ways": ["link"], "email": "safeguarding@milllane.example", "phone": "01632 960150", "form_url": "",
    "is_listed": "on",
}  # fmt: skip


def test_the_second_is_shown_both_and_what_only_one_changed_stays(town):
    address = reverse("directory:correct", args=[town.gp.pk])
    lead = next(person for role, person in town.at_school.items() if role == "administrator")
    first, second = signed_in(lead), signed_in(lead)
    version = version_in(first.get(address))
    assert version == version_in(second.get(address))
    typed = {**ENTRY, "phone": "01632 960177", "ways": ["link", "telephone"]}
    assert first.post(address, {**typed, "version": version}).status_code == 302
    mine = {**ENTRY, "phone": "01632 960188", "email": "new@milllane.example", "version": version}
    page = second.post(address, mine)
    assert page.status_code == 409
    assert "01632 960177" in page.text and "01632 960188" in page.text
    assert DirectoryEntry.objects.get(pk=town.gp.pk).phone == "01632 960177"
    assert second.post(address, hidden_in(page)).status_code == 302
    entry = DirectoryEntry.objects.get(pk=town.gp.pk)
    assert (entry.phone, entry.email) == ("01632 960188", "new@milllane.example")
    assert entry.ways == ["link", "telephone"]  # of the first, whom the second did not contradict


def test_the_page_of_both_speaks_welsh_too(town):
    address = "/cy" + reverse("directory:correct_area", args=[town.area.pk])
    person = town.at_school["administrator"]
    client = signed_in(person)
    version = version_in(client.get(address))
    Area.objects.filter(pk=town.area.pk).update(day_phone="01632 960111")
    typed = {"day_phone": "01632 960122", "night_phone": town.area.night_phone, "version": version,
             "day_hours_en": town.area.day_hours_en, "day_hours_cy": ""}  # fmt: skip
    page = client.post(address, typed)
    assert page.status_code == 409 and 'lang="cy"' in page.text
    assert "Newidiodd rhywun arall hwn yn y cyfamser" in page.text or "rhywun arall" in page.text


def test_the_settings_of_an_organisation_are_not_overwritten_either(town):
    client = signed_in(town.at_school["data-protection-officer"])
    for name, field in (("policy_document", "is_live"), ("release_by_two", "is_wanted")):
        address = reverse(f"organisation:{name}")
        version = version_in(client.get(address))
        assert client.post(address, {field: "yes", "version": version}).status_code == 302
    address = reverse("organisation:policy_document")
    page = client.post(address, {"is_live": "no", "version": "{}"})
    assert page.status_code == 409 and "Yes, it is live" in page.text
    assert Organisation.objects.get(pk=town.school.pk).policy_document_live is True


def test_two_who_prepare_one_package_see_each_others_choices(town):
    case = worry_of(town)
    delivery = prepare(case, town.gp, town.teacher)
    client, address = signed_in(town.teacher), reverse("deliveries:items", args=[delivery.pk])
    page = client.get(address)
    version = version_in(page)
    keys = re.findall(r'name="(in-entry:[^"]+)"', page.text)
    actions.choose(delivery=delivery, chosen={}, asked_first="Ring the school at noon.", by=town.teacher)
    typed = {"version": version, "asked_first": "Write to the school.", "way": "link", "do": "check"}
    page = client.post(address, {**typed, **dict.fromkeys(keys, "on")})
    assert page.status_code == 409
    assert "Ring the school at noon." in page.text and "Write to the school." in page.text
    assert fresh(delivery).asked_first == "Ring the school at noon."
    client.post(address, hidden_in(page))
    assert fresh(delivery).asked_first == "Write to the school."


def test_words_for_a_recipient_are_not_overwritten(town):
    from sharewell.domain.deliveries import choices

    delivery = prepare(worry_of(town), town.gp, town.teacher)
    key = next(thing.key for thing in choices.things_for(delivery) if thing.group == choices.ENTRIES)
    client, address = signed_in(town.teacher), reverse("deliveries:text", args=[delivery.pk, key])
    version = version_in(client.get(address))
    actions.change_text(delivery=delivery, key=key, text="Bruises.", by=town.teacher)
    page = client.post(address, {"text": "Three marks.", "version": version})
    assert page.status_code == 409 and "Bruises." in page.text and "Three marks." in page.text
    assert next(thing.text for thing in choices.things_for(fresh(delivery)) if thing.key == key) == "Bruises."
