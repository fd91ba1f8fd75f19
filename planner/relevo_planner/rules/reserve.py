"""Reserve: part of every region's teams stays at home for the unforeseen.

    for every base region b (national pools, without one, are a group of their own) and period t:
        sum over ω and pools p of b available at t of  occ[p, ω, t] * n[ω, p]
            <=  floor((1 - share) * sum over those p of N[p])  -  committed[b, t]

``occ`` is 1 while serving and while resting: a resting team is no reserve. share = ``reserve_share``. Kind: rations.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.presence import availability, committed_teams
from relevo_planner.rules.kinds import Row, ration

ROUNDING = 1e-9


class Reserve:
    """One row per base region and period."""

    def rows(self, instance: Instance) -> Iterator[Row]:
        """Yield the rows in the order in which the pools name their base regions."""
        share = instance.policy.reserve_share
        if share <= 0:
            return
        committed, available = committed_teams(instance), availability(instance)
        teams = np.array([pool.teams for pool in instance.pools], dtype=np.int64)
        bases = np.array([pool.base_region for pool in instance.pools], dtype=object)
        for base in dict.fromkeys(bases):
            for period in range(instance.periods):
                pools = np.flatnonzero((bases == base) & available[:, period])
                if teams[pools].any():
                    yield ration(
                        Reason.RESERVE,
                        f"{base or 'national pools'} in period {period}",
                        pools={int(pool): 1.0 for pool in pools},
                        window=(period, period + 1),
                        total=math.floor((1 - share) * int(teams[pools].sum()) + ROUNDING),
                        used=float(committed[pools, period].sum()),
                        rests=True,
                    )
