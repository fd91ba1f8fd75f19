"""Half-open intervals of calendar days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from ``start`` until before ``end``; never empty, never open.

    Raises:
        ValueError: ``end`` is not after ``start``.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")

    @property
    def last_day(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def covers(self, other: DaySpan) -> bool:
        """Whether every day of ``other`` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: DaySpan) -> bool:
        """Whether they share a day."""
        return self.start < other.end and other.start < self.end
