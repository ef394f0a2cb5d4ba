"""The pages about who may see what, as people meet them."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sharewell.domain.decisions import actions, flag_rules, queries, who_looked
from sharewell.domain.decisions.models import Look
from sharewell.web.layout.moments import moment
from tests.people import WALK, add_tendai
from tests.web.browsers import enter

WHY = {"kind": "with-me", "because": "His mother is at the desk."}


@pytest.fixture
def worry(town):
    return actions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK,
        entries=[{"kind": "fact", "text": "Three round bruises."}],
    )  # fmt: skip


@pytest.fixture
def as_(client):
    """Sign somebody in and give the browser."""
    return partial(enter, client)


def text_of(response):
    return response.content.decode()


def test_breaking_the_glass_is_one_page_and_leads_straight_to_the_record(as_, town, worry):
    browser = as_(town.another_teacher)
    assert browser.get(reverse("worries:one", args=[worry.pk])).status_code == 404
    address = reverse("access:break_glass")
    assert address in text_of(browser.get(reverse("worries:all")))
    typed = WHY | {"reference": worry.reference.replace("-", " ").lower()}
    response = browser.post(address, typed, follow=True)
    page = text_of(response)
    assert "Three round bruises." in page and "You broke the glass to see this" in page
    assert reverse("worries:add_member", args=[worry.pk]) not in page
    assert "broke the glass to see a worry that you raised" in text_of(
        as_(town.teacher).get(reverse("home:today"))
    )


@pytest.mark.parametrize(("hours", "is_over"), [(1, False), (5, True)])
def test_the_worry_says_who_broke_the_glass_when_and_until_when_also_when_it_is_over(
    as_, town, worry, hours, is_over
):
    at = timezone.now() - timedelta(hours=hours)
    actions.break_glass(by=town.another_teacher, reference=worry.reference, at=at, **WHY)
    glass = worry.broken_glass.get()
    page = text_of(as_(town.teacher).get(reverse("worries:one", args=[worry.pk])))
    line, _, seers = page.partition("Who may see this")
    assert f"{town.another_teacher.name} broke the glass to see this" in line
    assert f"{moment(glass.at)} until {moment(glass.until)}" in line
    assert "no second person has looked at it yet" in line
    assert (f"on {moment(glass.at)}, and sees it until {moment(glass.until)}" in seers) is not is_over
    actions.review_glass(glass=glass, is_upheld=False, words="No need.", by=town.lead)
    page = text_of(as_(town.teacher).get(reverse("worries:one", args=[worry.pk])))
    assert "a second person found it not right" in page and "No need." not in page


def test_what_is_missing_is_said_and_nothing_typed_is_lost(as_, town, worry):
    page = text_of(as_(town.another_teacher).post(reverse("access:break_glass"), {"because": "She is here."}))
    assert "Choose why you need it now" in page and "She is here." in page
    assert "Write the child&#39;s name, or the reference of the worry" in page
    assert who_looked.glass_to_review(town.lead) == []


def test_nothing_found_says_so_and_points_to_help(as_, town, worry):
    page = text_of(as_(town.another_teacher).post(reverse("access:break_glass"), WHY | {"name": "No One"}))
    assert "Nothing was found" in page and "999" in page
    assert "Tendai" not in page


def test_two_worries_of_one_child_are_both_open(as_, town, worry):
    actions.raise_worry(by=town.lead, children=[worry.children.get()])
    typed = WHY | {"name": "Tendai Marlow", "born_on-day": "14", "born_on-month": "3", "born_on-year": "2019"}
    page = text_of(as_(town.another_teacher).post(reverse("access:break_glass"), typed))
    assert page.count(reverse("worries:all")) > 2 and "There is more than one" in page


def test_a_second_person_finds_it_on_the_first_page_and_says_their_word(as_, town, worry):
    actions.break_glass(by=town.another_teacher, reference=worry.reference, **WHY)
    [glass] = who_looked.glass_to_review(town.lead)
    officer = town.at_school["data-protection-officer"]
    address = reverse("access:glass", args=[glass.pk])
    browser = as_(officer)
    assert address in text_of(browser.get(reverse("home:today")))
    page = text_of(browser.get(address))
    assert "His mother is at the desk." in page and "Tendai" not in page
    assert "Write why you think so" in text_of(browser.post(address, {"upheld": "yes"}))
    browser.post(address, {"upheld": "no", "words": "The lead was in the building."})
    assert address not in text_of(browser.get(reverse("home:today")))
    assert browser.get(reverse("worries:one", args=[worry.pk])).status_code == 404
    page = text_of(as_(town.another_teacher).get(address))
    assert "The lead was in the building." in page
    assert "not right" in text_of(as_(town.at_school["leader"]).get(reverse("home:today")))


@pytest.mark.parametrize("role", ["practitioner", "leader", "administrator"])
def test_a_breaking_of_the_glass_is_nobody_elses_to_read(as_, town, worry, role):
    actions.break_glass(by=town.another_teacher, reference=worry.reference, **WHY)
    [glass] = who_looked.glass_to_review(town.lead)
    person = town.at_council["safeguarding-lead"] if role == "practitioner" else town.at_school[role]
    assert as_(person).get(reverse("access:glass", args=[glass.pk])).status_code == 404


def test_a_worry_is_sealed_and_the_seal_lifted_by_two(as_, town, worry):
    address = reverse("access:seal", args=[worry.pk])
    browser = as_(town.teacher)
    assert "Choose at least one person" in text_of(browser.post(address, {"because": "Staff are named."}))
    alone = {"because": "Staff are named.", "people": str(town.another_teacher.pk)}
    assert "somebody who answers for safeguarding" in text_of(browser.post(address, alone))
    browser.post(address, {"because": "Staff are named.", "people": str(town.at_school["leader"].pk)})
    page = text_of(browser.get(reverse("worries:one", args=[worry.pk])))
    assert "Only these people see it" in page and "Staff are named." in page
    lead = as_(town.lead)
    assert lead.get(reverse("worries:one", args=[worry.pk])).status_code == 404
    page = text_of(lead.get(reverse("access:all")))
    assert worry.reference in page and "Tendai" not in page and "Staff are named." not in page
    seal = queries.seal_of(queries.worry_for(town.teacher, worry.pk))
    lift = reverse("access:lift", args=[seal.pk])
    assert lead.get(lift).status_code == 404
    as_(town.teacher).post(lift, {"because": "It is over."})
    officer = as_(town.at_school["data-protection-officer"])
    assert "It is over." in text_of(officer.get(lift))
    officer.post(lift, {"do": "lift"})
    assert as_(town.lead).get(reverse("worries:one", args=[worry.pk])).status_code == 200


def test_a_later_last_day_is_given_with_a_reason(as_, town, worry):
    member = actions.add_member(worry=worry, person=town.another_teacher, because="Tutor", by=town.lead)
    address = reverse("worries:extend_member", args=[worry.pk, member.pk])
    browser = as_(town.teacher)
    assert address in text_of(browser.get(reverse("worries:one", args=[worry.pk])))

    def until(day):
        return {"until-day": day.day, "until-month": day.month, "until-year": day.year}

    today = timezone.localdate()
    for day, says in ((today + timedelta(days=500), "within a year"), (member.until, "until then already")):
        assert says in text_of(browser.post(address, until(day) | {"because": "Still"}))
    browser.post(address, until(member.until + timedelta(days=7)) | {"because": "Still his tutor"})
    assert "Still his tutor" in text_of(browser.get(reverse("worries:one", args=[worry.pk])))


def test_who_looked_is_there_for_the_one_who_raised_it(as_, town, worry):
    as_(town.lead).get(reverse("worries:one", args=[worry.pk]))
    browser = as_(town.teacher)
    lead = town.lead.name
    assert lead in text_of(browser.get(reverse("access:looked")))
    page = text_of(browser.get(reverse("access:looks", args=[worry.pk])))
    assert f"{lead}, safeguarding lead" in page and "once" in page
    assert lead not in text_of(as_(town.another_teacher).get(reverse("access:looked")))


def test_a_flag_is_settled_by_somebody_else_and_says_what_was_behind_it(as_, town, worry):
    actions.say_tie(by=town.lead, names="Marlow")
    as_(town.lead).get(reverse("worries:one", args=[worry.pk]))
    actions.keep_watch()
    assert who_looked.flags_for(town.lead) == []
    officer = town.at_school["data-protection-officer"]
    [flag] = who_looked.flags_for(officer)
    address = reverse("access:flag", args=[flag.pk])
    assert as_(town.lead).get(address).status_code == 404
    browser = as_(officer)
    assert "A rule points out 1 look at a record." in text_of(browser.get(reverse("home:today")))
    page = text_of(browser.get(address))
    assert flag_rules.RULES["same-name"].words.split(".")[0].replace("'", "&#39;") in page
    assert "Tendai" not in page and "Marlow" not in page
    assert "Write what you found out" in text_of(browser.post(address, {"outcome": "explained"}))
    browser.post(address, {"outcome": "explained", "words": "Her nephew; she told us at once."})
    actions.keep_watch()
    assert who_looked.flags_for(officer) == []
    assert "Her nephew" in text_of(browser.get(address))


def test_what_somebody_says_of_their_own_family_is_shown_to_nobody_else(as_, town, worry):
    browser = as_(town.lead)
    browser.post(reverse("access:about_me"), {"names": "Quillfeather", "postcode": "ZZ1 9QQ"})
    assert "Quillfeather" in text_of(browser.get(reverse("access:about_me")))
    assert "Quillfeather" not in text_of(as_(town.teacher).get(reverse("access:about_me")))
    browser = as_(town.lead)
    browser.post(reverse("access:about_me"), {"names": ""})
    assert "Quillfeather" not in text_of(browser.get(reverse("access:about_me")))


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_rule_stands_on_the_page_of_rules_with_its_figures(as_, town, lang):
    with override(lang):
        address = reverse("access:rules")
        said = [(str(rule.name), rule.words) for rule in flag_rules.RULES.values()]
    page = text_of(as_(town.teacher).get(address))
    for name, words in said:
        assert name.replace("'", "&#39;") in page and words.replace("'", "&#39;") in page


def test_a_long_list_of_worries_comes_page_by_page(as_, town):
    for _ in range(52):
        actions.raise_worry(by=town.teacher)
    browser = as_(town.teacher)
    first = text_of(browser.get(reverse("worries:all")))
    assert first.count("sw-list__row") == 50 and "?own=1" in first
    second = text_of(browser.get(reverse("worries:all") + "?own=1"))
    assert second.count("sw-list__row") == 2 and "?own=2" not in second
    assert browser.get(reverse("worries:all") + "?own=nonsense").status_code == 200


@pytest.mark.parametrize("page", ["worries:all", "home:today"])
def test_a_page_of_worries_asks_the_database_as_often_for_many_as_for_few(as_, town, page):
    """Nothing is read that is not shown, so a list is as quick for a large place as for a small one."""
    actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)])
    browser = as_(town.lead)
    asked = []
    for more in (10, 40):
        for _ in range(more):
            worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)])
            actions.note_look(by=town.lead, worry=worry)  # nobody needs to be told of it
        browser.get(reverse(page))  # what is written once in a while is written now
        with CaptureQueriesContext(connection) as queries_made:
            browser.get(reverse(page))
        asked.append(len(queries_made))
    assert asked[0] == asked[1]


def test_a_look_that_was_refused_leaves_a_trace_and_tells_nothing(as_, town, worry):
    browser = as_(town.another_teacher)
    pages = [reverse("worries:one", args=[pk]) for pk in (worry.pk, uuid4(), uuid4())]
    answers = {browser.get(page).status_code for page in pages}
    rows = Look.objects.filter(person=town.another_teacher, why="refused").order_by("at")
    assert answers == {404} and [row.page for row in rows] == ["worries:one"] * 3
    assert {row.worry for row in rows} == {None}
    actions.keep_watch()
    [flag] = who_looked.flags_for(town.lead)
    assert (flag.rule, flag.person, flag.worry) == ("refused", town.another_teacher, None)
