"""From what they need to sent, as the pages do it."""

import re
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from sharewell.domain.deliveries import choices
from sharewell.domain.deliveries.models import Attachment
from sharewell.web.accounts.step_up import HOLDS, PROVED
from tests.domain.deliveries.town import REFUGE, fresh, prepare, thing, worry_of


def at(name, delivery, *more):
    """The English address, whatever language the page before was in."""
    with override("en"):
        return reverse(f"deliveries:{name}", args=[delivery.pk, *more])


def ticks(delivery, **more):
    """What a browser posts of an untouched page of items."""
    posted = {f"in-{t.key}": "on" for t in choices.things_for(delivery) if t.is_in and not t.is_shielded}
    return posted | {"asked_first": "Visit today", "way": delivery.way, "do": "check"} | more


def shown_on(page):
    return re.search(r'name="shown" value="([0-9a-f]{64})"', page.content.decode())[1]


@pytest.mark.parametrize("language", ["", "/cy"])
def test_three_pages_from_items_to_sent(teacher, to_council, language):
    items = teacher.get(language + at("items", to_council))
    assert items.status_code == 200
    check = teacher.post(language + at("items", to_council), ticks(to_council), follow=True)
    assert check.redirect_chain[-1][0] == language + at("check", to_council)
    words = "Send to Fallowshire children" if not language else "Anfon at Fallowshire children"
    assert words in check.content.decode()
    sent = teacher.post(
        language + at("check", to_council), {"do": "send", "shown": shown_on(check)}, follow=True
    )
    assert sent.redirect_chain[-1][0] == language + at("sent", to_council)
    assert fresh(to_council).state == "sent"
    assert REFUGE.encode() not in bytes(fresh(to_council).package)


def test_nothing_is_sent_or_handed_out_by_somebody_who_proved_themselves_long_ago(teacher, case, to_council):
    check = teacher.post(at("items", to_council), ticks(to_council), follow=True)
    session = teacher.session
    session[PROVED] = int(time.time()) - HOLDS - 60
    session.save()
    held = teacher.post(at("check", to_council), {"do": "send", "shown": shown_on(check)})
    assert held.status_code == 403 and "Is it still you?" in held.content.decode()
    assert fresh(to_council).is_preparing
    with override("en"):
        reveal = reverse("worries:reveal", args=[case.worry.pk, case.refuge.pk])
    shown = teacher.post(reveal, {"reason": "I have to ring them"})
    assert shown.status_code == 403 and REFUGE not in shown.content.decode()


def test_one_way_alone_is_not_asked_for(teacher, to_gp):
    posted = {name: value for name, value in ticks(to_gp).items() if name != "way"}
    assert teacher.post(at("items", to_gp), posted).status_code == 302
    empty = teacher.post(at("items", to_gp), posted | {"asked_first": ""}).content.decode()
    assert "Say what you ask them to do first" in empty
    assert "This field is required" not in empty


def test_looking_changes_nothing(teacher, to_council):
    for name in ("items", "check"):
        for _n in range(3):
            assert teacher.get(at(name, to_council)).status_code == 200
    assert fresh(to_council).is_preparing
    assert not to_council.items.exists()


def test_the_check_shows_what_stays_out_beside_what_goes(teacher, to_council):
    page = teacher.get(at("check", to_council)).content.decode()
    see, out = page.split('id="out-heading"')
    assert REFUGE not in page
    assert "Address of Chipo Marlow" in out
    assert "not to be disclosed" in out


def test_something_changed_meanwhile_is_shown_again_and_nothing_is_sent(teacher, to_council):
    shown = shown_on(teacher.get(at("check", to_council)))
    teacher.post(at("items", to_council), ticks(to_council, asked_first="Ring me first"))
    page = teacher.post(at("check", to_council), {"do": "send", "shown": shown})
    assert "Something changed" in page.content.decode()
    assert fresh(to_council).is_preparing


def test_what_is_unusual_is_asked_for_beside_it_and_the_ticks_are_kept(teacher, to_gp):
    opinion = thing(to_gp, "entry:opinion")
    page = teacher.post(at("items", to_gp), ticks(to_gp, **{f"in-{opinion.key}": "on"}))
    assert page.status_code == 200
    assert "Say why they need this: Opinion" in page.content.decode()
    assert thing(to_gp, "entry:opinion").is_in
    reason = {f"in-{opinion.key}": "on", f"why-{opinion.key}": "She knows the family"}
    assert teacher.post(at("items", to_gp), ticks(to_gp, **reason)).status_code == 302


def test_a_broken_file_is_refused_with_a_way_forward_and_every_tick_is_kept(teacher, to_council):
    fact = thing(to_council, "entry:fact")
    posted = ticks(to_council, do="attach", about="Body map")
    del posted[f"in-{fact.key}"]
    posted[f"why-{fact.key}"] = "They have it"
    posted["file"] = SimpleUploadedFile("map.pdf", b"%PDF-1.7 nothing else")
    page = teacher.post(at("items", to_council), posted)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not thing(to_council, "entry:fact").is_in
    assert not Attachment.objects.exists()
    assert "Or type the key points" in page.content.decode()
    del posted["file"]
    assert (
        teacher.post(at("items", to_council), posted | {"typed": "Two marks on the arm."}).status_code == 302
    )
    see = teacher.get(at("check", to_council)).content.decode().split('id="out-heading"')[0]
    assert "Two marks on the arm." in see


