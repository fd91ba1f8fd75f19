"""What prices have to coordinate: the options as buyers of the shared limits.

A row price is paid per unit of a row. Options of municipalities that the same rows bind, with the same window, pay the
same per team of a pool, so that prices become a small table of charges, one line per (group, window):

    charge[g, v, p] = cost[p] + Σ_rows price[row] * use[row; g, v, p]

Pins are settled before any price is asked: their use is taken off the limits, their value is counted, and options that
cannot stand beside them are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import Options
from relevo_planner.rules.kinds import Row
from relevo_planner.solution import Opening, opening_value
from relevo_planner.sparse import Sparse, sparse

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Market:
    """Options after the pins, and what one team in each of them uses.

    Shapes: O options, M municipalities, P pools, R rows, G groups of municipalities, V windows.

    Attributes:
        options: what the rules leave.
        line: (O,) line ``group * V + window`` of the option in the charge table.
        usable: (O,) False for pinned options and those that no plan may open beside them.
        use: (G * V * P, R) what one team uses of every row.
        limits: (R,) what the pins leave of every row; negative where they alone ask for too much.
        most: (G * V, P) most teams that any single row leaves to one option.
        pinned_value: what the pins are worth.
    """

    options: Options
    line: NDArray[np.int64]
    usable: NDArray[np.bool_]
    use: Sparse
    limits: NDArray[np.float64]
    most: NDArray[np.float64]
    pinned_value: float

    def charges(self, row_prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """(G * V, P) what one team pays in the options of each line, its own cost included."""
        return np.asarray(self.use.times(row_prices).reshape(self.most.shape) + self.options.pool_cost)

    def used(self, option: NDArray[np.int64], teams: NDArray[np.float64]) -> NDArray[np.float64]:
        """(R,) what ``teams`` (n, P) in the ``option`` (n,) use together."""
        total = np.zeros(self.most.shape)
        np.add.at(total, self.line[option], teams)
        return self.use.weighed(total.ravel())

    def usage(self, option: NDArray[np.int64], teams: NDArray[np.float64]) -> Sparse:
        """(n, R) what the ``teams`` (n, P) of each ``option`` (n,) use."""
        place, pool = np.nonzero(teams)
        cell = self.line[option[place]] * teams.shape[1] + pool
        return self.use.mixed(place, cell, teams[place, pool], len(option))


def open_market(options: Options) -> Market:
    """Settle the pins and tabulate what teams use.

    Args:
        options: what the rules leave.

    Returns:
        The market; it does not depend on prices.
    """
    group = _groups(options)
    keys, window = np.unique(
        options.start.astype(np.int64) * (options.horizon + 1) + options.periods, return_inverse=True
    )
    windows = np.stack([keys // (options.horizon + 1), keys % (options.horizon + 1)])
    line = group[options.municipality] * windows.shape[1] + window
    use = _use(options, group, windows)
    limits = np.array([row.limit for row in options.rows], dtype=np.float64)
    lines = (int(group.max(initial=-1)) + 1) * windows.shape[1]
    market = Market(
        options=options,
        line=line.astype(np.int64),
        usable=_beside_pins(options),
        use=use,
        limits=limits,
        most=_most(use, limits).reshape(lines, len(options.pool_capability)),
        pinned_value=sum(opening_value(options, Opening(option, teams)) for option, teams in options.pinned),
    )
    if not options.pinned:
        return market
    pinned = np.array([option for option, _ in options.pinned], dtype=np.int64)
    left = limits - market.used(pinned, _teams(options))
    return Market(
        options, market.line, market.usable, use, left, _most(use, left).reshape(market.most.shape),
        market.pinned_value,
    )  # fmt: skip


def _groups(options: Options) -> NDArray[np.int64]:
    """(M,) group of each municipality: those of one group are named by the same rows."""
    named = [row.municipalities for row in options.rows if row.municipalities is not None]
    member = np.zeros((len(options.curves), len(named)), dtype=np.bool_)
    for column, municipalities in enumerate(named):
        member[list(municipalities), column] = True
    return np.unique(member, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _use(options: Options, group: NDArray[np.int64], windows: NDArray[np.int64]) -> Sparse:
    """(G * V * P, R) what one team uses."""
    groups, pools = int(group.max(initial=-1)) + 1, len(options.pool_capability)
    cells, rows, amounts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for index, row in enumerate(options.rows):
        bound = np.arange(groups) if row.municipalities is None else np.unique(group[list(row.municipalities)])
        for pool, per_team in zip(row.pools, row.per_team, strict=True):
            overlap = _overlap(options, row, pool, windows)
            touched = np.flatnonzero(overlap)
            cell = ((bound[:, np.newaxis] * windows.shape[1] + touched) * pools + pool).reshape(-1)
            cells.append(cell)
            rows.append(np.full(len(cell), index))
            amounts.append(np.tile(overlap[touched] * per_team, len(bound)))
    amount = np.concatenate(amounts)
    used = np.flatnonzero(amount)
    shape = (groups * windows.shape[1] * pools, len(options.rows))
    return sparse(np.concatenate(cells)[used], np.concatenate(rows)[used], amount[used], shape)


def _overlap(options: Options, row: Row, pool: int, windows: NDArray[np.int64]) -> NDArray[np.int64]:
    """(V,) periods of the row's window in which a team of the pool is busy."""
    start, periods = windows
    busy_until = np.minimum(start + periods + (int(options.pool_rest[pool]) if row.rests else 0), options.horizon)
    return np.asarray(np.maximum(np.minimum(busy_until, row.end) - np.maximum(start, row.start), 0))


def _most(use: Sparse, limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """(cells,) most whole teams that the tightest row leaves to one option."""
    most = np.full(len(use), np.inf)
    np.minimum.at(most, use.line, np.floor(limits[use.column] / use.value + ROUNDING))
    return np.asarray(np.maximum(most, 0.0))


def _teams(options: Options) -> NDArray[np.float64]:
    """(pins, P) pinned teams."""
    teams = np.zeros((len(options.pinned), len(options.pool_capability)))
    for place, (_, composition) in enumerate(options.pinned):
        for pool, count in composition:
            teams[place, pool] = count
    return teams


def _beside_pins(options: Options) -> NDArray[np.bool_]:
    """(O,) options that some plan may open beside the pins."""
    usable = np.ones(len(options), dtype=np.bool_)
    for option, _ in options.pinned:
        own = slice(*options.first[options.municipality[option] : options.municipality[option] + 2])
        start, end = options.start[own], options.start[own] + options.periods[own]
        pin_start, pin_end = options.start[option], options.start[option] + options.periods[option]
        usable[own] &= (start >= pin_end + options.separation) | (end + options.separation <= pin_start)
    return usable
