"""Goal 2: most priority-weighted need covered.

    maximise  Σ_ω Σ_k Σ_{j <= n[ω, k]} g[m, k, j] * Σ_{t in ω} λ[m, t]  -  Σ_ω Σ_p cost[p] * n[ω, p]

It is the value of every certificate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from relevo_planner.instance import Capability, Instance, Municipality, Operation

UNIT = "priority-weighted need"


def covered_value(instance: Instance, operations: Iterable[Operation]) -> float:
    """Goal 2's value of operations, costs taken off."""
    places = {municipality.name: municipality for municipality in instance.municipalities}
    return math.fsum(operation_value(instance, places[operation.municipality], operation) for operation in operations)


def operation_value(instance: Instance, place: Municipality, operation: Operation) -> float:
    """What one operation brings, less what its teams cost."""
    pools = {pool.name: pool for pool in instance.pools}
    teams: Counter[Capability] = Counter()
    for name, count in operation.teams.items():
        teams[pools[name].capability] += count
    weight = math.fsum(place.period_weights[operation.start : operation.end])
    gains = math.fsum(math.fsum(place.gains.get(k, ())[:count]) for k, count in teams.items())
    return gains * weight - math.fsum(pools[name].cost_per_operation * count for name, count in operation.teams.items())


def most_conceivable(instance: Instance) -> float:
    """What all need of all periods is worth: a bound that holds where nothing else was proven."""
    return math.fsum(
        gain * weight
        for place in instance.municipalities
        for weight in (math.fsum(place.period_weights),)
        for gains in place.gains.values()
        for gain in gains
    )
