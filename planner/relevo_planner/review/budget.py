"""Budget: no fund pays more than it holds."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation

RULE = "budget"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield every fund that is overdrawn."""
    pools = {pool.name: pool for pool in instance.pools}
    proposed = {fund.name: 0.0 for fund in instance.funds}
    committed = dict(proposed)
    for operation in operations:
        for name, teams in operation.teams.items():
            if pools[name].fund in proposed:
                proposed[pools[name].fund] += teams * operation.periods * pools[name].cost_mxn_per_period
    for stay in instance.stays:
        inside = max(0, min(stay.end, instance.periods) - max(stay.start, 0))
        for name, teams in stay.teams.items():
            if pools[name].fund in committed:
                committed[pools[name].fund] += teams * inside * pools[name].cost_mxn_per_period
    for fund in instance.funds:
        if proposed[fund.name] > max(0.0, fund.ceiling_mxn - committed[fund.name]) + 1e-6 * max(1.0, fund.ceiling_mxn):
            total = proposed[fund.name] + committed[fund.name]
            text = f"operations and stays cost {total:,.2f} MXN; the ceiling is {fund.ceiling_mxn:,.2f} MXN"
            yield Violation(RULE, fund.name, text)
