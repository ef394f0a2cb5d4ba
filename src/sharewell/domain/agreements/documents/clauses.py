"""Frozen content clause by clause: what comments are made on, and what two versions are compared by."""

from sharewell.domain.agreements.documents.flows import flow_heading, flow_lines
from sharewell.domain.agreements.documents.words import CAPACITY, LANGUAGES, said_in


def clauses_of(content: dict) -> list[dict]:
    """Everything that can be commented on or compared, in order: {"id", "number", "heading", "text"}, both of
    the last in both languages. Parties and flows are there as lines of words.
    """
    out = [_line("title", "", {"en": "Title", "cy": "Teitl"}, content["title"])]
    for section in content["sections"]:
        heading = section["title"]
        for clause in section["clauses"]:
            out.append(_line(clause["id"], clause["number"], heading, clause["text"]))
        if section["shows"] == "parties":
            lines = {lang: "\n".join(_party_line(p, lang) for p in content["parties"]) for lang in LANGUAGES}
            out.append(_line("parties", section["number"], heading, lines))
        elif section["shows"] == "flows":
            out += [
                _line(f"flow-{flow['number']}", "", flow_heading(flow), flow_lines(content, flow))
                for flow in content["flows"]
            ]
    return out


def _line(pk, number, heading, text):
    return {"id": pk, "number": number, "heading": heading, "text": {lang: text[lang] for lang in LANGUAGES}}


def _party_line(party, lang):
    said = (said_in(party["name"], lang), CAPACITY[party["capacity"]][lang], said_in(party["contact"], lang))
    return ": ".join(filter(None, (said[0], ", ".join(filter(None, said[1:])))))
