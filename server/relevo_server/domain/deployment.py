"""Teams actually placed, from day to day, never without an end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from relevo_server.domain.days import DaySpan
from relevo_server.domain.errors import Fault, state_forbids
from relevo_server.domain.limits import (
    LIST_ENTRIES,
    MOST_TEAMS,
    count_faults,
    duplicate_faults,
    span_faults,
    text_faults,
)
from relevo_server.domain.names import etag_of, is_municipality


class DeploymentState(StrEnum):
    """Planned, then active, perhaps extended, perhaps withdrawn early; a planned one can be cancelled."""

    PLANNED = "planned"
    ACTIVE = "active"
    EXTENDED = "extended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


_BEFORE = frozenset({DeploymentState.PLANNED})
_PRESENT = frozenset({DeploymentState.ACTIVE, DeploymentState.EXTENDED})
_FROM: Mapping[DeploymentState, frozenset[DeploymentState]] = {
    DeploymentState.PLANNED: _BEFORE,
    DeploymentState.ACTIVE: _BEFORE,
    DeploymentState.EXTENDED: _PRESENT,
    DeploymentState.WITHDRAWN: _PRESENT,
    DeploymentState.CANCELLED: _BEFORE,
}
STEPS: Mapping[DeploymentState, str] = {
    DeploymentState.PLANNED: "moved",
    DeploymentState.ACTIVE: "activated",
    DeploymentState.EXTENDED: "extended",
    DeploymentState.WITHDRAWN: "withdrawn",
    DeploymentState.CANCELLED: "cancelled",
}
"""What is done to a deployment that becomes so."""


@dataclass(frozen=True, slots=True)
class PoolTeams:
    """A number of like teams of ``pools/{id}``.

    ``numbers`` says which ones, from 1. They are fixed when the teams go and kept for as long as the stay lasts; before
    that they are a wish, or nothing.
    """

    pool: str
    teams: int
    numbers: tuple[int, ...] = ()

    def faults(self, path: str) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = text_faults(f"{path}.pool", self.pool, required=True)
        faults += count_faults(f"{path}.teams", self.teams, least=1, most=MOST_TEAMS)
        if self.numbers and len(self.numbers) != self.teams:
            why = f"names {len(self.numbers)} teams, but {self.teams} are sent"
            faults.append(Fault(f"{path}.numbers", why, "Name each of them, or none"))
        for index, number in enumerate(self.numbers):
            faults += count_faults(f"{path}.numbers[{index}]", number, least=1, most=MOST_TEAMS)
        return faults + duplicate_faults(f"{path}.numbers", [f"team {number}" for number in self.numbers])


@dataclass(frozen=True, slots=True)
class DeploymentDraft:
    """What a caller says of a deployment; None is not said."""

    municipality: str
    agreement: str
    start: date | None
    end: date | None
    teams: tuple[PoolTeams, ...]
    plan: str = ""

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        path = "deployment"
        faults = span_faults(f"{path}.start_date", self.start, f"{path}.end_date", self.end)
        faults += text_faults(f"{path}.agreement", self.agreement, required=True)
        faults += text_faults(f"{path}.plan", self.plan)
        if not is_municipality(self.municipality):
            why = f"{self.municipality!r} is no municipality"
            faults.append(Fault(f"{path}.municipality", why, "Write municipalities/ and five digits"))
        return faults + self._teams_faults(f"{path}.teams")

    def _teams_faults(self, path: str) -> list[Fault]:
        if not 0 < len(self.teams) <= LIST_ENTRIES:
            return [Fault(path, f"has {len(self.teams)} entries", f"Name 1 to {LIST_ENTRIES} pools")]
        faults = [fault for index, entry in enumerate(self.teams) for fault in entry.faults(f"{path}[{index}]")]
        return faults + duplicate_faults(path, [entry.pool for entry in self.teams])


@dataclass(frozen=True, slots=True)
class Deployment:
    """Teams in one municipality from ``start`` until before ``end``, ``deployments/{id}``.

    ``agreement`` is the live agreement that it stands on; ``plan`` the plan that proposed it, empty: placed by hand;
    ``reason`` why it was moved, withdrawn or cancelled.
    """

    name: str
    municipality: str
    agreement: str
    start: date
    end: date
    teams: tuple[PoolTeams, ...]
    state: DeploymentState
    plan: str
    created: datetime
    version: int = 1
    reason: str = ""

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    @property
    def span(self) -> DaySpan:
        """Days with the teams."""
        return DaySpan(self.start, self.end)

    @property
    def last_day(self) -> date:
        """Last day with the teams."""
        return self.span.last_day

    @property
    def counts(self) -> bool:
        """Whether it is presence and uses teams: everything but a cancelled one."""
        return self.state is not DeploymentState.CANCELLED

    def teams_of(self, pool: str) -> int:
        """Teams of ``pool`` that it uses."""
        return sum(entry.teams for entry in self.teams if entry.pool == pool)

    @property
    def has_gone(self) -> bool:
        """Whether its teams have left for it: from then on they are named, and their days are presence."""
        return self.state not in {DeploymentState.PLANNED, DeploymentState.CANCELLED}

    def activate(self, arrival: date, teams: tuple[PoolTeams, ...]) -> Deployment:
        """The teams arrived on ``arrival``; ``teams`` names them.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is planned.
            ValueError: The arrival lies outside of the stay.
        """
        self._require(DeploymentState.PLANNED)
        if arrival not in self.span:
            raise ValueError(f"{arrival} does not lie within {self.start} to {self.last_day}")
        return self._next(state=DeploymentState.ACTIVE, start=arrival, teams=teams)

    def extend(self, end: date, agreement: str = "") -> Deployment:
        """The teams stay until before ``end``; whether an agreement carries that is for the caller to see to.

        Raises:
            RelevoError: STATE_FORBIDS, unless the teams are there.
            ValueError: ``end`` is not later than now agreed.
        """
        self._require(DeploymentState.EXTENDED)
        if end <= self.end:
            raise ValueError(f"{end} is not after {self.end}")
        return self._next(state=DeploymentState.EXTENDED, end=end, agreement=agreement or self.agreement)

    def move(self, municipality: str, span: DaySpan, agreement: str, reason: str = "") -> Deployment:
        """The teams will go elsewhere, or on other days.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is planned.
        """
        self._require(DeploymentState.PLANNED)
        place = {"municipality": municipality, "agreement": agreement}
        return self._next(state=DeploymentState.PLANNED, start=span.start, end=span.end, reason=reason, **place)

    def withdraw(self, end: date, reason: str = "") -> Deployment:
        """The teams leave early: ``end`` is the first day without them.

        Raises:
            RelevoError: STATE_FORBIDS, unless the teams are there.
            ValueError: ``end`` is not after the start, or later than agreed.
        """
        self._require(DeploymentState.WITHDRAWN)
        if not self.start < end <= self.end:
            raise ValueError(f"{end} does not lie after {self.start} and up to {self.end}")
        return self._next(state=DeploymentState.WITHDRAWN, end=end, reason=reason)

    def cancel(self, reason: str = "") -> Deployment:
        """The teams never go.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is planned.
        """
        self._require(DeploymentState.CANCELLED)
        return self._next(state=DeploymentState.CANCELLED, reason=reason)

    def may_become(self, state: DeploymentState) -> bool:
        """Whether its present state allows the step to ``state``."""
        return self.state in _FROM[state]

    def _require(self, state: DeploymentState) -> None:
        if not self.may_become(state):
            raise state_forbids(self.name, self.state, STEPS[state])

    def _next(self, **changed: Any) -> Deployment:
        return replace(self, version=self.version + 1, **changed)


def busiest(
    pool: str, deployments: Iterable[Deployment], window: DaySpan, rest: timedelta
) -> tuple[date, int, Sequence[str]]:
    """Find the day of ``window`` on which most teams of a pool are away, serving or resting.

    Args:
        pool: Its name.
        deployments: Those that may use it.
        window: Days looked at.
        rest: How long a team rests after a stay.

    Returns:
        The first such day, the teams away, and the deployments that use them.
    """
    away = [
        (DaySpan(stay.start, stay.end + rest), stay.teams_of(pool), stay.name)
        for stay in deployments
        if stay.counts and stay.teams_of(pool)
    ]
    # Use only rises where a stay begins, so those days (and the first) are enough to look at.
    days = sorted({window.start, *(span.start for span, _, _ in away if span.start in window)})
    by_day: Mapping[date, int] = {day: sum(teams for span, teams, _ in away if day in span) for day in days}
    worst = max(days, key=lambda day: (by_day[day], -day.toordinal()))
    return worst, by_day[worst], tuple(name for span, _, name in away if worst in span)
