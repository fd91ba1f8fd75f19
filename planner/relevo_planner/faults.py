"""One thing that is wrong with an instance, and the checks of single values that find it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relevo_planner.instance import Window

MOST_PERIODS = 520
"""Twenty years of fortnights: a longer horizon is a mistake, not a question."""
MOST_TEAMS = 100_000
"""More teams than any federation has, or than one municipality could need."""
MOST_OFFICERS = 10_000_000
MOST_AMOUNT = 1e12
"""Gains, weights and costs: above it solvers no longer tell numbers apart, and sums of products overflow."""
MOST_MXN = 1e15
"""Of a fund: more than a hundred years of all federal spending."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (a path into the instance) and what, with what would be right."""

    where: str
    text: str


def duplicate_faults(kind: str, names: Iterable[str]) -> Iterator[Fault]:
    """Yield names that are empty or given twice."""
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if not name:
            yield Fault(f"{kind}[{index}].name", "is empty")
        elif name in first:
            yield Fault(f"{kind}[{index}].name", f"{name!r} is already the name of {kind}[{first[name]}]")
        first.setdefault(name, index)


def window_faults(where: str, window: Window) -> Iterator[Fault]:
    """Yield a window that holds no period."""
    if window.end <= window.start:
        yield Fault(
            where, f"ends ({window.end}) before it has begun ({window.start}); the end is the first period after"
        )


def point_faults(where: str, latitude: float | None, longitude: float | None) -> Iterator[Fault]:
    """Yield half a point, or one that is not on earth."""
    if (latitude is None) != (longitude is None):
        yield Fault(where, "has only half a point; give latitude and longitude or neither")
    for name, degrees, most in (("latitude", latitude, 90.0), ("longitude", longitude, 180.0)):
        if degrees is not None and not -most <= degrees <= most:
            yield Fault(f"{where}.{name}", f"is {degrees}; it must lie between -{most:g} and {most:g} degrees")


def number_faults(where: str, value: float, most: float = MOST_AMOUNT) -> Iterator[Fault]:
    """Yield a number that is not finite, negative or above ``most``."""
    if not math.isfinite(value):
        yield Fault(where, f"is {value}; give a finite number")
    elif not 0 <= value <= most:
        yield Fault(where, f"is {value:g}; it must be 0 or more, at most {most:g}")


def whole_faults(where: str, value: int, most: int) -> Iterator[Fault]:
    """Yield a whole number outside 0 to ``most``."""
    if not 0 <= value <= most:
        yield Fault(where, f"is {value}; it must be 0 to {most}")
