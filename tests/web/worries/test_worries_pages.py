"""Writing a worry down, deciding, reading it: through the pages, as they are pressed."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sharewell import rules
from sharewell.domain.decisions import actions, queries
from sharewell.domain.organisations import queries as organisations
from sharewell.web.questions.stores import COOKIE
from tests.people import WALK, add_tendai
from tests.web.browsers import enter

WALKED = {
    "worry.risk": "significant", "worry.purpose": "protect", "worry.circumstances": [],
    "recipient.kind": "childrens-services", "information.special": True, "information.others": True,
    "information.confidential": False, "information.offence": False, "information.identifies": True,
    "information.names-a-source": False, "information.bars": [], "information.scope": "needed",
    "asked.by": "nobody", "views.consent": "not-asked", "views.telling": "unsafe",
    "child.understands": "unknown", "child.wants-sharing": "unknown", "arrangement.channel": "secure",
    "arrangement.pattern": "one-off", "recipient.may-be-a-risk": False, "worry.more-detrimental": False,
    "sharer.law-enforcement": False, "recipient.designated": False,
}  # fmt: skip


@pytest.fixture
def client(client, town):
    return enter(client, town.teacher)


def text_of(response):
    return response.content.decode()


def new_worry(**more):
    return {
        "do": "go", "rows": "1", "new0-name": "Tendai Marlow", "new0-born_on-day": "14",
        "new0-born_on-month": "3", "new0-born_on-year": "2019", "fact": "Three round bruises.",
        "shielded": "on",
    } | more  # fmt: skip


def start_draft(client, town, answers=WALKED):
    draft = actions.begin_draft(by=town.teacher, answers=answers)
    session = client.session
    session["draft"] = str(draft.pk)
    session.save()
    return draft


def pair_names(page):
    return re.findall(r'id="pair-([0-9a-f]{64})"', page)


def decide(client, address, **each):
    """Share with everybody, or what `each` says by number of the pair."""
    names = pair_names(text_of(client.get(address)))
    today = timezone.localdate() + timedelta(days=14)
    data = {"do": "go", "telling-telling": "not-telling", "telling-telling_reason": "It could make it worse."}
    for number, name in enumerate(names):
        choice = each.get(f"choice{number}", "share")
        data |= {f"{name}-choice": choice, f"{name}-reason": "They can look into it." if number == 0 else ""}
        if choice == "not-share":
            data |= {f"{name}-review_on-day": today.day, f"{name}-review_on-month": today.month,
                     f"{name}-review_on-year": today.year}  # fmt: skip
    return client.post(address, data)


def test_from_the_answers_to_the_decision_nothing_is_typed_twice(client, town):
    start_draft(client, town)
    page = text_of(client.get(reverse("worries:new")))
    assert "Your answers came with you" in page
    response = client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))
    address = response["Location"]
    page = text_of(client.get(address))
    assert "You must share" in page or "You can share" in page
    assert "Tendai Marlow, to Fallowshire children" in page
    response = decide(client, address)
    assert response.status_code == 302
    [worry] = queries.worries_for(town.teacher)
    [decision] = queries.decisions_of(worry)
    assert response["Location"] == reverse("deliveries:items", args=[decision.deliveries.get().pk])
    case, _outcome = queries.frozen(decision)
    assert case["child"]["age"] == worry.children.get().age_on(timezone.localdate())
    assert case["worry"]["risk"] == "significant"
    assert queries.drafts_for(town.teacher) == []


def test_a_walk_begun_signed_out_is_carried_over(client, town):
    from django.test import Client

    from sharewell.web.questions import stores

    signed_out = Client()
    signed_out.get(reverse("questions:start"), follow=True)
    client.cookies[COOKIE] = stores._closed(WALKED)
    assert "Your answers came with you" in text_of(client.get(reverse("worries:new")))
    response = client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))
    [worry] = queries.worries_for(town.teacher)
    assert worry.answers["worry"]["risk"] == "significant"
    assert client.cookies[COOKIE].value == ""
    assert response.status_code == 302


def test_everything_missing_is_said_at_once_and_what_was_typed_stays(client, town):
    response = client.post(
        reverse("worries:new"), {"do": "go", "rows": "1", "childs_words": "", "opinion": "", "fact": ""}
    )
    page = text_of(response)
    assert "Choose a child, or write down who this is about" in page
    assert "Write down at least one thing" in page
    response = client.post(reverse("worries:new"), {"do": "go", "rows": "1", "fact": "Bruises on the arm"})
    assert "Bruises on the arm" in text_of(response)
    assert not queries.worries_for(town.teacher)


@pytest.mark.parametrize("do", ["more", "look"])
def test_another_child_or_area_loses_nothing_and_complains_of_nothing(client, town, do):
    page = text_of(client.post(reverse("worries:new"), new_worry(do=do)))
    assert "Three round bruises." in page
    assert 'value="Tendai Marlow"' in page
    assert "There is a problem" not in page


def test_pressing_twice_makes_one_worry(client, town):
    page = text_of(client.get(reverse("worries:new")))
    worry = re.search(r'name="worry" value="([0-9a-f-]+)"', page)[1]
    for _n in range(2):
        client.post(reverse("worries:new"), new_worry(worry=worry))
    assert len(queries.worries_for(town.teacher)) == 1


def test_saved_for_later_it_is_there_on_the_home_page(client, town):
    start_draft(client, town)
    client.post(reverse("worries:new"), new_worry(do="save"))
    [draft] = queries.drafts_for(town.teacher)
    home = text_of(client.get(reverse("home:today")))
    assert reverse("worries:carry_on", args=[draft.pk]) in home
    response = client.post(reverse("worries:carry_on", args=[draft.pk]), follow=True)
    assert "Three round bruises." in text_of(response)
    assert 'value="Tendai Marlow"' in text_of(response)


def test_two_windows_clash_and_neither_is_overwritten(client, town):
    draft = start_draft(client, town)
    address = reverse("worries:new")
    page = text_of(client.get(address))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post(address, new_worry(do="save", version=version, fact="One bruise."))
    session = client.session
    session["draft"] = str(draft.pk)
    session.save()
    response = client.post(address, new_worry(do="save", version=version, fact="Two bruises."))
    assert response.status_code == 409
    assert "One bruise." in text_of(response)
    assert "Two bruises." in text_of(response)
    assert queries.draft_for(town.teacher, draft.pk).forms["new"]["fact"] == ["One bruise."]
    version = re.search(r'name="version" value="(\d+)"', text_of(response))[1]
    client.post(address, new_worry(do="save", version=version, fact="Two bruises."))
    assert queries.draft_for(town.teacher, draft.pk).forms["new"]["fact"] == ["Two bruises."]


def test_two_children_and_two_recipients_are_four_decisions_on_one_page(client, town):
    start_draft(client, town)
    second = {"rows": "2", "new1-name": "Farai Marlow", "new1-born_on-day": "30", "new1-born_on-month": "1",
              "new1-born_on-year": "2023"}  # fmt: skip
    to = [f"e-{town.front_door.pk}", f"e-{town.gp.pk}"]
    address = client.post(reverse("worries:new"), new_worry(to=to, **second))["Location"]
    address = answer_what_differs(client, address)
    names = pair_names(text_of(client.get(address)))
    assert len(names) == 4
    response = decide(client, address, choice3="not-share")
    assert response.status_code == 302
    [worry] = queries.worries_for(town.teacher)
    made = queries.decisions_of(worry)
    assert [decision.choice for decision in made] == ["share", "share", "share", "not-share"]
    assert len({(decision.child_id, decision.to.pk) for decision in made}) == 4
    assert all(decision.reason for decision in made)


def answer_what_differs(client, address):
    """Say "I don't know" to everything that is still asked."""
    for _n in range(6):
        page = text_of(client.get(address))
        if pair_names(page):
            return address
        data = {"do": "answer"}
        for name in re.findall(
            r'type="(?:radio|checkbox)"[^>]*name="([^"]+)"|name="([^"]+)" type="radio"', page
        ):
            data[name[0] or name[1]] = "unknown"
        for name in re.findall(r'<input[^>]*name="([^"]+child-age)"', page):
            data[name] = ""
        assert client.post(address, data).status_code == 302
    raise AssertionError("it never stopped asking")


def test_what_is_asked_again_is_only_what_differs(client, town):
    start_draft(client, town)
    to = [f"e-{town.front_door.pk}", f"e-{town.gp.pk}"]
    address = client.post(reverse("worries:new"), new_worry(to=to))["Location"]
    page = text_of(client.get(address))
    assert "worry-risk" not in page
    assert "sharer-kind" not in page
    assert "child-age" not in page


def test_not_to_share_needs_a_reason_and_a_day_and_keeps_what_was_typed(client, town):
    start_draft(client, town)
    address = client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]
    [name] = pair_names(text_of(client.get(address)))
    page = text_of(client.post(address, {"do": "go", f"{name}-choice": "not-share"}))
    assert "Write why you decided so" in page
    assert "Choose the day on which you look at it again" in page
    page = text_of(client.post(address, {"do": "go", "telling-telling_reason": "He would hear of it."}))
    assert "Choose to share it, or not to share it" in page
    assert "He would hear of it." in page
    response = decide(client, address, choice0="not-share")
    [worry] = queries.worries_for(town.teacher)
    assert response["Location"] == reverse("worries:one", args=[worry.pk])
    [decision] = queries.decisions_of(worry)
    page = text_of(client.get(reverse("worries:decision", args=[decision.pk])))
    assert "The decision not to share" in page


def test_a_worry_from_beginning_to_end_on_one_page(client, town):
    worry = actions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK,
        entries=[{"kind": "childs-words", "text": "He grabbed me."}],
    )  # fmt: skip
    address = reverse("worries:one", args=[worry.pk])
    client.post(reverse("worries:add_entry", args=[worry.pk]), {"text": "He seems flat.", "kind": "opinion"})
    page = text_of(client.get(address))
    assert "He grabbed me." in page
    assert "He seems flat." in page
    assert [look.person for look in queries.looks_of(worry)] == [town.teacher]
    entry = queries.entries_of(worry)[1]
    client.post(reverse("worries:undo", args=[entry.pk]))
    assert "<s>He seems flat.</s>" in text_of(client.get(address))
    page = text_of(client.post(reverse("worries:add_entry", args=[worry.pk]), {"text": "Kept words"}))
    assert "Choose what it is" in page
    assert "Kept words" in page


@pytest.mark.parametrize("who", ["another_teacher", "council"])
def test_somebody_with_no_reason_finds_no_such_page(client, town, who):
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    person = town.another_teacher if who == "another_teacher" else town.at_council["safeguarding-lead"]
    client.force_login(person)
    for name in ("one", "who", "ask", "close", "add_member", "add_entry"):
        response = client.get(reverse(f"worries:{name}", args=[worry.pk]))
        if response.status_code == 302:
            response = client.get(reverse(f"worries:{name}", args=[worry.pk]))
        assert response.status_code in (404, 302), name
        assert b"Tendai" not in response.content
    assert queries.looks_of(worry) == []


def test_a_lead_lets_a_colleague_in_and_takes_it_back(client, town):
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    address = reverse("worries:add_member", args=[worry.pk])
    page = text_of(client.post(address, {"person": str(town.another_teacher.pk)}))
    assert "Write why they need to see it" in page
    client.post(address, {"person": str(town.another_teacher.pk), "because": "Teaches him on Fridays"})
    assert queries.worry_for(town.another_teacher, worry.pk)
    member = worry.members.get()
    client.post(reverse("worries:end_member", args=[worry.pk, member.pk]))
    assert worry not in queries.worries_for(town.another_teacher)


def test_advice_is_asked_from_the_walk_answered_and_read(client, town):
    start_draft(client, town)
    address = reverse("worries:ask_from_walk")
    assert "What do you want to know" in text_of(client.get(address))
    client.post(address, {"of": str(town.lead.pk), "question": "Is this enough?"})
    [advice] = queries.advice_about(town.lead, draft=queries.drafts_for(town.teacher)[0])
    client.force_login(town.lead)
    page = text_of(client.get(reverse("worries:advice", args=[advice.pk])))
    assert "Is this enough?" in page
    client.post(reverse("worries:advice", args=[advice.pk]), {"answer": "Yes. Ring them."})
    client.force_login(town.teacher)
    assert "has answered your question" in text_of(client.get(reverse("home:today")))
    page = text_of(client.get(reverse("worries:advice", args=[advice.pk])))
    assert "Yes. Ring them." in page


def test_a_look_alike_address_is_pointed_out_and_can_be_insisted_on(client, town):
    start_draft(client, town)
    client.post(reverse("worries:new"), new_worry(do="someone"))
    address = reverse("worries:someone_else")
    typed = {
        "name": "Duty team", "kind": "childrens-services", "email": "frontdoor@fa11owshire.example",
        "verified_how": "known-in-person",
    }  # fmt: skip
    page = text_of(client.post(address, typed))
    assert "frontdoor@fallowshire.example" in page
    assert organisations.contacts_for(town.teacher) == []
    response = client.post(address, typed | {"email_is_right": "on"}, follow=True)
    [contact] = organisations.contacts_for(town.teacher)
    assert f'value="c-{contact.pk}" checked' in text_of(response)
    assert "Three round bruises." in text_of(response)


def test_the_proof_can_be_checked_and_decided_again(client, town, tmp_path):
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    decision = actions.record_decision(
        worry=worry, child=worry.children.get(), to=town.front_door, choice="share", reason="Needed.",
        by=town.teacher,
    )  # fmt: skip
    assert client.get(reverse("worries:proof", args=[decision.pk])).status_code == 405
    response = client.post(reverse("worries:proof", args=[decision.pk]))
    pack = zipfile.ZipFile(io.BytesIO(response.content))
    (tmp_path / "rules.json").write_bytes(pack.read("rules.json"))
    rule_set = rules.load(tmp_path / "rules.json")
    again = rule_set.decide(json.loads(pack.read("case.json")))
    assert rules.canonical(again) == pack.read("outcome.json")
    assert pack.read("record.pdf").startswith(b"%PDF")
    assert b"Tendai Marlow" in pack.read("record.html")


def test_looking_again_lets_it_stand_until_another_day(client, town):
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    decision = actions.record_decision(
        worry=worry, child=worry.children.get(), to=town.gp, choice="not-share", reason="No need yet.",
        review_on=timezone.localdate(), by=town.teacher,
    )  # fmt: skip
    assert "Look again" in text_of(client.get(reverse("home:today")))
    address = reverse("worries:review", args=[decision.pk])
    assert "No need yet." in text_of(client.get(address))
    later = timezone.localdate() + timedelta(days=20)
    client.post(address, {"why": "Still none.", "review_on-day": later.day, "review_on-month": later.month,
                          "review_on-year": later.year})  # fmt: skip
    assert "Nothing today." in text_of(client.get(reverse("home:today")))


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_page_of_a_worry_is_drawn_in_both_languages(client, town, lang):
    worry = actions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK,
        entries=[{"kind": "fact", "text": "x"}],
    )  # fmt: skip
    child = worry.children.get()
    decision = actions.record_decision(
        worry=worry, child=child, to=town.gp, choice="not-share", reason="No.",
        review_on=timezone.localdate(),
        by=town.teacher,
    )  # fmt: skip
    entry = worry.entries.first()
    draft = start_draft(client, town)
    pages = [("all", ()), ("new", ()), ("someone_else", ()), ("ask_from_walk", ()), ("draft", (draft.pk,)),
             ("decision", (decision.pk,)), ("review", (decision.pk,)), ("correct", (entry.pk,)),
             ("one", (worry.pk,)), ("add_entry", (worry.pk,)), ("who", (worry.pk,)), ("ask", (worry.pk,)),
             ("add_member", (worry.pk,)), ("add_person", (worry.pk, child.pk)),
             ("add_place", (worry.pk, child.pk))]  # fmt: skip
    with override(lang):
        addresses = [reverse(f"worries:{name}", args=args) for name, args in pages]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert f'<html lang="{lang}"' in text_of(response)


# --- Why there is no consent ------------------------------------------------------------------------------


def decided(client, town, **typed):
    """Record one decision with more typed for its pair; the response."""
    start_draft(client, town)
    address = client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]
    [name] = pair_names(text_of(client.get(address)))
    data = {
        "do": "go", "telling-telling": "not-telling", "telling-telling_reason": "It could make it worse.",
        f"{name}-choice": "share", f"{name}-reason": "They can look into it.",
    }  # fmt: skip
    return client.post(address, data | {f"{name}-{field}": value for field, value in typed.items()})


def test_the_limb_that_the_rules_found_is_chosen_already_with_what_was_answered(client, town):
    start_draft(client, town)
    address = client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]
    page = text_of(client.get(address))
    assert re.search(r'-limb" type="radio" value="c" checked', page)
    assert "Telling them could put somebody at more risk." in page


def test_the_limb_and_its_reason_stand_in_the_record_the_print_and_the_proof(client, town):
    response = decided(client, town, limb="a", limb_why="She is seven.", policy="yes")
    assert response.status_code == 302
    [decision] = queries.decisions_of(queries.worries_for(town.teacher)[0])
    said = "(a) Consent cannot be given. She is seven."
    page = text_of(client.get(reverse("worries:decision", args=[decision.pk])))
    assert said in page and "A live policy document" in page
    pack = client.post(reverse("worries:proof", args=[decision.pk])).content
    with zipfile.ZipFile(io.BytesIO(pack)) as files:
        assert said in files.read("record.html").decode()
        assert len(files.read("record.pdf")) > 10_000


def test_a_limb_without_a_reason_is_asked_for(client, town):
    response = decided(client, town, limb="b", limb_why=" ", policy="yes")
    assert response.status_code == 200 and "Say in one line why that is so" in text_of(response)


def test_an_emergency_is_asked_afterwards(client, town):
    start_draft(client, town, answers=WALKED | {"worry.risk": "immediate"})
    address = client.post(reverse("worries:new"), new_worry(to=f"e-{town.front_door.pk}"))["Location"]
    page = text_of(client.get(address))
    assert "is asked afterwards" in page and '-limb"' not in page
    assert decide(client, address).status_code == 302
    worry = queries.worries_for(town.teacher)[0]
    [decision] = queries.decisions_of(worry)
    ground = reverse("worries:ground", args=[decision.pk])
    assert ground in text_of(client.get(reverse("worries:one", args=[worry.pk])))
    assert "You were right not to wait" in text_of(client.get(ground))
    assert "Say in one line" in text_of(client.post(ground, {"limb": "c"}))
    client.post(ground, {"limb": "c", "limb_why": "He was there."})
    assert "He was there." in text_of(client.get(reverse("worries:decision", args=[decision.pk])))
    assert ground not in text_of(client.get(reverse("worries:one", args=[worry.pk])))
    assert client.get(ground).status_code == 403
