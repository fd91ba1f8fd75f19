"""What a change makes of a plan: value and its certainty, stays, who gains and who loses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.review import plan_value

Window = tuple[str, int, int]
WORTH_TELLING = 1e-9
"""Of the value of the plan before: a municipality whose value differs by less keeps it."""


class StayChangeKind(StrEnum):
    """What became of a stay."""

    ADDED = "added"
    REMOVED = "removed"
    TEAMS = "teams"
    """The same days with other teams."""


@dataclass(frozen=True, slots=True)
class StayChange:
    """One stay that is not as it was; None: there is none on that side."""

    kind: StayChangeKind
    before: Operation | None
    after: Operation | None


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What the stays of a municipality bring before and after, in units of value."""

    municipality: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One plan against another, each for its own question.

    Attributes:
        stays: those that changed, by municipality and first period.
        kept: how many are as they were.
        places: municipalities whose value changed, those that lose most first.
        least: the best plan of the second question is worth at least so much more than the best of the first.
        most: and at most so much.
    """

    stays: tuple[StayChange, ...]
    kept: int
    places: tuple[PlaceChange, ...]
    least: float
    most: float


def difference(before: tuple[Instance, Plan], after: tuple[Instance, Plan]) -> Difference:
    """Compare two plans with the questions that they answer.

    The certificates bound the difference between the best plans: neither has to be known.
    """
    earlier, later = _windows(before[1].operations), _windows(after[1].operations)
    first, second = before[1].certificate, after[1].certificate
    values = {operation.municipality: [0.0, 0.0] for plan in (before[1], after[1]) for operation in plan.operations}
    for side, (instance, plan) in enumerate((before, after)):
        for operation in plan.operations:
            values[operation.municipality][side] += plan_value(instance, (operation,))
    told = WORTH_TELLING * max(abs(first.value), 1e-12)
    places = [PlaceChange(name, *pair) for name, pair in values.items() if abs(pair[1] - pair[0]) > told]
    stays = tuple(_stay_changes(earlier, later))
    return Difference(
        stays=stays,
        kept=sum(1 for window, operation in earlier.items() if _same(operation, later.get(window))),
        places=tuple(sorted(places, key=lambda place: (place.after - place.before, place.municipality))),
        least=second.value - first.bound,
        most=second.bound - first.value,
    )


def _windows(operations: Iterable[Operation]) -> dict[Window, Operation]:
    return {(one.municipality, one.start, one.periods): one for one in operations}


def _stay_changes(earlier: Mapping[Window, Operation], later: Mapping[Window, Operation]) -> Iterable[StayChange]:
    for window in sorted({*earlier, *later}):
        before, after = earlier.get(window), later.get(window)
        if before is None:
            yield StayChange(StayChangeKind.ADDED, None, after)
        elif after is None:
            yield StayChange(StayChangeKind.REMOVED, before, None)
        elif not _same(before, after):
            yield StayChange(StayChangeKind.TEAMS, before, after)


def _same(before: Operation, after: Operation | None) -> bool:
    return after is not None and _teams(before) == _teams(after)


def _teams(operation: Operation) -> dict[str, int]:
    return {pool: count for pool, count in operation.teams.items() if count}
