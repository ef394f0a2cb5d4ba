"""Many who edit one form at the same moment, on a real database file. Run by `test_lost_updates.py`.

`python -m tests.domain.losing FOLDER THREADS` prints one line of JSON: for each form how many edits were
made, how many were refused with both values shown, and what was lost.
"""

import json
import os
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import Any


@dataclass
class Form:
    """One form: how to see what stands (value, version), and how to write (value, version)."""

    name: str
    see: Any
    write: Any
    options: tuple = ()  # where one of a few is chosen; else text, to which each adds a mark of its own


def main(folder, count):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import migrated
    from tests.people import build_town

    migrated.migrate()
    found = {}
    for form in forms_of(build_town()):
        found[form.name] = choosing(form, count) if form.options else adding(form, count)
    print(json.dumps(found))


def forms_of(town):  # noqa: C901 (a list, with what each thing in it needs)
    """Every form on which two people can change the same thing."""
    from sharewell.domain.agreements import actions as agreements
    from sharewell.domain.decisions import actions as decisions
    from sharewell.domain.decisions import queries
    from sharewell.domain.deliveries import actions as deliveries
    from sharewell.domain.deliveries import choices
    from sharewell.domain.dpias import actions as dpias
    from sharewell.domain.dpias.actions.writing import stands_of
    from sharewell.domain.learning import actions as learning
    from sharewell.domain.organisations import actions as organisations
    from sharewell.domain.organisations.states import NOT_VERIFIED, VERIFY_STEPS
    from sharewell.domain.versions import version_of
    from tests.domain.deliveries.town import fresh, prepare, worry_of

    system, officer = "system", town.at_school["data-protection-officer"]
    case = worry_of(town)
    delivery = prepare(case, town.gp, town.teacher)
    entry_key = next(thing.key for thing in choices.things_for(delivery) if thing.group == choices.ENTRIES)
    contact = organisations.add_contact(
        kind="gp", nation="england", name="Dr Rao", email="rao@elsewhere.example", by=town.teacher
    )
    draft = decisions.begin_draft(by=town.teacher)
    policy = learning.begin_policy(organisation=town.school, kind="other", by=officer)
    paragraph = policy.versions.get()
    paper = deliveries.attach_typed(delivery=delivery, text="What was seen.", about="A note", by=town.teacher)

    agreement = agreements.start_agreement(
        kind="data-sharing-agreement", organisation=town.school, title_en="Pupils", by=officer
    )

    def aims():
        row = agreement.answers.filter(question="aims").first()
        said = {"aims_en": row.text_en if row else "", "aims_cy": ""}
        return said["aims_en"], version_of(said)

    def directory(act, thing):
        return lambda name: (
            lambda value, version: act(by=system, version=version, **{thing[0]: fresh(thing[1]), name: value})
        )

    of_entry = directory(organisations.correct_entry, ("entry", town.gp))
    of_area = directory(organisations.correct_area, ("area", town.area))

    def seen(row, name, called=None):
        def see():
            value = getattr(fresh(row), name)
            return value, version_of({called or name: value})

        return see

    def thing():
        return next(each for each in choices.things_for(fresh(delivery)) if each.key == entry_key)

    def standing():
        now = fresh(delivery)
        return now.asked_first, version_of(choices.standing(now, choices.things_for(now)))

    def standing_reason():
        now = fresh(delivery)
        things = choices.things_for(now)
        reason = next(each.reason for each in things if each.key == entry_key)
        return reason, version_of(choices.standing(now, things))

    def standing_words():
        text = thing().text
        return text, version_of({"text": text})

    def section_now():
        text = fresh(paragraph).sections[0]["text_en"]
        return text, version_of({"text_en": text})

    def draft_now():
        return queries.draft_for(town.teacher, draft.pk)

    def answered():
        now = draft_now()
        return now.answers.get("worry.risk", ""), now.version

    def typed():
        now = draft_now()
        return (now.forms.get("worry", {}).get("words") or [""])[0], now.version

    author = town.lead
    assessment = dpias.start_assessment(by=author, title_en="Weekly lists")
    dpias.make_it(assessment=assessment, by=author)
    risk = dpias.add_risk(
        assessment=assessment, side="sharing", title_en="It goes astray", likelihood=2, severity=2, by=author
    )

    def answer_now():
        text = stands_of(assessment, "aims")["text_en"]
        return text, version_of({"text_en": text})

    return [
        Form(
            "a question of an impact assessment",
            answer_now,
            lambda value, version: dpias.answer_question(
                assessment=assessment, question="aims", text_en=value, version=version, by=author
            ),
        ),
        Form(
            "a risk", seen(risk, "about_en"),
            lambda value, version: dpias.change_risk(
                risk=fresh(risk), about_en=value, version=version, by=author
            ),
        ),
        Form("a directory entry", seen(town.gp, "form_url"), of_entry("form_url")),
        Form("an area", seen(town.area, "day_hours_en"), of_area("day_hours_en")),
        Form(
            "a contact", seen(contact, "verified_how", "how"),
            lambda value, version: organisations.verify_contact(
                contact=contact, how=value, version=version, by=town.teacher
            ),
            tuple(step for step in VERIFY_STEPS if step != NOT_VERIFIED)[:3],
        ),
        Form(
            "the policy document", seen(town.school, "policy_document_live", "is_live"),
            lambda value, version: organisations.say_policy_document(
                organisation=fresh(town.school), is_live=value, version=version, by=officer
            ),
            (True, False),
        ),
        Form(
            "release by two", seen(town.school, "releases_by_two", "is_wanted"),
            lambda value, version: organisations.set_release_by_two(
                organisation=fresh(town.school), is_wanted=value, version=version, by=officer
            ),
            (True,),
        ),
        Form(
            "what a recipient is asked first",
            standing,
            lambda value, version: deliveries.choose(
                delivery=delivery, chosen={}, asked_first=value, version=version, by=town.teacher
            ),
        ),
        Form(
            "what goes and why",
            standing_reason,
            lambda value, version: deliveries.choose(
                delivery=delivery, chosen={entry_key: (not thing().is_usual, value)}, version=version,
                by=town.teacher,
            ),
        ),
        Form(
            "words for a recipient",
            standing_words,
            lambda value, version: deliveries.change_text(
                delivery=delivery, key=entry_key, text=value, version=version, by=town.teacher
            ),
        ),
        Form(
            "what a file is", seen(paper, "about", "text"),
            lambda value, version: deliveries.describe_file(
                delivery=delivery, attachment=fresh(paper), about=value, version=version, by=town.teacher
            ),
        ),
        Form(
            "an answer of a draft", answered,
            lambda value, version: decisions.save_answers(
                draft=draft, changed={"worry.risk": value}, version=version, by=town.teacher
            ),
        ),
        Form(
            "a page of a draft", typed,
            lambda value, version: decisions.save_form(
                draft=draft, page="worry", typed={"words": [value]}, version=version, by=town.teacher
            ),
        ),
        Form(
            "an answer of an agreement", aims,
            lambda value, version: agreements.answer_section(
                agreement=agreement, section="purpose", answers={"aims": {"en": value, "cy": ""}},
                version=version, by=officer,
            ),
        ),
        Form(
            "what stands around an agreement", seen(agreement, "title_en"),
            lambda value, version: agreements.change_about(
                agreement=agreement, title_en=value, version=version, by=officer
            ),
        ),
        Form(
            "a section of a policy", section_now,
            lambda value, version: learning.change_section(
                draft=fresh(paragraph), section="first", text_en=value, version=version, by=officer
            ),
        ),
        Form(
            "what stands around a policy", seen(policy, "title_en"),
            lambda value, version: learning.change_details(
                policy=policy, title_en=value, version=version, by=officer
            ),
        ),
        *_of_assessments(town, dpias, assessment, risk, seen, version_of),
        *_of_flows(town, agreements, agreement, officer, seen, version_of),
        *_of_oversight(town, officer, version_of),
    ]  # fmt: skip


