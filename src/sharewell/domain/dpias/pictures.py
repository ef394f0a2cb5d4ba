"""The risks of sharing beside the risks of not sharing, in one grid of likelihood and severity.

Only numbers of risks stand in the picture, and words of our own: nothing that anybody typed. A circle is one
of sharing, a diamond one of not sharing; full as it is, hollow with what is done about it.
"""

from collections import defaultdict
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell.domain.dpias import states

LEFT, TOP, WIDE, HIGH = 118, 36, 200, 104  # of the grid, and of a cell
COLOURS = {states.LOW: "#eaf4ee", states.MEDIUM: "#fff1cf", states.HIGH: "#f9dcdc"}
INK, LINE = "#10242b", "#8fa3a0"
SIDES = {states.SHARING: "#0b5259", states.NOT_SHARING: "#7a4a00"}
ACROSS, GAP_X, GAP_Y = 5, 36, 34  # markers in a row of a cell, and how far apart


def grid(risks, lang):
    """The picture as an SVG, as bytes. `risks` as in a content; `lang` is "en", "cy" or "both"."""
    marks = _marks(risks)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 {TOP + 3 * HIGH + 122}" width="740" '
        f'height="{TOP + 3 * HIGH + 122}" font-family="Source Sans Pro, Arial, sans-serif">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{INK}"/></marker></defs>',
        *_cells(lang),
        *_axes(lang),
        *_arrows(marks),
        *[_mark(*each) for each in marks],
        *_legend(lang),
        "</svg>",
    ]
    return "".join(parts).encode()


def in_words(risks, lang):
    """The same in a sentence for each risk, for those who do not see it."""
    with override(lang):
        said = []
        for row in risks:
            now = {
                "number": row["number"],
                "side": states.SIDES[row["side"]],
                "likelihood": states.LIKELIHOOD[row["likelihood"]],
                "severity": states.SEVERITY[row["severity"]],
                "level": states.LEVELS[row["level"]],
            }
            if row["left"]:
                after = {"left": states.LEVELS[row["left"]]}
                said.append(
                    _("%(number)s, %(side)s: %(likelihood)s, %(severity)s, %(level)s; then %(left)s.")
                    % (now | after)
                )
            else:
                said.append(_("%(number)s, %(side)s: %(likelihood)s, %(severity)s, %(level)s.") % now)
        return " ".join([_("A grid of how likely and how severe each risk is."), *said])


def _marks(risks):
    """[(x, y, number, side, is_left)], two for a risk where it is said what is left of it."""
    taken, found = defaultdict(int), []
    for row in risks:
        found.append(_place(taken, row, row["likelihood"], row["severity"], False))
        if row["left_likelihood"] and row["left_severity"]:
            found.append(_place(taken, row, row["left_likelihood"], row["left_severity"], True))
    return found


def _place(taken, row, likelihood, severity, is_left):
    number = taken[likelihood, severity]
    taken[likelihood, severity] += 1
    x = LEFT + (likelihood - 1) * WIDE + 28 + (number % ACROSS) * GAP_X
    y = TOP + (3 - severity) * HIGH + 44 + (number // ACROSS) * GAP_Y
    return x, y, row["number"], row["side"], is_left


def _cells(lang):
    for severity in (3, 2, 1):
        for likelihood in (1, 2, 3):
            level = states.level_of(likelihood, severity)
            x, y = LEFT + (likelihood - 1) * WIDE, TOP + (3 - severity) * HIGH
            yield (
                f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" fill="{COLOURS[level]}" '
                f'stroke="{LINE}"/>'
            )
            yield _text(x + WIDE - 8, y + 18, states.LEVELS[level], lang, "end", 13)


def _axes(lang):
    for severity in (3, 2, 1):
        y = TOP + (3 - severity) * HIGH + HIGH / 2
        yield from _stacked(LEFT - 10, y, states.SEVERITY[severity], lang)
    for likelihood in (1, 2, 3):
        x = LEFT + (likelihood - 1) * WIDE + WIDE / 2
        yield _text(x, TOP + 3 * HIGH + 22, states.LIKELIHOOD[likelihood], lang, "middle", 15)
    yield _text(LEFT + 1.5 * WIDE, TOP + 3 * HIGH + 48, _lazy_likely, lang, "middle", 15, "bold")
    yield _text(8, 22, _lazy_severe, lang, "start", 15, "bold")


def _arrows(marks):
    """From a risk as it is to what is left of it: each bends by itself, so that none runs through another."""
    for number, (before, after) in enumerate(zip(marks, marks[1:], strict=False)):
        if after[4] and after[2:4] == before[2:4] and before[:2] != after[:2]:
            (x1, y1), (x2, y2) = before[:2], after[:2]
            bend = max(y1, y2) + 34 + number % 4 * 9
            yield (
                f'<path d="M{x1} {y1 + 16} Q{(x1 + x2) / 2} {bend} {x2} {y2 + 20}" fill="none" '
                f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3" marker-end="url(#tip)"/>'
            )


def _mark(x, y, number, side, is_left):
    colour = SIDES[side]
    fill, ink = ("#ffffff", colour) if is_left else (colour, "#ffffff")
    if side == states.SHARING:
        shape = f'<circle cx="{x}" cy="{y}" r="14" fill="{fill}" stroke="{colour}" stroke-width="2.5"/>'
    else:
        corners = f"{x},{y - 17} {x + 17},{y} {x},{y + 17} {x - 17},{y}"
        shape = f'<polygon points="{corners}" fill="{fill}" stroke="{colour}" stroke-width="2.5"/>'
    return shape + (
        f'<text x="{x}" y="{y + 5}" text-anchor="middle" font-size="14" font-weight="bold" fill="{ink}">'
        f"{int(number)}</text>"
    )


def _legend(lang):
    y = TOP + 3 * HIGH + 84
    yield _mark(24, y, 1, states.SHARING, False)
    yield _text(46, y + 5, states.SIDES[states.SHARING], lang, "start", 14)
    yield _mark(270, y, 1, states.NOT_SHARING, False)
    yield _text(294, y + 5, states.SIDES[states.NOT_SHARING], lang, "start", 14)
    yield _mark(530, y, 1, states.SHARING, True)
    yield _text(552, y + 5, _lazy_left, lang, "start", 14)


def _stacked(x, y, words, lang):
    """At the side there is room for one language a line."""
    for number, each in enumerate(_said(words, lang)):
        yield (
            f'<text x="{x}" y="{y + 5 + number * 18}" text-anchor="end" font-size="15" fill="{INK}">'
            f"{escape(each)}</text>"
        )


def _text(x, y, words, lang, anchor, size, weight="normal"):
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="{INK}">{escape(" / ".join(_said(words, lang)))}</text>'
    )


def _said(words, lang):
    found = []
    for each in ("cy", "en") if lang == "both" else (lang,):
        with override(each):
            found.append(str(words() if callable(words) else words))
    return found


def _lazy_likely():
    return _("How likely")


def _lazy_severe():
    return _("How severe")


def _lazy_left():
    return _("With measures")
