"""A document with its languages chosen: what each of the three faces draws, block by block."""

from collections.abc import Callable, Sequence

from ..letters import bare
from ..shapes import in_words
from ..wording import words as words_of
from . import blocks as b

WIDE = 7  # columns: so many do not fit a sheet that stands upright
NEAR = 4  # blocks: a heading so close above a table goes with it
# In a document that stands in both, Welsh comes first.
ORDER = {"en": ("en",), "cy": ("cy",), "both": ("cy", "en")}


def laid_out(document: b.Document) -> dict:
    """`document` as plain dicts and lists, in its language or both.

    Every text is a list of voices, `{"lang", "runs": [{"text", "mark", "lang"}], "only", "only_lang"}`: one,
    or two where a document in both languages says it in both. A `lang` is "" where it is that of what stands
    around. `only` is a sentence (in `only_lang`) where these words are not written in the language asked for.
    A block is `{"kind": "heading" | "para" | ..., ...}`.
    """
    langs = ORDER[document.lang]
    facing = Facing(langs)
    drawn = []
    for block in document.blocks:
        drawn += _DRAWN[type(block)](block, facing)
    _leave_no_level_out(drawn)
    _turn_for_wide_tables(drawn)
    return {
        "lang": langs[0],
        "langs": list(langs),
        "title": facing(document.title),
        "reference": bare(document.reference),
        "at": document.at,
        "status": facing(document.status),
        "about": _about(document, facing),
        "author": bare(document.author),
        "words": {lang: dict(words_of(lang)) for lang in langs},
        "blocks": drawn,
    }


def _leave_no_level_out(drawn: list[dict]) -> None:
    """Take up headings that would stand more than one level below the last: who listens misses it."""
    last = 0
    for block in drawn:
        if block["kind"] == "heading":
            last = block["level"] = min(block["level"], last + 1)


def _turn_for_wide_tables(drawn: list[dict]) -> None:
    """Say what stands on turned sheets: tables of many columns, and what leads to each from its heading."""
    for block in drawn:
        block["wide"] = False
    for number, block in enumerate(drawn):
        if block["kind"] != "table" or len(block["head"]) < WIDE:
            continue
        before = range(number, max(-1, number - NEAR), -1)
        headings = [at for at in before if drawn[at]["kind"] == "heading"]
        for at in range(headings[0] if headings else number, number + 1):
            drawn[at]["wide"] = True


def _about(document: b.Document, facing: "Facing") -> list[list]:
    """What stands under the title: reference, standing, day."""
    pairs = [
        ("reference", document.reference),
        ("status", document.status),
        ("as-of", b.when(document.at)),
    ]
    return [[facing.own(key), facing(value)] for key, value in pairs if _says(value)]


def plain(voices: Sequence[dict]) -> str:
    """The words of a text without marks: both languages with a stroke between."""
    return " / ".join("".join(run["text"] for run in voice["runs"]) for voice in voices)


class Facing:
    """Chooses the languages of words."""

    def __init__(self, langs: Sequence[str]):
        self.langs = langs

    def __call__(self, words: b.Words | None) -> list[dict]:
        """The voices of `words`; none where they say nothing."""
        if not _says(words):
            return []
        if not _is_parted(words):
            return [_voice("", _runs(words, self.langs[0]))]
        written = [lang for lang in b.LANGUAGES if _is_in(words, lang)]
        wanted = [lang for lang in self.langs if lang in written]
        if not wanted:
            return [_voice(written[0], _runs(words, written[0]), self.langs[0])]
        voices = [_voice(lang, _runs(words, lang)) for lang in wanted]
        if len(voices) == 2 and voices[0]["runs"] == voices[1]["runs"]:
            return [_voice("", voices[0]["runs"])]
        if len(voices) < len(self.langs):
            missed = next(lang for lang in self.langs if lang not in wanted)
            return [_voice(wanted[0], voices[0]["runs"], missed)]
        return voices

    def own(self, key: str) -> list[dict]:
        """One of the documents' own words."""
        return self({lang: words_of(lang)[key] for lang in b.LANGUAGES})


def _voice(lang: str, runs: list[dict], missed: str = "") -> dict:
    """One voice; `missed` is the language it ought to be in as well, whose readers are told."""
    only = words_of(missed)[f"only-{lang}"] if missed else ""
    return {"lang": lang, "runs": runs, "only": only, "only_lang": missed}


