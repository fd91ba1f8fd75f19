"""Supply: in no period do more teams of a pool serve or rest than it has left beside the records' stays."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.instance import Instance, Operation
from relevo_planner.review.violation import Violation, count, occupation

RULE = "supply"


def check(instance: Instance, operations: tuple[Operation, ...]) -> Iterator[Violation]:
    """Yield every pool and period that is overdrawn."""
    pools = {pool.name: pool for pool in instance.pools}
    for (name, period), (committed, proposed) in sorted(occupation(instance, operations).items()):
        window = pools[name].available
        if window is not None and not window.start <= period < window.end:
            continue
        free = max(0, pools[name].teams - committed)
        if proposed > free:
            text = f"period {period}: {count(proposed, 'team')} serve or rest; {free} of {pools[name].teams} are free"
            yield Violation(RULE, name, text)
