"""The pages on which an agreement is drafted, in both languages."""

import re

import pytest
from django.urls import reverse

from sharewell.domain.agreements import actions, queries, states
from sharewell.domain.agreements.documents import content_of
from sharewell.domain.agreements.kinds import kinds
from tests.assessments import signed, written
from tests.covered import agree
from tests.domain.agreements.partners import answer_all, draft, flow_of
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(town):
    return town.at_school["data-protection-officer"]


@pytest.fixture
def officer(person):
    return signed_in(person)


@pytest.fixture
def agreement(town):
    return draft(town)


def at(name, *args):
    return reverse(f"agreements:{name}", args=[getattr(each, "pk", each) for each in args])


def version_on(client, address):
    page = client.get(address).content.decode()
    found = re.search(r'name="version" value="([^"]*)"', page)
    return found[1].replace("&#34;", '"')


def test_from_a_kind_to_a_draft_that_can_be_read(officer, person):
    said = {"kind": "data-sharing-agreement", "title": "Keeping pupils safe", "languages": "both"}
    answer = officer.post(at("start"), said)
    agreement = queries.under_way_for(person)[0]
    assert answer["Location"] == at("one", agreement)
    page = officer.get(answer["Location"]).content.decode()
    assert "A title is missing" in page and "Add the others" in page and "Not begun" in page


@pytest.mark.parametrize(
    ("lang", "kind_id"), [*(("", each) for each in kinds()), ("/cy", "waspi-isp"), ("/cy", "overarching")]
)
def test_every_page_of_every_kind_is_there(town, person, officer, lang, kind_id):
    agreement = draft(town, kind_id)
    pages = [at("all"), at("start"), *(at(name, agreement) for name in ("one", "about", "parties", "flows"))]
    pages += [at(name, agreement) for name in ("checks", "assessments", "read", "add_flow")]
    pages += re.findall(r'href="([^"]*/questions/[^"]*)"', officer.get(at("one", agreement)).content.decode())
    flow = flow_of(agreement, person)
    pages += [at(name, agreement, flow) for name in ("flow", "flow_who", "flow_how")]
    pages += [at("ground", agreement, flow, flow.giver), at("party", agreement, flow.giver)]
    for page in pages:
        assert officer.get(lang + page).status_code == 200, page


def test_an_answer_stands_in_its_clause_on_the_same_page(officer, agreement):
    address = at("section", agreement, "purpose")
    said = {"aims_en": "To keep <every> pupil safe.", "aims_cy": "Er mwyn diogelwch.", "then": "look"}
    version = version_on(officer, address)
    assert officer.post(address, said | {"version": version})["Location"].endswith("#reads")
    page = officer.get(address).content.decode()
    assert "To keep &lt;every&gt; pupil safe.</mark>" in page and "Er mwyn diogelwch.</mark>" in page
    page = officer.get(at("read", agreement)).content.decode()
    assert "To keep &lt;every&gt; pupil safe." in page


def test_two_in_one_section_are_both_shown(officer, agreement):
    address = at("section", agreement, "purpose")
    version = version_on(officer, address)
    assert officer.post(address, {"aims_en": "One.", "version": version}).status_code == 302
    answer = officer.post(address, {"aims_en": "Another.", "version": version})
    assert answer.status_code == 409
    assert "One." in answer.content.decode() and "Another." in answer.content.decode()


def test_an_agreement_in_english_keeps_the_welsh_that_was_written_before(officer, person, agreement):
    officer.post(at("section", agreement, "purpose"), {"aims_en": "To help.", "aims_cy": "I helpu."})
    agreement.languages = "en"
    agreement.save()
    officer.post(at("section", agreement, "purpose"), {"aims_en": "To help more."})
    assert queries.answers_of(person, agreement)["aims"] == {"en": "To help more.", "cy": "I helpu."}