def test_a_file_over_the_limit_is_refused_in_words(teacher, to_council, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    posted = ticks(to_council, do="attach", about="Body map")
    posted["file"] = SimpleUploadedFile("big.txt", b"x" * (2 * 1024 * 1024))
    page = teacher.post(at("items", to_council), posted).content.decode()
    assert "larger than 1 MB" in page


def test_a_text_file_is_searched_and_a_shielded_address_in_it_stops_the_send(teacher, to_council):
    posted = ticks(to_council, do="attach", about="Note of a call")
    posted["file"] = SimpleUploadedFile("call.txt", f"She said: {REFUGE}.\n\nHe is well.".encode())
    assert teacher.post(at("items", to_council), posted).status_code == 302
    page = teacher.get(at("check", to_council)).content.decode()
    assert "File 1, page 1" in page
    assert "Send to" not in page
    paper = thing(to_council, "paper")
    typing = teacher.get(at("text", to_council, paper.key)).content.decode()
    assert "[left out]" in typing
    teacher.post(at("text", to_council, paper.key), {"text": "He is well."})
    page = teacher.get(at("check", to_council)).content.decode()
    assert "Send to" in page
    assert "Typed out by the sender" in page


@pytest.mark.parametrize("name", ["../../etc/evil.html", 'a"; filename="b.js', "Jakub Nowicki.pdf"])
def test_a_file_goes_out_to_be_saved_under_a_name_of_ours_and_runs_nothing(teacher, to_council, name):
    posted = ticks(to_council, do="attach", about="Note of a call")
    posted["file"] = SimpleUploadedFile(name, b"He is well.")
    teacher.post(at("items", to_council), posted)
    came = teacher.get(at("content", to_council, Attachment.objects.get().pk))
    assert came["Content-Type"].startswith("text/plain")
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.txt"', came["Content-Disposition"])
    assert came["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in came["Content-Security-Policy"]
    assert "sandbox" in came["Content-Security-Policy"]


def test_a_passage_is_left_out_from_the_check_page(teacher, town):
    entries = [{"kind": "fact", "text": f"They moved to {REFUGE}."}]
    delivery = prepare(worry_of(town, entries), town.front_door, town.teacher)
    page = teacher.get(at("check", delivery)).content.decode()
    assert REFUGE not in page
    fields = {"caution": re.search(r'name="caution" value="([^"]*)"', page)[1]}
    after = teacher.post(at("check", delivery), {"do": "leave-out", **fields}, follow=True).content.decode()
    assert "They moved to [left out]." in after
    assert "Send to" in after


def test_releasing_is_a_page_of_its_own_and_can_be_taken_back(teacher, to_council, case):
    page = at("release", to_council, str(case.refuge.pk))
    asked = teacher.post(page, {"reason": ""})
    assert "Say why this recipient needs it" in asked.content.decode()
    assert teacher.post(page, {"reason": "They place an officer there"}).status_code == 302
    seen = teacher.get(at("check", to_council)).content.decode().split('id="out-heading"')[0]
    assert "It goes to them, and is not shown here." in seen and REFUGE not in seen
    assert teacher.post(page, {"do": "withdraw"}).status_code == 302
    seen = teacher.get(at("check", to_council)).content.decode().split('id="out-heading"')[0]
    assert "It goes to them" not in seen


def test_telling_by_telephone_asks_who_and_keeps_what_was_typed(teacher, town, case):
    delivery = prepare(case, town.front_door, town.teacher, way="telephone")
    page = teacher.get(at("told", delivery))
    assert town.front_door.phone in page.content.decode()
    now = {"on-day": "1", "on-month": "11", "on-year": "2026", "clock": "9:05am", "shown": shown_on(page)}
    wrong = teacher.post(at("told", delivery), now | {"said": "They will ring back"}).content.decode()
    assert "Enter the name of who you spoke to" in wrong
    assert "They will ring back" in wrong
    right = now | {"spoke_to": "Sam Okafor", "is_read_back": "on"}
    sent = teacher.post(at("told", delivery), right, follow=True).content.decode()
    assert "They read it back" in sent
    assert "1 November 2026 at 9:05am" in sent


def test_their_own_form_is_laid_out_under_their_headings(teacher, town, case):
    from sharewell.domain.organisations import actions as organisations

    door = organisations.add_entry(
        by="system", organisation=town.council, role_en="Web form", ways=["form"],
        form_url="https://form.example", checked_on=date(2026, 11, 2),
        form_headings=[
            {"en": "About the child", "cy": "Am y plentyn", "takes": ["child", "people"]},
            {"en": "What has happened", "cy": "Beth sydd wedi digwydd", "takes": ["fact"]},
        ],
    )  # fmt: skip
    delivery = prepare(case, door, town.teacher)
    page = teacher.get(at("told", delivery)).content.decode()
    assert page.index("About the child") < page.index("What has happened") < page.index("Anything else")
    assert "Three round bruises" in page
    assert REFUGE not in page


@pytest.mark.parametrize("name", ["items", "check", "recall", "chase", "answer", "told"])
def test_a_package_that_is_not_yours_is_not_there(client, town, to_council, name):
    assert client.get(at(name, to_council)).status_code == 302
    for stranger in (town.another_teacher, town.at_council["safeguarding-lead"]):
        client.force_login(stranger)
        assert client.get(at(name, to_council)).status_code == 404
        assert client.post(at(name, to_council)).status_code == 404
