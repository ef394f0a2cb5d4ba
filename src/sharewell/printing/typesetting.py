"""Typesetting with Typst: accessible (PDF/UA-1), lasting (PDF/A-2a), the same bytes for the same data."""

import datetime as dt
import importlib.util
import json
import re
import shutil
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path

import typst

from .letters import printable
from .shapes import SHAPES, fitted, in_words
from .wording import words

STANDARDS = ["ua-1", "a-2a"]
IMAGE = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.(png|jpg)")
FACES = ["Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt"]
EVERY_FACE = b"""#set text(font: "Source Sans Pro")
a _a_ #text(weight: 600)[a _a_] #text(weight: 700)[a _a_]
"""
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def pdf(template: str, data: dict, lang: str, files: dict[str, bytes] | None = None) -> bytes:
    """One of the templates of this room, filled with `data` of its shape (`shapes.py`), as a PDF.

    `files` are PNG or JPEG pictures that `data` names. Text is never markup: it reaches the template as
    JSON and is set as it is. Raises ValueError for data that does not fit.
    """
    files, lang = files or {}, "cy" if lang.startswith("cy") else "en"

    def leaf(kind, value):
        if kind == "when":
            value = in_words(value, lang)
        return printable(value, can_print, words(lang)["other-letters"]) if isinstance(value, str) else value

    filling = {"data": fitted(data, SHAPES[template], leaf), "words": words(lang), "lang": lang}
    _check_pictures(filling["data"], files)
    with tempfile.TemporaryDirectory() as root:
        _lay_out(Path(root), files)
        compiler = typst.Compiler(
            Path(root) / f"{template}.typ",
            root=root,
            font_paths=fonts(),
            ignore_system_fonts=True,
            package_path=root,
            package_cache_path=root,
        )
        return compiler.compile(
            format="pdf",
            sys_inputs={"filling": json.dumps(filling, ensure_ascii=False, sort_keys=True)},
            pdf_standards=STANDARDS,
            timestamp=moment_of(data.get("at")),
        )


def _lay_out(root: Path, files: dict[str, bytes]) -> None:
    """Put the templates and pictures where Typst may read, and nothing else."""
    for name in ["sheet", *SHAPES]:
        source = resources.files(__package__).joinpath(f"{name}.typ")
        (root / f"{name}.typ").write_bytes(source.read_bytes())
    for name, content in files.items():
        if not IMAGE.fullmatch(name):
            raise ValueError(f'"{name}" cannot name a picture: use small letters, digits, .png or .jpg.')
        (root / name).write_bytes(content)


def _check_pictures(data: dict, files: dict[str, bytes]) -> None:
    named = {shown["file"] for one in data.get("attachments", []) for shown in one["images"]}
    if named - set(files):
        raise ValueError(f'The picture "{min(named - set(files))}" was not given.')


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """One sans-serif with Welsh letters and one with fixed width: the same on every machine."""
    package = importlib.util.find_spec("font_source_sans_pro")
    if package is None:
        raise RuntimeError("The typeface is missing. Run: pip install font-source-sans-pro")
    files = Path(package.origin).parent / "files"
    # Typst takes folders, and the package's own holds every face twice; which one it found first would depend
    # on the machine. A face is read when it is first used: all are used here, before their copies go.
    with tempfile.TemporaryDirectory() as chosen:
        for face in FACES:
            shutil.copy(files / f"SourceSansPro-{face}.ttf", chosen)
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[chosen])
        typst.Compiler(EVERY_FACE, root=chosen, font_paths=found, ignore_system_fonts=True).compile(
            format="svg"
        )
    return found


@lru_cache(maxsize=65_536)
def can_print(letter: str) -> bool:
    """Whether any of the typefaces has a shape for it that a lasting PDF may hold."""
    program = b"""#set document(title: "x")
#set text(font: "Source Sans Pro")
#text(str.from-unicode(int(sys.inputs.letter)))"""
    compiler = typst.Compiler(program, font_paths=fonts(), ignore_system_fonts=True)
    try:
        compiler.compile(format="pdf", sys_inputs={"letter": str(ord(letter))}, pdf_standards=STANDARDS)
    except typst.TypstError:
        return False
    return True


def moment_of(at) -> dt.datetime:
    """The moment written into the file: that of what it tells, so that it prints the same tomorrow."""
    try:
        moment = dt.datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return LONG_AGO
    # A file counts its moments in seconds.
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC, microsecond=0)
