"""A person who was called away is told before they are signed out, and may stay."""

from tests.journeys.conftest import look_at


def test_five_minutes_before_the_end_she_is_told_and_stays(visit):
    page = visit("amina-yusuf", phone=True, at="")
    page.clock.install()
    page.goto("/home/")
    notice = page.locator(".sw-idle")
    assert not notice.is_visible()
    page.clock.fast_forward("10:01")
    assert notice.is_visible()
    look_at(page, "signing-out")
    with page.expect_response(lambda answer: answer.request.method == "HEAD"):
        notice.get_by_role("button", name="Stay signed in").click()
    notice.wait_for(state="hidden")
    page.clock.fast_forward("10:01")
    assert notice.is_visible()


def test_without_scripts_each_page_says_how_long_there_is(visit):
    page = visit("amina-yusuf", scripts="off", at="/home/")
    assert "After 15 minutes without a press you are signed out." in page.locator("footer").inner_text()
