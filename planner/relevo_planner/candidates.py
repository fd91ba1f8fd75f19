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
    running = np.zeros((per_period.shape[0], per_period.shape[1] + 1))
    np.cumsum(per_period, axis=1, out=running[:, 1:])
    return np.asarray(
        running[candidates.municipality, candidates.end] - running[candidates.municipality, candidates.start]
    )
