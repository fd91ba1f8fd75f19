"""How much of each region's need is covered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from relevo_planner.instance import Capability, Instance, Municipality, Operation
from relevo_planner.options import Options


def region_need(instance: Instance) -> dict[str, float]:
    """All that teams could bring in each region, regions without need left out."""
    need: dict[str, float] = {}
    for place in instance.municipalities:
        gains = math.fsum(math.fsum(own) for own in place.gains.values())
        need[place.region] = need.get(place.region, 0.0) + gains * math.fsum(place.period_weights)
    return {region: amount for region, amount in need.items() if amount > 0}


def region_shares(instance: Instance, operations: Iterable[Operation]) -> dict[str, float]:
    """Covered share of each region's need under the operations and the records' stays."""
    need = region_need(instance)
    covered = dict.fromkeys(need, 0.0)
    places = {place.name: place for place in instance.municipalities}
    for name, start, end, teams in _presences(instance, operations):
        place = places[name]
        if place.region in covered:
            weight = math.fsum(place.period_weights[max(start, 0) : max(end, 0)])
            covered[place.region] += weight * _gains(instance, place, teams)
    return {region: covered[region] / need[region] for region in need}


def reachable_regions(instance: Instance, options: Options) -> tuple[str, ...]:
    """Regions with need in which at least one operation is possible."""
    served = {instance.municipalities[int(place)].region for place in np.unique(options.municipality)}
    return tuple(region for region in region_need(instance) if region in served)


def worst_share(shares: Mapping[str, float], regions: Iterable[str]) -> float:
    """The smallest share among the regions; 1 where there are none."""
    return min((shares[region] for region in regions), default=1.0)


def _presences(
    instance: Instance, operations: Iterable[Operation]
) -> Iterable[tuple[str, int, int, Mapping[str, int]]]:
    for stay in instance.stays:
        yield stay.municipality, stay.start, min(stay.end, instance.periods), stay.teams
    for operation in operations:
        yield operation.municipality, operation.start, operation.end, operation.teams


def _gains(instance: Instance, place: Municipality, teams: Mapping[str, int]) -> float:
    by_capability: Counter[Capability] = Counter()
    for pool in instance.pools:
        by_capability[pool.capability] += teams.get(pool.name, 0)
    return math.fsum(math.fsum(place.gains.get(k, ())[:count]) for k, count in by_capability.items())
