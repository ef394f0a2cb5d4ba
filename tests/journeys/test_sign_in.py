"""Signing in with a passkey, and a time-out that loses nothing."""

import pytest

from tests.journeys.conftest import look_at, press, sign_in


def test_a_passkey_is_added_and_then_signs_in_by_itself(visit, service):
    # Given somebody with an authenticator in her telephone
    page = visit()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    # When she signs in with password and code, and adds a passkey, for which the password is asked once more
    sign_in(page, service, "priya-raghavan")
    page.goto("/accounts/2fa/webauthn/add/")
    look_at(page, "is-it-still-you")
    page.locator("input[name=password]").fill(service.people["priya-raghavan"]["password"])
    press(page.locator("main form button.govuk-button").last)
    page.locator("input[name=passwordless]").check()
    look_at(page, "add-a-passkey")
    press(page.locator("#mfa_webauthn_add"))
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    look_at(page, "passkey-added")

    # Then, signed out, the passkey alone signs her in
    press(page.locator(".sw-leave button"))
    page.goto("/accounts/login/")
    press(page.locator("#passkey_login"))
    page.wait_for_url("**/home/")
    assert "Priya Raghavan" in page.inner_text("body")


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_a_time_out_loses_nothing_that_was_typed(visit, service, scripts):
    # Given a teacher who has typed half a worry when her session ends
    page = visit(scripts=scripts)
    sign_in(page, service, "amina-yusuf")
    page.goto("/worries/new/")
    typed = "He would not take his jumper off, and said that he was cold."
    page.locator("textarea[name=fact]").fill(typed)
    page.context.clear_cookies(name="sessionid")

    # When she presses to go on, and signs in again
    press(page.locator("button[name=do][value=save]"))
    look_at(page)
    sign_in(page, service, "amina-yusuf", at="")

    # Then what she typed is still there, and goes on from where she was
    assert typed in page.inner_text("main")
    look_at(page, "kept")
    press(page.locator("main form button.govuk-button"))
    page.wait_for_url("**/home/")
    press(page.locator("form[action$='/carry-on/'] button").first)
    assert page.locator("textarea[name=fact]").input_value() == typed
