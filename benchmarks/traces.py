"""How a search went: points in time with the best value and the bound proven by then."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GAPS = (0.05, 0.01, 0.005, 0.0015, 0.001)
NEWS = 1e-6
"""A bound that falls by a smaller share is no news."""


@dataclass(frozen=True, slots=True)
class Point:
    """At ``at_s`` seconds; a value not yet known is minus infinity, a bound not yet known infinite."""

    at_s: float
    incumbent: float
    bound: float

    @property
    def gap(self) -> float:
        """Certified relative gap as the plan's certificate states it: (bound - value) / |bound|."""
        if not (math.isfinite(self.incumbent) and math.isfinite(self.bound)):
            return math.inf
        return (self.bound - self.incumbent) / max(abs(self.bound), 1e-12)


Trace = Sequence[Point]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Lines of a JSON-lines file; a last line cut short is left out."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            lines.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return lines


def trace_of(lines: Iterable[dict[str, Any]], clock: str) -> list[Point]:
    """Points in order of time, each with the best value and the best bound so far; what brings no news is left out.

    Args:
        lines: with ``incumbent`` and ``bound`` where known.
        clock: which of the lines' times counts.
    """
    points: list[Point] = []
    incumbent, bound, told = -math.inf, math.inf, math.inf
    for line in lines:
        incumbent = max(incumbent, _known(line.get("incumbent"), -math.inf))
        bound = min(bound, _known(line.get("bound"), math.inf))
        before = points[-1].incumbent if points else -math.inf
        if incumbent > before or bound < told - NEWS * abs(bound):
            points.append(Point(float(line[clock]), incumbent, bound))
            told = bound
    return points


def time_to_gap(trace: Trace, gap: float) -> float | None:
    """Seconds until the gap was certified, None where it never was."""
    return next((point.at_s for point in trace if point.gap <= gap), None)


def best_at(trace: Trace, seconds: float) -> float:
    """Value of the best plan found until then, minus infinity where there was none."""
    return max((point.incumbent for point in trace if point.at_s <= seconds), default=-math.inf)


def packed(trace: Trace) -> list[list[float | None]]:
    """A trace as JSON rows: seconds, value, bound."""
    return [[round(p.at_s, 3), _finite(p.incumbent), _finite(p.bound)] for p in trace]


def unpacked(rows: Iterable[Sequence[float | None]]) -> list[Point]:
    """The trace of JSON rows."""
    return [Point(float(row[0] or 0.0), _known(row[1], -math.inf), _known(row[2], math.inf)) for row in rows]


def _known(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else float(value)


def _finite(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None
