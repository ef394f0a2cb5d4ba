"""A document as PDF: tagged for screen readers (PDF/UA-1), lasting (PDF/A-2a), the same bytes every time."""

import json
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path

import typst

from ..letters import printable
from ..typesetting import STANDARDS, can_print, fonts, moment_of
from ..wording import words
from .blocks import Document
from .laying_out import laid_out, plain


def pdf(document: Document) -> bytes:
    """`document` as an accessible PDF. Text is never markup. Raises ValueError for a picture that is none."""
    filling = laid_out(document)
    with tempfile.TemporaryDirectory() as root:
        for name, source in _templates().items():
            (Path(root) / name).write_bytes(source)
        _put_pictures_apart(filling, Path(root))
        compiler = typst.Compiler(
            Path(root) / "document.typ",
            root=root,
            font_paths=fonts(),
            ignore_system_fonts=True,
            package_path=root,
            package_cache_path=root,
        )
        own = words(filling["lang"])
        told = {
            "data": _printable({**filling, "plain_title": plain(filling["title"])}, own),
            "words": own,
            "lang": filling["lang"],
        }
        return compiler.compile(
            format="pdf",
            sys_inputs={"filling": json.dumps(told, ensure_ascii=False, sort_keys=True)},
            pdf_standards=STANDARDS,
            timestamp=moment_of(document.at),
        )


def as_png(svg: bytes, across: int = 1600) -> bytes:
    """A drawing as a PNG of `across` pixels, for what cannot hold a drawing."""
    with tempfile.TemporaryDirectory() as root:
        (Path(root) / "drawing.svg").write_bytes(svg)
        program = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg", width: 400pt)'
        (Path(root) / "drawing.typ").write_text(program)
        compiler = typst.Compiler(
            Path(root) / "drawing.typ", root=root, font_paths=fonts(), ignore_system_fonts=True
        )
        return compiler.compile(format="png", ppi=72 * across / 400)


@lru_cache(maxsize=1)
def _templates() -> dict[str, bytes]:
    here = resources.files(__package__)
    return {
        "document.typ": here.joinpath("document.typ").read_bytes(),
        "sheet.typ": here.parent.joinpath("sheet.typ").read_bytes(),
    }


def _put_pictures_apart(filling: dict, root: Path) -> None:
    """Each picture into a file, and its name into the filling instead."""
    for number, block in enumerate(block for block in filling["blocks"] if block["kind"] == "picture"):
        block["file"] = f"picture-{number}.{block['of']}"
        (root / block["file"]).write_bytes(block.pop("content"))


def _printable(value, own: dict[str, str]):
    """The same with every letter that no typeface has said in words."""
    if isinstance(value, str):
        return printable(value, can_print, own["other-letters"])
    if isinstance(value, dict):
        return {key: _printable(inner, own) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(inner, own) for inner in value]
    return value
