"""The picture of an agreement: who gives to whom. The flows' own tables say the same in words."""

from html import escape

from sharewell.printing import documents as print_as

WIDE, HIGH, GAP, MARGIN = 250, 54, 26, 20


def picture_of(content: dict):
    """Givers on the left, receivers on the right, an arrow for each flow: a printing Picture."""
    names = {party["id"]: party["name"] for party in content["parties"]}
    givers = _each_once(flow["giver"] for flow in content["flows"])
    receivers = _each_once(to for flow in content["flows"] for to in flow["receivers"])
    rows = max(len(givers), len(receivers))
    height = 2 * MARGIN + rows * HIGH + (rows - 1) * GAP
    left = {pk: _y(at) for at, pk in enumerate(givers)}
    right = {pk: _y(at) for at, pk in enumerate(receivers)}
    parts = [_box(MARGIN, y, names[pk]) for pk, y in left.items()]
    parts += [_box(780 - MARGIN - WIDE, y, names[pk]) for pk, y in right.items()]
    for flow in content["flows"]:
        parts += [_arrow(left[flow["giver"]], right[to], flow["number"]) for to in flow["receivers"]]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 {height}" width="780" height="{height}" '
        'font-family="Arial, Helvetica, sans-serif">'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 10 5 0 10z" fill="#0b5259"/></marker></defs>'
        f"{''.join(parts)}</svg>"
    )
    alt = {lang: _said(content, names, lang) for lang in ("en", "cy")}
    caption = {"en": "Who gives information to whom", "cy": "Pwy sy'n rhoi gwybodaeth i bwy"}
    return print_as.Picture(svg.encode(), alt, caption)


def _each_once(ids):
    return list(dict.fromkeys(ids))


def _y(at):
    return MARGIN + at * (HIGH + GAP)


def _box(x, y, name):
    said = name["en"] or name["cy"]
    lines = _lines(said)
    start = y + HIGH / 2 + 5 - 9 * (len(lines) - 1)
    text = "".join(
        f'<text x="{x + WIDE / 2:g}" y="{start + 18 * at:g}" text-anchor="middle" font-size="15" '
        f'fill="#10242b">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    box = f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6" fill="#f3f6f5" stroke="#0b5259"/>'
    return box + text


def _lines(said):
    """A name in two lines at most, as wide as a box."""
    lines = [""]
    for word in said.split():
        if len(lines[-1]) + len(word) < 30:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
    return lines[:2] if len(lines) < 3 else [lines[0], lines[1][:27] + "…"]


def _arrow(y1, y2, number):
    a, b = y1 + HIGH / 2, y2 + HIGH / 2
    x1, x2 = MARGIN + WIDE, 780 - MARGIN - WIDE
    # The numbers stand where arrows that cross are still apart.
    x, y = x1 + (x2 - x1) * 0.3, a + (b - a) * 0.3
    return (
        f'<path d="M{x1} {a:g}L{x2 - 3} {b:g}" stroke="#0b5259" stroke-width="2" fill="none" '
        'marker-end="url(#tip)"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="12" fill="#ffffff" stroke="#0b5259"/>'
        f'<text x="{x:g}" y="{y + 5:g}" text-anchor="middle" font-size="14" fill="#10242b">{number}</text>'
    )


def _said(content, names, lang):
    other = "en" if lang == "cy" else "cy"
    word = {"en": "gives to", "cy": "yn rhoi i"}[lang]

    def name(pk):
        return names[pk][lang] or names[pk][other]

    return ". ".join(
        f"{flow['number']}: {name(flow['giver'])} {word} {', '.join(name(to) for to in flow['receivers'])}"
        for flow in content["flows"]
    )
