"""A safe address typed wherever something can be typed: on no page, in no file, mail or log that leaves.

Each place has an address of its own, so that a leak says where it came from. The oracle is not the product's:
it unpacks what left, reads pages as a browser shows them and PDFs as a reader does, and looks for the string.
"""

# ruff: noqa: E501 (one place a line)

import html
import io
import logging
import os
import re
from types import SimpleNamespace

import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions import flag_rules
from sharewell.domain.decisions.models import Flag
from sharewell.domain.decisions.states import FLAG_OUTCOMES
from sharewell.domain.deliveries import actions, cautions, choices, outbox, reminders
from sharewell.domain.requests import actions as requests
from sharewell.domain.requests.kinds import kind_of
from tests.domain.deliveries.town import decide, fresh, send
from tests.minimising.canaries import layers, squeezed
from tests.people import SYSTEM, WALK, add_tendai, build_town

PLACES = [
    "a fact", "the child's words", "an allegation", "an opinion", "who said it", "another name of the child",
    "the name of a relative", "a relative's telephone", "an address written down twice", "what is asked first",
    "what a file is", "a file's name", "a file's text", "words for a recipient", "why something goes along",
    "why it is shared", "a question", "an answer", "why a colleague sees it", "why it was chased",
    "what they said", "who said so", "why it is recalled", "why it does not go", "why it is closed",
    "what a form says", "why the glass was broken", "why that was right", "why it is sealed", "why it is unsealed",
    "what was behind a look",
]  # fmt: skip
NAMES = [
    "Llewelyn", "Quince", "Larkspur", "Bramblewood", "Fennimore", "Hartshorn", "Juniper", "Kestrel", "Lavender",
    "Marigold", "Nightjar", "Oleander", "Pimpernel", "Quillon", "Rosemary", "Saffron", "Tamarisk", "Umberland",
    "Verbena", "Wisteria", "Yarrowby", "Zinnia", "Almondbury", "Bergamot", "Camomile",
    "Dandelion", "Elderflower", "Foxglove", "Gentian", "Hollyhock", "Iris Vale",
]  # fmt: skip
SPELLINGS = {
    "as it was written down": "{n}b {name} Street",
    "shortened": "{n}b {name} St",
    "with its postcode": "{n}b {name} Street FS{n} 2QN",
    "its postcode": "FS{n} 2QN",
    "written together": "{n}b{name}Street",
    "with hard spaces": "{n}b\u00a0{name}\u00a0Street",
    "turned round": "{name} Street {n}b",
}
TODAY = list(SPELLINGS) if os.environ.get("SHAREWELL_SWEEP") else ["with its postcode"]


def written(place, spelling):
    number = PLACES.index(place)
    name = NAMES[number]
    return SPELLINGS[spelling].format(n=20 + number, name=name)


