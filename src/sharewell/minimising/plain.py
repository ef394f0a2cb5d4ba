"""Plain text, whatever its alphabet was written in, as clean UTF-8."""

import re
import unicodedata

from .limits import Limits
from .refusing import FileRefused

# Marks that change the order of writing or cannot be seen: they can hide words from whoever reads.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def clean_text(data: bytes, limits: Limits) -> tuple[str, list[str]]:
    """The text (line ends as \\n, form feeds kept, letters composed), and what was removed."""
    if len(data) > limits.text:
        raise FileRefused("too-big", size=round(len(data) / 1e6, 1), limit=limits.text // 1_000_000)
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > len(text) / 100:
        raise FileRefused("wrong-kind", what="unknown")
    clean = _UNSEEN.sub("", _CONTROLS.sub("", text))
    removed = ["invisible-characters"] if clean != text else []
    clean = unicodedata.normalize("NFC", clean.replace("\r\n", "\n").replace("\r", "\n"))
    if not clean.strip():
        raise FileRefused("empty")
    return clean, removed


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data:
            raise FileRefused("wrong-kind", what="unknown") from None
        return data.decode("cp1252", errors="replace")
