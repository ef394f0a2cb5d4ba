"""What to do now, and writing down what was done."""

from datetime import date, datetime, timedelta

import pypdfium2
import pytest
import time_machine

from sharewell.domain.decisions.clocks import LONDON, holidays, owed_after_emergency, working_day_after
from sharewell.domain.organisations import actions

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 30, tzinfo=LONDON)  # a Friday


@pytest.fixture
def area():
    return actions.add_area(
        name_en="Fallowshire", name_cy="", nation="wales", day_phone="01632 960101",
        night_phone="01632 960102",
        day_hours_en="9 to 5", day_hours_cy="9 i 5", checked_on=date(2026, 11, 2), by="system",
    )  # fmt: skip


def call(**typed) -> dict:
    return {
        "nation": "wales", "child": "T", "seen": "He was “hit”", "writer": "Ines, coach",
        "call1-who": "childrens-services", "call1-number": "01632 960101", "call1-number_from": "published",
        "call1-on-day": "20", "call1-on-month": "11", "call1-on-year": "2026", "call1-at": "12.15pm",
        "call1-answered_by": "Duty worker", "call1-said": "They will visit today.", "call1-read_back": "yes",
        **typed,
    }  # fmt: skip


def test_two_presses_reach_the_areas_numbers(client, area):
    first = client.get("/").content.decode()
    assert 'href="/danger/"' in first and 'href="tel:999"' in first
    page = client.get("/danger/").content.decode()
    assert 'href="tel:999"' in page and f'href="/danger/area/{area.pk}/"' in page
    page = client.get(f"/danger/area/{area.pk}/").content.decode()
    assert 'href="tel:01632960101"' in page and 'href="tel:01632960102"' in page and "2 November 2026" in page


def test_the_page_works_where_no_area_was_put_in(client):
    assert "tel:999" in client.get("/danger/").content.decode()


def test_it_has_no_script_and_stores_nothing(client, area):
    answer = client.get(f"/danger/area/{area.pk}/")
    assert "<script" not in answer.content.decode()
    assert not answer.cookies


def test_an_area_that_is_gone_still_shows_999(client):
    answer = client.get("/danger/area/00000000-0000-0000-0000-000000000000/")
    assert answer.status_code == 200 and "tel:999" in answer.content.decode()


@time_machine.travel(NOON, tick=False)
def test_what_was_written_becomes_a_page_with_what_is_owed_and_no_row_anywhere(
    client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = client.post("/danger/write/", call()).content.decode()
    for words in (
        "They will visit today.",
        "20 November 2026 at 12:15pm",
        "Monday 23 November 2026",
        "He was “hit”",
    ):
        assert words in page, words
    assert "Ring back on a published number" not in page


@time_machine.travel(NOON, tick=False)
def test_a_number_that_the_caller_gave_is_owed_a_call_back(client):
    page = client.post("/danger/write/", call(**{"call1-number_from": "caller"})).content.decode()
    assert "Ring back on a published number" in page and "to check who you spoke to" in page


@time_machine.travel(NOON, tick=False)
def test_going_back_to_change_keeps_every_word(client):
    page = client.post("/danger/write/", call(change="yes")).content.decode()
    assert "They will visit today." in page and 'value="12.15pm"' in page and "There is a problem" not in page


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(("typed", "says"), [
    ({"nation": ""}, "Choose the nation"),
    ({"call1-who": ""}, "Choose who you rang"),
    ({"call1-who": "other"}, "Write down who you rang"),
    ({"call1-at": "later"}, "for example 3:40pm"),
    ({"call1-at": "11pm"}, "still to come"),
    ({"call1-on-day": "31", "call1-on-month": "2"}, "no such day"),
    ({"call2-said": "Rang again"}, "Choose who you rang"),
])  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, typed, says):
    page = client.post("/danger/write/", call(**typed)).content.decode()
    assert says in page and "They will visit today." in page and "There is a problem" in page


@pytest.mark.parametrize(("nation", "what", "by"), [
    ("england", "chase", date(2026, 11, 23)),
    ("wales", "written-confirmation", date(2026, 11, 23)),
    ("wales", "chase", date(2026, 12, 1)),
    ("scotland", "written-confirmation", date(2026, 11, 23)),
    ("northern-ireland", "unocini", date(2026, 11, 21)),
])  # fmt: skip
def test_each_nation_has_its_own_clock(nation, what, by):
    owed = {due.what: due.due_at for due in owed_after_emergency(nation, NOON)}
    assert owed[what].date() == by
    if what == "unocini":
        assert owed[what] - NOON == timedelta(hours=24)


def test_working_days_leave_out_weekends_and_each_nations_holidays():
    assert working_day_after(date(2026, 12, 24), 1, "england") == date(
        2026, 12, 29
    )  # Boxing Day moves to Monday
    assert working_day_after(date(2026, 4, 2), 1, "england") == date(2026, 4, 7)
    assert working_day_after(date(2026, 4, 2), 1, "scotland") == date(2026, 4, 6)
    assert date(2026, 7, 13) in holidays("northern-ireland", 2026)
    assert date(2026, 11, 30) in holidays("scotland", 2026)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("lang", ["", "/cy"])
def test_it_can_be_saved_as_an_accessible_pdf(client, lang):
    answer = client.post(f"{lang}/danger/write/paper/", call())
    assert answer["Content-Type"] == "application/pdf"
    words = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "They will visit today." in words and "01632 960101" in words
    assert client.post("/danger/write/paper/", {}).status_code == 200
