"""The truth about tiny questions by trying every plan; rules are read by the review, never by the optimizer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review import review_operations
from relevo_planner.review.value import plan_value

Plan = tuple[Operation, ...]


def every_plan(instance: Instance) -> Iterator[Plan]:
    """Yield every set of operations that breaks no rule."""
    per_place = [list(_schedules(instance, name.name)) for name in instance.municipalities]
    for chosen in itertools.product(*per_place):
        plan = tuple(itertools.chain(*chosen))
        if not review_operations(instance, plan):
            yield plan


def best_plan(instance: Instance) -> tuple[int, float]:
    """Return the fewest broken floors and, with so few, the greatest value."""
    found = max((-broken(instance, plan), plan_value(instance, plan)) for plan in every_plan(instance))
    return -found[0], found[1]


def broken(instance: Instance, plan: Plan) -> int:
    """Count the floors that neither operations nor stays of the records meet."""
    kind = {pool.name: pool.capability for pool in instance.pools}
    stays = [(s.municipality, s.teams) for s in instance.stays if s.end > 0 and s.start < instance.periods]
    brought = stays + [(operation.municipality, operation.teams) for operation in plan]
    return sum(
        not any(
            name == floor.municipality
            and sum(n for pool, n in teams.items() if floor.capability in (None, kind[pool])) >= floor.teams
            for name, teams in brought
        )
        for floor in instance.floors
    )


def _schedules(instance: Instance, name: str) -> Iterator[Plan]:
    """Yield every set of operations in one municipality that breaks no rule by itself."""
    alone = [o for o in _operations(instance, name) if not review_operations(instance, [o])]
    sets: list[Plan] = [()]
    for operation in alone:
        sets += [
            (*others, operation)
            for others in sets
            if all(operation.start >= o.end or o.start >= operation.end for o in others)
        ]
    for chosen in sets:
        if len(chosen) < 2 or not review_operations(instance, chosen):
            yield chosen


def _operations(instance: Instance, name: str) -> Iterator[Operation]:
    place = next(place for place in instance.municipalities if place.name == name)
    most = [min(pool.teams, len(place.gains.get(pool.capability, ()))) for pool in instance.pools]
    for start in range(instance.periods):
        for length in instance.policy.durations:
            for counts in itertools.product(*(range(n + 1) for n in most)):
                teams = {pool.name: n for pool, n in zip(instance.pools, counts, strict=True) if n}
                if teams and start + length <= instance.periods:
                    yield Operation(name, start, length, teams)