def test_a_flow_from_who_to_what_it_rests_on(officer, person, agreement):
    giver, receiver = agreement.parties.all()
    said = {"giver": giver.pk, "receivers": [receiver.pk], "purpose": "protect", "items_en": "Concerns"}
    answer = officer.post(at("add_flow", agreement), said)
    flow = agreement.flows.get()
    assert answer["Location"] == at("flow_how", agreement, flow)
    answer = officer.post(answer["Location"], {"pattern": "routine", "special": "on", "kept_en": "A year"})
    assert answer["Location"] == at("flow", agreement, flow)
    page = officer.get(answer["Location"]).content.decode()
    assert "No lawful basis is named" in page and "What fits this flow by the rules" in page
    address = at("ground", agreement, flow, giver)
    assert "Fits: Public task" in officer.get(address).content.decode()
    officer.post(address, {"basis": "6ea", "condition": "9g/18", "power": "E-HSCA-251B"})
    page = officer.get(at("flow", agreement, flow)).content.decode()
    assert page.count("Does not hold") == 2 and "https://www.legislation.gov.uk" in page
    assert "things to mend" in officer.get(at("one", agreement)).content.decode()


def test_nobody_gives_to_themselves(officer, agreement):
    giver = agreement.parties.first()
    answer = officer.post(
        at("add_flow", agreement), {"giver": giver.pk, "receivers": [giver.pk], "purpose": "protect"}
    )
    assert "cannot receive it as well" in answer.content.decode() and not agreement.flows.exists()


def test_a_party_is_added_named_and_taken_out(town, officer, agreement):
    answer = officer.post(at("parties", agreement), {"organisation": town.surgery.pk})
    party = agreement.parties.get(organisation=town.surgery)
    assert answer["Location"] == at("party", agreement, party)
    said = {"capacity": "controller", "signatory_role_en": "Senior partner", "signatory_email": "a@b.example"}
    officer.post(answer["Location"], said | {"version": version_on(officer, answer["Location"])})
    assert "Senior partner" in officer.get(at("parties", agreement)).content.decode()
    officer.post(at("remove_party", agreement, party))
    assert not agreement.parties.filter(organisation=town.surgery).exists()


@pytest.mark.parametrize(("form", "lang"), [("pdf", "both"), ("docx", "cy")])
def test_it_is_printed_in_either_language_and_in_both(officer, person, agreement, form, lang):
    answer_all(agreement, person)
    answer = officer.get(at("print", agreement, form), {"in": lang})
    assert answer.status_code == 200 and answer.content[:2] in (b"%P", b"PK")
    assert officer.get(at("print", agreement, "exe")).status_code == 404


def test_what_is_settled_is_read_and_not_changed(officer, agreement):
    agreement.state = states.IN_FORCE
    agreement.save()
    assert officer.get(at("one", agreement))["Location"] == at("read", agreement)
    answer = officer.post(at("about", agreement), {"title_en": "Other", "languages": "en"}, follow=True)
    assert "do not change any more" in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.title_en == "Keeping pupils safe"


def test_a_partner_sees_nothing_of_a_draft(town, agreement):
    partner = signed_in(town.at_council["data-protection-officer"])
    for name in ("one", "read", "flows", "checks", "about"):
        assert partner.get(at(name, agreement)).status_code == 404


def test_a_partner_reads_what_was_put_before_it_and_no_word_sooner(town, agreement, person):
    flow_of(agreement, person, items_en="What was agreed")
    actions.put_before_parties(agreement=agreement, by=person)
    later = flow_of(agreement, person, items_en="Still being thought about")
    partner, entry = signed_in(town.at_council["data-protection-officer"]), ["register:one", agreement.pk]
    assert partner.get(at("one", agreement))["Location"] == at("read", agreement)
    assert partner.get(reverse(entry[0], args=entry[1:]))["Location"] == at("read", agreement)
    read = partner.get(at("read", agreement)).content.decode()
    assert "What was agreed" in read
    assert "Still being thought about" not in read
    for name in ("flows", "checks"):
        assert partner.get(at(name, agreement)).status_code == 404
    assert partner.get(at("flow", agreement, later)).status_code == 404
    assert partner.get(reverse("register:print", args=[agreement.pk, "pdf"])).status_code == 404
    assert "Still being thought about" in signed_in(person).get(at("read", agreement)).content.decode()


