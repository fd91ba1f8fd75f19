"""Coarse prices first: one price per chunk of periods, then finer, so that each step starts near its end.

A price that is the same for all periods of a chunk is a price all the same: the bound that it proves is valid. With few
prices the master converges at once; the next level starts from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import Options

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """How rows are summed, how close the bound must come, and how far prices may move at once.

    Attributes:
        coarse: (R,) the coarse row that each row belongs to, 0 to L - 1.
        gap: relative distance between bound and master at which the level ends.
        reach: half width of the price box, relative to the price.
    """

    coarse: Indices
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


def _coarse_rows(options: Options, chunk: int) -> Indices:
    """(R,) Rows that differ only by their period within a chunk belong together."""
    index: dict[object, int] = {}
    group = np.empty(len(options.rows), dtype=np.int64)
    for place, row in enumerate(options.rows):
        alike = (row.reason, row.pools, row.per_team, row.municipalities, row.rests, row.end - row.start)
        group[place] = index.setdefault((alike, row.start // chunk), len(index))
    return group
