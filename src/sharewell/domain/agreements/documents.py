"""An agreement as a whole document: filled in, in both languages, frozen as JSON, laid out to be printed.

`content_of` is what a Version keeps, so that it reads the same in ten years whatever becomes of the kinds or
the parties' names. `document_of` lays such content out; `clauses_of` lists it clause by clause, which is what
comments are made on and what two versions are compared by.
"""

import json
from hashlib import sha256

from sharewell.domain.agreements import grounds, states
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.kinds.reading import PLACEHOLDER
from sharewell.domain.agreements.pictures import picture_of
from sharewell.printing import documents as print_as

SHAPE = 1
LANGUAGES = ("en", "cy")
TO_ANSWER = {"en": "[not answered yet]", "cy": "[heb ei ateb eto]"}
WHEN_SIGNED = {
    "en": "the day on which the last party signs it", "cy": "y diwrnod y mae'r parti olaf yn ei lofnodi"
}  # fmt: skip
W = {  # labels of the printed document
    "flow": {"en": "Flow", "cy": "Llif"},
    "gives": {"en": "Who gives", "cy": "Pwy sy'n rhoi"},
    "receives": {"en": "Who receives", "cy": "Pwy sy'n derbyn"},
    "about": {"en": "About whom", "cy": "Am bwy"},
    "items": {"en": "What information", "cy": "Pa wybodaeth"},
    "purpose": {"en": "For what", "cy": "I ba ddiben"},
    "why": {"en": "Why it is needed", "cy": "Pam mae ei hangen"},
    "often": {"en": "How often", "cy": "Pa mor aml"},
    "trigger": {"en": "When", "cy": "Pryd"},
    "secured": {"en": "How it is sent and kept safe", "cy": "Sut y caiff ei hanfon a'i chadw'n ddiogel"},
    "kept": {"en": "How long it is kept", "cy": "Am ba hyd y caiff ei chadw"},
    "sorts": {"en": "Of these sorts", "cy": "O'r mathau hyn"},
    "special": {"en": "special category data", "cy": "data categori arbennig"},
    "offence": {"en": "criminal offence data", "cy": "data am droseddau"},
    "confidential": {
        "en": "held under a duty of confidence", "cy": "wedi'i dal o dan ddyletswydd cyfrinachedd"
    },
    "rests": {"en": "What it rests on", "cy": "Ar beth mae'n seiliedig"},
    "party": {"en": "Organisation", "cy": "Sefydliad"},
    "capacity": {"en": "As what", "cy": "Fel beth"},
    "contact": {"en": "Whom to ask", "cy": "Â phwy i gysylltu"},
    "basis": {"en": "Lawful basis", "cy": "Sail gyfreithlon"},
    "condition": {"en": "Condition", "cy": "Amod"},
    "power": {"en": "Legal power", "cy": "Pŵer cyfreithiol"},
    "law": {"en": "Law or guidance", "cy": "Cyfraith neu ganllawiau"},
    "where": {"en": "Where it stands", "cy": "Ble mae i'w chael"},
    "sure": {"en": "How sure", "cy": "Pa mor sicr"},
    "parties": {"en": "Organisations that agree", "cy": "Sefydliadau sy'n cytuno"},
    "kind": {"en": "Kind", "cy": "Math"},
    "nothing": {"en": "Nothing has been written here yet.", "cy": "Nid oes dim wedi'i ysgrifennu yma eto."},
    "under": {"en": "This is a schedule to", "cy": "Atodlen yw hon i"},
    "schedules": {"en": "Schedules", "cy": "Atodlenni"},
    "number": {"en": "Number", "cy": "Rhif"},
    "appendix": {"en": "Appendix", "cy": "Atodiad"},
}  # fmt: skip
STATUS = {  # what is printed under the title
    states.DRAFT: {"en": "Draft: it binds nobody yet", "cy": "Drafft: nid yw'n rhwymo neb eto"},
    states.CONSULTATION: {
        "en": "Draft, partners are commenting", "cy": "Drafft, mae'r partneriaid yn rhoi sylwadau"
    },
    states.ASSURANCE: {"en": "Draft, at quality assurance", "cy": "Drafft, dan sicrhau ansawdd"},
    states.CHANGES_ASKED: {"en": "Draft, changes asked for", "cy": "Drafft, gofynnwyd am newidiadau"},
    states.ASSURED: {
        "en": "Quality assured, not signed yet", "cy": "Sicrhawyd ei ansawdd, heb ei lofnodi eto"
    },
    states.SIGNING: {"en": "Being signed", "cy": "Yn cael ei lofnodi"},
    states.IN_FORCE: {"en": "In force", "cy": "Mewn grym"},
    states.REVIEW_DUE: {"en": "In force, review due", "cy": "Mewn grym, i'w adolygu"},
    states.REPLACED: {"en": "Replaced", "cy": "Wedi'i ddisodli"},
    states.WITHDRAWN: {"en": "Withdrawn", "cy": "Wedi'i dynnu'n ôl"},
}  # fmt: skip
CAPACITY = {
    states.CONTROLLER: {"en": "controller", "cy": "rheolydd"},
    states.JOINT: {"en": "joint controller", "cy": "cyd-reolydd"},
    states.PROCESSOR: {"en": "processor", "cy": "prosesydd"},
}
SURE = {
    "read in the law": {"en": "read in the law", "cy": "darllenwyd yn y gyfraith"},
    "second-hand": {"en": "read at second hand", "cy": "darllenwyd yn ail-law"},
    "general knowledge": {"en": "general knowledge", "cy": "gwybodaeth gyffredinol"},
    "unsure": {"en": "unsure", "cy": "ansicr"},
}


