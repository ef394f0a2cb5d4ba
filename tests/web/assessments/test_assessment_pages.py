"""The pages of an impact assessment, from whether one is needed to sign-off and opening again."""

import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from sharewell.domain.dpias import actions, queries, states
from sharewell.domain.dpias.models import Assessment
from sharewell.domain.dpias.template import screening, template
from sharewell.web.accounts.step_up import PROVED
from tests.assessments import sent_to_approver, signed, wearers_in, written

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session["has_second_factor"] = True
    session[PROVED] = time.time()
    session.save()
    return client


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def press(client, address, **typed):
    """Send a form as its page draws it: with the hidden version."""
    response = client.post(address, typed)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


@pytest.fixture
def lead(town):
    return signed_in(town.lead)


def test_one_is_begun_screened_and_written_on_pages(town, lead):
    there = press(lead, at("begin"), title_en="Weekly lists", title_cy="", regime="uk-gdpr")
    made = Assessment.objects.get()
    assert there == at("screening", made.pk)
    press(lead, there, **{question.id: "yes" for question in screening()})
    page = lead.get(at("screened", made.pk)).content.decode()
    assert "One is needed" in page and "Record that none is made" not in page
    press(lead, at("screened", made.pk), then="make")
    next_page = press(lead, at("question", made.pk, "aims"), text_en="To help.", text_cy="")
    assert next_page == at("question", made.pk, "needed-because")
    press(
        lead, at("question", made.pk, "recipients"), text_en="These.", purposes=["support"],
        kinds=["childrens-services"], named="Fallowshire children's services",
    )  # fmt: skip
    press(lead, at("question", made.pk, "lawful-basis"), text_en="Ours.", basis=["6e"], condition=["9g/18"])
    press(lead, at("question", made.pk, "volume"), text_en="Few.", expects_a_month="12")
    made.refresh_from_db()
    assert made.provisions == ["6e", "9g/18"]
    assert made.expects_a_month == 12
    assert made.named.get().organisation == town.council


def test_a_name_that_the_directory_has_not_is_an_error_that_says_so(town, lead):
    made = written(town)
    page = lead.post(at("question", made.pk, "recipients"), {"text_en": "x", "named": "Nobody Hall"})
    assert page.status_code == 200
    assert "Nobody Hall" in page.content.decode() and "There is a problem" in page.content.decode()


def test_none_is_made_and_the_reason_is_kept(town, lead):
    made = actions.start_assessment(by=town.lead, title_en="One letter")
    answers = {question.id: "no" for question in screening()} | {"once": "yes"}
    press(lead, at("screening", made.pk), **answers)
    page = lead.post(at("screened", made.pk), {"then": "leave", "why_en": "", "why_cy": ""})
    assert "Write something" in page.content.decode()
    press(lead, at("screened", made.pk), then="leave", why_en="A single share.")
    made.refresh_from_db()
    assert made.state == states.NOT_NEEDED


def test_it_goes_round_on_pages(town, lead):
    made, who = written(town), wearers_in(town)
    press(lead, at("send", made.pk))
    press(signed_in(who["reviewer"]), at("review", made.pk), said_en="Clear.")
    press(signed_in(who["officer"]), at("advise", made.pk), says="with-changes", text_en="Seal it.")
    approver = signed_in(who["approver"])
    page = approver.get(at("sign_off", made.pk)).content.decode()
    assert "First say what is done with the advice" in page
    refused = approver.post(at("settle_advice", made.pk), {"taken": "overruled"})
    assert "Write something" in refused.content.decode()
    press(approver, at("settle_advice", made.pk), taken="accepted")
    press(
        approver, at("sign_off", made.pk), review_owner=str(who["approver"].pk),
        **{"review_on-day": "1", "review_on-month": "11", "review_on-year": "2027"},
    )  # fmt: skip
    made.refresh_from_db()
    assert made.state == states.SIGNED


def test_changes_are_asked_for_on_a_page(town, lead):
    made, who = written(town), wearers_in(town)
    press(lead, at("send", made.pk))
    press(signed_in(who["reviewer"]), at("changes", made.pk), said_en="Say how long.")
    assert "Say how long." in lead.get(at("one", made.pk)).content.decode()