class Road:
    """The whole road of one worry, with something typed at every turn; notes everything that left."""

    def __init__(self, client, town, spelling):
        self.client, self.town, self.spelling, self.left = client, town, spelling, {}
        self.teacher = town.teacher

    def typed(self, place):
        return f"Hello {written(place, self.spelling)} there"

    def get(self, way, name, *args, post=None, by=None):
        """What a page or file answers, as a person or a program finds it."""
        if by is not None:
            self.client.force_login(by)
        address = reverse(name, args=args)
        answer = self.client.get(address) if post is None else self.client.post(address, post)
        heads = "\n".join(f"{key}: {value}" for key, value in answer.headers.items() if key != "Set-Cookie")
        self.keep(way, answer.content + b"\n" + heads.encode())
        return answer

    def keep(self, way, data):
        self.left.setdefault(way, []).append(data)

    def walk(self):
        self.raise_worry()
        self.prepare()
        self.look_before()
        self.fill_in_forms()
        self.mend()
        self.send()
        self.follow()
        self.break_glass()
        self.seal()
        self.drop()

    def raise_worry(self):
        typed, teacher = self.typed, self.teacher
        self.child = add_tendai(teacher, other_names=typed("another name of the child"))
        for place in PLACES:
            number = PLACES.index(place)
            home = f"{20 + number}b {NAMES[number]} Street, Sandlebury FS{20 + number} 2QN"
            children.add_safe_address(child=self.child, by=teacher, address=home)
        children.add_linked_person(
            child=self.child, by=teacher, name=typed("the name of a relative"), relation="parent",
            phone=written("a relative's telephone", self.spelling),
        )  # fmt: skip
        twice = written("an address written down twice", self.spelling)
        children.add_place(child=self.child, by=teacher, address=twice)
        kinds = {"fact": "a fact", "childs-words": "the child's words", "allegation": "an allegation"}
        entries = [
            {"kind": kind, "text": typed(place), "said_by": typed("who said it")}
            for kind, place in (kinds | {"opinion": "an opinion"}).items()
        ]
        entries.append({"kind": "fact", "text": "Three round bruises.", "said_by": "class teacher"})
        self.worry = decisions.raise_worry(by=teacher, children=[self.child], entries=entries, answers=WALK)
        because = typed("why a colleague sees it")
        decisions.add_member(
            worry=self.worry, person=self.town.another_teacher, because=because, by=self.town.lead
        )
        advice = decisions.ask_advice(
            by=teacher, of=self.town.lead, question=typed("a question"), worry=self.worry
        )
        decisions.answer_advice(advice=advice, answer=typed("an answer"), by=self.town.lead)

    def prepare(self):
        decision = decisions.record_decision(
            worry=self.worry, child=self.child, to=self.town.front_door, choice="share",
            reason=self.typed("why it is shared"), by=self.teacher,
        )  # fmt: skip
        self.decision = decision
        self.delivery = actions.prepare_delivery(decision=decision, by=self.teacher)
        actions.attach_file(
            delivery=self.delivery, data=self.typed("a file's text").encode(), by=self.teacher,
            name=self.typed("a file's name") + ".txt", about=self.typed("what a file is"),
        )  # fmt: skip
        fact = next(t for t in choices.things_for(self.delivery) if t.recorded == "Three round bruises.")
        words = self.typed("words for a recipient")
        actions.change_text(delivery=self.delivery, key=fact.key, text=words, by=self.teacher)
        opinion = next(t for t in choices.things_for(self.delivery) if t.kind == "entry:opinion")
        actions.choose(
            delivery=self.delivery, chosen={opinion.key: (True, self.typed("why something goes along"))},
            asked_first=self.typed("what is asked first"), by=self.teacher,
        )  # fmt: skip

    def look_before(self):
        pk, worry = self.delivery.pk, self.worry.pk
        self.get("the worry's page", "worries:one", worry, by=self.teacher)
        self.get("the worry's page for a lead", "worries:one", worry, by=self.town.lead)
        self.get("the list of worries", "worries:all", by=self.teacher)
        self.get("the first page", "home:today")
        self.get("what they need", "deliveries:items", pk)
        self.get("the check", "deliveries:check", pk)
        for thing in choices.things_for(self.delivery):
            if thing.group in (choices.ENTRIES, choices.PAPERS):
                self.get("changing words", "deliveries:text", pk, thing.key)
        file = self.worry.attachments.get()
        self.get("looking at a file", "deliveries:file", pk, file.pk)
        self.get("a file itself", "deliveries:content", pk, file.pk)
        self.get("the record of the decision", "worries:decision", self.decision.pk)
        self.get("the proof pack", "worries:proof", self.decision.pk, post={})
        answer = self.get(
            "a form that was refused", "worries:add_entry", worry, post={"text": self.typed("a fact")}
        )
        assert answer.status_code == 200

    def fill_in_forms(self):
        """Each form of the Data Sharing Code, begun, finished and on paper."""
        said = {"checklist": "purpose", "decision": "reasons", "police": "purpose", "request": "purpose"}
        for kind, question in said.items():
            form = requests.begin_form(kind=kind, decision=self.decision, by=self.teacher)
            typed = {question: self.typed("what a form says")}
            requests.save_answers(form=form, said=typed, by=self.teacher, lang="en")
            self.get("a form", "requests:one", form.pk, by=self.teacher)
            for stage in kind_of(kind).stages:
                self.get("a page of a form", "requests:stage", form.pk, stage.id)
            self.get("a form before it is finished", "requests:check", form.pk)
            for paper in ("pdf", "docx"):
                self.get(f"a form as {paper}", "requests:paper", form.pk, paper)
        self.get("the forms", "requests:all")
        self.get("the forms about a worry", "requests:of_worry", self.worry.pk)

    def break_glass(self):
        """A leader goes in; the lead says that it was right; a rule points the look out; what that looks like."""
        leader, lead = self.town.at_school["leader"], self.town.lead
        said = {"kind": "with-me", "because": self.typed("why the glass was broken")}
        self.get("breaking the glass", "access:break_glass", by=leader,
                 post=said | {"reference": self.worry.reference})  # fmt: skip
        glass = self.worry.broken_glass.get()
        self.get("the worry's page through the glass", "worries:one", self.worry.pk, by=leader)
        self.get("one breaking of the glass", "access:glass", glass.pk, by=lead)
        words = self.typed("why that was right")
        decisions.review_glass(glass=glass, is_upheld=False, words=words, by=lead)
        self.get("one breaking of the glass", "access:glass", glass.pk, by=lead)
        found = SimpleNamespace(
            rule=next(iter(flag_rules.RULES)), mark=str(self.worry.pk), count=1, is_of_one=True
        )
        decisions.raise_flag(
            found=found, person=leader, worry=self.worry, looked_at=timezone.now(), by=SYSTEM
        )
        flag = Flag.objects.get(worry=self.worry, person=leader)
        self.get("a look that is pointed out", "access:flag", flag.pk)
        words = self.typed("what was behind a look")
        decisions.settle_flag(flag=flag, outcome=next(iter(FLAG_OUTCOMES)), words=words, by=lead)
        for name in ("access:all", "access:looked", "home:today"):
            self.get("who may see what", name, by=lead)
            self.get("who may see what", name, by=self.teacher)
        self.get("who looked at it", "access:looks", self.worry.pk)
        before = len(mail.outbox)
        actions.tell_alerts()
        reminders.drain()
        self.keep("the mail of an alert", "\n".join(str(m.message()) for m in mail.outbox[before:]).encode())
        assert len(mail.outbox) > before

    def seal(self):
        """Left to named people, and open again by two."""
        seal = decisions.seal_worry(
            worry=self.worry, because=self.typed("why it is sealed"), people=[], by=self.town.lead
        )
        self.get("the page of a sealed worry", "worries:one", self.worry.pk, by=self.town.lead)
        decisions.ask_to_lift_seal(seal=seal, because=self.typed("why it is unsealed"), by=self.town.lead)
        officer = self.town.at_school["data-protection-officer"]
        self.get("lifting a seal", "access:lift", seal.pk, by=officer)
        decisions.answer_lift(seal=seal, is_lifted=True, by=officer)
        self.get("the worry's page", "worries:one", self.worry.pk, by=self.teacher)

    def mend(self):
        """Do what each caution offers until nothing holds the package back."""
        for _n in range(60):
            delivery = fresh(self.delivery)
            found = [one for one in cautions.cautions_for(delivery) if one.level != "look"]
            if not found:
                return
            self.mend_one(delivery, found[0])
        raise AssertionError(found)

    def mend_one(self, delivery, one):
        by = {"delivery": delivery, "by": self.teacher}
        if "leave-out" in one.mends:
            place = {"key": one.key, "start": one.start, "end": one.end, "hit": one.hit}
            actions.leave_out_passage(**by, **place)
        elif "about" in one.mends:
            actions.describe_file(**by, attachment=self.worry.attachments.get(), about="A letter")
        elif one.key:
            actions.choose(**by, chosen={one.key: (False, "Not needed")})
        else:
            actions.choose(**by, chosen={}, asked_first="Ring me")

    def send(self):
        send(self.delivery, self.teacher)
        outbox.drain()
        self.keep("the package that was sent", bytes(fresh(self.delivery).package))
        by_mail = actions.prepare_delivery(decision=decide(self, self.town.gp, self.teacher), by=self.teacher)
        self.delivery, kept = by_mail, self.delivery
        actions.choose(delivery=by_mail, chosen={}, asked_first="Ring me", by=self.teacher)
        self.mend()
        send(by_mail, self.teacher)
        outbox.drain()
        assert mail.outbox
        self.keep("the mail", "\n".join(str(one.message()) for one in mail.outbox).encode())
        self.delivery = kept

    def follow(self):
        pk, typed = self.delivery.pk, self.typed
        self.get("what became of it", "deliveries:sent", pk, by=self.teacher)
        self.get("the sender's own copy", "deliveries:package-pdf", pk)
        desk = self.town.at_council["safeguarding-lead"]
        self.get("the inbox", "inbox:all", by=desk)
        self.get("opening it", "inbox:open", pk, post={})
        self.get("what the recipient reads", "inbox:one", pk)
        self.get("the recipient's PDF", "inbox:package-pdf", pk, post={})
        self.get("answering", "inbox:answer", pk, post={"kind": "received"})
        answer = fresh(self.delivery).answers.get()
        self.get("the receipt", "inbox:receipt", pk, answer.pk)
        said = {"kind": "not-accepted", "words": typed("what they said"), "name": typed("who said so")}
        actions.write_down_answer(delivery=self.delivery, by=self.teacher, **said)
        actions.chase(
            delivery=fresh(self.delivery), kind="chase", words=typed("why it was chased"), by=self.teacher
        )
        actions.recall(delivery=fresh(self.delivery), reason=typed("why it is recalled"), by=self.teacher)
        self.get("what became of it", "deliveries:sent", pk, by=self.teacher)
        self.get("the proof pack", "worries:proof", self.decision.pk, post={})

    def drop(self):
        again = actions.prepare_delivery(decision=self.decision, by=self.teacher)
        actions.drop(delivery=again, reason=self.typed("why it does not go"), by=self.teacher)
        decisions.close_worry(worry=self.worry, because=self.typed("why it is closed"), by=self.town.lead)
        self.get("the worry's page", "worries:one", self.worry.pk)
        self.get("the Welsh page", "worries:one", self.worry.pk)


