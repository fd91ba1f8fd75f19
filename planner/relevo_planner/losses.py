"""What it costs at given prices to open an option instead of what its municipality would rather do.

    loss[ω] = best[m] - (best schedule of m that contains ω)

An option whose loss exceeds (bound - incumbent) is in no better plan: leaving it out is exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import Options


def option_losses(options: Options, chosen: NDArray[np.int64], profit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n,) losses of the ``chosen`` options.

    Args:
        options: what the rules leave.
        chosen: (n,) the options that may be opened at all, ascending.
        profit: (n,) value less charges of each.

    The best schedule that contains an option is the best one before it, the option, and the best one after it, found by
    running over periods forwards and backwards for all municipalities at once.
    """
    horizon, count = options.horizon, len(options.curves)
    place, start = options.municipality[chosen], options.start[chosen].astype(np.int64)
    free_from = np.minimum(start + options.periods[chosen] + options.separation, horizon)
    by_start = np.argsort(start, kind="stable")
    edges = np.searchsorted(start[by_start], np.arange(horizon + 1))
    after = np.zeros((horizon + 1, count))
    for period in range(horizon - 1, -1, -1):
        own = by_start[edges[period] : edges[period + 1]]
        after[period] = after[period + 1]
        np.maximum.at(after[period], place[own], profit[own] + after[free_from[own], place[own]])
    before, with_option = np.zeros((horizon + 1, count)), np.zeros(len(chosen))
    for period in range(horizon):
        own = by_start[edges[period] : edges[period + 1]]
        reached = before[period, place[own]] + profit[own]
        with_option[own] = reached + after[free_from[own], place[own]]
        np.maximum.at(before, (free_from[own], place[own]), reached)
        before[period + 1] = np.maximum(before[period + 1], before[period])
    return np.asarray(np.maximum(0.0, after[0, place] - with_option), dtype=np.float64)