def test_the_commissioner_is_asked_and_answers_on_pages(town):
    made, who = written(town), wearers_in(town)
    risk = made.risks.get(side="sharing")
    actions.change_risk(risk=risk, left_likelihood=3, left_severity=3, by=who["author"])
    made = sent_to_approver(made, town)
    approver, officer = signed_in(who["approver"]), signed_in(who["officer"])
    press(approver, at("settle_advice", made.pk), taken="accepted")
    assert "Ask the Information Commissioner" in approver.get(at("one", made.pk)).content.decode()
    on = {"on-day": "2", "on-month": "11", "on-year": "2026"}
    asked = approver.get(at("ask_commissioner", made.pk)).content.decode()
    assert "within 8 weeks, which may be made 6 weeks longer" in asked and "General knowledge" in asked
    press(approver, at("ask_commissioner", made.pk), **on)
    waits = officer.get(at("one", made.pk)).content.decode()
    assert "28 December 2026" in waits
    assert '/law/UK-CLOCK-CONSULTATION/">General knowledge</a>' in waits
    press(officer, at("need_longer", made.pk), **on)
    assert "8 February 2027" in officer.get(at("one", made.pk)).content.decode()
    answered = {"answered_on-day": "2", "answered_on-month": "1", "answered_on-year": "2027"}
    press(officer, at("note_answer", made.pk), outcome="go-ahead", said_en="Go on.", **answered)
    made.refresh_from_db()
    assert made.state == states.APPROVAL


def test_each_question_says_how_sure_we_are_that_it_is_asked(town, lead):
    made = written(town)
    page = lead.get(at("question", made.pk, "aims")).content.decode()
    assert '/law/UK-ICO-DPIA/">Read in the law</a>' in page
    page = lead.get(at("question", made.pk, "creep")).content.decode()
    assert '/law/UK-ICO-DPIA/">General knowledge</a>' in page
    new = actions.start_assessment(by=town.lead, title_en="Weekly lists")
    page = lead.get(at("screening", new.pk)).content.decode()
    fold = page.partition("how sure we are")[2]
    assert "Is this about one single share" in fold and "Second-hand" in fold


def test_what_must_be_chosen_does_not_stand_in_a_closed_fold(town, lead):
    new = actions.start_assessment(by=town.lead, title_en="Weekly lists")
    actions.screen(assessment=new, answers={"regular": "yes"}, by=town.lead)
    actions.make_it(assessment=new, by=town.lead)
    page = lead.get(at("question", new.pk, "recipients")).content.decode()
    assert "With which kinds of recipient?" in page
    assert "<details" not in page.partition('<form method="post" novalidate')[2].partition("</form>")[0]


def test_risks_and_measures_are_written_on_pages(town, lead):
    made = written(town)
    there = press(
        lead,
        at("add_risk", made.pk),
        title_en="A refuge is found",
        side="sharing",
        likelihood="2",
        severity="3",
    )
    risk = made.risks.get(title_en="A refuge is found")
    assert there == at("risk", made.pk, risk.pk)
    press(lead, there, part="left", left_likelihood="1", left_severity="3", left_why_en="It is sealed.")
    press(
        lead, at("add_measure", made.pk, risk.pk), text_en="Hold it back", effect="reduced",
        owner=str(town.teacher.pk), **{"due_on-day": "1", "due_on-month": "2", "due_on-year": "2027"},
    )  # fmt: skip
    page = lead.get(at("risks", made.pk)).content.decode()
    assert "Hold it back" in page and "data:image/svg+xml" in page
    measure = risk.measures.get()
    press(lead, at("measure", made.pk, measure.pk), text_en="Hold it all back", effect="eliminated", owner="")
    measure.refresh_from_db()
    assert (measure.text_en, measure.owner) == ("Hold it all back", None)
    press(lead, at("remove_measure", made.pk, measure.pk))
    press(lead, at("remove_risk", made.pk, risk.pk))
    assert "A refuge is found" not in lead.get(at("risks", made.pk)).content.decode()


def test_something_that_happened_opens_it_and_is_settled_on_pages(town, lead):
    made = signed(town)
    press(signed_in(town.teacher), at("open_again", made.pk), because="breach")
    opened = made.reopenings.get()
    assert "Open again" in lead.get(at("one", made.pk)).content.decode()
    assert lead.get(at("question", made.pk, "aims")).status_code == 403  # was signed off and is not open
    assert lead.get(at("question", made.pk, "security")).status_code == 200
    press(lead, at("settle", made.pk, opened.pk), how="stands", said_en="It was another system.")
    press(lead, at("send", made.pk))
    made.refresh_from_db()
    assert made.state == states.APPROVAL


def test_hats_change_places_in_one_go(town, lead):
    who = wearers_in(town)
    made = actions.start_assessment(by=town.lead, title_en="Weekly lists")
    actions.give_hats(assessment=made, hats={hat: who[hat] for hat in states.HATS}, by=town.lead)
    hats = {hat: str(person.pk) for hat, person in who.items()}
    hats["author"], hats["reviewer"] = hats["reviewer"], hats["author"]
    late = lead.post(at("hats", written(town).pk), hats, follow=True)  # the writer's own work
    assert "Nobody looks at their own work" in late.content.decode()
    press(lead, at("hats", made.pk), **hats)
    assert {each.hat: each.person for each in made.hats.all()}["author"] == who["reviewer"]
    twice = lead.post(at("hats", made.pk), hats | {"reviewer": hats["author"]})
    assert "One person cannot have two parts" in twice.content.decode()


