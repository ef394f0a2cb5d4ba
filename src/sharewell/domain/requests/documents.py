"""A form as a document to read or to print, and what of it is kept once it is finished."""

import json

from sharewell.domain.organisations.models import in_language
from sharewell.domain.requests import queries
from sharewell.domain.requests.filling import finishing
from sharewell.domain.requests.kinds import DAY, FINISHING, kind_of
from sharewell.printing import documents as d

LANGUAGES = ("en", "cy")
_SURE = "read in the law"
_WORDS = {
    "draft": {"en": "Not finished yet", "cy": "Heb ei gorffen eto"},
    "finished": {"en": "Finished", "cy": "Wedi'i gorffen"},
    "organisation": {"en": "Organisation", "cy": "Sefydliad"},
    "finished-by": {"en": "Finished by", "cy": "Gorffennwyd gan"},
    "worry": {"en": "Our reference of the worry", "cy": "Ein cyfeirnod ar gyfer y pryder"},
    "question": {"en": "Question", "cy": "Cwestiwn"},
    "answer": {"en": "Answer", "cy": "Ateb"},
    "none": {"en": "Not answered", "cy": "Heb ei ateb"},
    "sources": {"en": "Where these questions come from", "cy": "O ble y daw'r cwestiynau hyn"},
    "unsure": {
        "en": "Questions marked with a star were not read in the source itself; they are what such a form is "
        "believed to ask.",
        "cy": "Ni ddarllenwyd cwestiynau â seren yn y ffynhonnell ei hun; yr hyn y credir bod ffurflen o'r "
        "fath yn ei ofyn ydynt.",
    },
    "record": {
        "en": "An answer that nobody typed was taken from the record of the decision.",
        "cy": "Daw ateb na theipiwyd gan neb o gofnod y penderfyniad.",
    },
}


def content_of(form, by=None, at=None):
    """Every question of a form and its answer, in both languages, as plain data; as it was kept, where it is
    finished. `by` and `at` say who finishes it now.
    """
    if form.finished:
        return json.loads(form.finished)
    kind = kind_of(form.kind)
    said = {lang: queries.said_in(form, lang) for lang in LANGUAGES}
    if by:
        said = {lang: rows | finishing(form, by, at, lang) for lang, rows in said.items()}
    return {
        "kind": form.kind, "reference": form.reference, "title": kind.title,
        "source": {name: kind.source[name] for name in ("rule", "instrument", "provision", "link", "read")},
        "finished": at.isoformat() if at else "", "by": by.name if by else "",
        "stages": [
            {"title": stage.title, "questions": [_answered(form, each, said) for each in stage.questions]}
            for stage in kind.stages
        ],
    }  # fmt: skip


def _answered(form, question, said):
    """One question as it is kept: its text, how sure we are of it, the answer, and whose it is."""
    written = form.answers.get(question.id)
    return {
        "id": question.id, "text": question.text, "confidence": question.confidence, "kind": question.kind,
        "value": said["en"].get(question.id, "") if question.choices else "",
        "answer": {lang: question.words(said[lang].get(question.id, ""), lang) for lang in LANGUAGES},
        "written-in": written["lang"] if written and not question.choices else "",
        "from": "person" if written else "record",
    }  # fmt: skip


def document_of(form, lang):
    """A form as a Document in "en", "cy" or "both"."""
    content = content_of(form)
    blocks = [d.Facts(_facts(form, content))]
    for stage in content["stages"]:
        rows = [[_question(each), _answer(each)] for each in stage["questions"]]
        blocks += [
            d.Heading(stage["title"]),
            d.Table([_WORDS["question"], _WORDS["answer"]], rows),
        ]
    if signature := _signature(form, content):
        blocks.append(signature)
    return d.Document(
        title=content["title"], lang=lang, reference=form.reference, blocks=[*blocks, *_sources(content)],
        at=content["finished"] or form.updated_at.isoformat(), author=str(form.organisation),
        status=_WORDS["finished" if content["finished"] else "draft"],
    )  # fmt: skip


def _facts(form, content):
    name = d.name(in_language(form.organisation, "name", "en"), in_language(form.organisation, "name", "cy"))
    return [
        (_WORDS["organisation"], name),
        (_WORDS["worry"], form.worry.reference if form.worry_id else ""),
        (_WORDS["finished-by"], content["by"]),
    ]


def _question(each):
    star = "" if each["confidence"] == _SURE else " *"
    return {lang: each["text"][lang] + star for lang in LANGUAGES}


def _answer(each):
    answer = each["answer"]
    if not any(answer.values()):
        return _WORDS["none"]
    if each["kind"] == DAY:
        return d.when(answer["en"])
    if each["written-in"]:  # in the one language in which it was typed
        return {lang: answer[lang] if lang == each["written-in"] else "" for lang in LANGUAGES}
    return answer


def _signature(form, content):
    """A line to sign, on the forms that have one; who finished it, and when, once it is finished."""
    if not any(each["kind"] == FINISHING for stage in content["stages"] for each in stage["questions"]):
        return None
    name = d.name(in_language(form.organisation, "name", "en"), in_language(form.organisation, "name", "cy"))
    return d.Signatures([d.Signature(name, name=content["by"], at=content["finished"])])


def _sources(content):
    source = content["source"]
    where = f"{source['instrument']}, {source['provision']} ({source['link']})"
    paragraphs = [d.Heading(_WORDS["sources"]), d.Para(where)]
    if any(each["confidence"] != _SURE for stage in content["stages"] for each in stage["questions"]):
        paragraphs.append(d.Note(_WORDS["unsure"]))
    return [*paragraphs, d.Para(_WORDS["record"])]
