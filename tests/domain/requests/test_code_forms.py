"""Forms of the code: filled from the record, kept by whoever writes them, and never changed once finished."""

import json

import pytest

from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.errors import Clash, NotFound, Refusal
from sharewell.domain.requests import actions, queries
from sharewell.domain.requests.documents import content_of, document_of
from sharewell.domain.requests.kinds import FINISHING, KINDS, kind_of
from sharewell.domain.versions import version_of
from sharewell.rules import current
from tests.people import WALK, add_tendai

pytestmark = pytest.mark.django_db


@pytest.fixture
def worry(town):
    entries = [{"kind": "fact", "text": "Bruises."}, {"kind": "opinion", "text": "I fear for her."}]
    return decisions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], entries=entries, answers=WALK
    )


@pytest.fixture
def decision(town, worry):
    return decisions.record_decision(
        worry=worry, child=worry.children.get(), to=town.front_door, choice="share", by=town.teacher,
        reason="They can look into it.", telling="not-telling", telling_reason="It could make it worse.",
    )  # fmt: skip


def filled_in(form, by, said):
    return actions.save_answers(form=form, said=said, by=by, lang="en")


TOOLKIT = {
    "emergency": "no", "authority": "police", "personal": "yes", "who": "Northbridge Police",
    "what": "The incident records of 3 November.", "purpose": "To look into an assault.",
    "compelled": "request", "verified": "yes", "decision": "part", "reasons": "It concerns one incident.",
    "given": "The incident record.", "held-back": "The rest of the file: not about the incident.",
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_form_asks_all_that_the_rules_say_of_it_and_each_once(name):
    kind = kind_of(name)
    rule = next(v for v in reversed(current().standing) if v.rule == kind.source["rule"])
    asked = [each.id for stage in kind.stages for each in stage.questions]
    assert len(asked) == len(set(asked))
    assert {item["id"] for item in rule.table["items"]} <= set(asked)
    for question in kind.questions.values():
        assert question.text["en"] and question.text["cy"] and question.confidence
        assert all(
            text["en"] and text["cy"] for text in [question.help or question.text, *question.choices.values()]
        )


def test_what_the_toolkit_says_names_only_answers_that_it_offers():
    kind = kind_of("police")
    for row in kind.says:
        assert kind.stage(row["stage"]) and row["text"]["en"] and row["text"]["cy"]
        for key, values in row["when"].items():
            assert set(values) <= set(kind.questions[key].choices)


def test_the_decision_form_is_filled_from_the_decision_in_either_language(town, decision):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    english, welsh = queries.said_in(form, "en"), queries.said_in(form, "cy")
    assert english["reasons"] == "They can look into it." and english["decision"] == "share"
    assert "Article 6" in english["basis"] and "Schedule 1 paragraph 18" in english["conditions"]
    assert "Children Act" in english["power"]
    assert welsh["basis"] != english["basis"] and welsh["receiver"] == "Sandlebury Hill Academy"
    assert queries.missing_in(form) == []


def test_the_checklist_is_filled_and_says_what_only_a_person_can(town, decision):
    form = actions.begin_form(kind="checklist", decision=decision, by=town.teacher)
    said = queries.said_in(form, "en")
    assert "Fact: 1, Opinion: 1" in said["accurate"] and "not tell" in said["open"].lower()
    assert [each.id for each in queries.missing_in(form)] == ["risks-of-both"]
    assert "fair" not in said and "rights" not in said


def test_no_child_is_named_on_what_the_record_fills_in(town, decision):
    for kind in KINDS:
        form = actions.begin_form(kind=kind, decision=decision, by=town.teacher)
        assert not [text for text in queries.said_in(form, "en").values() if "Tendai" in text]


def test_a_decision_has_one_open_form_of_a_kind(town, decision):
    first = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    assert actions.begin_form(kind="decision", decision=decision, by=town.lead).pk == first.pk
    actions.finish_form(form=first, by=town.teacher)
    assert actions.begin_form(kind="decision", decision=decision, by=town.lead).pk != first.pk


def test_what_a_person_writes_stands_and_what_repeats_the_record_stays_the_records(town, decision):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    record = queries.said_in(form, "en")
    form = filled_in(form, town.teacher, {"basis": record["basis"], "keep": "As the pupil's file."})
    assert set(form.answers) == {"keep"}
    form = filled_in(form, town.teacher, {"basis": "Another one."})
    assert queries.said_in(form, "en")["basis"] == queries.said_in(form, "cy")["basis"] == "Another one."
    assert set(filled_in(form, town.teacher, {"basis": record["basis"]}).answers) == {"keep"}


def test_two_who_write_the_same_answer_are_shown_both(town, decision):
    form = actions.begin_form(kind="checklist", decision=decision, by=town.teacher)
    version = version_of({"fair": "", "rights": ""})
    actions.save_answers(
        form=form, said={"fair": "Yes.", "rights": ""}, version=version, by=town.teacher, lang="en"
    )
    with pytest.raises(Clash) as clash:
        said = {"fair": "No.", "rights": "The office answers."}
        actions.save_answers(form=form, said=said, version=version, by=town.lead, lang="en")
    assert clash.value.theirs == {"fair": "Yes."} and clash.value.rest == {"rights": "The office answers."}
    mine = {"rights": "The office answers.", "fair": ""}
    actions.save_answers(form=form, said=mine, version=version, by=town.lead, lang="en")
    said = queries.said_in(queries.form_for(town.lead, form.pk), "en")
    assert (said["fair"], said["rights"]) == ("Yes.", "The office answers.")


@pytest.mark.parametrize("said", [{"nothing": "x"}, {"decision": "perhaps"}, {"signature": "Me"}])
def test_an_answer_that_the_form_does_not_take_is_refused(town, decision, said):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    with pytest.raises(ValueError):
        filled_in(form, town.teacher, said)


def test_a_form_is_not_finished_before_what_it_needs(town):
    form = actions.begin_form(kind="police", by=town.teacher)
    with pytest.raises(Refusal):
        actions.finish_form(form=form, by=town.teacher)
    form = actions.finish_form(form=filled_in(form, town.teacher, TOOLKIT), by=town.teacher)
    said = {each["id"]: each for stage in content_of(form)["stages"] for each in stage["questions"]}
    assert said["compelled"]["answer"]["cy"] == "Nac oes: cais ydyw"
    assert said["decided-by"]["answer"]["en"].startswith(town.teacher.name)
    assert said["held-back"]["written-in"] == "en"


def test_a_finished_form_never_changes(town, decision):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    done = actions.finish_form(form=form, by=town.teacher)
    kept = content_of(done)
    for act in (
        lambda: filled_in(done, town.teacher, {"keep": "x"}),
        lambda: actions.finish_form(form=done, by=town.teacher),
        lambda: actions.drop_form(form=done, by=town.teacher),
    ):
        with pytest.raises(Refusal):
            act()
    assert content_of(queries.form_for(town.teacher, form.pk)) == kept
    kinds = [json.loads(bytes(event.leaf))["kind"] for event in events_about(f"form:{form.pk}")]
    assert kinds == ["form-begun", "form-finished"]


def test_a_request_that_came_in_fills_the_decision_on_it(town):
    asked = actions.begin_form(kind="request", is_received=True, by=town.lead)
    said = {"requester": "Dr Rao, Mill Lane Surgery", "data": "School attendance since September.",
            "purpose": "To plan her care.", "date": "2026-11-20"}  # fmt: skip
    filled_in(asked, town.lead, said)
    assert [each.pk for each in queries.to_go_on_with(town.lead)[0]] == [asked.pk]
    form = actions.begin_form(kind="decision", request=queries.form_for(town.lead, asked.pk), by=town.lead)
    found = queries.said_in(queries.form_for(town.lead, form.pk), "en")
    assert found["person"] == "Dr Rao, Mill Lane Surgery" and found["received"] == "2026-11-20"
    assert found["description"] == "School attendance since September."
    assert found["receiver"] == "Sandlebury Hill Academy"
    assert [each.pk for each in queries.forms_answering(town.lead, asked)] == [form.pk]
    waiting, left = queries.to_go_on_with(town.lead)
    assert not waiting and [each.pk for each in left] == [form.pk]


def test_only_a_request_that_came_in_is_decided_on(town):
    ours = actions.begin_form(kind="request", by=town.lead)
    with pytest.raises(Refusal):
        actions.begin_form(kind="decision", request=ours, by=town.lead)


def test_who_sees_a_form_is_who_sees_the_worry(town, decision):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    officer = town.at_school["data-protection-officer"]
    assert queries.form_for(town.lead, form.pk) == form
    for stranger in (
        town.another_teacher,
        officer,
        *town.at_council.values(),
        town.at_school["administrator"],
    ):
        with pytest.raises(NotFound):
            queries.form_for(stranger, form.pk)
        assert form not in queries.forms_for(stranger)
    assert queries.forms_for(town.lead) == queries.forms_for(town.teacher) == [form]


def test_a_form_about_no_worry_is_its_writers_and_of_those_who_answer_for_it(town):
    form = actions.begin_form(kind="police", by=town.teacher)
    may = [town.teacher, town.lead, town.at_school["data-protection-officer"]]
    for person in may:
        assert queries.form_for(person, form.pk) == form and form in queries.forms_for(person)
    for person in (town.another_teacher, town.at_school["leader"], *town.at_council.values()):
        with pytest.raises(NotFound):
            queries.form_for(person, form.pk)
        assert form not in queries.forms_for(person)


def test_a_case_of_the_toolkit_is_tied_to_a_decision_that_one_sees(town, decision):
    form = actions.begin_form(kind="police", by=town.another_teacher)
    with pytest.raises(Refusal):
        actions.link_form(form=form, decision=decision, by=town.another_teacher)
    tied = actions.link_form(form=form, decision=decision, by=town.lead)
    assert tied.worry_id == decision.worry_id
    with pytest.raises(NotFound):
        queries.form_for(town.another_teacher, form.pk)


def test_what_was_thrown_away_is_gone_with_its_words(town):
    form = actions.begin_form(kind="police", by=town.teacher)
    filled_in(form, town.teacher, {"who": "Northbridge Police"})
    with pytest.raises(Refusal):
        actions.drop_form(form=form, by=town.another_teacher)
    actions.drop_form(form=form, by=town.teacher)
    with pytest.raises(NotFound):
        queries.form_for(town.teacher, form.pk)
    form.refresh_from_db()
    assert form.answers == {}


def test_an_administrator_takes_no_part(town):
    with pytest.raises(Refusal):
        actions.begin_form(kind="police", by=town.at_school["administrator"])


def test_finishing_answers_who_and_when():
    assert {each.id for each in kind_of("decision").questions.values() if each.kind == FINISHING} == {
        "decided-by", "signature", "date"}  # fmt: skip


def test_the_rules_fill_in_the_footing_once_it_is_said_who_asks_and_why(town):
    form = actions.begin_form(kind="police", by=town.teacher)
    assert "basis" not in queries.said_in(form, "en")
    form = filled_in(form, town.teacher, {"authority": "police", "aim": "crime", "compelled": "request"})
    english, welsh = queries.said_in(form, "en")["basis"], queries.said_in(form, "cy")["basis"]
    assert english and welsh and english != welsh
    form = filled_in(form, town.teacher, {"aim": "other"})
    assert "basis" not in queries.said_in(form, "en")


def test_the_papers_that_covered_a_share_are_named_on_its_forms(town, decision):
    from sharewell.domain.decisions.models import CoverFound

    words = {
        "agreement": {"title": {"en": "Front door protocol", "cy": ""}, "reference": "FS-2026-001",
                      "review_on": "2027-03-01"},
        "assessment": {"title": {"en": "Referrals", "cy": "Atgyfeirio"}, "reference": "DPIA-2026-001"},
        "privacy-notice": {"title": {"en": "Our notice", "cy": ""}, "version": 2},
    }  # fmt: skip
    cover = CoverFound.objects.get(decision=decision)
    cover.words = words
    cover.save()
    said = queries.said_in(actions.begin_form(kind="decision", decision=decision, by=town.teacher), "en")
    assert (said["agreement"], said["dpia-considered"]) == ("yes", "yes")
    assert said["dpia-outcome"] == "Referrals (DPIA-2026-001)"
    checklist = actions.begin_form(kind="checklist", decision=decision, by=town.teacher)
    english, welsh = queries.said_in(checklist, "en"), queries.said_in(checklist, "cy")
    assert english["review"] == "Front door protocol (FS-2026-001)\n1 March 2027"
    assert welsh["review"] == "Front door protocol (FS-2026-001)\n1 Mawrth 2027"
    assert "Our notice" in english["rights"]


def test_the_toolkit_speaks_to_its_reader_and_not_of_how_it_was_made(town):
    form = actions.begin_form(kind="police", by=town.teacher)
    for lang, star, made in (("en", "marked with a star", "were read;"), ("cy", "â seren", "Darllenwyd")):
        words = str(document_of(form, lang))
        assert star in words and made not in words