def test_a_draft_that_was_given_up_is_seen_by_nobody_it_was_not_put_before(town, agreement, person):
    actions.withdraw_agreement(agreement=agreement, because="Not needed", by=person)
    for other in (town.at_council["data-protection-officer"], town.teacher):
        theirs = signed_in(other)
        assert theirs.get(at("read", agreement)).status_code == 404
        assert theirs.get(reverse("register:one", args=[agreement.pk])).status_code == 404
        assert "Keeping pupils safe" not in theirs.get(reverse("register:all")).content.decode()
    assert "Keeping pupils safe" in signed_in(person).get(reverse("register:all")).content.decode()


def test_a_partner_does_not_meet_the_next_draft_or_a_schedule_being_drafted(town, person):
    stands = agree(town, reference="SHA-2026-010")
    actions.draft_anew(agreement=stands, by=person)
    draft(town, title_en="A schedule nobody saw", under=stands)
    assert "A schedule nobody saw" not in str(content_of(stands)["schedules"])
    entry = reverse("register:one", args=[stands.pk])
    ours = signed_in(person).get(entry).content.decode()
    assert "Replaced by" in ours and "A schedule nobody saw" in ours
    theirs = signed_in(town.at_council["leader"]).get(entry).content.decode()
    assert "Keeping children safe together" in theirs
    assert "Replaced by" not in theirs and "A schedule nobody saw" not in theirs


def test_a_gap_leads_to_a_draft_with_the_body_it_names(town, officer, person):
    address = f"{at('start')}?with={town.surgery.pk}"
    assert "Mill Lane Surgery will be a party" in officer.get(address).content.decode()
    officer.post(address, {"kind": "data-sharing-agreement", "title": "With the surgery", "languages": "en"})
    agreement = queries.under_way_for(person)[0]
    assert {each.organisation for each in agreement.parties.all()} == {town.school, town.surgery}
    assert officer.get(f"{at('start')}?with=nobody").status_code == 200


def above(town):
    found = draft(town, "overarching", title_en="Partners of Fallowshire", title_cy="")
    found.state = states.IN_FORCE
    found.save()
    return found


def test_whether_it_is_a_schedule_is_asked_and_answered_no_to_begin_with(town, officer, person):
    assert 'name="under"' not in officer.get(at("start")).content.decode()
    overarching = above(town)
    page = officer.get(at("start")).content.decode()
    assert re.search(r'name="under"[^>]*value="no"[^>]* checked', page)
    said = {"kind": "data-sharing-agreement", "title": "A visit", "languages": "en"}
    officer.post(at("start"), said | {"under": "no"})
    assert queries.under_way_for(person)[0].under is None
    officer.post(at("start"), said | {"under": overarching.pk})
    assert queries.under_way_for(person)[0].under == overarching


def test_a_schedule_says_what_does_not_fit_the_agreement_above_it_and_leads_to_the_mend(
    town, officer, person
):
    schedule = draft(town, under=above(town))
    actions.add_party(agreement=schedule, organisation=town.surgery, by=person)
    assert "1 thing to mend" in officer.get(at("one", schedule)).content.decode()
    page = officer.get(at("checks", schedule)).content.decode()
    assert "Mill Lane Surgery is no party to Partners of Fallowshire" in page
    assert at("parties", schedule) in page and at("about", schedule) in page
    assert re.findall(r"<(h[1-4])", page)[:3] == ["h1", "h2", "h3"]
    address = at("about", schedule)
    said = {"title_en": "Alone", "languages": "en", "under": "no", "version": version_on(officer, address)}
    assert officer.post(address, said).status_code == 302
    assert type(schedule).objects.get(pk=schedule.pk).under is None
    assert "no party to" not in officer.get(at("checks", schedule)).content.decode()


def test_a_flow_back_in_a_kind_that_goes_one_way_is_shown_while_drafting(town, officer, person):
    agreement = draft(town, "waspi-dda")
    flow_of(agreement, person)
    school, council = agreement.parties.all()
    back = actions.add_flow(
        agreement=agreement, giver=council, receivers=[school], by=person, purpose="protect"
    )
    for page in (at("flow", agreement, back), at("checks", agreement)):
        assert "This kind of agreement goes one way" in officer.get(page).content.decode()


