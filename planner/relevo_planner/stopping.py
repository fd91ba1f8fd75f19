"""When a search ends, and how it tells what it has so far.

A stop criterion is asked between steps, and says how long the next step may take. The clock is the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from relevo_planner.instance import Operation
from relevo_planner.plan import Certificate, Stop
from relevo_planner.solution import Opening


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: the phase in the user's words, the best plan's value and the bound proven so far.

    ``openings`` and ``operations`` are that plan, as the optimizer and as the instance names it; None: not told.
    """

    phase: str
    value: float
    bound: float
    openings: tuple[Opening, ...] | None = None
    operations: tuple[Operation, ...] | None = None


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Report nothing."""


class StopCriterion(Protocol):
    """Decides whether to go on."""

    def reason(self, value: float, bound: float) -> Stop | None:
        """Why to stop now, None to go on."""
        ...

    def remaining_s(self) -> float:
        """Seconds that the next step may take; infinite where no clock limits."""
        ...


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Stop once the relative gap is proven."""

    gap: float

    def reason(self, value: float, bound: float) -> Stop | None:
        """``TOLERANCE`` once the certificate's gap is at most the tolerance."""
        return Stop.TOLERANCE if math.isfinite(bound) and Certificate(value, bound).gap <= self.gap else None

    def remaining_s(self) -> float:
        """No clock."""
        return math.inf


@dataclass(frozen=True, slots=True)
class Deadline:
    """Stop at an instant of a monotonic clock given in seconds."""

    at_s: float
    clock: Callable[[], float]

    def reason(self, value: float, bound: float) -> Stop | None:
        """``DEADLINE`` once the clock has passed."""
        return Stop.DEADLINE if self.remaining_s() <= 0 else None

    def remaining_s(self) -> float:
        """Seconds to the deadline, never negative."""
        return max(0.0, self.at_s - self.clock())


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stop once the caller says so."""

    asked: Callable[[], bool]

    def reason(self, value: float, bound: float) -> Stop | None:
        """``CANCELLED`` once asked."""
        return Stop.CANCELLED if self.asked() else None

    def remaining_s(self) -> float:
        """No clock."""
        return math.inf


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Stop as soon as any of several criteria says so."""

    criteria: Sequence[StopCriterion]

    def reason(self, value: float, bound: float) -> Stop | None:
        """The first reason in the order given."""
        reasons = (criterion.reason(value, bound) for criterion in self.criteria)
        return next((reason for reason in reasons if reason is not None), None)

    def remaining_s(self) -> float:
        """The shortest of all."""
        return min((criterion.remaining_s() for criterion in self.criteria), default=math.inf)


@dataclass(frozen=True, slots=True)
class EndingEarlier:
    """Another criterion, with some of its time kept for what comes after."""

    criterion: StopCriterion
    kept_s: float

    def reason(self, value: float, bound: float) -> Stop | None:
        """The other's reason, or ``DEADLINE`` once only the kept time remains."""
        found = self.criterion.reason(value, bound)
        return Stop.DEADLINE if found is None and self.remaining_s() <= 0 else found

    def remaining_s(self) -> float:
        """What the other leaves above the kept time."""
        return max(0.0, self.criterion.remaining_s() - self.kept_s)


def tolerated_gap(criterion: StopCriterion) -> float:
    """The relative gap at which a criterion would stop; 0 where it never would for that."""
    if isinstance(criterion, Tolerance):
        return criterion.gap
    if isinstance(criterion, EndingEarlier):
        return tolerated_gap(criterion.criterion)
    if isinstance(criterion, FirstOf):
        return max((tolerated_gap(one) for one in criterion.criteria), default=0.0)
    return 0.0
