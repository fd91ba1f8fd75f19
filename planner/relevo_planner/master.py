"""The master program: which mixture of the columns found so far is worth most, and what that makes the rows worth.

    maximise    Σ_c value[c] * x[c]  +  Σ_r low[r] * spare[r]  -  Σ_r high[r] * bought[r]
    subject to  Σ_c use[c, r] * x[c]  +  spare[r]  -  bought[r]  <=  limit[r]                for all (coarse) rows r
                Σ_{c of m: a <= t < a + d + separation} x[c]  <=  1                          for all m, starts t in use

Columns are operations, not schedules: the pauses form an interval matrix, whose relaxation is exact, so that the master
recombines operations freely. ``spare`` and ``bought`` keep every price between ``low`` and ``high``, a box around the
best prices so far: prices that leap make useless columns. It is solved from the side of the prices (``linear``), where
the box is nothing but bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.columns import Columns
from relevo_planner.linear import Linear
from relevo_planner.options import Options
from relevo_planner.solve_linear import solve_linear
from relevo_planner.sparse import Sparse, sparse

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Box:
    """Where (L,) prices are sought: between ``low`` and ``high``, starting at ``centre``."""

    low: Floats
    centre: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class MasterResult:
    """The restricted optimum, up to the accuracy asked for.

    Attributes:
        weight: (n,) how far each column is open.
        prices: (L,) row prices inside the box.
        pauses: price of each (municipality, period) pause row that was in use, by ``municipality * horizon + period``.
        objective: value of the mixture, ``bought`` and ``spare`` included.
        bought: (L,) what the mixture uses beyond the real limits.
    """

    weight: Floats
    prices: Floats
    pauses: dict[int, float]
    objective: float
    bought: Floats


def solve_master(
    options: Options,
    columns: Columns,
    coarse: Indices,
    limits: Floats,
    box: Box,
    pauses: dict[int, float],
    accuracy: float,
) -> MasterResult:
    """Solve the master over the columns.

    Args:
        options: what the rules leave.
        columns: n operations.
        coarse: (R,) the coarse row, 0 to L - 1, that each row belongs to.
        limits: (R,) limits of the fine rows.
        box: where prices may lie.
        pauses: the last pause prices, to start from.
        accuracy: relative.

    Returns:
        The best mixture and the prices that go with it.
    """
    blocked, keys = _pauses(options, columns)
    use, lines = columns.use.grouped(coarse), len(box.centre)
    known = np.array([pauses.get(key, 0.0) for key in keys.tolist()], dtype=np.float64)
    program = Linear(
        value=columns.value,
        use=use.beside(blocked),
        limits=np.concatenate([np.bincount(coarse, weights=limits, minlength=lines), np.ones(len(keys))]),
        low=np.concatenate([box.low, np.zeros(len(keys))]),
        high=np.concatenate([box.high, np.full(len(keys), np.inf)]),
    )
    weight, prices = solve_linear(program, columns.weight, np.concatenate([box.centre, known]), accuracy)
    return MasterResult(
        weight=np.clip(weight, 0.0, 1.0),
        prices=prices[:lines],
        pauses=dict(zip(keys.tolist(), prices[lines:].tolist(), strict=True)),
        objective=float(prices @ program.limits),
        bought=np.maximum(use.weighed(weight) - program.limits[:lines], 0.0),
    )


def _pauses(options: Options, columns: Columns) -> tuple[Sparse, Indices]:
    """(n, K) 1 where a column blocks a start in use, and the keys of these starts.

    Between two starts in use no other set of operations overlaps.
    """
    municipality = options.municipality[columns.option].astype(np.int64)
    start = options.start[columns.option].astype(np.int64)
    blocked = np.minimum(options.periods[columns.option] + options.separation, options.horizon - start)
    keys = np.unique(municipality * options.horizon + start)
    column = np.repeat(np.arange(len(columns)), blocked)
    offset = np.arange(len(column)) - np.repeat(np.cumsum(blocked) - blocked, blocked)
    cell = (municipality * options.horizon + start)[column] + offset
    key = np.minimum(np.searchsorted(keys, cell), max(len(keys) - 1, 0))
    real = keys[key] == cell if len(keys) else np.zeros(0, dtype=np.bool_)
    return sparse(column[real], key[real], np.ones(int(real.sum())), (len(columns), len(keys))), keys