def _says(words) -> bool:
    """Whether there is anything to print."""
    if words is None or isinstance(words, str):
        return bool(words and bare(words).strip())
    if isinstance(words, b.Run):
        return _says(words.text)
    inside = words.values() if isinstance(words, dict) else words
    return any(_says(part) for part in inside)


def _is_parted(words) -> bool:
    """Whether some of it is given by language."""
    if isinstance(words, dict):
        return True
    if isinstance(words, b.Run):
        return isinstance(words.text, dict)
    return not isinstance(words, str) and any(_is_parted(part) for part in words)


def _is_in(words, lang: str) -> bool:
    """Whether all that is given by language is given in this one."""
    if isinstance(words, dict):
        return _says(words.get(lang))
    if isinstance(words, b.Run):
        return _is_in(words.text, lang)
    return isinstance(words, str) or all(_is_in(part, lang) for part in words if _is_parted(part))


def _runs(words, lang: str) -> list[dict]:
    """The runs of words in one language, or in the other where a part is only in that."""
    if words is None:
        return []
    if isinstance(words, str):
        return [{"text": bare(words), "mark": "", "lang": ""}]
    if isinstance(words, b.Run):
        return [
            {**run, "mark": words.mark, "lang": words.lang or run["lang"]} for run in _runs(words.text, lang)
        ]
    if isinstance(words, dict):
        return _runs_of_one(words, lang)
    return [run for part in words for run in _runs(part, lang)]


def _runs_of_one(words: dict, lang: str) -> list[dict]:
    if _says(words.get(lang)):
        return _runs(words[lang], lang)
    other = next((found for found in b.LANGUAGES if _says(words.get(found))), lang)
    return [{**run, "lang": run["lang"] or other} for run in _runs(words.get(other), other)]


def _heading(block: b.Heading, facing: Facing) -> list[dict]:
    text = facing(block.words)
    return [{"kind": "heading", "level": block.level, "text": text}] if text else []


def _para(block: b.Para, facing: Facing) -> list[dict]:
    text = facing(block.words)
    return [{"kind": "para", "text": text}] if text else []


def _list(kind: str) -> Callable:
    def drawn(block, facing: Facing) -> list[dict]:
        items = [text for text in map(facing, block.items) if text]
        return [{"kind": kind, "items": items}] if items else []

    return drawn


def _table(block: b.Table, facing: Facing) -> list[dict]:
    head = [facing(cell) for cell in block.head]
    rows = [[facing(cell) for cell in row] for row in block.rows]
    return [{"kind": "table", "head": head, "rows": rows, "caption": facing(block.caption)}]


def _facts(block: b.Facts, facing: Facing) -> list[dict]:
    pairs = [(facing(term), facing(value)) for term, value in block.pairs]
    pairs = [[term, value] for term, value in pairs if term and value]
    return [{"kind": "facts", "pairs": pairs}] if pairs else []


def _note(block: b.Note, facing: Facing) -> list[dict]:
    text = facing(block.words)
    return [{"kind": "note", "tone": block.tone, "text": text}] if text else []


def _signatures(block: b.Signatures, facing: Facing) -> list[dict]:
    """Each signatory as term and value pairs; an unsigned one keeps empty values, to be written on."""
    lines = []
    for line in block.lines:
        signed = {lang: in_words(line.at, lang) for lang in b.LANGUAGES} if line.at else {}
        pairs = [
            ("signed-for", line.party),
            ("signed-as", line.role),
            ("signed-by", line.name),
            ("signed-on", signed),
            ("signed-how", line.how),
        ]
        unsigned = ("signed-by", "signed-on", "signed-with") if not line.at else ()
        shown = [[facing.own(key), facing(value)] for key, value in pairs if _says(value) or key in unsigned]
        if unsigned:
            shown.append([facing.own("signed-with"), []])
        lines.append({"pairs": shown, "signed": bool(line.at)})
    return [{"kind": "signatures", "lines": lines}] if lines else []


def _picture(block: b.Picture, facing: Facing) -> list[dict]:
    alt, caption = facing(block.alt), facing(block.caption)
    return [
        {"kind": "picture", "of": block.kind, "content": block.content, "alt": plain(alt), "caption": caption}
    ]


_DRAWN: dict[type, Callable] = {
    b.Heading: _heading,
    b.Para: _para,
    b.Bullets: _list("bullets"),
    b.Numbered: _list("numbered"),
    b.Table: _table,
    b.Facts: _facts,
    b.Note: _note,
    b.Signatures: _signatures,
    b.Picture: _picture,
    b.PageBreak: lambda block, facing: [{"kind": "break"}],
}
