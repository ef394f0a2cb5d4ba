"""What kind of file some bytes are, by their content; a name is never asked."""

from .refusing import FileRefused

_STARTS = [
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"PK\x03\x04", "zip"),
]
_WRONG = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"8BPS", "picture"),
    (b"PK", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"ID3", "moving"),
    (b"OggS", "moving"),
    (b"\x1aE\xdf\xa3", "moving"),
]
_MARKUP = [
    (b"<svg", "svg"),
    (b"<!doctype html", "web-page"),
    (b"<html", "web-page"),
    (b"<script", "web-page"),
]
# The harmless string by which programs against viruses are tried.
_TRIAL_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def kind_of(data: bytes) -> str:
    """pdf, jpeg, png, zip or text; anything else is refused as what it is."""
    if not data.strip(b"\0 \t\r\n"):
        raise FileRefused("empty")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, kind in _STARTS:
        if data.startswith(mark) or (kind == "pdf" and start.startswith(mark)):
            if kind != "pdf" and b"%PDF-" in data[:1024]:
                raise FileRefused("wrong-kind", what="disguised")
            return kind
    wrong = _wrong_kind(data, start)
    if wrong:
        raise FileRefused("wrong-kind", what=wrong)
    return "text"


def _wrong_kind(data: bytes, start: bytes) -> str | None:
    for mark, kind in _WRONG:
        if data.startswith(mark) and (len(mark) > 2 or b"\0" in data[:512]):
            return kind
    if data[4:8] == b"ftyp":
        return "picture" if data[8:11] in {b"hei", b"mif", b"avi"} else "moving"
    if data.startswith(b"RIFF"):
        return "picture" if data[8:12] == b"WEBP" else "moving"
    if b"%PDF-" in data[:1024]:
        return "disguised"
    if _TRIAL_VIRUS in data[:4096] or start.startswith(b"#!"):
        return "program"
    return _markup_kind(start)


def _markup_kind(start: bytes) -> str | None:
    text = start.replace(b"\0", b"").lower()  # UTF-16 too
    if not text.lstrip(b"\xff\xfe").startswith(b"<"):
        return None
    return next((kind for mark, kind in _MARKUP if mark in text), "web-page" if b"<?xml" in text else None)