def shown(data):
    """Everything that can be read in what left: unpacked, without tags, and a PDF as its pages say it."""
    for layer in layers(data):
        yield layer
        if b"<" in layer:
            text = layer.decode("utf-8", "replace")
            yield html.unescape(text).encode()
            yield re.sub(r"<[^>]*>", "", html.unescape(text)).encode()
        if layer.startswith(b"%PDF"):
            with io.BytesIO(layer) as file, pypdfium2.PdfDocument(file) as document:
                yield "\n".join(page.get_textpage().get_text_range() for page in document).encode()


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", TODAY)
def test_what_is_typed_anywhere_leaves_by_no_way(client, spelling, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    road = Road(client, build_town(), spelling)
    road.walk()
    road.keep("the logs", caplog.text.encode())
    leaks, cells = [], 0
    for way, pieces in road.left.items():
        told = [squeezed(layer) for piece in pieces for layer in shown(piece)]
        for place in PLACES:
            cells += 1
            wanted = squeezed(written(place, spelling).encode())
            if any(wanted in layer for layer in told):
                leaks.append((place, way))
    with capsys.disabled():
        print(f"\n{cells} cells, {len(road.left)} ways out, {spelling}: {len(leaks)} leaks")
    assert leaks == []
    assert len(road.left) >= 40