# --- From the rows to frozen content ----------------------------------------------------------------------


def content_of(agreement) -> dict:
    """The whole agreement as it stands, as JSON: {"shape", "kind", "title", "parties", "flows", ..}."""
    kind = kind_of(agreement.kind)
    parties = list(agreement.parties.select_related("organisation"))
    flows = agreement.flows.select_related("giver").prefetch_related("receivers", "bases")
    content = {
        "shape": SHAPE,
        "kind": kind.id,
        "kind_title": kind.title,
        "template": kind.version,
        "reference": agreement.reference,
        "title": _two(agreement, "title"),
        "languages": agreement.languages,
        "under": _under(agreement),
        "schedules": [_named(each) for each in agreement.schedules.filter(state__in=states.COVERS)],
        "review": agreement.review_on.isoformat() if agreement.review_on else "",
        "start": agreement.in_force_from.isoformat() if agreement.in_force_from else "",
        "parties": [_party(each) for each in parties],
        "flows": [_flow(each) for each in flows],
    }
    answers = {row.question: {"en": row.text_en, "cy": row.text_cy} for row in agreement.answers.all()}
    content["sections"] = list(_sections(kind, content, answers))
    return content


def hash_of(content: dict) -> str:
    """The SHA-256 of frozen content: the same content gives the same on any machine."""
    data = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(data.encode()).hexdigest()


def _two(row, name):
    return {lang: getattr(row, f"{name}_{lang}") for lang in LANGUAGES}


def _named(agreement):
    return {"reference": agreement.reference, "title": _two(agreement, "title")}


def _under(agreement):
    return _named(agreement.under) if agreement.under_id else None


def _party(party):
    return {
        "id": str(party.pk),
        "organisation": str(party.organisation_id),
        "name": _two(party.organisation, "name"),
        "capacity": party.capacity,
        "is_lead": party.is_lead,
        "contact": _two(party, "contact"),
        "role": _two(party, "signatory_role"),
        "left_on": party.left_on.isoformat() if party.left_on else "",
    }


def _flow(flow):
    said = {
        name: _two(flow, name) for name in ("items", "about", "why", "often", "trigger", "secured", "kept")
    }
    return said | {
        "number": flow.number,
        "giver": str(flow.giver_id),
        "receivers": sorted(str(each.pk) for each in flow.receivers.all()),
        "purpose": flow.purpose,
        "pattern": flow.pattern,
        "sorts": [name for name in ("special", "offence", "confidential") if getattr(flow, name)],
        "bases": [
            {"party": str(row.party_id), "basis": row.basis, "condition": row.condition, "power": row.power}
            for row in sorted(flow.bases.all(), key=lambda row: str(row.party_id))
        ],
    }


