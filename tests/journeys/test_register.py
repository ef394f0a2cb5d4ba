"""An officer brings a protocol out of its Word file into the register, and anybody can read what it says."""

import pytest

from tests.domain.agreements import papers
from tests.journeys.conftest import go, look_at

PARTNERS = (
    ("Sandlebury Hill Academy", "Designated safeguarding lead", "Pastoral team"),
    (
        "Fallowshire Childrens Service",
        "Head of the front door",
        "Duty team",
    ),  # almost as the directory has it
    ("The Otters", "Welfare officer", "Coaches"),  # as nobody else would call them
)
OTTERS = "Tarrowmouth Otters Swimming Club"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAYS = {
    "en": {
        "locked": "Remove the password",
        "tick": "then tick it",
        "like": "Make sure that they are the same",
    },
    "cy": {
        "locked": "Tynnwch y cyfrinair",
        "tick": "yna ticiwch ef",
        "like": "Gwnewch yn siŵr mai'r un ydynt",
    },
}
GO = "main form[method=post] button.govuk-button"


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_protocol_comes_out_of_the_drawer(visit, lang):
    title, says = f"Early help at the pool ({lang})", SAYS[lang]
    # Given an officer at the register, who has a folder of Word files and PDFs
    page = visit("tomasz-wieczorek", lang=lang, scripts="blocked", at="/organisation/")
    go(page, page.locator("main a[href$='/register/']").first)
    look_at(page, "register")
    go(page, page.locator("main a[href$='/register/bring-in/']"))
    # When the first file is locked with a password, the page says so, and what to do
    choose(page, "old.pdf", "application/pdf", papers.locked())
    assert says["locked"] in page.locator(".govuk-error-summary").inner_text()
    look_at(page, "register-refused")
    # When a protocol of the Accord is chosen, what was found in it is shown beside the words of the paper
    choose(page, "protocol.docx", WORD, papers.protocol(title=title, partners=PARTNERS))
    page.wait_for_url("**/register/papers/*/")
    text = page.locator("main").inner_text()
    assert "1 April 2026" in text and says["like"] in text and "The Otters" in text
    assert title in page.locator("input[name=title_en]").input_value()
    look_at(page, "register-confirm")
    # Then nothing is entered before each part was held against the paper
    page.locator("select[name=other_0]").select_option(label=OTTERS)
    go(page, page.locator(GO).first)
    assert says["tick"] in page.locator(".govuk-error-summary").inner_text()
    assert page.locator("select[name=other_0] option:checked").inner_text() == OTTERS
    look_at(page, "register-not-ticked")
    for box in page.locator("input[name^=sure_]").all():
        box.check()
    go(page, page.locator(GO).first)
    # Then it stands in the register: who, what, why, until when, and the paper itself
    page.wait_for_url(lambda url: "/papers/" not in url)
    entry = page.url
    text = page.locator("main").inner_text()
    assert title in text and OTTERS in text and "protocol.docx" in text
    look_at(page, "register-one")
    with page.expect_download() as kept:
        page.locator("a[href*='/original/']").click()
    assert kept.value.path().read_bytes()[:2] == b"PK"
    # When the officer shows it in public
    page.goto(entry)
    go(page, page.locator("form[action$='/public/'] button"))
    look_at(page, "register-shown")
    # Then anybody finds it, on a phone with JavaScript off, by words without accents or capitals
    anybody = visit(lang=lang, phone=True, scripts="off", at="/public-register/")
    go(anybody, anybody.locator("main ul a").first)
    anybody.locator("input[name=words]").fill("EARLY HELP AT THE POOL")
    go(anybody, anybody.locator("form[role=search] button"))
    look_at(anybody, "register-public")
    go(anybody, anybody.locator(".sw-door a", has_text=title))
    text = anybody.locator("main").inner_text()
    assert OTTERS in text and "Tomasz" not in text and "protocol.docx" not in text
    look_at(anybody, "register-public-one")


def choose(page, name, kind, data):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    go(page, page.locator(GO).first)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_spreadsheet_with_one_wrong_cell_is_mended_and_comes_in_whole(visit, lang):
    # Given a register of two lines, one of which names a body that there is not
    page = visit("tomasz-wieczorek", lang=lang, scripts="blocked", at="/register/bring-in/spreadsheet/")
    head = "reference;kind;title_en;state;parties;flows;in_force_from\n"
    row = "{lang}-{n};data-sharing-agreement;Home visits {n};in-force;" + (
        '"Sandlebury Hill Academy; {who}";"Sandlebury Hill Academy > {who}: support";2026-01-05\n'
    )
    wrong = head + row.format(lang=lang, n=1, who=OTTERS) + row.format(lang=lang, n=2, who="The Otters")
    # When it is chosen, every cell that is wrong is listed by its line, and nothing is entered
    choose(page, "register.csv", "text/csv", wrong.encode("utf-8-sig"))
    cells = page.locator("table tbody tr").all_inner_texts()
    assert cells and all(cell.startswith("3") and "The Otters" in cell for cell in cells)
    look_at(page, "register-spreadsheet")
    # Then, mended, both lines come in
    choose(page, "register.csv", "text/csv", wrong.replace("The Otters", OTTERS).encode())
    page.wait_for_url("**/register/")
    page.locator("input[name=words]").fill(f"{lang}-2")
    go(page, page.locator("form[role=search] button"))
    assert page.locator(".sw-door").count() == 1
    look_at(page, "register-found")
