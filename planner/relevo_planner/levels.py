"""Coarse prices first: one price per chunk of periods, then finer, so that each step starts near its end.

A price that is the same for all periods of a chunk is a price all the same: the bound that it proves is valid. With few
prices the master converges at once; the next level starts from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from relevo_planner.options import Options


@dataclass(frozen=True, slots=True)
class Level:
    """How rows are summed, how close the bound must come, and how far prices may move at once.

    Attributes:
        coarse: (L, R) 1 where a fine row belongs to a coarse one.
        gap: relative distance between bound and master at which the level ends.
        reach: half width of the price box, relative to the price.
    """

    coarse: sparse.csr_matrix
    gap: float
    reach: float


def price_levels(options: Options, tolerance: float, *, warm: bool) -> tuple[Level, ...]:
    """The levels to go through.

    Args:
        options: what the rules leave.
        tolerance: relative gap of the last level.
        warm: whether prices are known: only the finest level is needed.
    """
    horizon = options.horizon
    plan = [(horizon, 0.02, 0.5), (7, 0.01, 0.2), (3, 0.005, 0.1), (1, 0.0, 0.1)]
    steps = [step for step in plan if step[0] in (1, horizon) or 2 * step[0] < horizon]
    if warm or horizon <= 1:
        steps = steps[-1:]
    return tuple(Level(_coarse_rows(options, chunk), max(gap, tolerance), reach) for chunk, gap, reach in steps)


def _coarse_rows(options: Options, chunk: int) -> sparse.csr_matrix:
    """Sum rows that differ only by their period within a chunk."""
    index: dict[object, int] = {}
    group = np.empty(len(options.rows), dtype=np.int64)
    for place, row in enumerate(options.rows):
        alike = (row.reason, row.pools, row.per_team, row.municipalities, row.rests, row.end - row.start)
        group[place] = index.setdefault((alike, row.start // chunk), len(index))
    shape = (len(index), len(group))
    return sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=shape)