def _sections(kind, content, answers):
    counts = {False: 0, True: 0}
    for section in kind.sections:
        counts[section.is_appendix] += 1
        count = counts[section.is_appendix]
        number = chr(64 + count) if section.is_appendix else str(count)
        yield {
            "id": section.id,
            "number": number,
            "title": section.title,
            "appendix": section.is_appendix,
            "shows": section.shows,
            "terms": [list(each) for each in section.terms],
            "clauses": [
                {
                    "id": clause.id,
                    "number": f"{number}.{at}",
                    "text": filled(clause, kind, content, answers),
                    "borrowed": borrowed(clause, kind, answers),
                }
                for at, clause in enumerate(_said(section, kind, answers), 1)
            ],
        }


def _said(section, kind, answers):
    """The clauses of a section, but for one that says nothing because nobody had to answer its questions."""
    for clause in section.clauses:
        names = set(PLACEHOLDER.findall(clause.text["en"]))
        asks = {name: kind.questions[name] for name in names if name in kind.questions}
        is_open = [
            not each.is_needed and not answer_words(each, answers.get(name), "en")
            for name, each in asks.items()
        ]
        if not (asks and all(is_open)):
            yield clause


def filled(clause, kind, content, answers) -> dict:
    """A clause with its answers in it: {"en", "cy"}."""
    out = {}
    for lang in LANGUAGES:
        pieces = pieces_of(clause, kind, content, answers, lang)
        out[lang] = "".join(words for words, *_ in pieces)
    return out


def borrowed(clause, kind, answers) -> dict:
    """What in a clause is in the other language, for want of an answer in its own: {"cy": ["words", ..]}."""
    out: dict[str, list[str]] = {}
    for lang, other in (("en", "cy"), ("cy", "en")):
        for match in PLACEHOLDER.finditer(clause.text[lang]):
            question, answer = kind.questions.get(match[1]), answers.get(match[1])
            is_typed = question is not None and answer is not None and question.sort != "choice"
            if is_typed and not answer[lang] and answer[other].strip():
                out.setdefault(lang, []).append(answer[other].strip())
    return out


def pieces_of(clause, kind, content, answers, lang) -> list[tuple[str, str, bool]]:
    """A clause in pieces: (words, the question or "", whether it is still to be answered)."""
    pieces, at = [], 0
    text = clause.text[lang]
    for match in PLACEHOLDER.finditer(text):
        pieces.append((text[at : match.start()], "", False))
        name = match[1]
        said = (
            answer_words(kind.questions[name], answers.get(name), lang)
            if name in kind.questions
            else (_of_itself(name, content, lang))
        )
        pieces.append((said or TO_ANSWER[lang], name, not said))
        at = match.end()
    pieces.append((text[at:], "", False))
    return [piece for piece in pieces if piece[0]]


def answer_words(question, answer, lang) -> str:
    """What an answer says in a clause; the other language's words where it was given in that one only."""
    if not answer:
        return ""
    other = "en" if lang == "cy" else "cy"
    said = answer[lang] or answer[other]
    if question.sort == "choice":
        return next((each.says[lang] for each in question.choices if each.id == said), "")
    return said.strip()


def _of_itself(name, content, lang):
    if name in ("start", "review"):
        return print_as.when(content[name]).get(lang, WHEN_SIGNED[lang])
    if name == "title":
        return _in(content["title"], lang)
    if name == "reference":
        return content["reference"]
    named = [p for p in content["parties"] if not p["left_on"] and (name == "parties" or p["is_lead"])]
    return ", ".join(_in(party["name"], lang) for party in named)


def _in(words, lang):
    return words[lang] or words["en" if lang == "cy" else "cy"]


# --- From content to clauses and pages --------------------------------------------------------------------


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
                _line(f"flow-{flow['number']}", "", _flow_heading(flow), _flow_lines(content, flow))
                for flow in content["flows"]
            ]
    return out


def _line(pk, number, heading, text):
    return {"id": pk, "number": number, "heading": heading, "text": {lang: text[lang] for lang in LANGUAGES}}


def _party_line(party, lang):
    said = (_in(party["name"], lang), CAPACITY[party["capacity"]][lang], _in(party["contact"], lang))
    return ": ".join(filter(None, (said[0], ", ".join(filter(None, said[1:])))))


