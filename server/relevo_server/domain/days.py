"""Calendar days: which one it is, and half-open intervals of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

OFFICIAL_TIME = timezone(timedelta(hours=-6), "UTC-06:00")
"""The time of central Mexico, Mexico City's, without summer time since the law on time zones of 2022.

A stay, a due date or a report is about one day for the whole country, whose states keep four different times: the day
that it is in Mexico City. By UTC every evening there would count as tomorrow already.
"""


def day_of(instant: datetime) -> date:
    """The calendar day on which an instant falls."""
    return instant.astimezone(OFFICIAL_TIME).date()


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
