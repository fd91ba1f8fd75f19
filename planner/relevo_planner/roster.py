"""Named teams: which team of a pool serves which operation, with rest respected.

Every interval (service and the rest after it) takes the lowest numbers that are free when it starts. Taken in the order
of their starts, intervals that never overlap more than N times need no more than N numbers (interval colouring, a
greedy that is optimal for interval graphs). Stays of the records are coloured along with the operations, since their
teams are on the ground, but only operations are named in the answer.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from relevo_planner.instance import Instance, Operation, Pool
from relevo_planner.plan import NamedTeam


def name_teams(instance: Instance, operations: Sequence[Operation]) -> tuple[NamedTeam, ...]:
    """Give every team of every operation a number within its pool.

    Returns:
        Teams by pool in the instance's order, then by operation, then by number. Numbers start at 1; more than
        ``Pool.teams`` appear only where the records' own stays already exceed the pool.
    """
    return tuple(team for pool in instance.pools for team in _name_pool(instance, pool, operations))


def _name_pool(instance: Instance, pool: Pool, operations: Sequence[Operation]) -> list[NamedTeam]:
    committed = [
        (stay.start, -1, stay.end, stay.teams[pool.name]) for stay in instance.stays if stay.teams.get(pool.name)
    ]
    proposed = [
        (operation.start, index, operation.end, operation.teams[pool.name])
        for index, operation in enumerate(operations)
        if operation.teams.get(pool.name)
    ]
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    highest, named = 0, []
    for start, index, end, teams in sorted(committed + proposed):
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        for _ in range(teams):
            if not free:
                highest += 1
                heapq.heappush(free, highest)
            number = heapq.heappop(free)
            heapq.heappush(busy, (end + pool.rest_periods, number))
            if index >= 0:
                named.append(NamedTeam(pool.name, number, index))
    return sorted(named, key=lambda team: (team.operation, team.number))
