"""Which options later goals may choose from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import Options
from relevo_planner.solution import Solution
from relevo_planner.usage import allowed_pairs, row_usage

MOST_PAIRS = 3_000
"""(option, pool) pairs that a solver takes in its stride; above it, options far from paying are left out."""


def near_options(options: Options, solution: Solution, always: NDArray[np.int64]) -> NDArray[np.int64]:
    """Choose options for the goals after goal 2.

    Args:
        options: what the rules leave.
        solution: goal 2's, with its row prices.
        always: options to keep in any case; the solution's own always are.

    Returns:
        Ascending option indices: all of them where they are few, else those whose value per team stays closest to what
        their teams cost at goal 2's prices.
    """
    if int(options.allowed.sum()) <= MOST_PAIRS:
        return np.arange(len(options), dtype=np.int64)
    kept = np.union1d(always, [opening.option for opening in solution.openings]).astype(np.int64)
    margin = best_margins(options, solution)
    sizes = options.allowed.sum(axis=1)
    order = np.argsort(-margin, kind="stable")
    within = order[np.cumsum(sizes[order]) <= MOST_PAIRS]
    return np.union1d(kept, within).astype(np.int64)


def best_margins(options: Options, solution: Solution) -> NDArray[np.float64]:
    """(O,) what the first team of each option brings above what its pool costs, at best, per period of the window."""
    everything = np.arange(len(options), dtype=np.int64)
    pairs = allowed_pairs(options, everything)
    cost = options.pool_cost[pairs.pool].copy()
    if solution.row_prices is not None:
        usage = row_usage(options, pairs)
        np.add.at(cost, usage.pair, solution.row_prices[usage.row] * usage.amount)
    first = np.array([[curve.gains[0] if curve.gains else 0.0 for curve in own] for own in options.curves])
    gain = first[options.municipality[pairs.option], options.pool_capability[pairs.pool]] * options.weight[pairs.option]
    margin = np.full(len(options), -np.inf)
    np.maximum.at(margin, pairs.option, (gain - cost) / options.periods[pairs.option])
    return margin
