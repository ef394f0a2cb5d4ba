"""The pages of the Code's forms and of the toolkit, as they are pressed."""

import html
import re

import pypdfium2
import pytest
from django.urls import reverse

from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions.models import Look
from sharewell.domain.requests import actions, queries
from sharewell.domain.requests.kinds import KINDS, kind_of
from tests.people import WALK, add_tendai
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(town):
    return signed_in(town.teacher)


@pytest.fixture
def decision(town):
    worry = decisions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK,
        entries=[{"kind": "fact", "text": "Bruises."}],
    )  # fmt: skip
    return decisions.record_decision(
        worry=worry, child=worry.children.get(), to=town.front_door, choice="share", by=town.teacher,
        reason="They can look into it.",
    )  # fmt: skip


def text_of(response):
    return response.content.decode()


def version_on(page):
    return html.unescape(re.search(r'name="version" value="([^"]*)"', page)[1])


def only_form(town):
    [form] = queries.forms_for(town.teacher)
    return form


@pytest.mark.parametrize("lang", ["", "/cy"])
@pytest.mark.parametrize("kind", ["checklist", "decision"])
def test_from_a_decision_to_the_finished_form_in_either_language(town, teacher, decision, kind, lang):
    of_worry = lang + reverse("requests:of_worry", args=[decision.worry_id])
    assert kind_of(kind).title["cy" if lang else "en"] in text_of(teacher.get(of_worry)).replace("&#39;", "'")
    response = teacher.post(of_worry, {"kind": kind, "decision": str(decision.pk)})
    form = only_form(town)
    assert response["Location"] == f"{lang}/organisation/forms/{form.pk}/"
    for stage in kind_of(kind).stages:
        address = f"{lang}/organisation/forms/{form.pk}/{stage.id}/"
        page = text_of(teacher.get(address))
        assert stage.title["cy" if lang else "en"] in page.replace("&#39;", "'")
    if kind == "checklist":
        said = actions.save_answers(form=form, said={"risks-of-both": "Both."}, by=town.teacher, lang="en")
        assert queries.missing_in(said) == []
    check = f"{lang}/organisation/forms/{form.pk}/check/"
    assert "They can look into it." in text_of(teacher.get(check))
    assert teacher.post(check).status_code == 302
    page = text_of(teacher.get(f"{lang}/organisation/forms/{form.pk}/"))
    assert "They can look into it." in page and "sw-document" in page


@pytest.mark.parametrize("asked", ["en", "cy", "both"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_prints_so_that_all_can_read_it_finished_or_not(town, teacher, decision, kind, asked):
    form = actions.begin_form(kind=kind, decision=decision, by=town.teacher)
    addresses = {
        each: reverse("requests:paper", args=[form.pk, each]) + f"?in={asked}" for each in ("pdf", "docx")
    }
    for is_finished in (False, True):
        if is_finished:
            needed = {"data": "The register.", **TYPED[kind]}
            said = {key: text for key, text in needed.items() if key in kind_of(kind).questions}
            actions.save_answers(form=form, said=said, by=town.teacher, lang="en")
            actions.finish_form(form=form, by=town.teacher)
        pdf = teacher.get(addresses["pdf"])
        assert pdf["Content-Type"] == "application/pdf" and problems(pdf.content) == []
        words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf.content))
        assert form.reference in words
        assert (town.teacher.name in words.replace("\n", " ")) or not is_finished
        assert problems_in_docx(teacher.get(addresses["docx"]).content) == []
    assert teacher.get(reverse("requests:paper", args=[form.pk, "exe"])).status_code == 404


TYPED = {
    "checklist": {"risks-of-both": "He may be hurt again; he may be blamed."},
    "request": {},
    "decision": {},
    "police": {"emergency": "no", "authority": "police", "personal": "yes", "what": "One record.",
               "compelled": "request", "decision": "part", "given": "The record."},
}  # fmt: skip


def begin_toolkit(client, town):
    page = text_of(client.get(reverse("requests:begin", args=["police"])))
    assert "tel:999" in page and reverse("danger:now") in page
    client.post(reverse("requests:begin", args=["police"]))
    return only_form(town)


def test_a_case_of_the_toolkit_is_saved_page_by_page(town, teacher):
    form = begin_toolkit(teacher, town)
    first = reverse("requests:stage", args=[form.pk, "first"])
    said = {"emergency": "no", "authority": "police", "personal": "yes", "do": "on"}
    response = teacher.post(first, said | {"version": version_on(text_of(teacher.get(first)))})
    assert response["Location"] == reverse("requests:stage", args=[form.pk, "request"])
    # Back, and it is there; signed out and in again, and it is there
    for client in (teacher, signed_in(town.teacher)):
        page = text_of(client.get(first))
        assert re.search(r'value="police"[^>]*checked', page)
    page = text_of(signed_in(town.teacher).get(reverse("requests:one", args=[form.pk])))
    assert "Answered" in page and "Not begun" in page


def test_what_an_answer_means_is_said_before_one_goes_on(town, teacher):
    form = begin_toolkit(teacher, town)
    first = reverse("requests:stage", args=[form.pk, "first"])
    said = {"emergency": "yes", "authority": "police", "personal": "yes", "do": "on"}
    response = teacher.post(first, said | {"version": version_on(text_of(teacher.get(first)))})
    assert response["Location"] == first
    page = text_of(teacher.get(first))
    assert "Stop here." in page and "tel:999" in page
    # And whoever has read it can go on
    response = teacher.post(first, said | {"version": version_on(page)})
    assert response["Location"] == reverse("requests:stage", args=[form.pk, "request"])


