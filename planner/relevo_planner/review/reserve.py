"""Reserve: in every base region and period the reserved share of teams neither serves nor rests."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation, count, occupation

RULE = "reserve"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield every base region and period without its reserve."""
    if instance.policy.reserve_share <= 0:
        return
    busy = occupation(instance, operations)
    for base in sorted({pool.base_region for pool in instance.pools}):
        for period in range(instance.periods):
            present = [
                pool
                for pool in instance.pools
                if pool.base_region == base
                and (pool.available is None or pool.available.start <= period < pool.available.end)
            ]
            teams = sum(pool.teams for pool in present)
            committed, proposed = (sum(busy.get((pool.name, period), (0, 0))[i] for pool in present) for i in (0, 1))
            usable = int((1 - instance.policy.reserve_share) * teams + 1e-6)
            if proposed > max(0, usable - committed):
                used = count(committed + proposed, "team")
                text = f"period {period}: {used} of {teams} serve or rest; the reserve leaves {usable}"
                yield Violation(RULE, base or "national pools", text)
