"""How much of a shared limit one team in one option uses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import Options
from relevo_planner.rules.kinds import Row


def team_usage(options: Options, row: Row, chosen: NDArray[np.int64], pool: int) -> NDArray[np.float64]:
    """What one team of ``pool`` in each of the ``chosen`` options uses of ``row``.

    Args:
        options: the options.
        row: a shared limit.
        chosen: (n,) option indices.
        pool: a pool index.

    Returns:
        (n,) usage, 0 where the option does not touch the row.
    """
    if pool not in row.pools:
        return np.zeros(len(chosen))
    rest = int(options.pool_rest[pool]) if row.rests else 0
    start = options.start[chosen]
    overlap = np.minimum(start + options.periods[chosen] + rest, row.end) - np.maximum(start, row.start)
    used = np.maximum(overlap, 0) * row.per_team[row.pools.index(pool)]
    if row.municipalities is not None:
        used = used * np.isin(options.municipality[chosen], row.municipalities)
    return np.asarray(used, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every (option, pool) that may serve, of a chosen set of options.

    Attributes:
        option: (Q,) option indices, ascending.
        pool: (Q,) pool indices.
    """

    option: NDArray[np.int64]
    pool: NDArray[np.int64]


def allowed_pairs(options: Options, chosen: NDArray[np.int64]) -> Pairs:
    """The allowed pairs of the chosen options (ascending indices)."""
    position, pool = np.nonzero(options.allowed[chosen])
    return Pairs(chosen[position], pool)


@dataclass(frozen=True, slots=True)
class Usage:
    """Usage of every row by every pair as triples, ordered by row, zeros left out."""

    row: NDArray[np.int64]
    pair: NDArray[np.int64]
    amount: NDArray[np.float64]


def row_usage(options: Options, pairs: Pairs) -> Usage:
    """Usage of all ``Options.rows`` by the given pairs, per team."""
    of_pool = [np.flatnonzero(pairs.pool == pool) for pool in range(len(options.pool_capability))]
    rows, positions, amounts = [], [], []
    for index, row in enumerate(options.rows):
        for pool in row.pools:
            used = team_usage(options, row, pairs.option[of_pool[pool]], pool)
            touched = np.flatnonzero(used)
            rows.append(np.full(len(touched), index, dtype=np.int64))
            positions.append(of_pool[pool][touched])
            amounts.append(used[touched])
    if not rows:
        nothing = np.zeros(0, dtype=np.int64)
        return Usage(nothing, nothing, np.zeros(0))
    return Usage(np.concatenate(rows), np.concatenate(positions), np.concatenate(amounts))
