"""Writing people in, roles and second steps by two, ending access; and no page of it shows a case."""

import re
import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.organisations import actions, queries
from sharewell.domain.organisations.models import Person
from sharewell.domain.organisations.states import ROLES
from sharewell.web.accounts.step_up import PROVED
from tests.people import PASSWORD

NEW = {"name": "Nia Bowen", "email": "nia@school.example", "role": "practitioner", "language": "cy"}
CANARY = "Zebulon Quince"


@pytest.fixture
def boss(client, town):
    """The school's administrator, signed in."""
    client.force_login(town.at_school["administrator"])
    return town.at_school["administrator"]


def other(client, person):
    """Somebody else's browser."""
    theirs = type(client)()
    theirs.force_login(person)
    return theirs


def test_somebody_is_written_in_and_their_code_is_shown_once(client, town, boss):
    page = client.post(reverse("people:add"), NEW).content.decode()
    nia = Person.objects.get(email="nia@school.example")
    assert (nia.role, nia.language, nia.organisation) == ("practitioner", "cy", town.school)
    code = page.split("<code>")[1].split("</code>")[0]
    [only] = Authenticator.objects.filter(user=nia)
    again = client.get(reverse("people:one", args=[nia.pk])).content.decode()
    assert code not in again
    assert only.wrap().validate_code(code.replace("-", ""))


def test_a_new_lead_waits_and_says_for_whom(client, town, boss):
    client.post(reverse("people:add"), NEW | {"role": "safeguarding-lead"})
    nia = Person.objects.get(email="nia@school.example")
    assert nia.role == "practitioner"
    assert "Waits for a second person" in client.get(reverse("people:one", args=[nia.pk])).content.decode()
    assert "Nia Bowen: Safeguarding lead" in client.get(reverse("people:all")).content.decode()


def test_what_is_missing_or_wrong_is_said(client, town, boss):
    page = client.post(reverse("people:add"), {"email": "nobody"}).content.decode()
    for words in ("Enter their name", "Enter an e-mail address such as", "Choose a role"):
        assert words in page
    taken = NEW | {"email": town.at_council["leader"].email.upper()}
    page = client.post(reverse("people:add"), taken).content.decode()
    assert "This address cannot be used" in page
    assert "council" not in page.lower().replace(taken["email"].lower(), "")


def test_a_role_is_asked_for_and_confirmed_on_the_pages(client, town, boss):
    person = town.another_teacher
    page = client.get(reverse("people:role", args=[person.pk])).content.decode()
    assert town.lead.name in page  # who can confirm it
    client.post(
        reverse("people:role", args=[person.pk]), {"role": "safeguarding-lead", "because": "Deputy from May"}
    )
    change = queries.changes_waiting_for(boss)[0]
    address = reverse("people:change", args=[change.pk])
    assert "A second person has to confirm it" in client.get(address).content.decode()
    lead = other(client, town.lead)
    assert f"A change to the account of {person.name}" in lead.get(reverse("home:today")).content.decode()
    assert "Deputy from May" in lead.get(address).content.decode()
    assert client.post(address, {"do": "confirm"}).status_code == 403
    assert lead.post(address, {"do": "confirm"}).status_code == 302
    person.refresh_from_db()
    assert person.is_lead
    assert lead.post(address, {"do": "decline"}).status_code == 403


def test_a_lost_second_step_on_the_pages(client, town, boss):
    address = reverse("people:second_step", args=[town.teacher.pk])
    assert "Write how you know" in client.post(address, {}).content.decode()
    client.post(address, {"because": "She stood in front of me"})
    change = queries.changes_waiting_for(boss)[0]
    lead = other(client, town.lead)
    page = lead.post(reverse("people:change", args=[change.pk]), {"do": "confirm"}).content.decode()
    code = page.split("<code>")[1].split("</code>")[0]
    [only] = Authenticator.objects.filter(user=town.teacher)
    assert only.wrap().validate_code(code.replace("-", ""))


def test_access_is_ended_on_the_pages(client, town, boss):
    theirs = other(client, town.teacher)
    client.post(reverse("people:end", args=[town.teacher.pk]))
    assert theirs.get(reverse("home:today")).status_code == 302
    assert "Access ended" in client.get(reverse("people:all")).content.decode()
    assert client.get(reverse("people:end", args=[boss.pk])).status_code == 403  # the last administrator


