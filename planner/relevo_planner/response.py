"""Best response: what every municipality would ask for at given prices, and what that is worth to it.

Prices make charges (``market``), charges make the best composition of every option (``composition``), profits make the
best schedule of every municipality (``schedules``). All of it runs over options at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.offers import Offers
from relevo_planner.officers import best_profit
from relevo_planner.schedules import Picks, best_schedules

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Response:
    """Best schedules of the municipalities asked.

    Attributes:
        municipality: (m,) who was asked.
        value: (m,) value less charges of the best schedule.
        option: (n,) options of the best schedules, ascending.
        profit: (O',) value less charges of every option asked, in the order of ``Offers.option``.
    """

    municipality: NDArray[np.int64]
    value: Floats
    option: NDArray[np.int64]
    profit: Floats


def best_response(offers: Offers, row_prices: Floats) -> Response:
    """Ask the municipalities of ``offers`` for their best schedules.

    Args:
        offers: options of the municipalities to ask.
        row_prices: (R,) price per unit of each row.

    Returns:
        Exact best schedules; where teams of unequal officers share a limit, those of its linear relaxation.
    """
    charges = offers.flat_charges(row_prices)
    profit = np.empty(len(offers.option))
    for block in offers.blocks:
        profit[np.searchsorted(offers.option, block.option)] = best_profit(block.stalls, charges)
    table = np.full(offers.shape, -np.inf)
    table.reshape(-1)[offers.cell] = profit
    value, picks = best_schedules(table, offers.lengths, offers.market.options.separation)
    return Response(offers.municipality, value, _options_of(offers, picks), profit)


def _options_of(offers: Offers, picks: Picks) -> NDArray[np.int64]:
    option_at = np.full(offers.shape, -1, dtype=np.int64)
    option_at.reshape(-1)[offers.cell] = offers.option
    return np.sort(option_at[picks.start, picks.length, picks.place])
