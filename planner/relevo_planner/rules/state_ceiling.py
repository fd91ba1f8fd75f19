"""State ceiling: no state absorbs the federation.

    for every state s:
        sum over ω in s, p of  d[ω] * n[ω, p]
            <=  floor(share * sum over p of N[p] * available periods[p])  -  team-periods that stays already serve in s

share = ``state_ceiling_share``; team-periods count service inside the horizon, not rest. Kind: rations.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.presence import availability, committed_service
from relevo_planner.rules.kinds import Row, ration

ROUNDING = 1e-9


class StateCeiling:
    """One row per state."""

    def rows(self, instance: Instance) -> Iterator[Row]:
        """Yield the rows in the order in which the municipalities name their states."""
        share = instance.policy.state_ceiling_share
        if share >= 1:
            return
        periods = availability(instance).sum(axis=1)
        supply = sum(pool.teams * int(periods[i]) for i, pool in enumerate(instance.pools))
        places: dict[str, list[int]] = {}
        for index, municipality in enumerate(instance.municipalities):
            places.setdefault(municipality.state, []).append(index)
        for state, indices in places.items():
            yield ration(
                Reason.STATE_CEILING,
                state,
                pools=dict.fromkeys(range(len(instance.pools)), 1.0),
                window=(0, instance.periods),
                total=math.floor(share * supply + ROUNDING),
                used=float(committed_service(instance, (instance.municipalities[i].name for i in indices)).sum()),
                municipalities=tuple(indices),
            )
