"""Supply and rest: no pool serves with more teams than it has.

    for every pool p and period t in which it is available:
        sum over options ω of  occ[p, ω, t] * n[ω, p]  <=  N[p] - committed[p, t]

``occ`` is 1 while the operation lasts and during the pool's rest after it, ``committed`` the teams that stays of the
records keep serving or resting. Kind: rations. Pool level is enough: intervals that never overlap more than N times
can be given to N named teams (interval colouring), which the roster does.
"""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.presence import availability, committed_teams
from relevo_planner.rules.kinds import Row, ration


class Supply:
    """One row per pool and period."""

    def rows(self, instance: Instance) -> Iterator[Row]:
        """Yield the rows in the order of pools, then periods."""
        committed = committed_teams(instance)
        available = availability(instance)
        for index, pool in enumerate(instance.pools):
            for period in range(instance.periods):
                if available[index, period]:
                    yield ration(
                        Reason.SUPPLY,
                        f"{pool.name} in period {period}",
                        pools={index: 1.0},
                        window=(period, period + 1),
                        total=pool.teams,
                        used=float(committed[index, period]),
                        rests=True,
                    )
