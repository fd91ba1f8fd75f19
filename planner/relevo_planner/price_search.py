"""The search for prices: where it stands and how it takes a step."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from relevo_planner.columns import Columns, no_columns
from relevo_planner.levels import Level
from relevo_planner.master import Box, MasterResult, solve_master
from relevo_planner.offers import Offers
from relevo_planner.response import Response, best_response

Floats = NDArray[np.float64]

KEEP_LOSS = 0.05
"""Columns that lose more than this share of their value at the best prices are forgotten between levels."""

LEAST_PRICE, REAL_PRICE = 0.01, 0.2
"""As shares of the highest price: what the box is wide at least, and what limits bought in vain are counted at."""

ACCURACY = 1e-4
FINEST_ACCURACY = 1e-7
PATIENCE = 4
"""Steps without any news, each with a more accurate master, before a level ends unconverged."""


class PriceSearch:
    """Best prices so far, the bound they prove, and the columns found.

    Prices are kept per normalised row, one whose largest use by a team is 1, so that rows in teams and rows in money
    are of one size.
    """

    def __init__(self, offers: Offers, report: Callable[[float], None]) -> None:
        """Start without prices: the bound is infinite."""
        market = offers.market
        largest, rows = market.use.largest(), len(market.limits)
        self.unit = np.where(largest > 0, largest, 1.0)
        self.limits = market.limits / self.unit
        self.offers, self.report = offers, report
        self.top = _highest_price(offers)
        self.centre: Floats = np.zeros(rows)
        self.bound = math.inf
        self.columns: Columns = no_columns(len(market.options.pool_capability), rows)
        self.pauses: dict[int, float] = {}
        self.iterations = 0
        self._least = _least_value(offers)
        self._asked, self._asked_above = offers, np.zeros(rows)

    def row_prices(self, prices: Floats) -> Floats:
        """(R,) prices per unit of the rows as they stand in the options."""
        return np.asarray(prices / self.unit)

    def normalised(self, row_prices: Floats) -> Floats:
        """(R,) prices per normalised row."""
        return np.asarray(row_prices * self.unit)

    def bound_at(self, offers: Offers, prices: Floats) -> tuple[float, Response]:
        """The bound that prices prove, if the offers hold every municipality that buys at them."""
        response = best_response(offers, self.row_prices(prices))
        value = self.offers.market.pinned_value + float(response.value.sum()) + float(prices @ self.limits)
        return value, response

    def ask(self, prices: Floats) -> bool:
        """Ask everyone for a best response: columns, and perhaps a better bound. Returns whether anything is new."""
        self.iterations += 1
        if (prices < self._asked_above).any():
            self._asked, self._asked_above = self.offers, np.zeros(len(prices))
        bound, response = self.bound_at(self._asked, prices)
        if bound < self._least:
            bound = -math.inf
        better = bound < self.bound
        if better:
            self.bound, self.centre = bound, prices
            self.report(bound)
        known = len(self.columns)
        self.columns = self.columns.joined(self._columns_of(response, prices))
        return better or len(self.columns) > known

    def descend(self, level: Level, stop: Callable[[], bool], iterations: int) -> bool:
        """Improve prices on one level; returns whether bound and master met within its gap."""
        reach, news, predicted, finer = level.reach, True, 1.0, 0
        self._narrow(reach)
        while self.bound > -math.inf and not stop() and self.iterations < iterations and finer < PATIENCE:
            accuracy = min(ACCURACY, 0.1 * max(predicted, level.gap)) * 0.1**finer
            master = self._master(level, reach, max(accuracy, FINEST_ACCURACY))
            size = max(abs(self.bound), 1e-12)
            predicted = (self.bound - self.offers.market.pinned_value - master.objective) / size
            if predicted <= level.gap:
                if float(master.bought.sum()) * REAL_PRICE * self.top <= level.gap * size:
                    return True
                reach *= 2
            news = self.ask(master.prices[level.coarse])
            finer = 0 if news else finer + 1
            if (self.centre < self._asked_above).any():
                self._narrow(reach)
        return self.bound == -math.inf

    def forget(self) -> None:
        """Drop columns that lose at the best prices."""
        profit = self.columns.value - self.columns.use.times(self.centre)
        kept = (profit > -KEEP_LOSS * np.abs(self.columns.value)) | (self.columns.weight > 0)
        self.columns = self.columns.take(kept)

    def _master(self, level: Level, reach: float, accuracy: float) -> MasterResult:
        centre = np.bincount(level.coarse, weights=self.centre) / np.bincount(level.coarse)
        slack = 0.5 * reach * max(float(centre.mean()) if len(centre) else 0.0, LEAST_PRICE * self.top)
        low, high = np.maximum(centre * (1 - reach) - slack, 0.0), centre * (1 + reach) + slack
        box, options = Box(low, centre, high), self.offers.market.options
        master = solve_master(options, self.columns, level.coarse, self.limits, box, self.pauses, accuracy)
        self.columns, self.pauses = self.columns.weighted(master.weight), master.pauses
        return master

    def _narrow(self, reach: float) -> None:
        """Leave out municipalities that buy nothing even well below the best prices: above, they never do."""
        prices = self.centre
        low = np.maximum(prices * (1 - 2 * reach) - reach * (prices.mean() if len(prices) else 0.0), 0.0)
        if not low.any():
            return
        known = self._asked if (low >= self._asked_above).all() else self.offers
        buyers = best_response(known, low / self.unit).value > 0
        self._asked, self._asked_above = known.keep(known.municipality[buyers]), low

    def _columns_of(self, response: Response, prices: Floats) -> Columns:
        option = response.option
        teams, value = self._asked.teams(option, self.row_prices(prices))
        use = self.offers.market.usage(option, teams).scaled(1.0 / self.unit)
        return Columns(option, teams, value, use, np.zeros(len(option)))


def _highest_price(offers: Offers) -> float:
    """A price per team and period at which hardly anyone buys."""
    options = offers.market.options
    gains = [
        float((block.stalls.gain[:, :, 0].max(axis=1) / options.periods[block.option]).max()) for block in offers.blocks
    ]
    return max([*gains, 0.0])


def _least_value(offers: Offers) -> float:
    """No plan is worth less: every municipality pays for all it can hold, all the time, and gains nothing."""
    options = offers.market.options
    if len(options) == 0:
        return offers.market.pinned_value
    teams = float(np.maximum.reduceat(options.teams_limit, np.unique(options.municipality, return_index=True)[1]).sum())
    return offers.market.pinned_value - options.horizon * teams * float(options.pool_cost.max(initial=0.0)) - 1e-6
