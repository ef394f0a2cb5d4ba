"""What the self-assessments came to, as a line of our own drawing. A table beside it says the same."""

from dataclasses import dataclass

WIDE, HIGH, MARGIN = 360, 200, 48  # in the picture's own units: about the pixels of a phone
GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Point:
    """One self-assessment on the line."""

    x: int
    y: int
    percent: int
    assessment: object


@dataclass(frozen=True)
class Line:
    """The picture: its points from the earliest to the latest, the lines of the grid [(percent, y)]."""

    points: tuple
    grid: tuple
    wide: int = WIDE
    high: int = HIGH

    @property
    def path(self):
        """The points as an SVG polyline takes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def line_of(finished):
    """The line of finished self-assessments, latest first, by the days between them; None below two."""
    rows = [row for row in reversed(finished) if row.score.get("all") is not None]
    if len(rows) < 2:
        return None
    first, last = rows[0].finished_at, rows[-1].finished_at
    span = (last - first).total_seconds() or 1
    inner = WIDE - 2 * MARGIN
    points = tuple(
        Point(
            round(MARGIN + inner * (row.finished_at - first).total_seconds() / span),
            _height(row.score["all"]), row.score["all"], row,
        )
        for row in rows
    )  # fmt: skip
    return Line(points, tuple((percent, _height(percent)) for percent in GRID))


def _height(percent):
    return round(HIGH - MARGIN - (HIGH - 2 * MARGIN) * percent / 100)
