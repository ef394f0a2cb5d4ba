"""Every form on which two people can change the same thing, for `losing` and `test_lost_updates`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from sharewell.domain.agreements import actions as agreements
from sharewell.domain.agreements import grounds
from sharewell.domain.agreements.models import FlowBasis
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions import queries
from sharewell.domain.deliveries import actions as deliveries
from sharewell.domain.deliveries import choices
from sharewell.domain.dpias import actions as dpias
from sharewell.domain.dpias.actions.writing import stands_of
from sharewell.domain.learning import actions as learning
from sharewell.domain.learning.actions.keeping import said_of
from sharewell.domain.learning.models import OwnPeriod
from sharewell.domain.learning.periods import usual_for
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.states import NOT_VERIFIED, VERIFY_STEPS
from sharewell.domain.oversight import actions as oversight
from sharewell.domain.requests import actions as requests
from sharewell.domain.versions import version_of
from tests.domain.deliveries.town import fresh, prepare, worry_of

OFFICER = "data-protection-officer"


@dataclass
class Form:
    """One form: how to see what stands (value, version), and how to write (value, version)."""

    name: str
    see: Callable[[], tuple[Any, str]]
    write: Callable[[Any, str], Any]
    options: tuple = ()  # where one of a few is chosen; else text, to which each adds a mark of its own


def forms_of(town):
    """All of them, each about a row of its own."""
    of_each = (_directory, _organisation, _draft, _delivery, _agreement, _policies, _assessment, _code)
    return [form for forms in of_each for form in forms(town)]


def shown(row, name, *others, called=None):
    """What a page shows of a row: the value of one field, and the version of all that it has."""

    def see():
        now = fresh(row)
        said = {called or name: getattr(now, name)} | {other: getattr(now, other) for other in others}
        return getattr(now, name), version_of(said)

    return see


def saving(act, name, **given):
    """What a page does with what came back: it reads its rows anew, and acts."""

    def write(value, version):
        now = {each: fresh(row) if isinstance(row, Model) else row for each, row in given.items()}
        return act(**now, **{name: value}, version=version)

    return write


def _directory(town):
    contact = organisations.add_contact(
        kind="gp", nation="england", name="Dr Rao", email="rao@elsewhere.example", by=town.teacher
    )
    entry = saving(organisations.correct_entry, "form_url", entry=town.gp, by="system")
    area = saving(organisations.correct_area, "day_hours_en", area=town.area, by="system")
    checked = saving(organisations.verify_contact, "how", contact=contact, by=town.teacher)
    steps = tuple(step for step in VERIFY_STEPS if step != NOT_VERIFIED)[:3]
    return [
        Form("a directory entry", shown(town.gp, "form_url"), entry),
        Form("an area", shown(town.area, "day_hours_en"), area),
        Form("a contact", shown(contact, "verified_how", called="how"), checked, steps),
    ]


def _organisation(town):
    who = {"organisation": town.school, "by": town.at_school[OFFICER]}
    is_live = shown(town.school, "policy_document_live", called="is_live")
    say_live = saving(organisations.say_policy_document, "is_live", **who)
    is_wanted = shown(town.school, "releases_by_two", called="is_wanted")
    say_wanted = saving(organisations.set_release_by_two, "is_wanted", **who)
    return [
        Form("the policy document", is_live, say_live, (True, False)),
        Form("release by two", is_wanted, say_wanted, (True,)),
    ]


def _draft(town):
    draft = decisions.begin_draft(by=town.teacher)

    def answered():
        now = queries.draft_for(town.teacher, draft.pk)
        return now.answers.get("worry.risk", ""), now.version

    def typed():
        now = queries.draft_for(town.teacher, draft.pk)
        return (now.forms.get("worry", {}).get("words") or [""])[0], now.version

    def answer(value, version):
        changed = {"worry.risk": value}
        decisions.save_answers(draft=draft, changed=changed, version=version, by=town.teacher)

    def type_in(value, version):
        words = {"words": [value]}
        decisions.save_form(draft=draft, page="worry", typed=words, version=version, by=town.teacher)

    return [
        Form("an answer of a draft", answered, answer),
        Form("a page of a draft", typed, type_in),
    ]


def _delivery(town):
    delivery = prepare(worry_of(town), town.gp, town.teacher)
    paper = deliveries.attach_typed(delivery=delivery, text="What was seen.", about="A note", by=town.teacher)
    key = next(each.key for each in choices.things_for(delivery) if each.group == choices.ENTRIES)

    def entry(things):
        return next(each for each in things if each.key == key)

    def chosen():
        now = fresh(delivery)
        things = choices.things_for(now)
        return now, entry(things), version_of(choices.standing(now, things))

    def asked():
        now, _entry, version = chosen()
        return now.asked_first, version

    def reason():
        _now, thing, version = chosen()
        return thing.reason, version

    def words():
        _now, thing, _version = chosen()
        return thing.text, version_of({"text": thing.text})

    def give_reason(value, version):
        _now, thing, _version = chosen()
        wish = {key: (not thing.is_usual, value)}
        deliveries.choose(delivery=delivery, chosen=wish, version=version, by=town.teacher)

    sender = {"delivery": delivery, "by": town.teacher}
    ask = saving(deliveries.choose, "asked_first", chosen={}, **sender)
    reword = saving(deliveries.change_text, "text", key=key, **sender)
    describe = saving(deliveries.describe_file, "about", attachment=paper, **sender)
    return [
        Form("what a recipient is asked first", asked, ask),
        Form("what goes and why", reason, give_reason),
        Form("words for a recipient", words, reword),
        Form("what a file is", shown(paper, "about", called="text"), describe),
    ]


def _agreement(town):
    officer = town.at_school[OFFICER]
    agreement = agreements.start_agreement(
        kind="data-sharing-agreement", organisation=town.school, title_en="Pupils", by=officer
    )
    giver = agreement.parties.get(is_lead=True)
    party = agreements.add_party(agreement=agreement, organisation=town.council, by=officer)
    flow = agreements.add_flow(
        agreement=agreement, giver=giver, receivers=[party], purpose="protect", by=officer
    )
    bases = tuple(pk for pk, row in grounds.known().items() if row["sort"] == "basis")[:3]

    def aims():
        row = agreement.answers.filter(question="aims").first()
        said = {"aims_en": row.text_en if row else "", "aims_cy": ""}
        return said["aims_en"], version_of(said)

    def say_aims(value, version):
        answers = {"aims": {"en": value, "cy": ""}}
        agreements.answer_section(
            agreement=agreement, section="purpose", answers=answers, version=version, by=officer
        )

    def ground():
        row = FlowBasis.objects.filter(flow=flow, party=giver).first()
        said = {name: getattr(row, name) if row else "" for name in ("basis", "condition", "power")}
        return said["basis"], version_of(said)

    about = saving(agreements.change_about, "title_en", agreement=agreement, by=officer)
    contact = saving(agreements.change_party, "contact_en", party=party, by=officer)
    items = saving(agreements.change_flow, "items_en", flow=flow, by=officer)
    basis = saving(
        agreements.ground_flow, "basis", flow=flow, party=giver, condition="", power="", by=officer
    )
    return [
        Form("an answer of an agreement", aims, say_aims),
        Form("what stands around an agreement", shown(agreement, "title_en"), about),
        Form("a party", shown(party, "contact_en"), contact),
        Form("a flow", shown(flow, "items_en"), items),
        Form("the ground of a flow", ground, basis, bases),
    ]


def _policies(town):
    officer = town.at_school[OFFICER]
    policy = learning.begin_policy(organisation=town.school, kind="other", by=officer)
    draft = policy.versions.get()
    record = usual_for(town.school)[0]["id"]
    lasts = {"years": 7, "starts": "closing", "then": "destroy"}

    def section():
        text = fresh(draft).sections[0]["text_en"]
        return text, version_of({"text_en": text})

    def kept():
        said = said_of(OwnPeriod.objects.filter(record=record, ended_at=None).first())
        return said["because"] or "", version_of(said)

    words = saving(learning.change_section, "text_en", draft=draft, section="first", by=officer)
    title = saving(learning.change_details, "title_en", policy=policy, by=officer)
    keep = saving(
        learning.set_period, "because", organisation=town.school, record=record, by=officer, **lasts
    )
    return [
        Form("a section of a policy", section, words),
        Form("what stands around a policy", shown(policy, "title_en"), title),
        Form("how long a record is kept", kept, keep),
    ]


def _assessment(town):
    author, leader = town.lead, town.at_school["leader"]
    people = {str(each.pk): each for each in (town.teacher, town.another_teacher, leader)}
    assessment, screened, renamed = (
        dpias.start_assessment(by=author, title_en=f"{often} lists")
        for often in ("Weekly", "Monthly", "Yearly")
    )
    dpias.make_it(assessment=assessment, by=author)
    dpias.make_it(assessment=renamed, by=author)
    risk = dpias.add_risk(
        assessment=assessment, side="sharing", title_en="It goes astray", likelihood=2, severity=2, by=author
    )
    measure = dpias.add_measure(risk=risk, text_en="A list of addresses", by=author)
    view = dpias.add_view(assessment=assessment, whose_en="Parents", said_en="They agree", by=author)

    def answered():
        text = stands_of(assessment, "aims")["text_en"]
        return text, version_of({"text_en": text})

    def screening():
        said = fresh(screened).screening.get("regular")
        return said, version_of({"regular": said})

    def screen(value, version):
        dpias.screen(assessment=screened, answers={"regular": value}, version=version, by=author)

    def reviewer():
        worn = assessment.hats.filter(hat="reviewer").first()
        said = str(worn.person_id) if worn else ""
        return said, version_of({"reviewer": said})

    def put_on(value, version):
        hats = {"reviewer": people[value]}
        dpias.give_hats(assessment=assessment, hats=hats, version=version, by=author)

    answer = saving(dpias.answer_question, "text_en", assessment=assessment, question="aims", by=author)
    title = saving(dpias.rename_assessment, "title_en", assessment=renamed, title_cy="", by=author)
    about = saving(dpias.change_risk, "about_en", risk=risk, by=author)
    text = saving(dpias.change_measure, "text_en", measure=measure, by=author)
    said = saving(dpias.change_view, "said_en", view=view, by=author)
    return [
        Form("a question of an impact assessment", answered, answer),
        Form("the title of an assessment", shown(renamed, "title_en", "title_cy"), title),
        Form("whether an assessment is needed", screening, screen, ("yes", "no", "unsure")),
        Form("a risk", shown(risk, "about_en"), about),
        Form("a measure", shown(measure, "text_en"), text),
        Form("what somebody thinks of it", shown(view, "said_en"), said),
        Form("who wears a hat", reviewer, put_on, tuple(people)),
    ]


def _code(town):
    """A page of one of the code's forms, and a part of how an organisation stands by it."""
    officer = town.at_school[OFFICER]
    code_form = requests.begin_form(kind="police", by=town.lead)
    assessment = oversight.begin_self_assessment(by=officer)

    def written():
        said = fresh(code_form).answers.get("who", {"said": ""})["said"]
        return said, version_of({"who": said})

    def write(value, version):
        requests.save_answers(form=code_form, said={"who": value}, version=version, by=town.lead, lang="en")

    def backed():
        answer = oversight.plain_answer(fresh(assessment).answers.get("backed"))
        return answer["how"], version_of({"backed": answer})

    def back(value, version):
        said = {"backed": {"level": 2, "how": value}}
        oversight.answer_measures(assessment=assessment, said=said, version=version, by=officer)

    return [
        Form("a page of a form of the code", written, write),
        Form("a part of a self-assessment", backed, back),
    ]
