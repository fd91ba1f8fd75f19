"""Reach: every pool serves only where and when it can."""

from __future__ import annotations

import math
from collections.abc import Iterator

from relevo_planner.instance import Instance, Municipality, Operation, Pool
from relevo_planner.review.violation import Violation, said

RULE = "reach"
EARTH_RADIUS_KM = 6371.0088


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield operations served from too far, from another region, or outside a pool's time."""
    places = {municipality.name: municipality for municipality in instance.municipalities}
    pools = {pool.name: pool for pool in instance.pools}
    for operation in operations:
        place = places[operation.municipality]
        for name in operation.teams:
            for fault in _faults(pools[name], place, operation):
                yield Violation(RULE, place.name, f"{said(operation)}: {fault}")


def _faults(pool: Pool, place: Municipality, operation: Operation) -> Iterator[str]:
    if pool.reach_regions and place.region not in pool.reach_regions:
        yield f"{pool.name} does not serve {place.region or 'a place without a region'}"
    if pool.reach_km is not None:
        km = distance_km(pool, place)
        if km is None:
            yield f"{pool.name} reaches {pool.reach_km:g} km, but a point is unknown"
        elif km > pool.reach_km:
            yield f"{pool.name} reaches {pool.reach_km:g} km, but it is {km:.1f} km away"
    if pool.available and (operation.start < pool.available.start or operation.end > pool.available.end):
        yield f"{pool.name} is available in periods {pool.available.start} to {pool.available.end - 1} only"


def distance_km(pool: Pool, place: Municipality) -> float | None:
    """Great-circle distance by the vectors of both points; None where one is unknown."""
    vectors = []
    for latitude, longitude in ((pool.latitude, pool.longitude), (place.latitude, place.longitude)):
        if latitude is None or longitude is None:
            return None
        north, east = math.radians(latitude), math.radians(longitude)
        vectors.append((math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)))
    return EARTH_RADIUS_KM * 2 * math.asin(min(1.0, math.dist(vectors[0], vectors[1]) / 2))
