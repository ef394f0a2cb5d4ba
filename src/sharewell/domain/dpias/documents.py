"""An assessment as a document: the page, the PDF and the DOCX are drawn from it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sharewell import rules
from sharewell.domain.dpias import contents, law, pictures, states
from sharewell.domain.dpias.template import screening, template
from sharewell.printing import documents as d

LANGUAGES = ("en", "cy")


def document_of(assessment, lang, signed=None):
    """The Document of an assessment as it stands, or as it was signed off (`signed`, a Signed row)."""
    content = signed.content if signed else contents.content_of(assessment)
    status = _("Signed off") if signed else states.STATES[assessment.state]
    asks = template(content["template"][0])
    blocks = [*_head(content), *_screening(content)]
    for number, part in enumerate(asks.parts, 1):
        blocks.append(d.Heading({each: f"{number}. {part.title[each]}" for each in LANGUAGES}, 1))
        for question in part.questions:
            blocks += _answer(question, content)
        blocks += _TABLES[part.table](content, lang) if part.table else []
    return d.Document(
        title=content["title"], lang=lang, reference=content["reference"], status=both(status), blocks=blocks,
        at=timezone.localdate(signed.at) if signed else "", author=content["keeper"].get("en", ""),
    )  # fmt: skip


def both(words, **values):
    """Words of ours in both languages."""
    found = {}
    for lang in LANGUAGES:
        with override(lang):
            said = {name: value[lang] if isinstance(value, dict) else value for name, value in values.items()}
            found[lang] = str(words) % said if values else str(words)
    return found


def kind_words(kind):
    """An organisation kind or a purpose of the case contract, in both languages."""
    return {lang: rules.current().say("recipient.kind", kind, lang) for lang in LANGUAGES}


def purpose_words(purpose):
    return {lang: rules.current().say("worry.purpose", purpose, lang) for lang in LANGUAGES}


def _names(words):
    return d.name(words.get("en", ""), words.get("cy", ""))


def _head(content):
    over = content["over"]
    pairs = [
        (both(_("Controller")), _names(content["keeper"])),
        (both(_("Data protection officer")), content["hats"].get(states.OFFICER, "")),
        (both(_("Law that applies")), both(states.REGIMES[content["regime"]])),
        (both(_("Builds on")), _over(over) if over else ""),
        (both(_("Looked at again on")), d.when(content["review_on"])),
        (both(_("By")), content["review_owner"]),
    ]
    return [d.Facts(pairs)]


def _over(over):
    return [f"{over['reference']}, ", _names(over["title"])]


def _screening(content):
    if not content["screening"]:
        return []
    rows = [
        [question.ask, both(_ANSWERED[content["screening"][question.id]])]
        for question in screening()
        if content["screening"].get(question.id) in _ANSWERED
    ]
    result = states.SCREENED.get(content["screened_as"], "")
    return [
        d.Heading(both(_("Is one needed?")), 1),
        d.Para(both(result)),
        d.Table([both(_("Question")), both(_("Answer"))], rows),
    ]


_ANSWERED = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}


def _answer(question, content):
    said = content["answers"].get(question.id)
    beside = _BESIDE.get(question.kind, lambda content: [])(content)
    if not said and not beside and question.optional:
        return []
    words = d.Para(said) if said else d.Note(both(_("Not answered yet.")))
    return [d.Heading(question.ask, 2), words, *beside]


def _recipients(content):
    purposes = sorted({purpose for purpose, _kind in content["covers"]})
    kinds = sorted({kind for _purpose, kind in content["covers"]})
    if not purposes:
        return []
    return [
        d.Para(both(_("For these purposes:"))),
        d.Bullets([purpose_words(each) for each in purposes]),
        d.Para(both(_("With these kinds of recipient:"))),
        d.Bullets([*map(kind_words, kinds), *(_names(each) for each in content["named"])]),
    ]


def _volume(content):
    if content["expects_a_month"] is None:
        return []
    return [d.Para(both(_("Expected in a month: %(count)s"), count=content["expects_a_month"]))]


def _provisions(content):
    known = [(ident, law.provision(ident)) for ident in content["provisions"]]
    return [d.Bullets([_provision(ident, found) for ident, found in known])] if known else []


def _provision(ident, found):
    return {lang: f"{found.title[lang]} ({found.where})" for lang in LANGUAGES} if found else ident


_BESIDE = {"recipients": _recipients, "volume": _volume, "provisions": _provisions}


def _views(content, lang):
    blocks = []
    for row in content["views"]:
        asked = _("They were asked") if row["were_asked"] else _("They were not asked")
        blocks += [
            d.Heading(row["whose"] or both(_("People whom it is about")), 2),
            d.Facts(
                [
                    (both(_("Asked")), both(asked)),
                    (both(_("On")), d.when(row["asked_on"])),
                    (both(_("What they said")) if row["were_asked"] else both(_("Why not")), row["said"]),
                    (both(_("Followed?")), both(states.FOLLOWED[row["followed"]]) if row["followed"] else ""),
                    (both(_("What was done with it")), row["did"]),
                ]
            ),
        ]
    return blocks


def _risks(content, lang):
    risks = _numbered(content["risks"])
    if not risks:
        return [d.Note(both(_("No risk is written down yet.")))]
    head = [_("Number"), _("Risk"), _("Side"), _("Likely"), _("Severe"), _("Risk now"), _("Risk left")]
    rows = [
        [
            str(row["number"]),
            row["title"],
            both(states.SIDES[row["side"]]),
            both(states.LIKELIHOOD[row["likelihood"]]),
            both(states.SEVERITY[row["severity"]]),
            both(states.LEVELS[row["level"]]),
            both(states.LEVELS[row["left"]]) if row["left"] else "",
        ]
        for row in risks
    ]
    alt = {each: pictures.in_words(risks, each) for each in LANGUAGES}
    blocks = [
        d.Picture(pictures.grid(risks, lang), alt),
        d.Table([both(each) for each in head], rows, both(_("Risks of sharing and of not sharing"))),
    ]
    for row in risks:
        if row["about"]:
            blocks += [d.Heading(_titled(row), 2), d.Para(row["about"])]
    return blocks


def _measures(content, lang):
    blocks = []
    for row in _numbered(content["risks"]):
        if not row["measures"]:
            continue
        rows = [
            [
                each["text"],
                both(states.EFFECTS[each["effect"]]),
                each["owner"],
                d.when(each["due_on"]) or "",
                both(_("Done")) if each["done_at"] else "",
            ]
            for each in row["measures"]
        ]
        head = [_("What is done"), _("Effect"), _("Who"), _("By"), _("How it stands")]
        blocks.append(d.Table([both(each) for each in head], rows, _titled(row)))
        if row["left_why"]:
            blocks.append(d.Para(row["left_why"]))
    return blocks or [d.Note(both(_("Nothing is written down yet.")))]


def _titled(row):
    return {lang: f"{row['number']}. {words}" for lang, words in row["title"].items() if words}


def _numbered(risks):
    """The risks with numbers from one: those taken over come first."""
    return [row | {"number": number} for number, row in enumerate(risks, 1)]


def _sign_off(content, lang):
    blocks = [
        d.Table(
            [both(_("Part")), both(_("Name"))],
            [[both(words), content["hats"].get(hat, "")] for hat, words in states.HATS.items()],
            both(_("Who did what")),
        )
    ]
    for row in content["advice"]:
        blocks += [
            d.Heading(
                both(_("Advice of the data protection officer, round %(round)s"), round=row["round"]), 2
            ),
            d.Facts(
                [
                    (both(_("Advice")), both(states.ADVICE[row["says"]])),
                    (both(_("In words")), row["text"]),
                    (both(_("Given by")), row["by"]),
                    (both(_("On")), d.when(row["at"][:10])),
                    (
                        both(_("What was done with it")),
                        both(states.TAKEN[row["taken"]]) if row["taken"] else "",
                    ),
                    (both(_("Because")), row["because"]),
                    (both(_("Said by")), row["taken_by"]),
                ]
            ),
        ]
    for row in content["consultations"]:
        blocks += _consultation(row)
    return blocks + _reopened(content)


def _consultation(row):
    return [
        d.Heading(both(_("The Information Commissioner was asked")), 2),
        d.Facts(
            [
                (both(_("Asked on")), d.when(row["asked_on"])),
                (both(_("Answer due by")), d.when(row["answer_by"])),
                (both(_("Made longer on")), d.when(row["extended_on"])),
                (both(_("Answered on")), d.when(row["answered_on"])),
                (both(_("Answer")), both(states.CONSULTED[row["outcome"]]) if row["outcome"] else ""),
                (both(_("In words")), row["said"]),
            ]
        ),
    ]


def _reopened(content):
    if not content["reopenings"]:
        return []
    rows = [
        [
            _question_words(row["question"], content),
            both(states.BECAUSE[row["because"]]),
            d.when(row["at"][:10]),
            both(states.SETTLED[row["settled_how"]]) if row["settled_how"] else both(_("Open")),
            row["said"],
        ]
        for row in content["reopenings"]
    ]
    head = [_("Question"), _("Why it was opened again"), _("On"), _("How it stands"), _("In words")]
    return [
        d.Heading(both(_("Opened again")), 2),
        d.Table([both(each) for each in head], rows),
    ]


def _question_words(ident, content):
    asked = {each.id: each.ask for each in template(content["template"][0]).questions}
    return asked.get(ident) or both(_("The risks"))


_TABLES = {"views": _views, "risks": _risks, "measures": _measures, "sign-off": _sign_off}
