"""A policy, a notice or the retention schedule as one document, to be read on a page or printed."""

from django.utils.translation import gettext_lazy, override

from sharewell.domain.learning.kinds import LANGUAGES, kinds
from sharewell.domain.learning.texts import parts_of
from sharewell.printing import documents as d

CONFIDENCE = {
    "V": gettext_lazy("Read in the source itself"),
    "V2": gettext_lazy("Read in somebody else's account of it"),
    "G": gettext_lazy("General knowledge; check it"),
    "U": gettext_lazy("Not certain; ask before you rely on it"),
}
_BLOCKS = {"para": lambda texts: d.Para(texts[0]), "bullets": d.Bullets}


def both(words, **values) -> dict[str, str]:
    """A lazy string in both languages."""
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            said[lang] = str(words) % values
    return said


def name_of(organisation) -> dict[str, str]:
    """An organisation's name in both languages, where either stands for the other."""
    return d.name(organisation.name_en, organisation.name_cy)


def document_of(version, lang="en", before=None, for_everybody=False) -> d.Document:
    """A version of a policy as a Document in "en", "cy" or "both".

    `before` is the version before it: what changed is marked word by word then. What is `for_everybody` says
    nothing of owners and reviews.
    """
    policy = version.policy
    blocks: list = [d.Facts(_facts(version, for_everybody))]
    if version.changed_en or version.changed_cy:
        blocks.append(d.Note(_said(version.changed_en, version.changed_cy)))
    only = only_language(version.sections)
    if only and only != lang:
        blocks.append(d.Note(both(_ONLY[only])))
    earlier = {row["id"]: row for row in before.sections} if before else {}
    for row in version.sections:
        blocks += _section(row, lang, only, earlier.pop(row["id"], _NOTHING) if before else None)
    for row in earlier.values():
        blocks += _section(row | {f"text_{one}": "" for one in LANGUAGES}, lang, only, row)
    if kinds()[policy.kind].has_periods:
        blocks += schedule_blocks(version.periods)
    return d.Document(
        title=d.name(version.says.title_en, version.says.title_cy),
        lang=lang,
        reference=" / ".join(
            both(gettext_lazy("Version %(number)s"), number=version.number)[one]
            for one in (("cy", "en") if lang == "both" else (lang,))
        ),
        at=version.in_force_from.isoformat() if version.in_force_from else "",
        status=both(_status(version)),
        blocks=blocks,
        author=name_of(policy.organisation)["cy" if lang == "cy" else "en"],
    )


_ONLY = {
    "en": gettext_lazy("This was written in English only."),
    "cy": gettext_lazy("This was written in Welsh only."),
}
_NOTHING = {f"{part}_{lang}": "" for part in ("heading", "text") for lang in LANGUAGES}


def only_language(sections) -> str:
    """The one language in which all sections are written; nothing where both are used."""
    used = [lang for lang in LANGUAGES if any(row[f"text_{lang}"] for row in sections)]
    return used[0] if len(used) == 1 else ""


def _status(version):
    if version.is_draft:
        return gettext_lazy("Draft")
    if version.policy.withdrawn_at:
        return gettext_lazy("Withdrawn")
    return gettext_lazy("Published")


def _facts(version, for_everybody):
    policy = version.policy
    facts = [(both(gettext_lazy("Organisation")), name_of(policy.organisation))]
    if version.says.paragraphs:
        numbers = ", ".join(version.says.paragraphs)
        words = gettext_lazy("Schedule 1 to the Data Protection Act 2018, paragraphs %(numbers)s")
        facts.append((both(gettext_lazy("Conditions that it covers")), both(words, numbers=numbers)))
    if for_everybody:
        return facts
    facts.append((both(gettext_lazy("Owner")), policy.owner.name))
    if policy.review_on and not policy.withdrawn_on:
        facts.append((both(gettext_lazy("Next review")), d.when(policy.review_on)))
    return facts


def _said(en, cy):
    return {"en": en, "cy": cy}


