"""State ceiling: no state holds more than its share of all team-periods that the pools can supply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation

RULE = "state ceiling"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield every state above its ceiling."""
    supply = 0
    for pool in instance.pools:
        for period in range(instance.periods):
            if pool.available is None or pool.available.start <= period < pool.available.end:
                supply += pool.teams
    ceiling = instance.policy.state_ceiling_share * supply
    state_of = {municipality.name: municipality.state for municipality in instance.municipalities}
    proposed: Counter[str] = Counter()
    committed: Counter[str] = Counter()
    for operation in operations:
        proposed[state_of[operation.municipality]] += operation.periods * sum(operation.teams.values())
    for stay in instance.stays:
        inside = max(0, min(stay.end, instance.periods) - max(stay.start, 0))
        committed[state_of[stay.municipality]] += inside * sum(stay.teams.values())
    for state, team_periods in sorted(proposed.items()):
        if team_periods > max(0.0, ceiling - committed[state]) + 1e-6 and instance.policy.state_ceiling_share < 1:
            total = team_periods + committed[state]
            yield Violation(RULE, state, f"{total} team-periods of {supply} supplied; the ceiling is {ceiling:g}")