def test_a_lost_laptop_is_signed_out_by_the_administrator(client, town, boss):
    theirs = other(client, town.teacher)
    assert theirs.get(reverse("home:today")).status_code == 200
    client.post(reverse("people:sign_out", args=[town.teacher.pk]))
    assert theirs.get(reverse("home:today")).status_code == 302


ASKING = {
    "people:add": NEW,
    "people:role": {"role": "leader", "because": "x"},
    "people:second_step": {"because": "x"},
    "people:first_code": {},
    "people:end": {},
}


@pytest.mark.parametrize("name", ASKING)
def test_an_old_proof_is_not_enough_for_what_gives_or_takes_access(client, town, boss, name):
    session = client.session
    session[PROVED] = int(time.time()) - 3600
    session.save()
    if name == "people:first_code":  # for who has no second step yet, and for nobody else
        Authenticator.objects.filter(user=town.teacher).delete()
    before = list(Person.objects.order_by("pk").values()), Authenticator.objects.count()
    address = reverse(name, args=[] if name == "people:add" else [town.teacher.pk])
    assert "Is it still you?" in client.post(address, ASKING[name]).content.decode()
    assert (list(Person.objects.order_by("pk").values()), Authenticator.objects.count()) == before
    client.post(address, ASKING[name] | {"again-password": PASSWORD})
    after = list(Person.objects.order_by("pk").values()), Authenticator.objects.count()
    assert after != before or queries.changes_waiting_for(boss)


ABOUT_ONE = ["one", "role", "second_step", "first_code", "sign_out", "end"]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_an_administrator_comes_to_these_pages_and_only_to_their_own_people(client, town, role):
    theirs = other(client, town.at_school[role])
    is_boss = role == "administrator"
    assert theirs.get(reverse("people:all")).status_code == (200 if is_boss else 403)
    assert theirs.get(reverse("people:add")).status_code == (200 if is_boss else 403)
    for name in ABOUT_ONE:
        address = reverse(f"people:{name}", args=[town.at_council["leader"].pk])
        answer = theirs.get(address) if name == "one" else theirs.post(address, {})
        assert answer.status_code == (404 if is_boss else 403)
    council = actions.change_role(
        person=town.at_council["practitioner"], role="safeguarding-lead", by=town.at_council["administrator"]
    )
    for method in (theirs.get, theirs.post):
        assert method(reverse("people:change", args=[council.pk])).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_every_page_is_drawn_in_both_languages(client, town, boss, prefix):
    change = actions.change_role(person=town.another_teacher, role="administrator", by=boss)
    names = {"people:all": [], "people:add": [], "people:changes": [], "people:change": [change.pk]}
    names |= {f"people:{name}": [town.teacher.pk] for name in ("one", "role", "second_step", "end")}
    for address in [reverse(name, args=args) for name, args in names.items()]:
        page = client.get(prefix + address)
        assert page.status_code == 200
        assert f'<html lang="{"cy" if prefix else "en"}"' in page.content.decode()


ELSEWHERE = ("/static", "/cy", "/law", "/questions", "/leave")  # open to anybody, or the way out


def pages_of_an_administrator(client):
    """Every page that an administrator can come to by links from their home, with what it shows."""
    waiting, seen = [reverse("home:today"), reverse("people:all"), reverse("directory:all")], {}
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 150:
            continue
        answer = client.get(address)
        is_page = answer.status_code == 200 and not answer.streaming
        seen[address] = answer.content.decode(errors="replace") if is_page else ""
        links = re.findall(r'href="(/[^"#?]*)["#?]', seen[address])
        waiting += [link for link in links if not link.startswith(ELSEWHERE)]
    return seen


def test_no_page_of_an_administrator_shows_a_case(client, town, boss):
    child = children.add_child(by=town.teacher, name=CANARY, born_on=date(2019, 3, 14))
    worry = decisions.raise_worry(
        by=town.teacher, children=[child], entries=[{"kind": "fact", "text": f"{CANARY} was cold."}]
    )
    seen = pages_of_an_administrator(client)
    assert reverse("people:one", args=[town.teacher.pk]) in seen
    assert len(seen) > 20
    assert [address for address, page in seen.items() if CANARY in page or str(worry.pk) in page] == []
    assert client.get(reverse("worries:one", args=[worry.pk])).status_code == 404
    assert CANARY in other(client, town.teacher).get(reverse("worries:one", args=[worry.pk])).content.decode()