def test_the_shipped_one_is_taken_up_on_a_page(town, lead):
    press(lead, at("shipped"))
    made = Assessment.objects.get()
    page = lead.get(at("one", made.pk)).content.decode()
    assert "To finish" in page
    assert "This came with the software" in lead.get(at("question", made.pk, "security")).content.decode()


def test_an_overarching_one_is_offered_and_built_on(town, lead):
    made = signed(town)
    press(lead, at("offer", made.pk), organisation=str(town.council.pk))
    council = signed_in(town.at_council["safeguarding-lead"])
    assert made.title_en in council.get(at("all")).content.decode()
    assert council.get(at("read", made.pk)).status_code == 200
    press(council, at("begin"), title_en="Ours", regime="uk-gdpr", parent=str(made.pk))
    ours = Assessment.objects.get(keeper=town.council)
    actions.screen(assessment=ours, answers={"children": "yes"}, by=town.at_council["safeguarding-lead"])
    actions.make_it(assessment=ours, by=town.at_council["safeguarding-lead"])
    assert "About aims." in council.get(at("question", ours.pk, "aims")).content.decode()


def test_those_to_whom_one_was_offered_meet_what_was_signed_off_and_nothing_being_written(town, lead):
    made = signed(town)
    actions.offer_assessment(assessment=made, organisation=town.council, by=town.lead)
    about = f"organisation:{town.surgery.pk}"
    actions.reopen(
        organisation=town.school, because="new-recipient", about=about, assessment=made, by=town.teacher
    )
    actions.add_risk(
        assessment=made, side="sharing", title_en="A worry in the making", likelihood=1, severity=1,
        by=town.lead,
    )  # fmt: skip
    council = signed_in(town.at_council["safeguarding-lead"])
    assert council.get(at("risks", made.pk))["Location"] == at("read", made.pk)
    page = council.get(at("one", made.pk)).content.decode()
    assert made.title_en in page
    assert "Mill Lane Surgery" not in page and town.lead.name not in page
    assert "A worry in the making" not in council.get(at("read", made.pk)).content.decode()
    ours = lead.get(at("one", made.pk)).content.decode()
    assert "Mill Lane Surgery" in ours
    assert "A worry in the making" in lead.get(at("risks", made.pk)).content.decode()


@pytest.mark.parametrize("lang", ["", "/cy"])
def test_every_page_is_drawn_in_both_languages(town, lead, lang):
    made = written(town)
    risk, view = made.risks.first(), made.views.first()
    measure = made.risks.get(side="not-sharing").measures.get()
    pages = [
        at("all"), at("begin"), at("shipped"), at("one", made.pk), at("read", made.pk), at("hats", made.pk),
        at("title", made.pk), at("risks", made.pk), at("add_risk", made.pk), at("risk", made.pk, risk.pk),
        at("add_measure", made.pk, risk.pk), at("measure", made.pk, measure.pk), at("add_view", made.pk),
        at("view", made.pk, view.pk), at("send", made.pk), at("withdraw", made.pk),
        *[at("question", made.pk, question.id) for question in template().questions],
    ]  # fmt: skip
    for page in pages:
        response = lead.get(lang + page)
        assert response.status_code == 200, page
        assert f'<html lang="{lang[1:] or "en"}"' in response.content.decode()


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_it_prints(town, lead, form):
    made = signed(town)
    for address in (at("paper", made.pk, form), at("signed_paper", made.pk, 1, form)):
        response = lead.get(address + "?in=both")
        assert response.status_code == 200 and len(response.content) > 5000
    assert lead.get(at("paper", made.pk, "exe")).status_code == 404


def test_a_stranger_finds_nothing(town):
    made = signed(town)
    stranger = signed_in(town.at_council["leader"])
    for name in ("one", "read", "risks", "send", "sign_off", "open_again"):
        assert stranger.get(at(name, made.pk)).status_code == 404
    assert queries.assessments_for(town.at_council["leader"]) == []


def test_two_who_write_at_once_see_both(town, lead):
    made = written(town)
    address = at("question", made.pk, "aims")
    with override("en"):
        page = lead.get(address).content.decode()
    version = page.split('name="version" value="')[1].split('"')[0].replace("&#34;", '"')
    press(lead, address, text_en="First", text_cy="Am aims.", version=version)
    second = lead.post(address, {"text_en": "Second", "text_cy": "Am aims.", "version": version})
    assert second.status_code == 409
    assert "First" in second.content.decode() and "Second" in second.content.decode()
