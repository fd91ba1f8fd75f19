"""Goal 2 by prices: a bound from prices, then programs restricted to the options that pay at them.

The first program holds the options that the prices' linear program uses. Then neighbourhoods: what is open now, plus
the options of some municipalities whose loss lies within the gap, solved in short slices until the tolerance or the
deadline. Every restricted program contains the incumbent, so the value never falls; the bound is the prices'.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from relevo_planner.losses import option_losses
from relevo_planner.options import Options
from relevo_planner.plan import Stop
from relevo_planner.prices import solve_prices
from relevo_planner.program import build_program
from relevo_planner.response import best_response
from relevo_planner.solution import Opening, Solution, openings_value
from relevo_planner.solving import solve_assembly
from relevo_planner.stopping import Progress, Report, StopCriterion, silent

FIRST_SECONDS = 8.0
SMALL = 250
"""Options of a program that counts as small."""
SLICE_SECONDS = 2.0
NEIGHBOURS = 12
SLICE_GAP = 2e-5


class _Search:
    """The incumbent and what is known around it."""

    def __init__(self, options: Options, incumbent: Sequence[Opening], stop: StopCriterion, report: Report) -> None:
        self.options, self.stop, self.report = options, stop, report
        self.openings = tuple(incumbent)
        self.value = openings_value(options, incumbent)
        self.bound = math.inf

    def tell(self, phase: str) -> None:
        self.report(Progress(phase, self.value, self.bound, self.openings))

    def ended(self) -> Stop | None:
        return self.stop.reason(self.value, self.bound)

    def improve(self, chosen: NDArray[np.int64], seconds: float, seed: int) -> bool:
        """Solve the program over ``chosen`` and what is open; tell whether that was better."""
        held = np.array([opening.option for opening in self.openings], dtype=np.int64)
        chosen = np.union1d(chosen, held)
        # Measured: on small programs SCIP improves a point sooner, on large ones HiGHS finds one sooner.
        small = len(chosen) <= SMALL
        program = build_program(self.options, chosen)
        limit = min(seconds, self.stop.remaining_s())
        start = program.start(self.openings) if self.openings else None
        solved = solve_assembly(
            program.assembly,
            time_limit_s=limit,
            relative_gap=SLICE_GAP,
            seed=seed,
            start=start,
            solver=mathopt.SolverType.GSCIP if small else mathopt.SolverType.HIGHS,
            brief=small,
        )
        if solved.values is None:
            return False
        openings = program.openings(solved.values)
        value = openings_value(self.options, openings)
        if value <= self.value + 1e-12 * max(1.0, abs(self.value)):
            return False
        self.openings, self.value = openings, value
        return True


def solve_restricted(
    options: Options,
    *,
    stop: StopCriterion,
    seed: int = 0,
    incumbent: Sequence[Opening] = (),
    report: Report = silent,
) -> Solution:
    """Cover as much need as can be covered; options without floors only.

    Args:
        options: what the rules leave.
        stop: ends the search.
        seed: of the choice of neighbourhoods and of the solver.
        incumbent: a plan to begin with.
        report: told about progress.
    """
    search = _Search(options, incumbent, stop, report)
    search.tell("prices")

    def better_bound(bound: float) -> None:
        search.bound = bound
        search.tell("prices")

    prices = solve_prices(options, stop=lambda: search.ended() is not None, report=better_bound)
    search.bound = max(prices.bound, search.value)
    if not math.isfinite(prices.bound):
        return Solution(search.openings, search.value, search.value, Stop.OPTIMAL, prices.row_prices)
    able = prices.offers.option
    losses = option_losses(options, able, best_response(prices.offers, prices.row_prices).profit)
    used = np.unique(prices.columns.option)
    search.improve(used, SLICE_SECONDS if len(used) <= SMALL else FIRST_SECONDS, seed)
    search.tell("search")
    rng = np.random.default_rng(seed)
    within = 1e-5
    while (reason := search.ended()) is None:
        room = search.bound - search.value
        near = able[losses <= min(within * abs(search.bound), room)]
        if not search.improve(_neighbourhood(options, near, search.openings, rng), SLICE_SECONDS, seed):
            within = min(within * 1.5, 1.0)
        search.tell("search")
    return Solution(search.openings, search.value, search.bound, reason, prices.row_prices)


def _neighbourhood(
    options: Options, near: NDArray[np.int64], openings: Sequence[Opening], rng: np.random.Generator
) -> NDArray[np.int64]:
    """The near options of some municipalities that want much of the same pools at the same time."""
    candidates = np.unique(options.municipality[near])
    if len(candidates) <= NEIGHBOURS:
        return near
    opened = np.unique(options.municipality[[opening.option for opening in openings]]) if openings else candidates
    centre = int(rng.choice(opened))
    reach = options.allowed[options.first[np.minimum(candidates, len(options.first) - 2)]]
    own = options.allowed[options.first[centre]]
    alike = 0.05 + np.asarray((reach & own).sum(axis=1), dtype=np.float64) / max(1, int(own.sum()))
    weights = alike * np.where(np.isin(candidates, opened), 4.0, 1.0)
    picked = rng.choice(candidates, size=NEIGHBOURS, replace=False, p=weights / weights.sum())
    return near[np.isin(options.municipality[near], picked)]