def _section(row, lang, only, earlier=None) -> list:
    """The heading and the text of a section; with what changed since `earlier`, where that is given. What is
    written in `only` one language is marked with it wherever another is wanted.
    """
    if earlier is None and only and only != lang:
        texts = [
            (kind, [d.Run(one, lang=only) for one in each]) for kind, each in parts_of(row[f"text_{only}"])
        ]
        return [d.Heading(d.Run(row[f"heading_{only}"], lang=only)), *(_block(*each) for each in texts)]
    heading = d.Heading(_said(row["heading_en"], row["heading_cy"]))
    if earlier is None:
        return [heading, *_text(parts_of(row["text_en"]), parts_of(row["text_cy"]), lang)]
    changed = {
        one: d.redline(_flat(earlier[f"text_{one}"]), _flat(row[f"text_{one}"]))
        for one in LANGUAGES
        if row[f"text_{one}"] or earlier[f"text_{one}"]
    }
    return [heading, d.Para({"en": [], "cy": []} | changed)]


def _flat(text):
    return "\n".join(words for _kind, each in parts_of(text) for words in each)


def _text(en, cy, lang) -> list:
    """Blocks of a text. Side by side where both languages are built alike, else one after the other."""
    said = {"en": en, "cy": cy}
    if lang != "both":
        chosen = lang if said[lang] else _other(lang)
        return [_block(kind, [{chosen: one} for one in words]) for kind, words in said[chosen]]
    if _shape(en) == _shape(cy):
        return [
            _block(kind, [_said(*pair) for pair in zip(words, others, strict=True)])
            for (kind, words), (_kind, others) in zip(en, cy, strict=True)
        ]
    if not en or not cy:
        only = "en" if en else "cy"
        return [_block(kind, [{only: one} for one in words]) for kind, words in said[only]]
    return [
        _block(kind, [d.Run(one, lang=each) for one in words])
        for each in ("cy", "en")
        for kind, words in said[each]
    ]


def _block(kind, words):
    return _BLOCKS[kind](words)


def _shape(parts):
    return [(kind, len(words)) for kind, words in parts]


def _other(lang):
    return "cy" if lang == "en" else "en"


# --- The retention schedule ------------------------------------------------------------------------------


def schedule_blocks(rows) -> list:
    """The table of periods: rows as `periods.rows_for` gives them."""
    head = [
        both(gettext_lazy("Record")), both(gettext_lazy("How long it is kept")),
        both(gettext_lazy("Who says so")), both(gettext_lazy("How sure that is")),
    ]  # fmt: skip
    return [
        d.Table(head, [_row(row) for row in rows], caption=both(gettext_lazy("How long records are kept")))
    ]


def _row(row):
    if row["own"]:
        ours = gettext_lazy("Ourselves: %(because)s")
        return [
            row["record"],
            row["own"],
            both(ours, because=row["because"]),
            _usually(row["usual"]),
        ]
    return [row["record"], _with_more(row), row["authority"], both(CONFIDENCE[row["confidence"]])]


def _usually(usual):
    words = both(gettext_lazy("Our own period. Usual: %(period)s"), period="%s")
    return {lang: words[lang] % usual[lang] for lang in LANGUAGES}


def _with_more(row):
    """A period and what there is more to say of it, as two sentences."""
    if not row["more"]:
        return row["usual"]
    return {lang: f"{row['usual'][lang]}. {row['more'][lang]}" for lang in LANGUAGES}


def schedule_of(organisation, rows, lang="en", at="") -> d.Document:
    """The retention schedule as it stands, whether or not a version of it was published."""
    whose = (both(gettext_lazy("Organisation")), name_of(organisation))
    return d.Document(
        title=both(gettext_lazy("How long records are kept")),
        lang=lang,
        at=at,
        status=both(gettext_lazy("As it stands")),
        blocks=[d.Facts([whose]), *schedule_blocks(rows)],
        author=name_of(organisation)["cy" if lang == "cy" else "en"],
    )
