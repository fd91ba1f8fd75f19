"""Roster: every operation's teams are named, and no named team is in two places or without its rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.review.violation import Violation, said

RULE = "roster"


def check_roster(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Yield teams that are missing, invented or overworked."""
    named = Counter((team.operation, team.pool) for team in plan.roster)
    asked = {
        (index, pool): teams
        for index, operation in enumerate(plan.operations)
        for pool, teams in operation.teams.items()
    }
    for index, pool in sorted(named.keys() | asked.keys()):
        if named[index, pool] != asked.get((index, pool), 0):
            text = f"{named[index, pool]} teams of {pool} are named, {asked.get((index, pool), 0)} serve"
            yield Violation(RULE, f"operation {index}", text)
    rest = {pool.name: pool.rest_periods for pool in instance.pools}
    service: dict[tuple[str, int], list[Operation]] = {}
    for team in plan.roster:
        if 0 <= team.operation < len(plan.operations) and team.pool in rest:
            service.setdefault((team.pool, team.number), []).append(plan.operations[team.operation])
    for (pool, number), operations in sorted(service.items()):
        for earlier, later in pairwise(sorted(operations, key=lambda operation: operation.start)):
            if later.start < earlier.end + rest[pool]:
                text = f"serves in {said(later)} without rest after {said(earlier)}"
                yield Violation(RULE, f"{pool} team {number}", text)
    yield from _numbers(instance, plan)


def _numbers(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Numbers above the pool's size, unless stays of the records alone already exceed it."""
    for pool in instance.pools:
        committed = max(
            (
                sum(
                    stay.teams.get(pool.name, 0)
                    for stay in instance.stays
                    if stay.start <= period < stay.end + pool.rest_periods
                )
                for period in range(instance.periods)
            ),
            default=0,
        )
        highest = max((team.number for team in plan.roster if team.pool == pool.name), default=0)
        if highest > max(pool.teams, committed):
            yield Violation(RULE, pool.name, f"names team {highest}; the pool has {pool.teams}")
