"""Finding in a text what should be looked at before it is sent, and leaving it out."""

from collections.abc import Iterable

from .identifiers import identifiers_in
from .index import GAP, Hit, Index
from .known import Finding, Known
from .words import say


def find(text: str, known: Index | Iterable[Known], lang: str = "en") -> list[Finding]:
    """Everything known to the case in `text`, and every identifier; in order, never overlapping.

    Known strings go before identifiers, the sure before the gentle, the long before the short. Build an
    Index once where several texts are searched for the same case.
    """
    index = known if isinstance(known, Index) else Index(known)
    hits = list(index.hits(text))
    hits += [Hit(start, end, kind, False, ()) for start, end, kind in identifiers_in(text)]
    return [_finding(hit, text, lang) for hit in _joined(_apart(hits), text)]


def leave_out(text: str, findings: Iterable[Finding], lang: str = "en") -> str:
    """The text with each finding replaced by one marker, of one width whatever it stands for."""
    marker, kept, at = say("marker", "left-out", lang), [], 0
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if finding.start >= at:
            kept += [text[at : finding.start], marker]
        at = max(at, finding.end)
    return "".join([*kept, text[at:]])


def _finding(hit: Hit, text: str, lang: str) -> Finding:
    start, end, because, gentle, known = hit
    written = text[start:end]
    if not known:
        reason = f"any-{because}" if because in {"postcode", "phone", "email"} else because
        return Finding(start, end, written, because, "", False, say("because", reason, lang), known=False)
    first = next((one for one in known if one.shielded), known[0])
    label = ", ".join(dict.fromkeys(one.label or say("somebody", one.kind, lang) for one in known))
    reason = say("because", because, lang, label=label)
    if first.shielded:
        reason += " " + say("because", "shielded", lang)
    return Finding(start, end, written, first.kind, label, first.shielded, reason, gentle, True, first.whose)


def _apart(hits: list[Hit]) -> list[Hit]:
    """Of hits that overlap, the one that matters most."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        stands = True
        while stands and chosen and hit.start < chosen[-1].end:
            if _weight(hit) > _weight(chosen[-1]):
                chosen.pop()
            else:
                stands = False
        if stands:
            chosen.append(hit)
    return chosen


def _weight(hit: Hit) -> tuple[bool, bool, int, bool, bool]:
    shielded = any(one.shielded for one in hit.known)
    sure = bool(hit.known) and not hit.gentle
    return (sure and shielded, sure, hit.end - hit.start, bool(hit.known), shielded)


def _joined(hits: list[Hit], text: str) -> list[Hit]:
    """Neighbouring parts of the same name or address (street, then postcode) become one hit."""
    joined: list[Hit] = []
    for hit in hits:
        both = _both_speak_of(joined[-1], hit, text) if joined else ()
        if both:
            last = joined[-1]
            sure = min(last, hit, key=lambda one: one.gentle)
            joined[-1] = Hit(last.start, hit.end, sure.because, sure.gentle, both)
        else:
            joined.append(hit)
    return joined


def _both_speak_of(one: Hit, two: Hit, text: str) -> tuple[Known, ...]:
    """The names or addresses that two hits share, if nothing but punctuation lies between them."""
    between = text[one.end : two.start]
    if len(between) > GAP or any(c.isalnum() for c in between):
        return ()
    joining = {"address"} if "," in between else {"address", "name"}
    return tuple(known for known in one.known if known.kind in joining and known in two.known)
