"""Reach: a pool serves the regions and distances it can reach, while it is available.

Option ω = (m, a, d) and pool p are kept apart when

    the pool names regions and r(m) is none of them,
    or the pool has a greatest distance and km(base[p], m) exceeds it or is unknown,
    or a .. a+d-1 leaves the pool's availability window.

Kilometres are great-circle. Kind: forbids (pool by pool).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relevo_planner.distance import base_to_place_km
from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Forbidden


class Reach:
    """Regions, kilometres, and the time in which the pool exists."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, P) mask for the ground and one for the calendar."""
        km = base_to_place_km(instance)
        regions = np.array([municipality.region for municipality in instance.municipalities], dtype=object)
        outside = np.zeros((len(instance.municipalities), len(instance.pools)), dtype=np.bool_)
        absent = np.zeros((len(candidates), len(instance.pools)), dtype=np.bool_)
        for index, pool in enumerate(instance.pools):
            if pool.reach_regions:
                outside[:, index] |= ~np.isin(regions, pool.reach_regions)
            if pool.reach_km is not None:
                outside[:, index] |= ~(km[index] <= pool.reach_km)
            if pool.available is not None:
                absent[:, index] = (candidates.start < pool.available.start) | (candidates.end > pool.available.end)
        yield Forbidden(Reason.REACH, outside[candidates.municipality])
        yield Forbidden(Reason.AVAILABILITY, absent)
