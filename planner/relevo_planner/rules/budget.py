"""Budget: each fund pays only what it holds.

    for every fund f:
        sum over ω and pools p paid by f of  cost_mxn_per_period[p] * d[ω] * n[ω, p]
            <=  ceiling_mxn[f]  -  what stays of the records draw on f inside the horizon

Kind: rations.
"""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.presence import committed_service
from relevo_planner.rules.kinds import Row, ration


class Budget:
    """One row per fund."""

    def rows(self, instance: Instance) -> Iterator[Row]:
        """Yield the rows in the order of funds."""
        served = committed_service(instance, (municipality.name for municipality in instance.municipalities))
        for fund in instance.funds:
            paid = {
                index: pool.cost_mxn_per_period
                for index, pool in enumerate(instance.pools)
                if pool.fund == fund.name and pool.cost_mxn_per_period > 0
            }
            if paid:
                yield ration(
                    Reason.BUDGET,
                    fund.name,
                    pools=paid,
                    window=(0, instance.periods),
                    total=fund.ceiling_mxn,
                    used=sum(cost * float(served[index]) for index, cost in paid.items()),
                )
