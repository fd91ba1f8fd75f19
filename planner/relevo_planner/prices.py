"""Prices of the shared limits by column generation, and the bound that they prove.

At any prices μ >= 0 of the rows

    bound(μ) = pins + Σ_m best[m](μ) + Σ_r μ[r] * limit[r]

is at least the value of every plan (weak duality): ``best`` comes from the exact best response. The lowest bound equals
the optimum of the whole program's linear relaxation. Prices are moved by the master over the columns found so far,
inside a box around the best prices, coarse in time first (``levels``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.columns import Columns
from relevo_planner.gathering import gather_offers
from relevo_planner.levels import price_levels
from relevo_planner.market import ROUNDING, open_market
from relevo_planner.offers import Offers
from relevo_planner.options import Options
from relevo_planner.price_search import PriceSearch

Floats = NDArray[np.float64]

HALVINGS = 12


@dataclass(frozen=True, slots=True)
class PriceResult:
    """Prices and what they prove.

    Attributes:
        offers: the options that were priced, for further best responses.
        row_prices: (R,) value of one more unit of each ``Options.rows`` limit.
        bound: no plan is worth more; minus infinity where the pins alone break a limit.
        columns: operations of the last master, with how far each is open.
        iterations: best responses asked.
        converged: bound and the master's value lie within the tolerance.
    """

    offers: Offers
    row_prices: Floats
    bound: float
    columns: Columns
    iterations: int
    converged: bool


def solve_prices(
    options: Options,
    *,
    warm: Floats | None = None,
    tolerance: float = 1e-4,
    iterations: int = 1_000,
    stop: Callable[[], bool] = lambda: False,
    report: Callable[[float], None] = lambda bound: None,
) -> PriceResult:
    """Find prices whose bound is within ``tolerance`` of the linear relaxation.

    Args:
        options: what the rules leave.
        warm: (R,) prices to start from, of the last plan or of a neighbouring question.
        tolerance: relative distance between bound and the master's value.
        iterations: most best responses; the result depends on nothing else, unless ``stop`` ends the search.
        stop: asked between steps, each well under a second.
        report: told every better bound.

    Returns:
        The best prices found; their bound holds whenever the search ends.
    """
    search = PriceSearch(gather_offers(open_market(options)), report)
    if (search.limits < -ROUNDING).any():
        search.bound = -math.inf
        return _result(search, converged=True)
    search.ask(_first_prices(search) if warm is None else search.normalised(np.maximum(warm, 0.0)))
    converged = False
    for level in price_levels(options, tolerance, warm=warm is not None):
        if stop() or search.iterations >= iterations:
            converged = False
            break
        converged = search.descend(level, stop, iterations)
        search.forget()
    return _result(search, converged=converged)


def _first_prices(search: PriceSearch) -> Floats:
    """One price for all rows: halved from where hardly anyone buys until the bound rises again.

    Asked of options that start on multiples of the shortest length only: it is a first guess.
    """
    options = search.offers.market.options
    shortest = int(options.periods.min(initial=1)) if len(options) else 1
    sample = search.offers.thin(options.start % max(shortest, 1) == 0)
    shape = np.ones(len(search.limits))
    best, price = math.inf, search.top
    for _ in range(HALVINGS):
        bound, _ = search.bound_at(sample, price * shape)
        if bound >= best:
            return np.asarray(2 * price * shape)
        best, price = bound, price / 2
    return np.zeros(len(shape))


def _result(search: PriceSearch, *, converged: bool) -> PriceResult:
    return PriceResult(
        offers=search.offers,
        row_prices=search.row_prices(search.centre),
        bound=search.bound,
        columns=search.columns,
        iterations=search.iterations,
        converged=converged,
    )
