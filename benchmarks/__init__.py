"""Ours beside the strongest peer, a module a question: `python -m benchmarks NAME`, or `--list`.

A module has `run() -> list[dict]`, which gives the rows of `results.json`. What a module measures is the
code that the product runs. Peers are installed for a run only; a module leaves out a peer that is not
there, and says so.
"""

import os
import statistics
from collections.abc import Callable
from datetime import UTC, datetime

ROUNDS = 5


def race(ways: dict[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """The figure of each way, `rounds` of them, taking turns so that the machine's load meets all alike."""
    figures = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            figures[name].append(way())
    return figures


def row(
    of: str,
    work: str,
    n: int,
    unit: str,
    ours: list[float],
    peer: str | None = None,
    peer_figures: list[float] | None = None,
    *,
    limit: list[float] | None = None,
    is_rate: bool = True,
) -> dict:
    """One row of `results.json`, from the best of each (a rate's highest, a time's lowest)."""
    best = max if is_rate else min
    figure, other = best(ours), best(peer_figures) if peer_figures else None
    middle = f"median {statistics.median(ours):,.4g}"
    if peer_figures:
        middle += f", {peer} {statistics.median(peer_figures):,.4g}"
    print(f"  {of} {work}, n = {n:,}: {middle} {unit}")
    return {
        "id": of,
        "work": work,
        "n": n,
        "ours": _rounded(figure),
        "unit": unit,
        "peer": peer,
        "peer_value": _rounded(other),
        "ratio": other and _rounded(figure / other if is_rate else other / figure),
        "limit": _rounded(best(limit)) if limit else None,
        "on": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 2),
    }


def _rounded(figure: float | None) -> float | None:
    """Four figures: more would say more than was measured."""
    return figure and float(f"{figure:.4g}")