def _flow_heading(flow):
    return {lang: f"{W['flow'][lang]} {flow['number']}" for lang in LANGUAGES}


def _flow_lines(content, flow):
    return {
        lang: "\n".join(
            f"{_in(term, lang)}: {_plain(value, lang)}" for term, value in _flow_pairs(content, flow) if value
        )
        for lang in LANGUAGES
    }


def _plain(value, lang):
    return _in(value, lang) if isinstance(value, dict) else str(value)


def document_of(content: dict, lang: str, *, status="", at="", signatures=(), picture=True):
    """Frozen content as a printing Document in "en", "cy" or "both". `signatures` are Signature rows of its
    version; without one, there is a line to sign on.
    """
    blocks = [
        print_as.Facts(
            [
                (W["kind"], content["kind_title"]),
                (W["parties"], {lang: _of_itself("parties", content, lang) for lang in LANGUAGES}),
                (W["under"], _reference(content["under"]) if content["under"] else ""),
            ]
        )
    ]
    for section in content["sections"]:
        heading = {lang: _heading(section, lang) for lang in LANGUAGES}
        blocks.append(print_as.Heading(heading, 1))
        blocks += [print_as.Para(_numbered(clause)) for clause in section["clauses"]]
        if section["terms"]:
            blocks.append(print_as.Facts([tuple(each) for each in section["terms"]]))
        blocks += _shown(section["shows"], content, signatures, picture)
    return print_as.Document(
        title=_only(content["title"]), lang=lang, reference=content["reference"], at=at, status=status,
        blocks=blocks,
    )  # fmt: skip


def _heading(section, lang):
    if section["appendix"]:
        return f"{W['appendix'][lang]} {section['number']}. {section['title'][lang]}"
    return f"{section['number']}. {section['title'][lang]}"


def _numbered(clause):
    """A clause with its number; words that are in the other language are marked as such."""
    return {
        lang: _in_their_languages(
            f"{clause['number']} {text}", clause.get("borrowed", {}).get(lang, ()), lang
        )
        for lang, text in clause["text"].items()
        if text
    }


def _in_their_languages(text, borrowed, lang):
    runs = []
    for words in borrowed:
        before, found, after = text.partition(words)
        if found:
            runs += [print_as.Run(before), print_as.Run(words, lang="en" if lang == "cy" else "cy")]
            text = after
    return [*runs, print_as.Run(text)]


def _name(words):
    """The name of a body or a post: in the other language where it has none in this one."""
    return print_as.name(words["en"], words["cy"]) if words["en"] or words["cy"] else ""


def _only(words):
    """Words in the languages in which there are any."""
    return {lang: said for lang, said in words.items() if said} or ""


def _reference(named):
    title = _only(named["title"]) or {"en": ""}
    return {lang: f"{said} ({named['reference']})".strip() for lang, said in title.items()}


def _shown(shows, content, signatures, picture):
    drawn = {
        "parties": _parties,
        "flows": _flows,
        "table": _table,
        "law": _law,
        "contacts": _contacts,
        "schedules": _schedules,
    }
    if shows in drawn:
        return drawn[shows](content) or [print_as.Note(W["nothing"])]
    if shows == "signatures":
        return [_signatures(content, signatures)]
    if shows == "diagram" and picture and content["flows"]:
        return [picture_of(content)]
    return []


def _here(content):
    return [party for party in content["parties"] if not party["left_on"]]


def _parties(content):
    rows = [[_name(p["name"]), CAPACITY[p["capacity"]], _name(p["contact"])] for p in _here(content)]
    return rows and [print_as.Table([W["party"], W["capacity"], W["contact"]], rows, W["parties"])]


def _contacts(content):
    rows = [[_name(p["name"]), _name(p["contact"]), _name(p["role"])] for p in _here(content)]
    role = {"en": "Who signs", "cy": "Pwy sy'n llofnodi"}
    return rows and [print_as.Table([W["party"], W["contact"], role], rows, W["contact"])]


def _schedules(content):
    rows = [[each["reference"], _only(each["title"]) or ""] for each in content["schedules"]]
    title = {"en": "Title", "cy": "Teitl"}
    return rows and [print_as.Table([W["number"], title], rows, W["schedules"])]


