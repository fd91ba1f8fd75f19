"""Goal 1: fewest broken floors.

    minimise  the number of floors f for which no stay in m(f) brings at least teams(f) teams (of k(f), if given)

Floors are elastic: one that cannot be met is reported with the demands it conflicts with, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from relevo_planner.instance import Floor, Instance, Operation

UNIT = "broken floors"


def floor_met_by_stays(instance: Instance, floor: Floor) -> bool:
    """Whether a stay of the records that reaches into the horizon already brings the teams."""
    return any(
        stay.municipality == floor.municipality
        and stay.start < instance.periods
        and stay.end > 0
        and _teams(instance, floor, stay.teams) >= floor.teams
        for stay in instance.stays
    )


def broken_floors(instance: Instance, operations: Iterable[Operation]) -> tuple[int, ...]:
    """Indices of the floors that neither the operations nor the records' stays meet."""
    every = tuple(operations)
    return tuple(
        index
        for index, floor in enumerate(instance.floors)
        if not floor_met_by_stays(instance, floor)
        and not any(
            operation.municipality == floor.municipality and _teams(instance, floor, operation.teams) >= floor.teams
            for operation in every
        )
    )


def _teams(instance: Instance, floor: Floor, teams: Mapping[str, int]) -> int:
    serving = {pool.name for pool in instance.pools if floor.capability in (None, pool.capability)}
    return sum(count for pool, count in teams.items() if pool in serving)
