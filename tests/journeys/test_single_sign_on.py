"""A social worker signs in as she does everywhere at the council, through the council's own service."""

import pytest

from tests.journeys.conftest import DESK, PATIENCE, PHONE, look_at, press, served
from tests.sign_on.running import PASSWORD, free_port, provider, write_file

PEOPLE = {
    "marcus": {"email": "marcus.bellamy@fallowshire.example", "email_verified": True},
    "nobody": {"email": "nobody@fallowshire.example", "email_verified": True},
}


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    """The council's own sign-in, and a service that knows it."""
    folder, port = tmp_path_factory.mktemp("council"), free_port()
    back = [f"http://localhost:{port}/accounts/organisation/council/back/"]
    with provider(folder, PEOPLE, back) as there:
        path = write_file(folder, there.issuer, "Fallowshire children's services")
        home = tmp_path_factory.mktemp("served")
        with served(home, port=port, SHAREWELL_SINGLE_SIGN_ON=str(path)) as running:
            yield running, there


def open_page(browser, service, scripts, size=DESK):
    context = browser.new_context(
        base_url=service.address, java_script_enabled=scripts == "on",
        viewport=dict(zip(("width", "height"), size, strict=True)),
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.refused = []
    page.on("console", lambda said: page.refused.append(said.text) if said.type == "error" else None)
    return page


def sign_in_there(page, name):
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    press(page.locator("button"))


@pytest.mark.parametrize(("scripts", "lang"), [("on", "en"), ("off", "cy")])
def test_she_signs_in_there_and_is_asked_for_her_second_step_here(browser, council, scripts, lang):
    service, there = council
    # Given a page that offers the council's own sign-in
    page = open_page(browser, service, scripts)
    page.goto("/cy/accounts/login/" if lang == "cy" else "/accounts/login/")
    look_at(page, "sign-in-with-a-provider")

    # When she presses it and signs in there
    press(page.get_by_role("button", name="Cyngor Fallowshire" if lang == "cy" else "Fallowshire Council"))
    page.wait_for_url(f"{there.issuer.removesuffix('/o')}/login/**")
    sign_in_there(page, "marcus")

    # Then she is back, says her second step, and is home
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("input[name=code]").wait_for()
    page.locator("input[name=code]").fill(service.code("marcus-bellamy"))
    page.locator("input[name=code]").press("Enter")
    page.wait_for_url("**/home/")
    assert "Marcus Bellamy" in page.inner_text("body")
    assert [said for said in page.refused if "Content Security Policy" in said] == []
    page.context.close()


def test_somebody_whom_nobody_wrote_in_is_told_what_to_do(browser, council):
    service, _there = council
    page = open_page(browser, service, "on", PHONE)
    page.goto("/accounts/login/")
    press(page.get_by_role("button", name="Fallowshire Council"))
    sign_in_there(page, "nobody")
    page.wait_for_url("**/back/**")
    assert "You cannot sign in this way" in page.inner_text("h1")
    assert "ask an administrator" in page.inner_text("main")
    look_at(page, "sign-on-refused")
    page.context.close()
