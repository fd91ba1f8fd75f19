"""Bounds tighter than the linear relaxation: blocks solved as integer programs at the prices of the wide rows.

    bound = pins + Σ_b block[b](μ) + Σ_{wide r} μ[r] * limit[r]

is valid for any μ >= 0 (weak duality), and ``block[b]`` may be any upper bound of what the block can gain when it pays
μ for wide limits. Options whose loss exceeds a room δ need not be in its program: a plan that opens one of them leaves
the block at least δ below its linear value, so that ``max(program's bound, linear value - δ)`` holds with all options.

Last comes the whole program over the options whose loss fits between the prices' bound and the best plan: no better
plan uses others. Losses are measured at the prices: a bound lowered since then leaves no more of them out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.block_program import block_program
from relevo_planner.blocks import Blocks
from relevo_planner.options import Options
from relevo_planner.prices import PriceResult
from relevo_planner.program import Program, build_program
from relevo_planner.response import Response
from relevo_planner.solution import Opening, openings_value
from relevo_planner.solving import Solved, Solver, Start, solve_assembly

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

ACCURACIES = ((5e-4, 2.0), (1e-4, 15.0))
"""How closely blocks are solved, as shares of the whole bound, and for how many seconds at most: in two rounds."""
FIRST_REACH = 80
"""Options of a block's first program; twice as many as long as those left out keep the bound up."""
WHOLE_SECONDS = (10.0, 20.0, 40.0, 80.0, 160.0, 320.0)
"""How long the whole program is tried, then tried again. Solvers here cannot be called off, so that nobody waits long
for one that was just started."""
TIED = 1e-4
"""Of the highest loss: an option that loses less ties with the best."""
NODES_PER_SECOND = 100
"""Search nodes that stand for a second where no clock limits: the same on every machine."""
MOST_PAIRS = 40_000
"""(option, pool) pairs of a program that is worth handing to a solver for its bound."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a step may take: seconds (infinite: counted nodes), and the seed."""

    time_limit_s: float
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of work: a block (-1: the whole) at an accuracy, for some seconds at most, with so many options."""

    block: int
    accuracy: float
    seconds: float
    reach: int


class BlockBounds:
    """The lowest bound so far, and what to do next for a lower one.

    Attributes:
        bound: no plan is worth more.
        plan: openings of the whole program that a step found last, to be adopted by whoever wants them.
        answers: what the block asked last would open.
        wide_prices: (R,) prices of the wide rows, 0 for others.
        tightest: the blocks, first those whose linear value is the furthest from any plan: the hardest to solve.
    """

    def __init__(
        self,
        options: Options,
        blocks: Blocks,
        prices: PriceResult,
        response: Response,
        losses: Floats,
        *,
        floors: int = 0,
        reach: int = FIRST_REACH,
    ) -> None:
        """Start from prices.

        Args:
            options: what the rules leave.
            blocks: who shares limits with whom.
            prices: of ``solve_prices``.
            response: the best responses at them.
            losses: (n,) what each option of ``prices.offers`` loses then.
            floors: how many floors every plan meets.
            reach: options of a block's first program.
        """
        self.floors = floors
        able = prices.offers.option
        self.options, self.blocks, self.able, self.losses = options, blocks, able, losses
        self.bound = self._priced = prices.bound
        self.plan: tuple[Opening, ...] = ()
        self.answers: tuple[Opening, ...] = ()
        self.wide_prices = np.where(blocks.wide, prices.row_prices, 0.0)
        self._market = market = prices.offers.market
        self._block_of = blocks.of[options.municipality[able]]
        self._pinned = market.pinned_value
        self._linear = _linear_values(blocks, prices, response)
        self._best = list(self._linear)
        self._wide = float(self.wide_prices @ market.limits)
        rounds = ACCURACIES if len(blocks) > 1 else ()
        self.tightest = _tightest_first(blocks, able, losses, options)
        self._steps = [Step(block, *effort, reach) for effort in rounds for block in self.tightest]
        self._steps += [Step(-1, 0.0, seconds, len(able)) for seconds in WHOLE_SECONDS]

    def promising(self, openings: Sequence[Opening]) -> list[int]:
        """Blocks by how far their part of a plan is from their linear value, the farthest first."""
        part = [0.0] * len(self.blocks)
        pinned = {option for option, _ in self.options.pinned}
        for opening in openings:
            if opening.option not in pinned:
                teams = np.zeros((1, len(self.options.pool_capability)))
                for pool, count in opening.teams:
                    teams[0, pool] = count
                paid = float(self._market.used(np.array([opening.option]), teams) @ self.wide_prices)
                block = int(self.blocks.of[self.options.municipality[opening.option]])
                part[block] += openings_value(self.options, [opening]) - paid
        return sorted(range(len(part)), key=lambda block: part[block] - self._linear[block])

    def next_step(self, value: float) -> Step | None:
        """The next step that is worth its time beside a plan of that value, None when there is none."""
        while self._steps:
            step = self._steps.pop(0)
            near = self._near(step, value)[0]
            if len(near) and int(self.options.allowed[near].sum()) <= MOST_PAIRS:
                return step
        return None

    def take(self, step: Step, incumbent: Sequence[Opening], effort: Effort, gap: float) -> None:
        """Take a step; ``bound`` is lower afterwards, or not.

        Args:
            step: of ``next_step``.
            incumbent: the best plan known.
            effort: what the step may take.
            gap: relative gap of the whole that is good enough.
        """
        value = openings_value(self.options, incumbent)
        near, room = self._near(step, value)
        count = int((self._block_of == step.block).sum())
        if step.block < 0:
            solved = self._whole(step, near, incumbent, effort, gap)
            self.bound = min(self.bound, max(solved.bound, value))
            return
        solved = self._block(step, near, effort)
        proven, left_out = solved.bound - self._pinned, self._linear[step.block] - room
        self._best[step.block] = min(self._best[step.block], max(proven, left_out))
        self.bound = min(self.bound, self._pinned + sum(self._best) + self._wide)
        if proven < left_out and self.bound > value and step.reach < count:
            self._steps.insert(0, replace(step, reach=2 * step.reach))

    def _near(self, step: Step, value: float) -> tuple[Indices, float]:
        """Options of the step's program, and the least loss of those left out."""
        room = max(self._priced - value, 0.0)
        if step.block < 0:
            return self.able[self.losses <= room], room
        place = np.flatnonzero(self._block_of == step.block)
        losses = self.losses[place]
        if len(losses) > step.reach:
            room = min(room, float(np.partition(losses, step.reach)[step.reach]))
        return self.able[place[losses <= room]], room

    def _block(self, step: Step, own: Indices, effort: Effort) -> Solved:
        program = block_program(self.options, self.blocks, step.block, own, self.wide_prices)
        linear = max(self._linear[step.block] + self._pinned, 1e-12)
        solved = _solve(program, step, effort, min(0.5, step.accuracy * abs(self.bound) / linear))
        if solved.values is not None:
            self.answers = program.openings(solved.values)
        return solved

    def _whole(self, step: Step, near: Indices, incumbent: Sequence[Opening], effort: Effort, gap: float) -> Solved:
        held = np.array([opening.option for opening in incumbent], dtype=np.int64)
        program = build_program(self.options, np.union1d(near, held).astype(np.int64))
        program.require_floors(self.floors)
        solved = _solve(program, step, effort, max(gap, 1e-9), program.start(incumbent) if incumbent else None)
        if solved.values is not None:
            self.plan = program.openings(solved.values)
        return solved