def test_two_tabs_are_shown_both_answers_and_neither_is_lost(town, teacher):
    form = begin_toolkit(teacher, town)
    address = reverse("requests:stage", args=[form.pk, "request"])
    version = version_on(text_of(teacher.get(address)))
    teacher.post(
        address, {"who": "Northbridge Police", "what": "One record", "do": "later", "version": version}
    )
    answer = teacher.post(address, {"who": "Southbridge Police", "purpose": "An assault", "version": version})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Northbridge Police" in page and "Southbridge Police" in page
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    teacher.post(address, {name: html.unescape(value) for name, value in fields.items()})
    said = queries.said_in(queries.form_for(town.teacher, form.pk), "en")
    assert (said["who"], said["what"], said["purpose"]) == ("Southbridge Police", "One record", "An assault")


def test_what_has_to_be_answered_is_listed_with_its_place(town, teacher):
    form = begin_toolkit(teacher, town)
    check = reverse("requests:check", args=[form.pk])
    answer = teacher.post(check)
    assert answer.status_code == 422
    assert reverse("requests:stage", args=[form.pk, "decision"]) + "#id_reasons" in text_of(answer)
    assert 'id="id_reasons"' in text_of(teacher.get(reverse("requests:stage", args=[form.pk, "decision"])))


def test_a_request_that_came_in_leads_to_a_decision_on_it(town, teacher):
    begin = reverse("requests:begin", args=["request"])
    assert "Choose who asks" in text_of(teacher.post(begin, {}))
    teacher.post(begin, {"side": "received"})
    asked = only_form(town)
    address = reverse("requests:stage", args=[asked.pk, "who"])
    day = {"date-day": "20", "date-month": "11", "date-year": "2026"}
    said = {
        "requester": "Dr Rao, Mill Lane Surgery",
        "asked": "Us",
        "version": version_on(text_of(teacher.get(address))),
    }
    assert teacher.post(address, said | day).status_code == 302
    assert 'value="20"' in text_of(teacher.get(address))
    page = text_of(teacher.post(reverse("requests:decide_on", args=[asked.pk]), follow=True))
    assert "What the request says is filled in" in page
    form = queries.forms_answering(town.teacher, asked)[0]
    page = text_of(teacher.get(reverse("requests:stage", args=[form.pk, "request"])))
    assert "Dr Rao, Mill Lane Surgery" in page and 'value="2026"' in page


def test_a_toolkit_case_is_tied_to_a_decision_about_the_police(town, teacher):
    from sharewell.domain.organisations import actions as organisations
    from tests.people import CHECKED, SYSTEM

    force = organisations.add_organisation(
        by=SYSTEM, name_en="Fallowshire Police", kind="police", nation="england"
    )
    entry = organisations.add_entry(
        by=SYSTEM, organisation=force, role_en="Protecting people", ways=["link"],
        email="pvp@police.example", phone="01632 960111", checked_on=CHECKED,
    )  # fmt: skip
    worry = decisions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK,
        entries=[{"kind": "fact", "text": "Bruises."}],
    )  # fmt: skip
    made = decisions.record_decision(
        worry=worry,
        child=worry.children.get(),
        to=entry,
        choice="share",
        reason="An assault.",
        by=town.teacher,
    )
    form = begin_toolkit(teacher, town)
    link = reverse("requests:link", args=[form.pk])
    assert "Fallowshire Police" in text_of(teacher.get(link))
    assert "Choose the decision" in text_of(teacher.post(link, {}))
    teacher.post(link, {"decision": str(made.pk)})
    tied = queries.form_for(town.lead, form.pk)
    assert tied.decision_id == made.pk
    assert "Fallowshire Police" in queries.said_in(tied, "en")["who"]
    assert reverse("worries:decision", args=[made.pk]) in text_of(
        teacher.get(reverse("requests:one", args=[form.pk]))
    )


def test_a_form_is_thrown_away_after_asking(town, teacher):
    form = begin_toolkit(teacher, town)
    drop = reverse("requests:drop", args=[form.pk])
    assert "Throw this form away?" in text_of(teacher.get(drop))
    assert teacher.post(drop).status_code == 302
    assert teacher.get(drop).status_code == 404
    assert form.reference not in text_of(teacher.get(reverse("requests:all")))


def test_who_looked_at_a_form_is_written_down(town, teacher, decision):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    free = actions.begin_form(kind="police", by=town.teacher)
    lead = signed_in(town.lead)
    for row in (form, free):
        lead.get(reverse("requests:one", args=[row.pk]))
        look = Look.objects.get(person=town.lead, about=f"form:{row.pk}")
        assert look.why == ("lead" if row == form else "kept")
    stranger = signed_in(town.another_teacher)
    assert stranger.get(reverse("requests:one", args=[form.pk])).status_code == 404
    assert Look.objects.filter(person=town.another_teacher, why="refused").count() == 1


def test_the_list_shows_each_what_is_theirs(town, teacher, decision):
    form = actions.begin_form(kind="decision", decision=decision, by=town.teacher)
    assert form.reference in text_of(teacher.get(reverse("requests:all")))
    stranger = signed_in(town.another_teacher)
    assert form.reference not in text_of(stranger.get(reverse("requests:all")))
    administrator = signed_in(town.at_school["administrator"])
    assert "nothing here for you" in text_of(administrator.get(reverse("requests:all")))
