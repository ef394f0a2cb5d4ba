"""Frozen content clause by clause: what comments are made on, and what two versions are compared by."""

from sharewell.domain.agreements.documents.flows import flow_heading, flow_lines
from sharewell.domain.agreements.documents.words import CAPACITY, LANGUAGES, W, said_in


def clauses_of(content: dict) -> list[dict]:
    """Everything that can be commented on or compared, in order: {"id", "number", "heading", "text"}, both of
    the last in both languages. Parties and flows are there as lines of words.
    """
    out = [_line("title", "", {"en": "Title", "cy": "Teitl"}, content["title"])]
    if content["under"]:
        out.append(_line("under", "", W["schedule"], schedule_words(content["under"])))
    for section in content["sections"]:
        heading = section["title"]
        for clause in section["clauses"]:
            out.append(_line(clause["id"], clause["number"], heading, clause["text"]))
        if section["shows"] == "parties":
            lines = {lang: "\n".join(_party_line(p, lang) for p in content["parties"]) for lang in LANGUAGES}
            out.append(_line("parties", "", heading, lines))
        elif section["shows"] == "flows":
            out += [
                _line(f"flow-{flow['number']}", "", flow_heading(flow), flow_lines(content, flow))
                for flow in content["flows"]
            ]
    return out


def schedule_words(under: dict) -> dict:
    """The line of a schedule that names the agreement above it, what holds from there, and what it adds."""
    return {lang: _schedule_words(under, lang) for lang in LANGUAGES}


def _schedule_words(under, lang):
    above = f"{said_in(under['title'], lang)} ({under['reference']})".strip()
    titles = "; ".join(each[lang][:1].lower() + each[lang][1:] for each in under.get("holds", []))
    said = [W["under"][lang] % above, W["holds"][lang] % titles if titles else "", W["adds"][lang]]
    return " ".join(filter(None, said))


def _line(pk, number, heading, text):
    return {"id": pk, "number": number, "heading": heading, "text": {lang: text[lang] for lang in LANGUAGES}}


def _party_line(party, lang):
    said = (said_in(party["name"], lang), CAPACITY[party["capacity"]][lang], said_in(party["contact"], lang))
    return ": ".join(filter(None, (said[0], ", ".join(filter(None, said[1:])))))
