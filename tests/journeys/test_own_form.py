"""A front door that takes only its own form: copy by heading, one PDF to upload, their reference noted."""

import pypdfium2
import pytest

from tests.journeys.conftest import look_at, press
from tests.journeys.road import Road, dots

SAW = "He said that his dinner was in the bin again."


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_their_form_is_filled_and_counts_as_sent(visit, service, lang):
    # Given a neighbouring council that takes nothing but its own web form
    page = visit("amina-yusuf", lang=lang, phone=True, scripts="blocked")
    road = Road(page, service)
    road.get_an_answer()
    road.record_this()
    page.locator("select[name=area]").select_option(label="Brackenholt")
    press(page.locator("button[name=do][value=look]"))
    road.write_down(to=["Brackenholt children's services"], known=["Tendai Marlow"], fact=SAW)
    road.decide_to_share()
    if page.locator("input[name=way][value=form]").count():
        page.locator("input[name=way][value=form]").check()
    road.check_items()
    road.stand("check-own-form")
    press(page.locator("a.govuk-button[href$='/told']"))
    page.wait_for_url("**/told")
    # When the teacher copies what goes under each of their headings, and takes the PDF
    copied = " ".join(box.input_value() for box in page.locator("textarea[readonly]").all())
    assert SAW in copied
    with page.expect_download() as saved:
        page.locator("a[href$='/form.pdf']").click()
    printed = pypdfium2.PdfDocument(saved.value.path())
    words = " ".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert SAW in " ".join(words.split())
    # And notes the reference that their form gave
    page.locator("input[name=their_reference]").fill("BCS-2291")
    road.stand("own-form")
    press(page.locator("main form button.govuk-button"))
    # Then it counts as sent, in six pages or fewer, and the same clock runs
    page.wait_for_url(lambda url: url.endswith("/") and "/deliveries/" in url)
    road.stand("own-form-sent")
    assert len(road.pages) <= 6
    assert dots(page) == 1
    assert "BCS-2291" in page.inner_text("main")
    look_at(page)
