"""Somebody takes the laptop: the browser's own folder holds nothing of a case."""

from tests.conftest import chromium
from tests.journeys.conftest import FLAGS, press, sign_in

CHILD, TYPED = "Zebedee Quillfeather", "He slept in his coat because the heating was cut off again."


def files_with(folder, words):
    """The files under a folder that hold the words, in either of the encodings that a browser writes."""
    forms = [words.encode(), words.encode("utf-16-le")]
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in found if _holds(path, forms))


def _holds(path, forms):
    data = path.read_bytes()
    return any(form in data for form in forms)


def test_the_folder_of_the_browser_holds_no_word_of_a_case(browser, service, tmp_path):
    folder = tmp_path / "profile"
    # Given a practitioner who writes a worry down, reads it, and shuts the lid
    context = browser.browser_type.launch_persistent_context(
        str(folder), executable_path=chromium(), args=FLAGS, base_url=service.address
    )
    page = context.new_page()
    sign_in(page, service, "danny-szabo")
    page.wait_for_url("**/home/")
    page.goto("/worries/new/")
    page.locator("textarea[name=fact]").fill(TYPED)
    name = page.locator("input[name=new0-name]")
    if not name.count():
        press(page.locator("button[name=do][value=more]"))
    if not name.is_visible():
        press(page.locator("details", has=name).last.locator("summary").first)
    name.fill(CHILD)
    for part, value in (("day", "3"), ("month", "5"), ("year", "2018")):
        page.locator(f"input[name='new0-born_on-{part}']").fill(value)
    press(page.locator("button[name=do][value=save]"))
    for address in ("/home/", "/worries/", "/directory/"):
        page.goto(address)
    page.locator("main").first.inner_text()
    page.go_back()
    page.wait_for_timeout(1500)  # what a browser writes down a moment later
    context.close()

    # Then whoever takes the disk finds the service's style sheet, and nothing of the child
    assert files_with(folder, "sharewell.css") or files_with(folder, "/static/layout/")
    assert files_with(folder, CHILD) == []
    assert files_with(folder, TYPED[:40]) == []
    assert [path for path in files_with(folder, "/worries/new/") if "Cache" in path] == []
