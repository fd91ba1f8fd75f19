"""The three kinds of rule. Every rule is exactly one of them; that is the whole extension point.

Arrays are over the *candidates*: every (municipality, start, periods) of an instance's horizon, before any rule spoke.
Shapes: C candidates, M municipalities, P pools, T periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every operation that the horizon and the policy's durations allow, as parallel arrays.

    Attributes:
        municipality: (C,) index into ``Instance.municipalities``, ascending.
        start: (C,) first period.
        periods: (C,) length.
        first: (M + 1,) candidates of municipality m are ``first[m]:first[m + 1]``.
    """

    municipality: NDArray[np.int32]
    start: NDArray[np.int32]
    periods: NDArray[np.int32]
    first: NDArray[np.int64]

    @property
    def end(self) -> NDArray[np.int32]:
        """(C,) first period after the operation."""
        return self.start + self.periods

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What a rule of the first kind takes away, and why.

    ``mask`` is (C, 1) where the whole operation falls, (C, P) where only some pools may not serve it.
    """

    reason: Reason
    mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rule of the second kind leaves to one operation; -1 means no limit.

    Attributes:
        reason: what a binding limit is reported as.
        teams: (C,) most teams of all capabilities together.
        officers: (C,) most officers of all teams together.
    """

    reason: Reason
    teams: NDArray[np.int64] | None = None
    officers: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One shared limit of the third kind: ``sum usage * n <= limit``.

    A team of pool ``pools[i]`` uses ``per_team[i]`` for every period of ``[start, end)`` in which it serves (and, where
    ``rests``, in which it rests afterwards) in one of ``municipalities`` (None: anywhere).
    """

    reason: Reason
    label: str
    pools: tuple[int, ...]
    per_team: tuple[float, ...]
    start: int
    end: int
    limit: float
    rests: bool = False
    municipalities: tuple[int, ...] | None = None
    overdrawn: float = 0.0
    """How far stays of the records alone exceed the limit; the limit is then 0."""

    @property
    def subject(self) -> str:
        """Whom the limit binds, without its period: a pool, a base region, a state, a fund."""
        return self.label.removesuffix(f" in period {self.start}")


def ration(
    reason: Reason,
    label: str,
    *,
    pools: Mapping[int, float],
    window: tuple[int, int],
    total: float,
    used: float,
    rests: bool = False,
    municipalities: tuple[int, ...] | None = None,
) -> Row:
    """Build a row whose limit is what the stays of the records (``used``) leave of ``total``, never below 0."""
    return Row(
        reason=reason,
        label=label,
        pools=tuple(pools),
        per_team=tuple(pools.values()),
        start=window[0],
        end=window[1],
        limit=max(0.0, float(total) - used),
        rests=rests,
        municipalities=municipalities,
        overdrawn=max(0.0, used - float(total)),
    )


@runtime_checkable
class Forbids(Protocol):
    """A rule of the first kind."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterable[Forbidden]:
        """Yield what may not be, one mask per reason."""
        ...


@runtime_checkable
class Restricts(Protocol):
    """A rule of the second kind."""

    def limit(self, instance: Instance, candidates: Candidates) -> Limits:
        """Return the limits of every candidate."""
        ...


@runtime_checkable
class Rations(Protocol):
    """A rule of the third kind."""

    def rows(self, instance: Instance) -> Iterable[Row]:
        """Yield the shared limits."""
        ...


Rule = Forbids | Restricts | Rations
