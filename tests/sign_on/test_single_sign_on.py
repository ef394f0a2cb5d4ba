"""Signing in through an organisation's own service, with a real provider: who comes in and who does not."""

import time
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.urls import reverse

from sharewell.config.environment import SettingError
from sharewell.config.single_sign_on import providers
from sharewell.domain.organisations import actions, queries
from sharewell.domain.organisations.models import Person, SignOnLink
from sharewell.web.accounts.step_up import PROVED
from tests.people import build_town
from tests.sign_on.running import free_port, provider, write_file
from tests.web.accounts.test_sign_in import code

pytestmark = pytest.mark.django_db
BACK = [f"{configured.SITE_URL}/accounts/organisation/council/back/"]
PEOPLE = {
    "marcus": {"email": "practitioner@council.example", "email_verified": True},
    "stranger": {"email": "stranger@council.example", "email_verified": True},
    "amina": {"email": "practitioner@school.example", "email_verified": True},  # another organisation's
}


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with provider(tmp_path_factory.mktemp("provider"), PEOPLE, BACK) as running:
        yield running


@pytest.fixture
def town(there, tmp_path, settings):
    """The town, whose council signs in through the provider."""
    cache.clear()
    there.bend()
    there.person("marcus", **PEOPLE["marcus"], groups=[], amr=[])
    offer(settings, tmp_path, there)
    return build_town()


def offer(settings, folder, there, **more):
    path = write_file(folder, there.issuer, "Fallowshire children's services", **more)
    settings.SINGLE_SIGN_ON = providers(str(path), may_be_plain=True)


def go(client, there, name, browser=None, after=""):
    """Press the button, sign in there, and come back; gives the answer to coming back."""
    begun = client.post(reverse("accounts:sign_on", args=["council"]), {"next": after})
    return client.get(there.sign_in(browser or there.browser(), begun["Location"], name))


def is_in(client):
    return client.get(reverse("home:today")).status_code == 200


def finish(client):
    """Our own second step."""
    return client.post(reverse("mfa_authenticate"), {"code": code()})


def test_somebody_who_was_written_in_comes_in_with_their_own_second_step(client, there, town):
    assert "Fallowshire Council" in client.get(reverse("account_login")).content.decode()
    answer = go(client, there, "marcus")
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    finish(client)
    assert is_in(client)
    [link] = SignOnLink.objects.all()
    assert link.person == town.at_council["practitioner"]


def test_what_is_asked_for_there_has_a_state_a_nonce_and_a_challenge_new_each_time(client, there, town):
    asked = []
    for _ in range(2):
        begun = client.post(reverse("accounts:sign_on", args=["council"]))
        asked.append(dict(parse_qsl(urlsplit(begun["Location"]).query)))
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
        assert len(asked[0][name]) >= 43
    assert asked[0]["code_challenge_method"] == "S256"


@pytest.mark.parametrize("name", ["stranger", "amina"])
def test_nobody_comes_in_who_was_not_written_in_for_that_organisation(client, there, town, name):
    answer = go(client, there, name)
    assert answer.status_code == 403
    assert not SignOnLink.objects.exists()
    assert not is_in(client)


def test_those_two_are_told_the_same(client, there, town):
    pages = []
    for name in ("stranger", "amina"):
        page = go(type(client)(), there, name).content.decode()
        pages.append(page)
    assert pages[0] == pages[1]


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_service_does_not_vouch_for_links_nobody(client, there, town, verified):
    there.person("marcus", email_verified=verified)
    assert go(client, there, "marcus").status_code == 403
    assert not SignOnLink.objects.exists()


def test_a_file_may_say_that_every_address_there_is_its_own(client, there, town, settings, tmp_path):
    there.person("marcus", email_verified=None)
    offer(settings, tmp_path, there, email_is_verified=True)
    assert go(client, there, "marcus")["Location"] == reverse("mfa_authenticate")


def test_once_linked_the_address_counts_no_more(client, there, town):
    go(client, there, "marcus")
    there.person("marcus", email="changed@elsewhere.example", email_verified=False)
    again = type(client)()
    assert go(again, there, "marcus")["Location"] == reverse("mfa_authenticate")


def test_somebody_else_who_was_given_the_address_there_does_not_come_in(client, there, town):
    go(client, there, "marcus")
    there.person("stranger", email="practitioner@council.example")
    try:
        assert go(type(client)(), there, "stranger").status_code == 403
    finally:
        there.person("stranger", **PEOPLE["stranger"])


def test_whose_access_ended_does_not_come_in(client, there, town):
    go(client, there, "marcus")
    actions.end_access(person=town.at_council["practitioner"], by="system")
    assert go(type(client)(), there, "marcus").status_code == 403