def _flows(content):
    blocks = []
    for flow in content["flows"]:
        blocks.append(print_as.Heading(_flow_heading(flow), 2))
        pairs = [(term, _only(v) if isinstance(v, dict) else v) for term, v in _flow_pairs(content, flow)]
        blocks.append(print_as.Facts(pairs))
    return blocks


def _flow_pairs(content, flow):
    """(term, value) of one flow; a value may be empty."""
    names = {party["id"]: party["name"] for party in content["parties"]}
    pattern = grounds.say("arrangement.pattern", flow["pattern"])
    return [
        (W["gives"], _both(lambda lang: _in(names[flow["giver"]], lang))),
        (W["receives"], _both(lambda lang: _joined(flow["receivers"], names, lang))),
        (W["about"], flow["about"]),
        (W["items"], flow["items"]),
        (W["sorts"], _both(lambda lang: ", ".join(W[sort][lang] for sort in flow["sorts"]))),
        (W["purpose"], grounds.say("worry.purpose", flow["purpose"])),
        (W["why"], flow["why"]),
        (W["often"], _both(lambda lang: ". ".join(filter(None, (pattern[lang], _in(flow["often"], lang)))))),
        (W["trigger"], flow["trigger"]),
        (W["secured"], flow["secured"]),
        (W["kept"], flow["kept"]),
        (W["rests"], _both(lambda lang: "\n".join(_rests(flow, names, lang)))),
    ]


def _both(said):
    return {lang: said(lang) for lang in LANGUAGES}


def _joined(ids, names, lang):
    return ", ".join(sorted(_in(names[pk], lang) for pk in ids))


def _rests(flow, names, lang):
    for row in flow["bases"]:
        said = [
            _plain(grounds.title(row[what]), lang) for what in ("basis", "condition", "power") if row[what]
        ]
        if said and row["party"] in names:
            yield f"{_in(names[row['party']], lang)}: {'; '.join(said)}"


def _table(content):
    """The information reference table: one row a flow."""
    head = [
        W["number"], W["trigger"], W["items"], W["why"], W["rests"], W["gives"], W["receives"], W["secured"]
    ]  # fmt: skip
    rows = []
    for flow in content["flows"]:
        said = dict((term["en"], value) for term, value in _flow_pairs(content, flow))
        wanted = [
            W[name]["en"] for name in ("trigger", "items", "why", "rests", "gives", "receives", "secured")
        ]
        rows.append([str(flow["number"]), *((_only(said[name]) or "–") for name in wanted)])
    caption = {"en": "Information reference table", "cy": "Tabl cyfeirio gwybodaeth"}
    return rows and [print_as.Table(head, rows, caption)]


def _law(content):
    """What the parties rest on, each with where it stands and how sure we are of it."""
    named = {
        row[what]: None for flow in content["flows"] for row in flow["bases"]
        for what in ("basis", "condition", "power") if row[what]
    }  # fmt: skip
    known = grounds.known()
    rows = []
    for pk in named:
        if found := known.get(pk):
            where = ", ".join(filter(None, (found["instrument"], found["provision"], found["link"])))
            rows.append([grounds.title(pk), where, SURE.get(found["confidence"], found["confidence"])])
    return rows and [print_as.Table([W["law"], W["where"], W["sure"]], rows, W["rests"])]


def _signatures(content, signatures):
    signed = {str(row.party_id): row for row in signatures}
    how = {
        "account": {"en": "signed in", "cy": "drwy fewngofnodi"},
        "link": {"en": "through a secure link", "cy": "drwy ddolen ddiogel"},
    }
    there = [(party["id"], _name(party["name"]), _name(party["role"])) for party in _here(content)]
    known = {pk for pk, _named, _post in there}
    joined = [row for pk, row in signed.items() if pk not in known]  # after the words were settled
    there += [(str(row.party_id), _name(_two(row.party.organisation, "name")), "") for row in joined]
    lines = []
    for pk, named, post in there:
        row = signed.get(pk)
        lines.append(
            print_as.Signature(
                party=named,
                role=row.role if row else post,
                name=row.name if row else "",
                at=row.at.isoformat() if row else "",
                how=how.get(row.how, "") if row else "",
            )
        )
    return print_as.Signatures(lines)