def _solve(program: Program, step: Step, effort: Effort, gap: float, start: Start | None = None) -> Solved:
    clockless = math.isinf(effort.time_limit_s)
    return solve_assembly(
        program.assembly,
        solver=Solver.SCIP,
        time_limit_s=math.inf if clockless else min(effort.time_limit_s, step.seconds),
        node_limit=int(step.seconds * NODES_PER_SECOND) if clockless else None,
        relative_gap=gap,
        seed=effort.seed,
        start=start,
        # Measured: branching on these small programs proves more, sooner, than cuts and presolve do.
        brief=True,
    )


def _linear_values(blocks: Blocks, prices: PriceResult, response: Response) -> list[float]:
    """Per block, its best responses and what its own rows are worth at the prices: its linear value."""
    market = prices.offers.market
    values = [float(response.value[blocks.of[response.municipality] == block].sum()) for block in range(len(blocks))]
    worth = prices.row_prices * market.limits
    for row in np.flatnonzero(~blocks.wide):
        values[int(blocks.owner[row])] += float(worth[row])
    return values


def _tightest_first(blocks: Blocks, able: Indices, losses: Floats, options: Options) -> list[int]:
    """Blocks by how few options tie for the best: the fewer, the further the linear value is from any plan."""
    tied = blocks.of[options.municipality[able[losses <= TIED * float(losses.max(initial=0.0))]]]
    return sorted(range(len(blocks)), key=lambda block: (int((tied == block).sum()), block))
