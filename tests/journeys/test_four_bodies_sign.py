"""Four Welsh bodies agree and sign an information sharing protocol, in Welsh and in English; one of them has
no account.
"""

import re
import time

import pypdfium2

from tests.journeys.conftest import PATIENCE, go, look_at

TITLE = {"en": "Early help for children in Eirlas", "cy": "Help cynnar i blant yn Eirlas"}
GUARDIAN = "caldicott@eirlashealth.example"  # whom the school named
BOARD = "diogelu@iechydeirlas.example"  # where the directory says that the health board is reached
ASKS = "Say who may open the package at the health board."
YN_GOFYN = "Ychwanegwch nyrs yr ysgol at y rhai a gaiff weld."
SAFE = {
    "en": "Through sealed packages that only the school nursing team opens; never by ordinary e-mail.",
    "cy": "Drwy becynnau dan sêl y mae'r tîm nyrsio ysgolion yn unig yn eu hagor; byth drwy e-bost.",
}


def found_in(service, since: int, to: str, what: str) -> str:
    """What the newest mail to somebody after the first `since` mails holds; no word of the agreement."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        said = [mail.get_content() for mail in service.mails()[since:] if mail["To"] == to]
        assert "Help cynnar" not in "".join(said) and "Early help" not in "".join(said)
        found = [match[1] for match in (re.search(what, each) for each in said) if match]
        if found:
            return found[-1]
        time.sleep(0.2)
    raise AssertionError("no mail came")


def link_in(service, since: int) -> str:
    """The path of the link, which goes to the guardian."""
    return found_in(service, since, GUARDIAN, r"https?://[^/\s]+(?:/cy)?(/signing/\S+)")


def code_in(service, since: int) -> str:
    """The code, which goes to the health board itself, where the guardian asks for it."""
    return found_in(service, since, BOARD, r"(\d{4} \d{4})")


def agreement_page(page, lang):
    """From the first page through Arrangements to the agreement."""
    start = "/cy" if lang == "cy" else ""
    page.goto(f"{start}/agreements/")
    go(page, page.get_by_role("link", name=TITLE[lang]).first)
    go(page, page.locator("a.govuk-button[href*='/agreeing/']"))
    return page


def send(page):
    go(page, page.locator("main form button.govuk-button").first)


def sees_where_the_code_went(huw, party) -> None:
    """Huw, who keeps the agreement, holds neither the link nor the code."""
    go(huw, huw.locator("main a[href*='/link/']", has_text=re.compile(party)))
    assert BOARD in huw.inner_text("main")
    assert huw.locator(".sw-code__digits").count() == 0
    look_at(huw, "agreement-link")
    huw.go_back()


def comment(page, clause, text):
    """Say something to one clause."""
    go(page, page.locator(f"#{clause} .sw-clause__say a"))
    page.locator("textarea[name=text]").fill(text)
    look_at(page, "agreement-comment")
    send(page)
    assert text in page.locator(f"#{clause}").inner_text()


def test_four_bodies_one_without_an_account_agree_and_sign_in_welsh_and_english(visit, service):
    # Given a protocol that a Welsh school has put before its three partners, one of which has no account
    huw = agreement_page(visit("huw-llewelyn", lang="cy", scripts="blocked"), "cy")
    look_at(huw, "agreement-consultation")
    sees_where_the_code_went(huw, "Bwrdd Iechyd")
    code, address = code_in(service, 0), link_in(service, 0)
    # When its guardian opens the link on a phone, with the code that went to the health board itself
    board = visit(phone=True, scripts="blocked", at=address)
    look_at(board, "agreement-link-closed")
    assert TITLE["en"] not in board.content()
    for typed in ("0000 0000", code):
        board.locator("input[name=code]").fill(typed)
        send(board)
    assert TITLE["en"] in board.inner_text("h1")
    look_at(board, "agreement-behind-the-link")
    # And says, in English, what a clause lacks; and children's services say in Welsh what another lacks
    go(board, board.locator("#security-measures .sw-clause__say a"))
    assert board.locator("input[name=name]").input_value() == "Dr Marged Tudur-Okoye"
    board.locator("textarea[name=text]").fill(ASKS)
    send(board)
    assert ASKS in board.locator("#security-measures").inner_text()
    iolo = agreement_page(visit("iolo-prydderch", lang="cy", scripts="blocked"), "cy")
    go(iolo, iolo.locator("a.govuk-button[href*='/versions/1/']"))
    look_at(iolo, "agreement-read")
    comment(iolo, "obligations-who", YN_GOFYN)
    # Then Huw answers both, changes the words, and puts them before everybody again
    settled = 0
    while (huw.reload() or True) and huw.locator("a[href*='/comments/']").count():
        go(huw, huw.locator("a[href*='/comments/']").first)
        how = "taken-up" if ASKS in huw.inner_text("main") else "not-taken-up"
        huw.locator(f"input[name=how][value={how}]").check()
        huw.locator("textarea[name=said]").fill("Diolch; mae'r nyrs yno eisoes.")
        look_at(huw, "agreement-answer")
        send(huw)
        huw.goto(huw.url.split("/versions/")[0] + "/")
        settled += 1
    assert settled == 2
    pk = re.search(r"/agreeing/([0-9a-f-]{36})/", huw.url)[1]
    huw.goto(f"/cy/agreements/{pk}/questions/security/")
    for lang, words in SAFE.items():
        huw.locator(f"textarea[name=security_{lang}]").fill(words)
    send(huw)
    sent = len(service.mails())
    huw.goto(f"/cy/agreeing/{pk}/before-the-parties/")
    huw.locator("textarea[name=note]").fill("Cymal diogelwch yn gliriach.")
    send(huw)
    link_in(service, sent)  # the one before ended with the version that it led to
    # And Eirlas Police see word by word what is new, on the page and on paper
    sioned = agreement_page(visit("sioned-achterberg", scripts="blocked"), "en")
    sioned.goto(f"/agreeing/{pk}/versions/2/changes/")
    assert "only the school nursing team opens" in sioned.locator("ins").first.inner_text()
    look_at(sioned, "agreement-changes")
    # When somebody who did not write it has assured its quality
    huw.goto(f"/cy/agreeing/{pk}/quality/submit/")
    huw.locator("input[name=assurer][value=colleague]").check()
    look_at(huw, "agreement-submit")
    send(huw)
    assert huw.locator("a[href$='/quality/']").count() == 0  # never whoever submitted it
    mair = visit("mair-hedd", lang="cy", scripts="blocked", at="/home/")
    go(mair, mair.locator(f"main a[href$='/agreeing/{pk}/quality/']").first)
    mair.locator("input[name=outcome][value=assured]").check()
    mair.locator("textarea[name=said]").fill("Yn glir ac yn gymesur.")
    look_at(mair, "agreement-quality")
    send(mair)
    # And Huw has it signed
    sent = len(service.mails())
    huw.goto(f"/cy/agreeing/{pk}/signing/")
    look_at(huw, "agreement-have-it-signed")
    send(huw)
    # Then three sign with their accounts, in the language of each
    for page, lang in ((huw, "cy"), (iolo, "cy"), (sioned, "en")):
        page.goto(f"{'/cy' if lang == 'cy' else ''}/agreeing/{pk}/sign/")
        assert SAFE[lang] in " ".join(page.inner_text("main").split())
        page.locator("input[name=has_read]").check()
        look_at(page, "agreement-sign")
        send(page)
    huw.goto(f"/cy/agreeing/{pk}/")
    look_at(huw, "agreement-signing")
    assert (
        "Wrthi'n cael ei lofnodi" in huw.inner_text("main")
        or huw.locator("strong", has_text="I lofnodi").count()
    )
    # And the health board through a new link, in Welsh, with no account
    sees_where_the_code_went(huw, "Bwrdd Iechyd")
    code, address = code_in(service, sent), link_in(service, sent)
    board.goto(f"/cy{address}")
    board.locator("input[name=code]").fill(code)
    send(board)
    go(board, board.locator("a.govuk-button[href$='/sign/']"))
    board.locator("input[name=has_read]").check()
    look_at(board, "agreement-sign-behind-the-link")
    send(board)
    look_at(board, "agreement-signed-behind-the-link")
    assert TITLE["cy"] in board.inner_text("h1")
    # Then it is in force for all four, and each signature stands on the paper that anybody can take along
    huw.reload()
    look_at(huw, "agreement-in-force")
    assert huw.locator(".govuk-tag--green").count() == 5  # the whole, and each of the four
    with board.expect_download() as saved:
        board.locator("a[href*='/print/pdf'][href*='both']").click()
    printed = pypdfium2.PdfDocument(saved.value.path())
    words = " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in printed)
    for name in ("Huw Llewelyn-Shah", "Iolo Prydderch", "Sioned Achterberg", "Dr Marged Tudur-Okoye"):
        assert name in words
    assert TITLE["cy"] in words and TITLE["en"] in words
    # And the health board is told at its own address that somebody signed for it
    told = found_in(service, sent, BOARD, r"https?://[^/\s]+(?:/cy)?(/signing/not-us/\S+)")
    office = visit(lang="cy", scripts="blocked", at=told)
    assert "Dr Marged Tudur-Okoye" in office.inner_text("main")
    look_at(office, "agreement-was-it-us")
    # And the link that signed opens nothing for anybody any more
    other = visit(lang="cy", scripts="blocked", at=address)
    assert other.locator("input[name=code]").count() == 0
    look_at(other, "agreement-link-used")