def _of_assessments(town, dpias, assessment, risk, seen, version_of):
    """The smaller forms of an impact assessment, and of one whose need is still asked."""
    author, leader = town.lead, town.at_school["leader"]
    people = {str(each.pk): each for each in (town.teacher, town.another_teacher, leader)}
    measure = dpias.add_measure(risk=risk, text_en="A list of addresses", by=author)
    view = dpias.add_view(assessment=assessment, whose_en="Parents", said_en="They agree", by=author)
    screened = dpias.start_assessment(by=author, title_en="Monthly lists")
    renamed = dpias.start_assessment(by=author, title_en="Yearly lists")
    dpias.make_it(assessment=renamed, by=author)

    def title():
        now = type(renamed).objects.get(pk=renamed.pk)
        return now.title_en, version_of({"title_en": now.title_en, "title_cy": now.title_cy})

    def screening():
        said = type(screened).objects.get(pk=screened.pk).screening
        return said.get("regular"), version_of({"regular": said.get("regular")})

    def hats():
        worn = assessment.hats.filter(hat="reviewer").first()
        said = str(worn.person_id) if worn else ""
        return said, version_of({"reviewer": said})

    return [
        Form(
            "the title of an assessment", title,
            lambda value, version: dpias.rename_assessment(
                assessment=renamed, title_en=value, title_cy="", version=version, by=author
            ),
        ),
        Form(
            "whether an assessment is needed", screening,
            lambda value, version: dpias.screen(
                assessment=screened, answers={"regular": value}, version=version, by=author
            ),
            ("yes", "no", "unsure"),
        ),
        Form(
            "a measure", seen(measure, "text_en"),
            lambda value, version: dpias.change_measure(
                measure=measure, text_en=value, version=version, by=author
            ),
        ),
        Form(
            "what somebody thinks of it", seen(view, "said_en"),
            lambda value, version: dpias.change_view(view=view, said_en=value, version=version, by=author),
        ),
        Form(
            "who wears a hat", hats,
            lambda value, version: dpias.give_hats(
                assessment=assessment, hats={"reviewer": people[value]}, version=version, by=author
            ),
            tuple(people),
        ),
    ]  # fmt: skip


