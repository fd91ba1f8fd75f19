"""The master program: which mixture of the columns found so far is worth most, and what that makes the rows worth.

    maximise    Σ_c value[c] * x[c]  +  Σ_r low[r] * spare[r]  -  Σ_r high[r] * bought[r]
    subject to  Σ_c use[c, r] * x[c]  +  spare[r]  -  bought[r]  <=  limit[r]                for all (coarse) rows r
                Σ_{c of m: a <= t < a + d + separation} x[c]  <=  1                          for all m, starts t in use

Columns are operations, not schedules: the pauses form an interval matrix, whose relaxation is exact, so that the master
recombines operations freely. ``spare`` and ``bought`` keep every price between ``low`` and ``high``, a box around the
best prices so far: prices that leap make useless columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from relevo_planner.columns import Columns
from relevo_planner.linear import Linear, solve_linear
from relevo_planner.options import Options

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
    coarse: sparse.csr_matrix,
    limits: Floats,
    box: Box,
    pauses: dict[int, float],
    accuracy: float,
) -> MasterResult:
    """Solve the master over the columns.

    Args:
        options: what the rules leave.
        columns: n operations.
        coarse: (L, R) rows summed into coarser ones.
        limits: (R,) limits of the fine rows.
        box: where prices may lie.
        pauses: the last pause prices, to start from.
        accuracy: relative.

    Returns:
        The best mixture and the prices that go with it.
    """
    pause_rows, keys = _pause_rows(options, columns)
    lines = coarse.shape[0]
    identity = sparse.identity(lines, format="csr")
    shared = sparse.hstack([coarse @ columns.use.T, identity, -identity])
    padding = sparse.csr_matrix((len(keys), 2 * lines))
    matrix = sparse.vstack([shared, sparse.hstack([pause_rows, padding])]).tocsc()
    value = np.concatenate([columns.value, box.low, -box.high])
    bounds = np.concatenate([coarse @ limits, np.ones(len(keys))])
    most = np.concatenate([np.ones(len(columns)), np.full(2 * lines, np.inf)])
    known = [pauses.get(key, 0.0) for key in keys.tolist()]
    solution, prices = solve_linear(
        Linear(value, matrix, bounds, most),
        np.concatenate([columns.weight, np.zeros(2 * lines)]),
        np.concatenate([box.centre, known]),
        accuracy,
    )
    count = len(columns)
    found = prices[lines:].tolist()
    return MasterResult(
        weight=np.clip(solution[:count], 0.0, 1.0),
        prices=np.clip(prices[:lines], box.low, box.high),
        pauses=dict(zip(keys.tolist(), found, strict=True)),
        objective=float(value @ solution),
        bought=np.maximum(solution[count + lines :], 0.0),
    )


def _pause_rows(options: Options, columns: Columns) -> tuple[sparse.csr_matrix, Indices]:
    """Rows at the starts in use: between two of them no other set of operations overlaps. And their keys."""
    municipality = options.municipality[columns.option].astype(np.int64)
    start = options.start[columns.option].astype(np.int64)
    blocked = np.minimum(options.periods[columns.option] + options.separation, options.horizon - start)
    keys = np.unique(municipality * options.horizon + start)
    column = np.repeat(np.arange(len(columns)), blocked)
    offset = np.arange(len(column)) - np.repeat(np.cumsum(blocked) - blocked, blocked)
    cell = (municipality * options.horizon + start)[column] + offset
    row = np.minimum(np.searchsorted(keys, cell), max(len(keys) - 1, 0))
    real = keys[row] == cell if len(keys) else np.zeros(0, dtype=np.bool_)
    entries = (np.ones(int(real.sum())), (row[real], column[real]))
    return sparse.csr_matrix(entries, shape=(len(keys), len(columns))), keys
