"""What an earlier plan leaves for the next one to begin with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from relevo_planner.instance import Operation
from relevo_planner.plan import LimitPrice, Plan, Reason

PER_PERIOD = (Reason.SUPPLY, Reason.RESERVE)
"""Limits that there are once for every period; others hold for the whole horizon."""


@dataclass(frozen=True, slots=True)
class Warm:
    """What an earlier plan leaves for the next: its operations and what its limits were worth."""

    operations: tuple[Operation, ...]
    prices: tuple[LimitPrice, ...] = ()

    def later(self, periods: int) -> Warm:
        """The same in the periods of a question that begins so many periods later."""
        operations = tuple(replace(one, start=one.start - periods) for one in self.operations)
        prices = tuple(replace(p, start=p.start - periods) if p.reason in PER_PERIOD else p for p in self.prices)
        return Warm(
            tuple(operation for operation in operations if operation.start >= 0),
            tuple(price for price in prices if price.start >= 0),
        )


def warm_from(plan: Plan) -> Warm:
    """What a plan leaves for the next one."""
    return Warm(plan.operations, plan.limit_prices)
