"""The words of a printed agreement in both languages, and words said in one of them."""

from sharewell.domain.agreements import states
from sharewell.printing import documents as print_as

LANGUAGES = ("en", "cy")
TO_ANSWER = {"en": "[not answered yet]", "cy": "[heb ei ateb eto]"}
WHEN_SIGNED = {
    "en": "the day on which the last party signs it", "cy": "y diwrnod y mae'r parti olaf yn ei lofnodi"
}  # fmt: skip
ONLY_IN_OTHER = {"en": "(in Welsh only)", "cy": "(yn Saesneg yn unig)"}
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
    "schedule": {"en": "A schedule", "cy": "Atodlen"},
    "under": {"en": "This is a schedule to %s.", "cy": "Atodlen yw hon i'r cytundeb %s."},
    "holds": {
        "en": "What is agreed there holds here too, unless this schedule says something stricter: %s.",
        "cy": "Mae'r hyn y cytunir arno yno'n gymwys yma hefyd, oni bai bod yr atodlen hon yn dweud rhywbeth "
        "llymach: %s.",
    },
    "adds": {
        "en": "This schedule adds its own parties and flows.",
        "cy": "Mae'r atodlen hon yn ychwanegu ei phartïon a'i llifoedd ei hun.",
    },
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


def said_in(words, lang):
    """Words in one language; in the other where there are none."""
    return words[lang] or words["en" if lang == "cy" else "cy"]


def in_both(said):
    """What a function says of each language: {"en", "cy"}."""
    return {lang: said(lang) for lang in LANGUAGES}


def called(words):
    """The name of a body or a post: in the other language where it has none in this one."""
    return print_as.name(words["en"], words["cy"]) if words["en"] or words["cy"] else ""


def only(words):
    """Words in the languages in which there are any."""
    return {lang: said for lang, said in words.items() if said} or ""
