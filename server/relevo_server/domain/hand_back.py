"""What a municipality must have when the federal teams leave, and whether it is on its way.

From the day on which the teams arrived to the day on which a promise is due, an even pace would give

    expected(t) = baseline + (target - baseline) * (t - arrival) / (due - arrival).

The newest accepted figure is held against the line on the day that it describes, not on the day of asking. It is off
track where it lies behind by more than ``SLACK`` of the whole way: recruits and certificates come by the course, not by
the day. A figure that nobody has accepted since the arrival, or that is no longer fresh, is unknown and never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from relevo_server.domain.deployment import Deployment

SLACK = 0.1
"""Share of the whole way that a figure may lie behind an even pace."""


class Progress(StrEnum):
    """How far a promise has come."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    UNKNOWN = "unknown"
    NOT_MEASURED = "not_measured"
    """No report tells: it counts as kept when its evidence is recorded."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure and the day that it describes; None: unknown."""

    count: int | None
    day: date


@dataclass(frozen=True, slots=True)
class HandBackItem:
    """One thing that the municipality must have.

    Attributes:
        promise: In words.
        commitment: Name of the commitment behind it; empty: the target of a capacity report.
        figure: Of capacity reports that measures it; empty: none does.
        due: Day by which it must be there.
        target: How many there must be; None: not said in numbers, or counted from an unknown beginning.
        baseline: How many there were when the teams arrived; None: unknown.
        current: The newest accepted figure; None: unknown.
        current_day: The day that it describes.
        expected: What an even pace would have given by then; None: unknown.
    """

    promise: str
    commitment: str
    figure: str
    due: date
    progress: Progress
    target: int | None = None
    baseline: int | None = None
    current: int | None = None
    current_day: date | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class HandBack:
    """Everything that the hand-back of a stay needs, as known on ``day``."""

    stay: Deployment
    day: date
    items: tuple[HandBackItem, ...]

    @property
    def is_off_track(self) -> bool:
        """Whether anything is off track: the early warning."""
        return any(item.progress is Progress.OFF_TRACK for item in self.items)


def even_pace(baseline: int, target: int, arrival: date, due: date, day: date) -> float:
    """What an even pace would have given by ``day``; due on the day of arrival or before means at once."""
    whole, gone = (due - arrival).days, (day - arrival).days
    share = 1.0 if whole <= 0 else min(1.0, max(0.0, gone / whole))
    return baseline + (target - baseline) * share


def judged(
    item: HandBackItem, baseline: int | None, current: Reported | None, arrival: date, day: date
) -> HandBackItem:
    """Return the item with its figures and its progress.

    Args:
        item: With its target.
        baseline: How many there were when the teams arrived; None: unknown.
        current: The newest figure accepted since then that is still fresh; None: there is none.
        arrival: Of the teams.
        day: On which is asked.
    """
    known = replace(item, baseline=baseline, progress=Progress.UNKNOWN)
    if current is None or current.count is None or item.target is None:
        return known
    known = replace(known, current=current.count, current_day=current.day)
    if current.count >= item.target:
        return replace(known, progress=Progress.REACHED)
    if day > item.due:
        return replace(known, progress=Progress.OFF_TRACK)
    if baseline is None:
        return known
    expected = even_pace(baseline, item.target, arrival, item.due, current.day)
    behind = expected - current.count > SLACK * (item.target - baseline)
    return replace(known, expected=expected, progress=Progress.OFF_TRACK if behind else Progress.ON_TRACK)