def test_putting_it_before_the_parties_warns_of_each_question_that_is_open(officer, person, agreement):
    address = reverse("agreeing:put", args=[agreement.pk])
    said = {"aims": {"en": "To keep pupils safe.", "cy": ""}}
    actions.answer_section(agreement=agreement, section="purpose", answers=said, by=person)
    page = officer.get(address).content.decode()
    needed = [each for each in kinds()[agreement.kind].questions.values() if each.is_needed]
    links = re.findall(r'href="([^"]*/questions/[^"]*)"', page)
    assert f"{len(needed) - 1} things are still open" in page and len(links) == len(needed) - 1
    assert f"{at('section', agreement, 'purpose')}#id_need_en" in links
    assert f"{at('section', agreement, 'purpose')}#id_aims_en" not in links
    for link in links:  # each leads to its field
        place, _hash, field = link.partition("#")
        assert f'id="{field}"' in officer.get(place).content.decode(), link
    # and it can be put before them all the same
    assert officer.post(address, {"note": ""}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == states.CONSULTATION


def test_with_every_question_answered_nothing_is_warned_of(officer, person, agreement):
    answer_all(agreement, person)
    assert "still open" not in officer.get(reverse("agreeing:put", args=[agreement.pk])).content.decode()


def test_of_the_stages_only_those_that_are_over_have_a_tick(officer, person, agreement):
    actions.put_before_parties(agreement=agreement, by=person)
    page = officer.get(reverse("agreeing:one", args=[agreement.pk])).content.decode()
    stages = re.findall(r'<li class="(sw-dot[^"]*)"( aria-current="step")?>.*?__mark[^>]*>([^<]*)<', page)
    assert [(bool(here), mark) for _class, here, mark in stages] == [
        (False, "✓"), (True, "●"), (False, ""), (False, ""), (False, ""),
    ]  # fmt: skip


def test_what_somebody_else_linked_meanwhile_or_is_not_shown_stays_linked(town, officer, person, agreement):
    first, second, theirs = (written(town, title=title) for title in ("First", "Second", "Theirs"))
    actions.link_assessments(agreement=agreement, assessments=[first], by=person)
    page = officer.get(at("assessments", agreement)).content.decode()
    shown = re.findall(r'name="shown" value="([^"]*)"', page)
    assert shown == [str(first.pk)]
    actions.link_assessments(agreement=agreement, assessments=[theirs], by=person)  # meanwhile
    officer.post(at("assessments", agreement), {"assessments": [second.pk], "shown": shown})
    assert set(agreement.assessments.all()) == {second, theirs}


def test_linking_says_which_flows_stay_uncovered_why_and_who_can_mend_it(town, officer, person, agreement):
    flow_of(agreement, person, purpose="support")
    flow_of(agreement, person)
    made = signed(town)
    page = officer.get(at("assessments", agreement)).content.decode()
    assert "Covers flow 1" in page
    answer = officer.post(at("assessments", agreement), {"assessments": [made.pk]})
    assert answer.url == at("assessments", agreement) + "#covered"
    begin = reverse("assessments:begin")
    author = town.at_school["safeguarding-lead"].name
    for address in (at("assessments", agreement), reverse("agreeing:one", args=[agreement.pk])):
        page = officer.get(address).content.decode()
        assert page.count("govuk-tag--yellow") == page.count(">Covered<") == 1
        assert f"Its author, {author}, can open it again and write it in." in page and begin not in page
    page = officer.get(reverse("assessments:one", args=[made.pk])).content.decode()
    assert page.count(">Covered<") == page.count("Not covered by this one") == 1
    assert "1 flow not covered" in officer.get(at("one", agreement)).content.decode()
    actions.link_assessments(agreement=agreement, assessments=[], shown=[made], by=person)
    page = officer.get(reverse("agreeing:one", args=[agreement.pk])).content.decode()
    assert "It covers it whether it is linked here or not." in page and begin in page
