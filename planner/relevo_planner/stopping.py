"""When a search ends, and how it tells what it has so far.

A stop criterion is asked between steps, and says how long the next step may take. The clock is the caller's. Where
steps are counted and no clock is asked, the same question, seed and versions end the same way on every machine.
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


UNLIMITED = FirstOf(())
"""Never stops."""


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


class Steps:
    """Stop after so many steps, however long they take: the same end on every machine.

    The search asks between steps, and every question for the reason is one. A part has a count of its own; its steps
    are steps of the whole, too.
    """

    def __init__(self, most: int, whole: Steps | None = None) -> None:
        """Nothing is taken yet."""
        self._most, self._taken, self._whole = most, 0, whole

    @property
    def left(self) -> int:
        """Steps that may still be taken."""
        own = max(0, self._most - self._taken)
        return own if self._whole is None else min(own, self._whole.left)

    def part(self, share: float) -> Steps:
        """Steps that end once this share of what is left is taken, at least one."""
        return Steps(max(1, math.floor(self.left * share)), self)

    def reason(self, value: float, bound: float) -> Stop | None:
        """``WORK_LIMIT`` once every step is taken."""
        if self.left == 0:
            return Stop.WORK_LIMIT
        self.take()
        return None

    def remaining_s(self) -> float:
        """No clock."""
        return math.inf

    def take(self) -> None:
        """Count a step, of the whole too."""
        self._taken += 1
        if self._whole is not None:
            self._whole.take()


@dataclass(frozen=True, slots=True)
class Effort:
    """What one step of a solver may take: seconds, or nodes of its search tree; infinite and None: no limit."""

    seconds: float
    nodes: int | None


def steps_left(criterion: StopCriterion) -> int | None:
    """The fewest steps that any criterion in it leaves; None where steps are not counted."""
    if isinstance(criterion, Steps):
        return criterion.left
    if isinstance(criterion, EndingEarlier):
        return steps_left(criterion.criterion)
    if isinstance(criterion, FirstOf):
        return min((left for one in criterion.criteria if (left := steps_left(one)) is not None), default=None)
    return None


def effort(criterion: StopCriterion, *, nodes: int, seconds: float = math.inf) -> Effort:
    """Limit one step of a solver: by nodes where steps are counted, by time where they are not.

    Args:
        criterion: of the search that takes the step.
        nodes: most nodes of the step, where steps are counted.
        seconds: most seconds of the step, where they are not.
    """
    if steps_left(criterion) is None:
        return Effort(min(seconds, criterion.remaining_s()), None)
    return Effort(criterion.remaining_s(), nodes)


def keeping(criterion: StopCriterion, share: float) -> StopCriterion:
    """The same criterion with a share of the time and of the steps that remain kept for what comes after."""
    if isinstance(criterion, Steps):
        return criterion.part(1.0 - share)
    if isinstance(criterion, FirstOf):
        return FirstOf([keeping(one, share) for one in criterion.criteria])
    remaining = criterion.remaining_s()
    return criterion if math.isinf(remaining) else EndingEarlier(criterion, share * remaining)


def tolerated_gap(criterion: StopCriterion) -> float:
    """The relative gap at which a criterion would stop; 0 where it never would for that."""
    if isinstance(criterion, Tolerance):
        return criterion.gap
    if isinstance(criterion, EndingEarlier):
        return tolerated_gap(criterion.criterion)
    if isinstance(criterion, FirstOf):
        return max((tolerated_gap(one) for one in criterion.criteria), default=0.0)
    return 0.0
