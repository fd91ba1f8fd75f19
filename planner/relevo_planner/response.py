"""Best response: what every municipality would ask for at given prices, and what that is worth to it.

Prices make charges (``market``), charges make the best composition of every option (``composition``), profits make the
best schedule of every municipality (``schedules``). All of it runs over options at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.offers import Grid, Offers
from relevo_planner.officers import best_profit
from relevo_planner.schedules import Picks, best_schedules

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Response:
    """Best schedules of the municipalities asked.

    Attributes:
        municipality: (m,) who was asked.
        value: (m,) value less charges of the best schedule.
        option: (n,) options of the best schedules, by municipality, then start.
        claim: (n,) floors that the option claims, as bits over the municipality's floors.
        profit: (O',) value less charges of every option asked, in the order of ``Offers.option``, floors left aside.
    """

    municipality: NDArray[np.int64]
    value: Floats
    option: NDArray[np.int64]
    claim: NDArray[np.int64]
    profit: Floats


def best_response(offers: Offers, row_prices: Floats, floor_price: float = 0.0) -> Response:
    """Ask the municipalities of ``offers`` for their best schedules.

    Args:
        offers: options of the municipalities to ask.
        row_prices: (R,) price per unit of each row.
        floor_price: what a floor that is met earns.

    Returns:
        Exact best schedules; where teams of unequal officers share a limit, those of its linear relaxation.
    """
    charges = offers.flat_charges(row_prices)
    profit = np.empty(len(offers.option))
    for block in offers.blocks:
        profit[np.searchsorted(offers.option, block.option)] = best_profit(block.stalls, charges)
    value = np.zeros(len(offers.municipality))
    options, claims = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for grid in offers.grids:
        table = np.full((1 << grid.floors, *grid.shape), -np.inf)
        table[0].reshape(-1)[grid.cell] = profit[grid.position]
        if grid.floors:
            _claim_floors(offers, grid, table, charges, floor_price)
        value[grid.place], picks = best_schedules(table, offers.lengths, offers.market.options.separation)
        options.append(_options_of(offers, grid, picks))
        claims.append(picks.claim)
    option, claim = np.concatenate(options), np.concatenate(claims)
    order = np.argsort(option)
    return Response(offers.municipality, value, option[order], claim[order], profit)


def _claim_floors(offers: Offers, grid: Grid, table: Floats, charges: Floats, floor_price: float) -> None:
    """Fill in the profits of options that meet floors."""
    counts = offers.market.floor_counts
    owner = offers.market.options.municipality
    cell_of = dict(zip(offers.option[grid.position].tolist(), grid.cell.tolist(), strict=True))
    for block in offers.blocks:
        own = block.take(np.flatnonzero(counts[owner[block.option]] == grid.floors))
        cells = np.array([cell_of[option] for option in own.option.tolist()], dtype=np.int64)
        for claim in range(1, 1 << grid.floors):
            demand = offers.demand(own, np.full(len(own.option), claim))
            earned = floor_price * claim.bit_count()
            table[claim].reshape(-1)[cells] = best_profit(own.stalls, charges, demand) + earned


def _options_of(offers: Offers, grid: Grid, picks: Picks) -> NDArray[np.int64]:
    option_at = np.full(np.prod(grid.shape, dtype=np.int64), -1, dtype=np.int64)
    option_at[grid.cell] = offers.option[grid.position]
    return option_at.reshape(grid.shape)[picks.start, picks.length, picks.place]
