"""Invented data of every template's shape, for the tests of this room."""

import io

from PIL import Image, ImageDraw


def picture(words="A photograph"):
    """A small PNG."""
    image = Image.new("RGB", (640, 420), "#88aacc")
    ImageDraw.Draw(image).rectangle((60, 60, 300, 200), fill="#cc6644")
    ImageDraw.Draw(image).text((80, 300), words, fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


ENTRIES = [
    {
        "kind": "fact",
        "text": "Tomos had a bruise the size of a coin on his left arm. It was not there on Friday.",
        "happened_at": "2026-11-20T09:10:00+00:00",
        "recorded_at": "2026-11-20T09:40:00+00:00",
        "by": "Anwen Rees",
    },
    {
        "kind": "childs-words",
        "text": "“I'm not allowed to say.”",
        "said_by": "Tomos",
        "happened_at": "2026-11-20T09:15:00+00:00",
    },
    {
        "kind": "opinion",
        "text": "He seemed frightened of going home.\nHe kept looking at the clock.",
        "said_by": "Mr Idris Bevan, teaching assistant",
        "happened_at": "2026-11-20",
    },
    {
        "kind": "allegation",
        "text": "A neighbour told the school that shouting was heard at night.",
        "said_by": "a neighbour",
    },
    {
        "kind": "what-we-did",
        "text": "Rang the safeguarding lead.",
        "happened_at": "2026-11-20T10:00:00+00:00",
    },
]
SOURCES = [
    {
        "title": "Keeping children safe in education",
        "provision": "paragraph 57",
        "link": "https://www.gov.uk/kcsie",
        "confidence": "read in the law",
        "read": "2026-11-01",
    },
]
PERSON = {"name": "Anwen Rees", "role": "Teacher", "organisation": "Ysgol Glan-yr-afon"}

RECORD = {
    "reference": "FS-2026-0123",
    "at": "2026-11-20T16:12:00+00:00",
    "organisation": "Ysgol Glan-yr-afon",
    "by": PERSON,
    "child": {"name": "Tomos Pugh", "born_on": "2015-03-04", "age": "11", "initials": "T.P."},
    "recipient": "Fallowshire children's services",
    "choice": "share",
    "outcome_id": "must-share",
    "outcome": "You must share this with Fallowshire children's services.",
    "expected": False,
    "reason": "The bruise is unexplained and he is afraid to say.\nWaiting would leave him at risk.",
    "review_on": "2026-12-01",
    "tell": "Do not tell the family yet: it could raise the risk to him.",
    "told": "Nobody in the family has been told.",
    "reasons": [
        {
            "text": "A school must work with others to safeguard a child.",
            "effect": "requires",
            "sources": SOURCES,
        },
        {"text": "You do not need consent to protect a child.", "effect": "permits", "sources": SOURCES},
    ],
    "steps": [
        "Ring the front door on its published number.",
        "Say what you saw and what he said.",
        "Follow up in writing the same day.",
    ],
    "record": ["What you saw, when, and who said what."],
    "warnings": ["The address of his mother is shielded."],
    "alternatives": [],
    "unknown": ["What the child wants"],
    "answers": [
        {"question": "Is someone in danger right now?", "answer": "No"},
        {"question": "How worried are you?", "answer": "He is likely to suffer significant harm"},
    ],
    "advice": [
        {
            "asked_of": "Mared Llwyd, safeguarding lead",
            "question": "Should we ring now?",
            "answer": "Yes, today.",
            "at": "2026-11-20T10:30:00+00:00",
        }
    ],
    "entries": ENTRIES,
    "rules": {"version": "2026.1", "sha256": "9f" * 32, "day": "2026-11-20"},
    "checkpoint": "fallowshire.example/log\n42\nq8yq9Zk5Yc0dXg3m2b1a4u6s7t8r9e0w1q2a3z4x5c8=",
}
PACKAGE = {
    "package": "FS-2026-0123-1",
    "initials": "T.P.",
    "at": "2026-11-20T16:20:00+00:00",
    "recipient": {"name": "Fallowshire children's services", "role": "Front door"},
    "sender": {**PERSON, "phone": "01632 960 123", "email": "office@glan-yr-afon.example"},
    "child": {"name": "Tomos Pugh", "born_on": "2015-03-04", "age": "11"},
    "asked_first": [
        "Ring Anwen Rees before anybody speaks to the family.",
        "Decide whether he can go home today.",
    ],
    "answer_by": "2026-11-20T18:00:00+00:00",
    "how_to_answer": "Answer through the link that brought you here.",
    "why": ["The school must share this with you so that you can protect Tomos."],
    "items": [
        {
            "heading": "At school",
            "rows": [
                {"label": "Attendance", "text": "Four days missed this month"},
                {"label": "Class", "text": "7W, Dŵr y Ŵyl, tŷ"},
            ],
        },
        {"heading": "Health", "text": "Asthma. His inhaler is at the school office."},
    ],
    "entries": ENTRIES,
    "something_left_out": True,
    "attachments": [
        {
            "name": "attachment-1.jpg",
            "about": "Photograph of the bruise",
            "kind": "jpeg",
            "pages": 1,
            "not_searched": True,
            "images": [
                {
                    "file": "picture-1.png",
                    "alt": "A bruise on the inside of the left arm",
                    "caption": "Taken on 20 November",
                }
            ],
        },
        {
            "name": "attachment-2.pdf",
            "about": "Letter from the surgery",
            "kind": "pdf",
            "pages": 3,
            "retyped": True,
            "passages": ["Tomos was seen on 4 November.", "They live at [left out]."],
        },
    ],
}
FORM = {
    "form": "Request for help and protection",
    "to": "Fallowshire children's services",
    "reference": "FS-2026-0123",
    "package": "FS-2026-0123-1",
    "initials": "T.P.",
    "at": "2026-11-20T16:20:00+00:00",
    "by": PERSON,
    "headings": [
        {
            "heading": "What are you worried about?",
            "answer": "An unexplained bruise.\nHe is afraid to say how.",
        },
        {"heading": "Have you told the family?", "answer": ""},
    ],
}
EMERGENCY = {
    "at": "2026-11-20T19:45:00+00:00",
    "by": {"name": "Dev Sharma", "role": "Swimming coach", "organisation": "Fallow Dolphins"},
    "child": {"name": "Ela", "age": "about 9", "where": "Fallow baths, changing rooms"},
    "saw": "She had been hit and could not stand.",
    "said_by_child": "“Daddy did it. Don't tell.”",
    "calls": [
        {
            "who": "999, police",
            "number": "999",
            "at": "2026-11-20T19:20:00+00:00",
            "spoke_to": "PC 123",
            "said": "A child is hurt and her father is outside.",
            "they_said": "A car in ten minutes.",
        },
        {
            "who": "Children's services, out of hours",
            "number": "01632 960 999",
            "number_from": "the directory",
            "at": "2026-11-20T19:30:00+00:00",
            "spoke_to": "Duty worker",
            "they_said": "They will meet the police there.",
            "called_back": "I rang the published number back.",
        },
    ],
    "did": "Stayed with her and kept the door shut.",
    "owed": [{"what": "Send it in writing to the front door", "due": "2026-11-21"}],
    "signed_out": True,
}

SAMPLES = {
    "record": ("record", RECORD, {}),
    "package": ("package", PACKAGE, {"picture-1.png": picture()}),
    "form": ("form", FORM, {}),
    "emergency": ("emergency", EMERGENCY, {}),
}
