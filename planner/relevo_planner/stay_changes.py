"""How the stays of one plan differ from those of another, municipality by municipality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from relevo_planner.instance import Operation

_Stays: TypeAlias = Mapping[tuple[int, int], Operation]
"""By (start, periods)."""


class StayChangeKind(StrEnum):
    """What became of a stay."""

    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"
    """Another window in the same municipality, with the same teams or others."""
    TEAMS = "teams"
    """The same window with other teams."""


@dataclass(frozen=True, slots=True)
class StayChange:
    """One stay that is not as it was; ``before`` is None where it is new, ``after`` where it is dropped."""

    kind: StayChangeKind
    municipality: str
    before: Operation | None
    after: Operation | None


def stay_changes(before: Iterable[Operation], after: Iterable[Operation]) -> tuple[StayChange, ...]:
    """List the stays that differ, by municipality and start.

    Stays of the same window are paired first, then those that are left, in the order of their start.
    """
    old, new = _by_municipality(before), _by_municipality(after)
    return tuple(change for place in sorted(old.keys() | new.keys()) for change in _in(place, old[place], new[place]))


def _in(
    place: str, old: Mapping[tuple[int, int], Operation], new: Mapping[tuple[int, int], Operation]
) -> list[StayChange]:
    both = old.keys() & new.keys()
    found = [
        StayChange(StayChangeKind.TEAMS, place, old[window], new[window])
        for window in both
        if _teams(old[window]) != _teams(new[window])
    ]
    left = [old[window] for window in sorted(old.keys() - both)]
    come = [new[window] for window in sorted(new.keys() - both)]
    moved = min(len(left), len(come))
    found += [StayChange(StayChangeKind.MOVED, place, *pair) for pair in zip(left, come, strict=False)]
    found += [StayChange(StayChangeKind.DROPPED, place, gone, None) for gone in left[moved:]]
    found += [StayChange(StayChangeKind.NEW, place, None, added) for added in come[moved:]]
    return sorted(found, key=_start)


def _by_municipality(operations: Iterable[Operation]) -> defaultdict[str, dict[tuple[int, int], Operation]]:
    found = defaultdict[str, dict[tuple[int, int], Operation]](dict)
    for operation in operations:
        found[operation.municipality][operation.start, operation.periods] = operation
    return found


def _teams(operation: Operation) -> dict[str, int]:
    return {pool: count for pool, count in operation.teams.items() if count}


def _start(change: StayChange) -> int:
    operation = change.after or change.before
    assert operation is not None
    return operation.start