BENDS = {
    "a nonce of another try": {"nonce": "x" * 43},
    "another audience": {"aud": "somebody-else"},
    "another issuer": {"iss": "http://127.0.0.1:1/o"},
    "a token that ran out": {"exp": 1_000_000_000},
    "a token of tomorrow": {"iat": int(time.time()) + 86_400, "nbf": int(time.time()) + 86_400},
    "another party": {"azp": "somebody-else"},
}


@pytest.mark.parametrize("bend", BENDS)
def test_a_token_that_is_not_ours_and_of_now_is_refused(client, there, town, bend):
    there.bend(**BENDS[bend])
    assert go(client, there, "marcus").status_code == 403
    assert not SignOnLink.objects.exists()
    there.bend()
    assert go(client, there, "marcus").status_code == 302


def test_a_way_back_works_once_and_only_in_the_browser_that_began(client, there, town):
    begun = client.post(reverse("accounts:sign_on", args=["council"]))
    back = there.sign_in(there.browser(), begun["Location"], "marcus")
    assert type(client)().get(back).status_code == 403  # sent to somebody as a link
    parts = urlsplit(back)
    query = dict(parse_qsl(parts.query)) | {"state": "another"}
    assert client.get(urlunsplit(parts._replace(query=urlencode(query)))).status_code == 403
    assert client.get(back).status_code == 403  # the try is over
    again = client.post(reverse("accounts:sign_on", args=["council"]))
    back = there.sign_in(there.browser(), again["Location"], "marcus")
    assert client.get(back).status_code == 302
    assert type(client)().get(back).status_code == 403


def test_a_try_that_took_too_long_is_over(client, there, town):
    begun = client.post(reverse("accounts:sign_on", args=["council"]))
    back = there.sign_in(there.browser(), begun["Location"], "marcus")
    session = client.session
    session["sign_on"] |= {"began": session["sign_on"]["began"] - 601}
    session.save()
    assert client.get(back).status_code == 403


def test_the_way_there_is_pressed_and_leads_on_only_within_the_service(client, there, town):
    assert client.get(reverse("accounts:sign_on", args=["council"])).status_code == 405
    assert client.post(reverse("accounts:sign_on", args=["nobody"])).status_code == 404
    go(client, there, "marcus", after="https://elsewhere.example/")
    assert finish(client)["Location"] == reverse("home:today")
    other = type(client)()
    go(other, there, "marcus", after=reverse("inbox:all"))
    assert other.session["account_login"]["redirect_url"] == reverse("inbox:all")


def test_where_the_service_does_not_answer_a_page_says_so(client, there, town, settings, tmp_path):
    path = write_file(tmp_path, f"http://127.0.0.1:{free_port()}/o", "Fallowshire children's services")
    settings.SINGLE_SIGN_ON = providers(str(path), may_be_plain=True)
    answer = client.post(reverse("accounts:sign_on", args=["council"]))
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


def test_their_second_step_counts_only_where_the_file_says_so_and_the_service_says_it_was_asked(
    client, there, town, settings, tmp_path
):
    there.person("marcus", amr=["pwd", "mfa"])
    assert go(client, there, "marcus")["Location"] == reverse("mfa_authenticate")
    offer(settings, tmp_path, there, second_step="provider")
    ours = type(client)()
    assert go(ours, there, "marcus")["Location"] == reverse("home:today")
    assert is_in(ours)
    there.person("marcus", amr=["pwd"])
    assert go(type(client)(), there, "marcus")["Location"] == reverse("mfa_authenticate")
    offer(settings, tmp_path, there, second_step="provider", second_step_acr=["urn:two"])
    there.person("marcus", amr=[], acr="urn:two")
    assert go(type(client)(), there, "marcus")["Location"] == reverse("home:today")
    there.person("marcus", acr="urn:one")
    assert go(type(client)(), there, "marcus")["Location"] == reverse("mfa_authenticate")


ROLES = {"Safeguarding": "safeguarding-lead", "Heads": "leader"}


