"""A package as a person reads it: the words of this language around what was sent. The same for page,
preview and PDF.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell import printing, rules
from sharewell.domain.children.states import RELATIONS
from sharewell.domain.decisions.lateness import late_words
from sharewell.domain.decisions.states import ENTRY_KINDS
from sharewell.domain.organisations.states import ROLES
from sharewell.minimising import neutral_name

_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»"))
_ENDS = {"jpeg": "jpg", "text": "txt"}


def lang_now() -> str:
    """The language of the moment: "cy" or "en"."""
    return "cy" if (get_language() or "en").startswith("cy") else "en"


def read_out(package: dict, *, hides: bool = False) -> dict:
    """What a page shows of a package, in the language of the moment; `hides` the safe addresses in it, for
    everybody but the recipient.
    """
    lang = lang_now()
    sender = package["from"]
    return {
        "reference": package["reference"],
        "organisation": sender["organisation"][lang],
        "sender": {
            "name": sender.get("name", ""),
            "role": str(ROLES.get(sender["role"], "")),
            "phone": sender["phone"],
        },
        "raised_by": sender.get("raised_by", ""),
        "recipient": {
            "name": package["to"]["organisation"][lang],
            "role": package["to"]["role"][lang],
            "person": package["to"].get("person", ""),
            "at": package["to"].get("at", ""),
        },
        "asked_first": package["asked_first"],
        "why": _why(package["why"], lang),
        "child": _child(package["child"]),
        "people": [_person(one) for one in package["people"]],
        "places": [_place(one, hides) for one in package["places"]],
        "entries": [_entry(one) for one in package["entries"]],
        "papers": [_paper(one, lang) for one in package["papers"]],
        "something_left_out": package["something_left_out"],
    }


@dataclass(frozen=True)
class Shown:
    """What a printed sheet shows of a file: (jpeg or png, its bytes, the words on it) each, and its text."""

    pictures: list[tuple[str, bytes, str]] = field(default_factory=list)
    words: str = ""


def package_pdf(package: dict, *, at, answer_by, papers: dict[str, Shown], hides: bool = False) -> bytes:
    """The package as one accessible PDF in the language of the moment. `papers`: the files, by
    attachment id.
    """
    lang = lang_now()
    data, files = _for_paper(read_out(package, hides=hides), package, at, answer_by, papers)
    return printing.pdf("package", data, lang, files)


def _why(why: dict, lang: str) -> list[str]:
    current = rules.current()
    keys = (("worry.risk", why["risk"]), ("worry.purpose", why["purpose"]))
    return [str(current.say(key, value, lang)) for key, value in keys if value]


def _child(child: dict) -> list[dict]:
    rows = []
    if child.get("name"):
        rows.append({"label": _("Name"), "text": child["name"]})
    if child["is_unborn"]:
        rows.append({"label": _("Age"), "text": _("Not born yet")})
    if child.get("born_on"):
        rows.append({"label": _("Date of birth"), "on": date.fromisoformat(child["born_on"])})
    if child.get("age"):
        rows.append({"label": _("Age"), "text": child["age"]})
    return rows


def _person(person: dict) -> dict:
    return {
        "name": person["name"],
        "relation": str(RELATIONS[person["relation"]]),
        "contact": person.get("contact", ""),
        "may_be_a_risk": person.get("may_be_a_risk", False),
    }


def _said_by(entry: dict) -> str:
    return _("somebody whose name is not passed on") if entry["is_speaker_withheld"] else entry["said_by"]


def bare(text: str) -> str:
    """Spoken words without the pair of quotation marks around them: the page sets its own."""
    text = text.strip()
    inner = text[1:-1]
    is_quoted = len(text) > 2 and (text[0], text[-1]) in _QUOTES and not set(inner) & {text[0], text[-1]}
    return inner.strip() if is_quoted else text


def _place(place: dict, hides: bool) -> dict:
    words = _("Address of %(name)s") % {"name": place["whose"]} if place["whose"] else _("Address")
    is_hidden = hides and place["is_shielded"]
    address = _("It goes to them, and is not shown here.") if is_hidden else place["address"]
    return {"words": words, "address": address, "is_shielded": place["is_shielded"]}


def _entry(entry: dict) -> dict:
    is_spoken = entry["kind"] == "childs-words"
    return entry | {
        "late": _late(entry),
        "text": bare(entry["text"]) if is_spoken else entry["text"],
        "said_by": _said_by(entry),
        "kind_words": str(ENTRY_KINDS[entry["kind"]]),
        "happened_on": date.fromisoformat(entry["happened_on"]) if entry["happened_on"] else None,
        "recorded_at": datetime.fromisoformat(entry["recorded_at"]),
    }


def _paper(paper: dict, lang: str) -> dict:
    return paper | {"name": neutral_name(paper["kind"], paper["number"], lang=lang)}


def _for_paper(seen: dict, package: dict, at, answer_by, papers) -> tuple[dict, dict]:
    attachments, pictures = [], {}
    for paper in seen["papers"]:
        row, files = _paper_on_paper(paper, papers.get(paper.get("id"), Shown()))
        attachments.append(row)
        pictures |= files
    child = package["child"]
    data = {
        "package": package["reference"],
        "initials": _initials(child.get("name", "")),
        "at": at.isoformat(timespec="seconds"),
        "recipient": {"name": seen["recipient"]["name"], "role": seen["recipient"]["role"]},
        "sender": {"organisation": seen["organisation"], **seen["sender"]},
        "child": {
            "name": child.get("name", ""),
            "born_on": child.get("born_on", ""),
            "age": child.get("age", ""),
        },
        "asked_first": seen["asked_first"].splitlines() or [],
        "answer_by": answer_by.isoformat(timespec="seconds"),
        "why": seen["why"],
        "items": [*_people_on_paper(seen), *_places_on_paper(seen)],
        "entries": [_entry_on_paper(one) for one in package["entries"]],
        "something_left_out": seen["something_left_out"],
        "attachments": attachments,
    }
    return data, pictures


def _people_on_paper(seen: dict) -> list[dict]:
    rows = []
    for person in seen["people"]:
        text = ", ".join(filter(None, (person["name"], person["contact"].replace("\n", ", "))))
        if person["may_be_a_risk"]:
            text += "\n" + _("The sender thinks this person may be a risk.")
        rows.append({"label": person["relation"], "text": text})
    if seen["raised_by"]:
        rows.append({"label": _("Who raised this worry"), "text": seen["raised_by"]})
    return [{"heading": _("People"), "rows": rows}] if rows else []


def _places_on_paper(seen: dict) -> list[dict]:
    rows = [
        {
            "label": place["words"],
            "text": place["address"] + ("\n" + do_not_pass_on() if place["is_shielded"] else ""),
        }
        for place in seen["places"]
    ]
    return [{"heading": _("Addresses"), "rows": rows}] if rows else []


def do_not_pass_on() -> str:
    """What stands below an address that must not be disclosed, for the one who may have it."""
    return _("This address is not to be disclosed to anybody else.")


def _entry_on_paper(entry: dict) -> dict:
    happened = entry["happened_on"] or ""
    if happened and entry["happened_at"]:
        local = datetime.fromisoformat(f"{happened}T{entry['happened_at']}")
        happened = local.replace(tzinfo=get_default_timezone()).isoformat()
    return {
        "kind": entry["kind"],
        "text": bare(entry["text"]) if entry["kind"] == "childs-words" else entry["text"],
        "said_by": _said_by(entry),
        "happened_at": happened,
        "recorded_at": entry["recorded_at"],
        "late": _late(entry),
    }


def _late(entry: dict) -> str:
    happened_on = date.fromisoformat(entry["happened_on"]) if entry["happened_on"] else None
    return late_words(happened_on, datetime.fromisoformat(entry["recorded_at"]))


def _paper_on_paper(paper: dict, shown: Shown) -> tuple[dict, dict[str, bytes]]:
    """One attachment as the sheet lays it out, and the pictures that it names."""
    row = {
        "name": paper["name"],
        "about": paper["about"],
        "kind": paper["kind"],
        "pages": paper.get("pages", 1),
        "not_searched": paper.get("not_searched", False),
        "retyped": "passages" in paper,
        "passages": _paragraphs(paper.get("passages", shown.words)),
        "images": [],
    }
    files = {}
    for number, (kind, data, words) in enumerate(shown.pictures, start=1):
        name = f"paper-{paper['number']}-{number}.{_ends({'kind': kind})}"
        files[name] = data
        what = paper["about"] or paper["name"]
        page = _("%(file)s, page %(page)s") % {"file": what, "page": number}
        is_one = len(shown.pictures) == 1
        row["images"].append({"file": name, "alt": words.strip() or (what if is_one else page)})
    return row, files


def _paragraphs(words: str) -> list[str]:
    return [part for part in words.split("\n\n") if part.strip()]


def _ends(paper: dict) -> str:
    return _ENDS.get(paper["kind"], paper["kind"])


def _initials(name: str) -> str:
    return "".join(part[0].upper() + "." for part in name.split() if part[0].isalpha())
