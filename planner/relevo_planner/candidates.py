"""Every operation that the horizon and the policy's durations allow, before any rule spoke."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance
from relevo_planner.rules.kinds import Candidates


def enumerate_candidates(instance: Instance) -> Candidates:
    """List every (municipality, start, periods) that lies wholly inside the horizon.

    Municipalities keep the instance's order; inside one the order is by start, then by length.
    """
    windows = [
        (start, periods)
        for start in range(instance.periods)
        for periods in sorted(set(instance.policy.durations))
        if periods >= 1 and start + periods <= instance.periods
    ]
    start, periods = (np.array([window[i] for window in windows], dtype=np.int32) for i in (0, 1))
    count = len(instance.municipalities)
    return Candidates(
        municipality=np.repeat(np.arange(count, dtype=np.int32), len(windows)),
        start=np.tile(start, count),
        periods=np.tile(periods, count),
        first=np.arange(count + 1, dtype=np.int64) * len(windows),
    )


def window_sums(per_period: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    """Sum a per-period quantity over each candidate's window.

    Args:
        per_period: (M, T), one row per municipality.
        candidates: C candidates.

    Returns:
        (C,) sums over ``start .. end - 1``.
    """
    sums = np.zeros(len(candidates))
    last = per_period.shape[1] + 1
    for periods in np.unique(candidates.periods).tolist():
        # Added up window by window: differences of running sums would leave crumbs where a window weighs nothing.
        every_start = sum(per_period[:, offset : last - periods + offset] for offset in range(periods))
        own = np.flatnonzero(candidates.periods == periods)
        sums[own] = np.asarray(every_start)[candidates.municipality[own], candidates.start[own]]
    return sums
