"""A protocol is drafted by questions from its first page until its partners have it, in Welsh and in English:
each answer lands in a clause, and a flow that the law does not carry is shown while it is drafted.
"""

import re

import pytest

from tests.journeys.conftest import go, look_at

TITLE = {"en": "Counselling after school", "cy": "Cwnsela ar ôl ysgol"}
WRITTEN = {"en": ("en",), "cy": ("en", "cy")}  # the Welsh one is written in both
POWER = "W-WSP-1"  # for a Welsh school it holds in single cases
SIGNATORY = "iolo.prydderch@eirlas.example"
ITEMS = {"en": "That a child was offered counselling", "cy": "Bod cwnsela wedi'i gynnig i blentyn"}
BODIES = ("Eirlas children's services", "Eirlas Police"), ("Gwasanaethau plant Eirlas", "Heddlu Eirlas")
SAYS = {
    "en": {
        "gap": "[not answered yet]",
        "missing": "Not said yet",
        "fails": "Does not hold",
        "holds": "Holds",
        "fits": "Fits: ",
        "to mend": "Nothing to mend.",
        "state": "Partners are commenting",
    },
    "cy": {
        "gap": "[heb ei ateb eto]",
        "missing": "Heb ei ddweud eto",
        "fails": "Ddim yn gymwys",
        "holds": "Yn gymwys",
        "fits": "Addas: ",
        "to mend": "Dim i'w drwsio.",
        "state": "Mae'r partneriaid yn rhoi sylwadau",
    },
}


def save(page, **more):
    go(page, page.locator("main form button.govuk-button", **more).first)


def answer(page, lang):
    """Answer every question of a section that has no words to begin from; give what was typed."""
    typed = {}
    for field in page.locator("main form textarea, main form input[type=text]").all():
        name = field.get_attribute("name")
        if not field.input_value():
            typed[name] = f"{'Fel y cytunwyd' if name.endswith('_cy') else 'As agreed'} ({name})"
            field.fill(typed[name])
    for group in page.locator("main form .govuk-radios").all():
        if not group.locator("input:checked").count():
            group.locator("input").first.check()
    return typed


def rest_on(page, basis, power, says):
    """Choose a basis by its id, or the first that fits; the first condition that fits; and a power."""
    for name, chosen in (("basis", basis), ("condition", ""), ("power", power)):
        field = page.locator(f"select[name={name}]")
        fitting = field.locator("option", has_text=re.compile(f"^{says['fits']}"))
        field.select_option(chosen or fitting.first.get_attribute("value"))
    save(page)


