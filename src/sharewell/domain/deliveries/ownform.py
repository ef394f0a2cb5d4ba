"""A package under the headings of a front door's own form: to copy from, and as one PDF to upload."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from sharewell import printing
from sharewell.domain.decisions.states import TELLING
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.reading import lang_now, read_out

_ENTRY_KINDS = ("fact", "opinion", "allegation", "childs-words", "what-we-did")


def headings(delivery: Delivery, package: dict, *, hides: bool = False) -> list[dict]:
    """[{"heading", "text"}] in the order of their form; whatever no heading takes comes under one of our
    own. A page `hides` safe addresses; the PDF for their form does not.
    """
    lang, seen = lang_now(), read_out(package, hides=hides)
    parts, taken, rows = _parts(delivery, seen), set(), []
    for heading in delivery.to.form_headings:
        takes = [kind for kind in heading["takes"] if kind not in taken]
        taken.update(takes)
        rows.append({"heading": heading.get(lang) or heading["en"], "text": _joined(parts, takes)})
    rest = _joined(parts, [kind for kind in parts if kind not in taken])
    if rest:
        rows.append({"heading": _("Anything else"), "text": rest})
    return rows


def form_pdf(delivery: Delivery, package: dict) -> bytes:
    """What goes, under the headings of the recipient's own form, as a PDF."""
    seen = read_out(package)
    data = {
        "to": seen["recipient"]["name"],
        "form": seen["recipient"]["role"],
        "reference": package["reference"],
        "package": package["reference"],
        "at": (delivery.sent_at or delivery.prepared_at).isoformat(timespec="seconds"),
        "by": {**{k: seen["sender"][k] for k in ("name", "role")}, "organisation": seen["organisation"]},
        "headings": [
            {"heading": row["heading"], "answer": row["text"] or "-"} for row in headings(delivery, package)
        ],
    }
    return printing.pdf("form", data, lang_now())


def file_name(lang: str) -> str:
    return "ffurflen.pdf" if lang == "cy" else "form.pdf"


def _joined(parts: dict[str, str], kinds) -> str:
    return "\n\n".join(parts[kind] for kind in kinds if parts.get(kind))


def _parts(delivery: Delivery, seen: dict) -> dict[str, str]:
    """The text of each kind of thing that a heading can take, in the order of anything else."""
    return {
        "child": "\n".join(f"{row['label']}: {row.get('text') or _day(row['on'])}" for row in seen["child"]),
        "people": "\n".join(_person(person) for person in seen["people"]),
        "places": "\n".join(f"{place['words']}: {place['address']}" for place in seen["places"]),
        **{kind: _entries(seen, kind) for kind in _ENTRY_KINDS},
        "telling": str(TELLING.get(delivery.decision.telling, "")),
        "asked": seen["asked_first"],
        "papers": "\n\n".join(f"{p['about']}\n{p['passages']}" for p in seen["papers"] if "passages" in p),
    }


def _person(person: dict) -> str:
    contact = ", ".join(person["contact"].splitlines())
    risk = _("The sender thinks this person may be a risk.") if person["may_be_a_risk"] else ""
    return f"{person['relation']}: " + ", ".join(filter(None, (person["name"], contact, risk)))


def _entries(seen: dict, kind: str) -> str:
    return "\n\n".join(_entry(entry) for entry in seen["entries"] if entry["kind"] == kind)


def _entry(entry: dict) -> str:
    when = _day(entry["happened_on"] or entry["recorded_at"])
    said = f" ({entry['said_by']})" if entry["said_by"] else ""
    return f"{entry['kind_words']}, {when}{said}: {entry['text']}"


def _day(on: date | datetime) -> str:
    return f"{on.day}/{on.month}/{on.year}"
