"""Goal 2 by prices: prices prove a bound and say who might want what; then plans from above and bounds from below.

The plan is improved block by block (``plan_search``) while, in a second thread, blocks are solved as integer programs
to prove lower bounds (``block_bounds``). Where no clock limits the search, the two take turns in one thread and solvers
are limited by counted nodes: the same question and seed then give the same plan, however many cores there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from relevo_planner.block_bounds import BlockBounds, Effort
from relevo_planner.blocks import find_blocks
from relevo_planner.losses import option_losses
from relevo_planner.meet_floors import FloorsMet, floors_met, meet_floors
from relevo_planner.options import Options
from relevo_planner.plan import Stop
from relevo_planner.plan_search import SKETCH_GAP, PlanSearch
from relevo_planner.prices import PriceResult, solve_prices
from relevo_planner.proving import Proof
from relevo_planner.response import best_response
from relevo_planner.solution import Opening, Solution, openings_value
from relevo_planner.stopping import Progress, Report, StopCriterion, silent, tolerated_gap

PRICE_TOLERANCE = 1e-4
"""How closely prices are found at best."""
FRESH_SHARES, FRESH_FACTOR, KNOWN_FACTOR = (0.05, 0.1), 10.0, 2.0
"""How closely otherwise, as multiples of the square of the gap that is good enough: what prices leave open hardly
matters beside a gap of some percent, and decides beside one of some tenths. Prices from nothing lie between shares of
that gap; known ones are near the end, where a closer bound costs little."""
PRICE_ITERATIONS = 1_000
OPEN_AT = 1e-6
"""Columns that the linear program opens further than this count as used."""
TURNS_PER_STEP = 5
"""Without a clock: rounds over all blocks before the next bound is worked at."""
QUIET_ROUNDS = 30
"""Without a clock: rounds over all blocks that find nothing, after every bound is proven, before the search ends."""


def solve_restricted(
    options: Options,
    *,
    stop: StopCriterion,
    seed: int = 0,
    incumbent: Sequence[Opening] = (),
    report: Report = silent,
    warm: NDArray[np.float64] | None = None,
) -> Solution:
    """Meet as many floors as can be met, then cover as much need as can be covered.

    Prices know nothing of floors: they bound plans that meet none as well, so that the bound holds for those that do.

    Args:
        options: what the rules leave.
        stop: ends the search.
        seed: of random choices and of the solver.
        incumbent: a plan to begin with.
        report: told about progress.
        warm: (R,) prices to begin with.
    """
    incumbent = tuple(incumbent) or tuple(Opening(option, teams) for option, teams in options.pinned)
    floors = meet_floors(options, stop=stop, seed=seed) if options.floors else FloorsMet((), 0, 0.0)
    if floors_met(options, incumbent) < floors.count:
        incumbent = floors.openings
    value = openings_value(options, incumbent)
    report(Progress("prices", value, math.inf, incumbent))
    proven = [math.inf]

    def tell(bound: float) -> None:
        proven[0] = max(bound, value)
        report(Progress("prices", value, proven[0], tuple(incumbent)))

    def price(start: NDArray[np.float64] | None, iterations: int) -> PriceResult:
        gap = tolerated_gap(stop)
        return solve_prices(
            options,
            warm=start,
            tolerance=max(PRICE_TOLERANCE, KNOWN_FACTOR * gap**2 if start is not None else _fresh_tolerance(gap)),
            iterations=iterations,
            stop=lambda: stop.reason(value, proven[0]) is not None,
            report=tell,
        )

    if warm is not None:
        # Near the end already, most likely: known prices prove what they prove, and blocks think anew.
        prices = price(warm, 1)
        if (enough := stop.reason(value, proven[0])) is not None:
            return Solution(incumbent, value, proven[0], enough, prices.row_prices, floors.broken_at_least)
        if math.isfinite(prices.bound):
            near = _Search(options, prices, incumbent, floors.count, stop, seed, report)
            reason = near.sweep()
            incumbent, value = near.plans.openings, near.plans.value
            if reason is not None:
                return Solution(incumbent, value, near.bound, reason, prices.row_prices, floors.broken_at_least)
    prices = price(warm, PRICE_ITERATIONS)
    if not math.isfinite(prices.bound):
        return Solution(incumbent, value, value, Stop.OPTIMAL, prices.row_prices, floors.broken_at_least)
    if warm is not None and (enough := stop.reason(value, proven[0])) is not None:
        return Solution(incumbent, value, proven[0], enough, prices.row_prices, floors.broken_at_least)
    search = _Search(options, prices, incumbent, floors.count, stop, seed, report)
    reason = search.run()
    plans = search.plans
    return Solution(plans.openings, plans.value, search.bound, reason, prices.row_prices, floors.broken_at_least)


def _fresh_tolerance(gap: float) -> float:
    least, most = FRESH_SHARES
    return max(least * gap, min(most * gap, FRESH_FACTOR * gap**2))


class _Search:
    """Plans and bounds, until somebody says stop."""

    def __init__(
        self,
        options: Options,
        prices: PriceResult,
        incumbent: tuple[Opening, ...],
        floors: int,
        stop: StopCriterion,
        seed: int,
        report: Report,
    ) -> None:
        response = best_response(prices.offers, prices.row_prices)
        self.able = prices.offers.option
        self.losses = option_losses(options, self.able, response.profit)
        self.options, self.prices, self.stop, self.seed, self.report = options, prices, stop, seed, report
        self.blocks = find_blocks(options)
        self.bounds = BlockBounds(options, self.blocks, prices, response, self.losses, floors=floors)
        self.gap = tolerated_gap(stop)
        used = np.unique(prices.columns.option[prices.columns.weight > OPEN_AT])
        self.plans = PlanSearch(
            options,
            self.blocks,
            self.able,
            self.losses,
            used=used,
            wide_prices=self.bounds.wide_prices,
            incumbent=incumbent,
            floors=floors,
            stop=stop,
            seed=seed,
            gap=self.gap,
            hardest=self.bounds.tightest,
        )

    @property
    def bound(self) -> float:
        """The proven bound; a plan is a bound from below."""
        return max(self.bounds.bound, self.plans.value)

    def sweep(self) -> Stop | None:
        """Let each block think anew, once, those first that lost most; returns why to stop, None to go on."""
        self._tell()
        self.plans.turn_to(self.bounds.promising(self.plans.openings))
        for _ in range(len(self.blocks)):
            self.plans.rethink()
            self._tell()
            if (reason := self._ended()) is not None:
                return reason
        return None

    def run(self) -> Stop:
        """Search until the stop criterion, or until nothing is left to prove; returns why it ended."""
        self._tell()
        if self.gap >= SKETCH_GAP:
            self.plans.sketch()
            self._tell()
            if (reason := self._ended()) is not None:
                return reason
        self.plans.begin()
        self._tell()
        if (reason := self._ended()) is not None:
            return reason
        self.plans.turn_to(self.bounds.promising(self.plans.openings))
        return self._in_turns() if math.isinf(self.stop.remaining_s()) else self._side_by_side()

    def _in_turns(self) -> Stop:
        rounds = quiet = 0
        while (reason := self._ended()) is None:
            better = [self.plans.ask(self.bounds.answers)]
            better += [self.plans.rethink() for _ in range(len(self.blocks))]
            rounds, quiet = rounds + 1, 0 if any(better) else quiet + 1
            if rounds % TURNS_PER_STEP == 0 or quiet:
                if self._prove():
                    self.plans.adopt(self.bounds.plan)
                elif quiet >= QUIET_ROUNDS:
                    return Stop.WORK_LIMIT
            self._tell()
        return reason

    def _side_by_side(self) -> Stop:
        proof, reason = Proof(self._prove), None
        try:
            turn = 0
            while (reason := self._ended()) is None and not proof.failed:
                # To ask finds more than to think anew, and is as quick: it comes first.
                if turn % (len(self.blocks) + 1) == 0:
                    self.plans.ask(self.bounds.answers)
                else:
                    self.plans.rethink()
                turn += 1
                self.plans.adopt(self.bounds.plan)
                self._tell()
        finally:
            # At the deadline the step under way ends as well, and what it proves counts.
            proof.end(wait=reason is Stop.DEADLINE)
        self.plans.adopt(self.bounds.plan)
        self._tell()
        return reason or Stop.DEADLINE

    def _prove(self) -> bool:
        """Work at the next bound; returns whether there is one that is worth it."""
        step = self.bounds.next_step(self.plans.value)
        if step is None:
            return False
        self.bounds.take(step, self.plans.openings, Effort(self.stop.remaining_s(), self.seed), self.gap)
        return True

    def _ended(self) -> Stop | None:
        reason = self.stop.reason(self.plans.value, self.bound)
        if reason is None and self.bound - self.plans.value <= 1e-9 * max(1.0, abs(self.plans.value)):
            return Stop.OPTIMAL
        return reason

    def _tell(self) -> None:
        self.report(Progress("search", self.plans.value, self.bound, self.plans.openings))