def _of_flows(town, agreements, agreement, officer, seen, version_of):
    """Who is bound, who gives what to whom, and on what ground."""
    from sharewell.domain.agreements import grounds
    from sharewell.domain.agreements.models import FlowBasis

    party = agreements.add_party(agreement=agreement, organisation=town.council, by=officer)
    giver = agreement.parties.get(is_lead=True)
    flow = agreements.add_flow(
        agreement=agreement, giver=giver, receivers=[party], purpose="protect", by=officer
    )
    bases = tuple(pk for pk, row in grounds.known().items() if row["sort"] == "basis")[:3]

    def ground():
        row = FlowBasis.objects.filter(flow=flow, party=giver).first()
        said = {name: getattr(row, name) if row else "" for name in ("basis", "condition", "power")}
        return said["basis"], version_of(said)

    return [
        Form(
            "a party", seen(party, "contact_en"),
            lambda value, version: agreements.change_party(
                party=party, contact_en=value, version=version, by=officer
            ),
        ),
        Form(
            "a flow", seen(flow, "items_en"),
            lambda value, version: agreements.change_flow(
                flow=flow, items_en=value, version=version, by=officer
            ),
        ),
        Form(
            "the ground of a flow", ground,
            lambda value, version: agreements.ground_flow(
                flow=flow, party=giver, basis=value, condition="", power="", version=version, by=officer
            ),
            bases,
        ),
    ]  # fmt: skip


def _of_oversight(town, officer, version_of):
    """A page of one of the code's forms, a part of a self-assessment, and how long a record is kept."""
    from sharewell.domain.learning import actions as learning
    from sharewell.domain.learning.actions.keeping import said_of
    from sharewell.domain.learning.models import OwnPeriod
    from sharewell.domain.learning.periods import usual_for
    from sharewell.domain.oversight import actions as oversight
    from sharewell.domain.requests import actions as requests
    from tests.domain.deliveries.town import fresh

    record = usual_for(town.school)[0]["id"]
    lasts = {"years": 7, "starts": "closing", "then": "destroy"}

    code_form = requests.begin_form(kind="police", by=town.lead)
    assessment = oversight.begin_self_assessment(by=officer)

    def written():
        said = fresh(code_form).answers.get("who", {"said": ""})["said"]
        return said, version_of({"who": said})

    def backed():
        answer = oversight.plain_answer(fresh(assessment).answers.get("backed"))
        return answer["how"], version_of({"backed": answer})

    def kept():
        said = said_of(OwnPeriod.objects.filter(record=record, ended_at=None).first())
        return said["because"] or "", version_of(said)

    return [
        Form(
            "a page of a form of the code", written,
            lambda value, version: requests.save_answers(
                form=code_form, said={"who": value}, version=version, by=town.lead, lang="en"
            ),
        ),
        Form(
            "a part of a self-assessment", backed,
            lambda value, version: oversight.answer_measures(
                assessment=assessment, version=version, by=officer,
                said={"backed": {"level": 2, "how": value}},
            ),
        ),
        Form(
            "how long a record is kept", kept,
            lambda value, version: learning.set_period(
                organisation=town.school, record=record, because=value, version=version, by=officer, **lasts
            ),
        ),
    ]  # fmt: skip


def adding(form, count):
    """Each adds a mark to what it saw; refused, it looks again. Lost is a mark that was saved and is gone."""
    from sharewell.domain.errors import Clash

    refused, marks = [], [f"{number:02x}" for number in range(count)]

    def edit(mark):
        while True:
            value, version = form.see()
            try:
                form.write(f"{value} {mark}".strip(), version)
            except Clash as clash:
                shown = next(iter(clash.theirs.values()))
                refused.append(shown != value)  # what it is shown is what it had not seen
                continue
            return

    errors = together([partial(edit, mark) for mark in marks])
    stands = form.see()[0].split()
    lost = [mark for mark in marks if mark not in stands]
    errors += ["a clash that shows nothing new" for is_new in refused if not is_new]
    return {"edits": count, "refused": len(refused), "lost": lost, "errors": errors}


def choosing(form, count):
    """All saw the same and each chooses; what was taken must stand, and all others are shown it."""
    from sharewell.domain.errors import Clash

    value, version = form.see()
    options = [option for option in form.options if option != value]
    taken, refused = [], []

    def edit(option):
        try:
            form.write(option, version)
            taken.append(option)
        except Clash as clash:
            refused.append(next(iter(clash.theirs.values())))

    errors = together([partial(edit, options[at % len(options)]) for at in range(count)])
    stands = form.see()[0]
    lost = [str(option) for option in [*taken, *refused] if option != stands]
    return {"edits": count, "refused": len(refused), "lost": lost, "errors": errors}


def together(acts):
    """Begin them at the same moment; what went wrong in any."""
    from django.db import connection

    ready, errors = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            act()
        except Exception as error:  # whatever it is, the test says so
            errors.append(repr(error)[:200])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
