"""From calendar days to planning periods: promises count only whole periods, presence counts every one it touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.instance import Window


@dataclass(frozen=True, slots=True)
class Horizon:
    """``periods`` periods of ``period_days`` days from ``first_day``."""

    first_day: date
    periods: int
    period_days: int

    @property
    def end(self) -> date:
        """First day after it."""
        return self.first_day + timedelta(days=self.periods * self.period_days)

    def inward(self, start: date | None, end: date | None) -> Window | None:
        """The whole periods of the horizon from ``start`` until before ``end``; None: there is none.

        Args:
            start: First day; None: always was.
            end: First day after; None: no end known.
        """
        first = 0 if start is None else max(0, -(-self._offset(start) // self.period_days))
        last = self.periods if end is None else min(self.periods, self._offset(end) // self.period_days)
        return Window(first, last) if first < last else None

    def outward(self, start: date, end: date) -> Window:
        """Every period, past ones and those behind the horizon too, that shares a day with ``start`` .. ``end``."""
        return Window(self._offset(start) // self.period_days, -(-self._offset(end) // self.period_days))

    def whole(self, days: int) -> int:
        """Periods that hold ``days`` days, rounded up."""
        return -(-days // self.period_days)

    def _offset(self, day: date) -> int:
        return (day - self.first_day).days