def test_groups_there_give_a_role_here_but_one_that_takes_two_waits(client, there, town, settings, tmp_path):
    offer(settings, tmp_path, there, roles=ROLES)
    marcus = town.at_council["practitioner"]

    def sign_in_with(*groups):
        there.person("marcus", groups=list(groups))
        go(type(client)(), there, "marcus")
        marcus.refresh_from_db()
        return marcus.role

    assert sign_in_with("Heads") == "practitioner"  # whoever confirms roles is given theirs by two as well
    [change] = queries.changes_waiting_for(town.at_council["administrator"])
    actions.confirm_change(change=change, by=town.at_council["administrator"])
    assert sign_in_with("Heads") == "leader"
    assert sign_in_with("Heads", "Safeguarding") == "practitioner"  # the first of the file, which takes two
    [change] = queries.changes_waiting_for(town.at_council["administrator"])
    assert (change.role, change.asked_by) == ("safeguarding-lead", None)
    actions.confirm_change(change=change, by=town.at_council["administrator"])
    assert sign_in_with("Safeguarding") == "safeguarding-lead"
    assert sign_in_with("Something else") == "practitioner"  # taken away at once
    assert sign_in_with() == "practitioner"


def test_without_roles_in_the_file_the_role_given_here_stays(client, there, town):
    there.person("marcus", groups=["Safeguarding"])
    go(client, there, "marcus")
    assert Person.objects.get(pk=town.at_council["practitioner"].pk).role == "practitioner"


def test_before_a_step_that_harms_they_are_asked_again_there_and_a_fresh_answer_counts(client, there, town):
    browser = there.browser()
    go(client, there, "marcus", browser)
    finish(client)
    session = client.session
    session[PROVED] = 0
    session.save()
    asked = reverse("accounts:again") + "?next=/inbox/"
    page = client.get(asked).content.decode()
    assert "Show it through Fallowshire Council" in page
    begun = client.post(asked, {"again-elsewhere": "council"})["Location"]
    query = dict(parse_qsl(urlsplit(begun).query))
    assert (query["prompt"], query["max_age"]) == ("login", "0")
    quiet = begun.replace("prompt=login&", "").replace("&prompt=login", "")
    there.bend(auth_time=int(time.time()) - 3600)
    assert client.get(there.sign_in(browser, quiet, "marcus")).status_code == 403  # nobody was asked there
    assert client.session[PROVED] == 0
    there.bend()
    begun = client.post(asked, {"again-elsewhere": "council"})["Location"]
    assert client.get(there.sign_in(browser, begun, "marcus"))["Location"] == "/inbox/"
    assert client.session[PROVED] > 0


def test_what_was_typed_waits_sealed_until_they_are_back(client, there, town, settings, tmp_path):
    browser = there.browser()
    offer(settings, tmp_path, there, second_step="provider")
    there.person("marcus", amr=["mfa"])
    change = actions.change_role(
        person=town.at_council["leader"], role="administrator", by=town.at_council["administrator"]
    )
    actions.change_role(person=town.at_council["practitioner"], role="leader", by="system")
    assert go(client, there, "marcus", browser).status_code == 302
    session = client.session
    session[PROVED] = 0
    session.save()
    address = reverse("people:change", args=[change.pk])
    typed = {"do": "confirm", "why": "He stood in front of me."}
    assert "Show it through" in client.post(address, typed).content.decode()
    begun = client.post(address, typed | {"again-elsewhere": "council"})["Location"]
    assert "He stood" not in str(dict(client.session))
    back = client.get(there.sign_in(browser, begun, "marcus"))
    assert back["Location"] == reverse("accounts:kept")
    page = client.get(back["Location"]).content.decode()
    assert "You have shown that it is you" in page
    assert f'action="{address}"' in page
    assert client.post(address, typed).status_code == 302
    change.refresh_from_db()
    assert change.state == "done"


def test_nobody_proves_themselves_as_somebody_else(client, there, town):
    client.force_login(town.at_council["leader"])
    session = client.session
    session[PROVED] = 0
    session.save()
    begun = client.post(reverse("accounts:sign_on", args=["council"]))["Location"]
    assert client.get(there.sign_in(there.browser(), begun, "marcus")).status_code == 403
    assert client.session[PROVED] == 0


WRONG = {
    "no https": {"issuer": "http://login.example"},
    "no such role": {"roles": {"All": "owner"}},
    "a bad id": {"id": "Our Provider"},
    "a bad second step": {"second_step": "none"},
    "no secret": {"client_secret_file": "nowhere"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_cannot_be_used_says_what_is_wrong(tmp_path, wrong):
    given = {"issuer": "https://login.example"} | WRONG[wrong]
    path = write_file(tmp_path, given.pop("issuer"), "A school", **given)
    with pytest.raises(SettingError, match="Mend the file"):
        providers(str(path))
    assert providers("") == []


def test_the_secret_is_not_in_what_a_provider_says_of_itself(tmp_path):
    path = write_file(tmp_path, "https://login.example", "A school")
    [found] = providers(str(path))
    assert "secret between" not in repr(found)
    assert found.origins == ("https://login.example",)
