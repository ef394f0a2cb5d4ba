"""A safeguarding GP gets a mail, and has nothing but a browser."""

import re
import time

import pytest

from tests.journeys.conftest import look_at, press
from tests.journeys.road import Road, dots

SAW = "Tendai flinched when his sleeve was rolled up. Three round bruises."


def address_in(service, known: int) -> str:
    """The path of the link in the newest mail, once it has come."""
    for _ in range(100):
        mails = service.mails()
        if len(mails) > known:
            return re.search(r"https?://[^/\s]+(/received/\S+)", mails[-1].get_content())[1]
        time.sleep(0.2)
    raise AssertionError("no mail came")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_link_a_code_by_telephone_and_four_answers(visit, service, lang):
    # Given a teacher who shares with a surgery that is not on this server
    page = visit("amina-yusuf", scripts="blocked")
    before = len(service.mails())
    road = Road(page, service)
    road.get_an_answer(to="Quillbourne Mill Surgery")
    road.record_this()
    road.write_down(to=["Quillbourne Mill Surgery"], known=["Tendai Marlow"], fact=SAW)
    road.decide_to_share()
    road.check_items()
    road.send()
    code = page.locator(".sw-code__digits").inner_text()
    sent = page.url
    # When the mail arrives, nothing about the child stands in it
    address = address_in(service, before)
    mail = service.mails()[-1]
    words = (mail["Subject"] + mail.get_content()).lower()
    assert not any(word in words for word in ("tendai", "marlow", "bruise", "child"))
    # And the recipient opens the link, types a wrong code, then the right one
    theirs = visit(lang=lang, phone=True, scripts="blocked")
    address = ("/cy" if lang == "cy" else "") + address
    theirs.goto(address)
    look_at(theirs, "link")
    for typed in ("0000 0000", code):
        who_and_code(theirs, typed)
        press(theirs.locator("main form button.govuk-button").first)
        if typed != code:
            look_at(theirs, "link-wrong-code")
    assert SAW in theirs.inner_text("main")
    look_at(theirs, "package")
    # And looks again at the same page, which is still there
    theirs.reload()
    assert SAW in theirs.inner_text("main")
    # And saves it as a PDF, says that it came, that they accept it, and what happened
    with theirs.expect_download() as saved:
        theirs.locator("form[action$='/package.pdf'] button").click()
    assert saved.value.suggested_filename.endswith(".pdf")
    for kind, said in (("received", ""), ("accepted", ""), ("outcome", "Seen in clinic, and referred.")):
        answer(theirs, kind, said)
    # Then the sender sees each answer with a name
    page.goto(sent)
    assert dots(page) == 4
    assert "Seen in clinic" in page.inner_text("main")
    assert "Dr Sunita Rao" in page.locator(".sw-dots").inner_text()
    # And the used link opens nothing for anybody else, and says what to do
    other = visit(lang=lang, scripts="blocked")
    other.goto(address)
    assert SAW not in other.content()
    look_at(other, "link-used")
    assert other.locator("form[action$='/fresh'] button").is_visible()


def who_and_code(page, code):
    page.locator("input[name=name]").fill("Dr Sunita Rao")
    page.locator("input[name=role]").fill("Safeguarding GP")
    page.locator("input[name=is_meant]").check()
    page.locator("input[name=code]").fill(code)


def answer(page, kind, said):
    form = page.locator("form", has=page.locator(f"input[name=kind][value={kind}]"))
    if said:
        press(page.locator("details", has=form).locator("summary"))
        form.locator("textarea").fill(said)
    press(form.locator("button"))
    look_at(page, f"receipt-{kind}")
    press(page.locator("main a.govuk-button").first)