def standings(page):
    """The standing that each check of a flow came to."""
    return page.locator("main h4 .govuk-tag").all_inner_texts()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_from_the_first_question_to_the_partners(visit, lang):
    says, title = SAYS[lang], TITLE[lang]
    # Given a safeguarding lead who has never drafted one, at the page of the arrangements
    huw = visit("huw-llewelyn", lang=lang, scripts="blocked", at="/agreements/")
    look_at(huw, "drafting-list")
    go(huw, huw.locator("main a.govuk-button[href$='/start/']"))
    # When the page is sent empty, it says what is missing
    save(huw)
    assert huw.locator(".govuk-error-summary a").count() >= 2
    look_at(huw, "drafting-start")
    # When a protocol is chosen and given its name, what is to be done stands in a list
    huw.locator("input[name=kind][value=waspi-isp]").check()
    huw.locator("input[name=title]").fill(title)
    huw.locator(f"input[name=languages][value={'both' if lang == 'cy' else 'en'}]").check()
    save(huw)
    draft = huw.url
    assert title in huw.inner_text("h1")
    look_at(huw, "drafting-tasks")
    if lang == "cy":
        go(huw, huw.locator("main a[href$='/about/']"))
        huw.locator("input[name=title_en]").fill(TITLE["en"])
        huw.locator("input[name=title_cy]").fill(title)
        look_at(huw, "drafting-about")
        save(huw)
    # And its parties are chosen from the directory, each with whoever signs
    for body, role in zip(BODIES[lang == "cy"], ("Head of Service", "Chief Inspector"), strict=True):
        huw.goto(f"{draft}parties/")
        huw.locator("select[name=organisation]").select_option(label=body)
        look_at(huw, "drafting-parties")
        save(huw)
        huw.locator("input[name=signatory_role_en]").fill(role)
        if body == BODIES[lang == "cy"][0]:
            huw.locator("input[name=signatory_email]").fill(SIGNATORY)
        look_at(huw, "drafting-party")
        save(huw)
        assert body in huw.inner_text("main") and role in huw.inner_text("main")
    # When each question is answered, the answer stands in its clause on the same page, and no gap is left
    huw.goto(draft)
    sections = [each.get_attribute("href") for each in huw.locator("main a[href*='/questions/']").all()]
    assert len(sections) > 5
    for section in sections:
        huw.goto(section)
        assert section == sections[0] or huw.locator("#reads").count() == 1
        before = huw.locator("#reads").inner_text()
        typed = answer(huw, lang)
        look_at(huw, "drafting-questions" if section == sections[0] else "")
        go(huw, huw.locator("button[name=then]"))
        reads = huw.locator("#reads").inner_text()
        for words in typed.values():
            assert words not in before and words in reads, section
        assert says["gap"] not in reads, section
        look_at(huw, "drafting-questions-landed" if section == sections[0] else "")
    # When who gives what to whom is said, the page says at once what it still has to rest on
    huw.goto(f"{draft}flows/add/")
    parties = huw.locator("input[name=giver]").all()
    parties[0].check()
    huw.locator("input[name=receivers]").nth(1).check()
    huw.locator("select[name=purpose]").select_option("support")
    for written in WRITTEN[lang]:
        huw.locator(f"textarea[name=items_{written}]").fill(ITEMS[written])
    look_at(huw, "drafting-flow-who")
    save(huw)
    huw.locator("input[name=pattern][value=routine]").check()
    huw.locator("input[name=special]").check()
    look_at(huw, "drafting-flow-how")
    save(huw)
    flow = huw.url
    assert ITEMS[lang] in huw.inner_text("main") and says["missing"] in standings(huw)
    look_at(huw, "drafting-flow-open")
    # And a basis that does not hold for a school is shown with its reason and its source, and what would hold
    go(huw, huw.locator("main a[href*='/rests-on/']").first)
    rest_on(huw, "6f", POWER, says)
    assert says["fails"] in standings(huw)
    wrong = huw.locator(".sw-card", has_text=says["fails"]).first
    assert wrong.locator(".sw-source a[href^='https://']").count()
    look_at(huw, "drafting-flow-wrong")
    huw.goto(draft)
    assert huw.locator("main .govuk-tag--red").count() == 1
    # Then, with what fits, nothing is left to mend
    for number in (0, 1):
        huw.goto(flow)
        go(huw, huw.locator("main a[href*='/rests-on/']").nth(number))
        look_at(huw, "drafting-ground" if not number else "")
        rest_on(huw, "", POWER, says)
    assert says["fails"] not in standings(huw) and says["missing"] not in standings(huw)
    assert says["holds"] in standings(huw)
    huw.goto(f"{draft}checks/")
    assert says["to mend"] in huw.inner_text("main")
    look_at(huw, "drafting-checks")
    # And the whole of it can be read, with what was typed in its clauses
    huw.goto(f"{draft}read/")
    assert ITEMS[lang] in huw.inner_text("main") and says["gap"] not in huw.inner_text("main")
    look_at(huw, "drafting-whole")
    # When it is put before the parties, nothing is said to be open; and a partner finds it in its own list
    huw.goto(draft)
    go(huw, huw.locator("main a.govuk-button[href*='/agreeing/']"))
    go(huw, huw.locator("main a.govuk-button[href$='/before-the-parties/']"))
    assert huw.locator(".govuk-warning-text").count() == 0
    look_at(huw, "drafting-put")
    save(huw)
    assert says["state"] in huw.inner_text("main")
    iolo = visit("iolo-prydderch", lang=lang, scripts="blocked", at="/agreements/")
    go(iolo, iolo.get_by_role("link", name=title).first)
    assert ITEMS[lang] in iolo.inner_text("main")


def test_what_is_typed_is_seen_in_its_clause_at_once(visit):
    # Given a draft, on a phone, with JavaScript
    huw = visit("huw-llewelyn", phone=True, at="/agreements/start/")
    huw.locator("input[name=kind][value=data-sharing-agreement]").check()
    huw.locator("input[name=title]").fill("Swimming lessons")
    huw.locator("input[name=languages][value=en]").check()
    save(huw)
    # When it is put before the parties too early, the page names each question that is open and leads to it
    draft = huw.url
    huw.goto(f"{draft}parties/")
    huw.locator("select[name=organisation]").select_option(label="Eirlas Police")
    save(huw)
    huw.goto(draft.replace("/agreements/", "/agreeing/") + "before-the-parties/")
    assert "things are still open" in huw.locator(".govuk-warning-text").inner_text()
    look_at(huw, "drafting-put-early")
    go(huw, huw.locator("main li a[href$='#id_aims_en']"))
    # Then what is typed stands in its clause before anything is saved
    huw.locator("textarea[name=aims_en]").fill("To teach every child to swim.")
    assert "To teach every child to swim." in huw.locator("#reads").inner_text()
