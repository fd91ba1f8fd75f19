"""Tenure in days: how long the federation may be in one municipality, and how long it must be away in between.

With K the longest presence, P the pause and stays that lie less than D apart joined into one presence [b, e), a stay
may be placed or extended where, with it,

    e - b <= K                                   for the presence that it is part of, and
    P <= the days between that presence and each other one.

The numbers are the planner's policy (K = ``tenure_periods``, P = ``tenure_window_periods`` - K, D = one period, each
times ``period_days``), and so is the rule: where the stays of the records keep it, a plan that the planner proposes
breaks nothing here, since it counts every period that a stay touches as a whole one. Together: never more than K days
of presence in any K + P.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relevo_server.domain.days import DaySpan


@dataclass(frozen=True, slots=True)
class Tenure:
    """The numbers.

    Attributes:
        longest_days: Days that one presence may last.
        pause_days: Days that must lie between two presences.
        joining_days: A pause of fewer days is none.
    """

    longest_days: int
    pause_days: int
    joining_days: int

    @property
    def window_days(self) -> int:
        """Days among which there are never more than ``longest_days`` of presence."""
        return self.longest_days + self.pause_days

    def presences(self, stays: Iterable[DaySpan]) -> list[DaySpan]:
        """Join stays into presences, in order of time."""
        joined: list[DaySpan] = []
        for stay in sorted(stays, key=lambda stay: (stay.start, stay.end)):
            if joined and (stay.start - joined[-1].end).days < self.joining_days:
                joined[-1] = DaySpan(joined[-1].start, max(joined[-1].end, stay.end))
            else:
                joined.append(stay)
        return joined

    def objections(self, wanted: DaySpan, others: Iterable[DaySpan]) -> list[str]:
        """Say what speaks against a stay.

        Args:
            wanted: Its days.
            others: Days of every other stay in the municipality, past, present and to come.

        Returns:
            One text per part of the rule that it breaks; empty: it may be.
        """
        presences = self.presences([*others, wanted])
        own = next(presence for presence in presences if presence.covers(wanted))
        told = []
        if own.days > self.longest_days:
            days = f"{own.start} to {own.last_day}"
            told.append(f"would make {own.days} days of federal presence, {days}; at most {self.longest_days} may be")
        for presence in presences:
            away = (own.start - presence.end).days if presence.end <= own.start else (presence.start - own.end).days
            if presence != own and away < self.pause_days:
                days = f"{presence.start} to {presence.last_day}"
                told.append(f"is {away} days apart from the presence of {days}; at least {self.pause_days} must be")
        return told

    def latest_end(self, presence: DaySpan, later: Sequence[DaySpan]) -> date:
        """The latest end that the presence may be extended to, where ``later`` are the presences after it."""
        end = presence.start + timedelta(days=self.longest_days)
        if later:
            end = min(end, later[0].start - timedelta(days=self.pause_days))
        return max(end, presence.end)
