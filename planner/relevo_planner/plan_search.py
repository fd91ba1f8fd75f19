"""The search for plans, block by block.

A first *sketch* is made of what the linear program uses. Then three kinds of steps take turns, each a small integer
program, and the plan never gets worse:

- *ask*: a block alone, what it would do if wide limits cost what they cost at the prices (or somewhat less, or more);
- *merge*: everyone together, choosing among what blocks said and what is open: wide limits become real;
- *rethink*: one block or two choose anew while everyone else keeps their stays, though not their teams, so that
  national teams move to where they are worth most.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from relevo_planner.block_program import block_program
from relevo_planner.blocks import Blocks
from relevo_planner.options import Options
from relevo_planner.program import Program, build_program
from relevo_planner.solution import Opening, openings_value
from relevo_planner.solving import Solved, Solver, solve_assembly
from relevo_planner.stopping import StopCriterion

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

SLICE_SECONDS, ASK_SECONDS, MOST_SECONDS = 2.0, 1.0, 16.0
"""Of a slice, of asking one block, and the most that a slice grows to where shorter ones end without an answer."""
SLICE_NODES = 300
"""Search nodes of a slice where no clock limits: the same on every machine."""
SLICE_GAP, ASK_GAP, SKETCH_GAP = 2e-5, 2e-3, 3e-2
SLICE_SHARE = 0.1
"""How closely a slice is solved at most, as a share of the gap that is good enough."""
FIRST_ASK_FACTOR, MOST_ASK_GAP = 2.0, 2e-2
"""The first time blocks are asked half as closely as the whole is wanted, up to this: to merge takes no proof."""
FIRST_REACH, LEAST_REACH, ASK_REACH = 40, 20, 60
WIDER, NARROWER = 1.5, 0.7
"""How the options that a block may choose from grow when nothing better is found, and shrink when time is short."""
NOISE = 1e-6
"""Of the highest loss: losses that differ by less are in random order."""
PRICE_FACTORS = (1.0, 0.9, 1.1, 0.8, 1.2, 1.0, 0.95, 1.05)
"""What wide prices are multiplied by from one round of asking to the next."""
REMEMBERED = 4
"""Rounds of answers that a merge chooses from."""
THREADS = 2


class PlanSearch:
    """The best plan so far and how it is improved.

    Attributes:
        openings: the plan.
        value: goal 2's value of it.
    """

    def __init__(
        self,
        options: Options,
        blocks: Blocks,
        able: Indices,
        losses: Floats,
        *,
        used: Indices,
        wide_prices: Floats,
        incumbent: Sequence[Opening],
        floors: int,
        stop: StopCriterion,
        seed: int,
        gap: float = 0.0,
        hardest: Sequence[int] = (),
    ) -> None:
        """Start from an incumbent.

        Args:
            options: what the rules leave.
            blocks: who shares limits with whom.
            able: (n,) the options that may be opened, ascending.
            losses: (n,) what each of them loses at the prices.
            used: options that the prices' linear program uses, ascending.
            wide_prices: (R,) prices of the wide rows, 0 for others.
            incumbent: a plan to begin with.
            floors: how many floors every plan must meet; the incumbent does.
            stop: whose remaining time limits a slice.
            seed: of random choices.
            gap: relative gap of the whole that is good enough.
            hardest: all blocks, those first that take the longest to solve; empty: in any order.
        """
        self.options, self.blocks, self.stop, self.seed = options, blocks, stop, seed
        self.able, self.losses, self.used, self.wide_prices = able, losses, used, wide_prices
        self.floors = floors
        self.openings = tuple(incumbent)
        self.value = openings_value(options, incumbent)
        self._rng = np.random.default_rng(seed)
        self._reach = [float(FIRST_REACH)] * len(blocks)
        self._answers: deque[Indices] = deque(maxlen=REMEMBERED)
        self._round, self._sketched = 0, False
        self._slice_s = SLICE_SECONDS
        self._turn, self._order = 0, list(range(len(blocks)))
        self._slice_gap = max(SLICE_GAP, SLICE_SHARE * gap)
        self._first_ask_gap = min(max(ASK_GAP, FIRST_ASK_FACTOR * gap), MOST_ASK_GAP)
        self._hardest = list(hardest) or self._order
        self._block_of = blocks.of[options.municipality[able]]
        self._noise = NOISE * max(float(losses.max(initial=0.0)), 1e-12)

    def sketch(self) -> bool:
        """A quick plan from what the linear program uses and nothing else; returns whether that is better."""
        self._sketched = True
        return self._choose(self.used, alone=True, gap=SKETCH_GAP)[1]

    def begin(self) -> bool:
        """Sketch and ask side by side, then merge; returns whether that found a better plan."""
        return self._ask((), self._first_ask_gap, sketch=not self._sketched)

    def ask(self, extra: Sequence[Opening] = ()) -> bool:
        """Ask every block on its own, then merge; returns whether that found a better plan.

        Args:
            extra: what others would open, to be chosen from as well.
        """
        return self._ask(extra, ASK_GAP)

    def _ask(self, extra: Sequence[Opening], gap: float, *, sketch: bool = False) -> bool:
        factor = PRICE_FACTORS[self._round % len(PRICE_FACTORS)]
        reach = int(ASK_REACH * WIDER ** (self._round // len(PRICE_FACTORS)))
        near = [self._near(block, reach) for block in range(len(self.blocks))]
        self._round += 1

        def answer(block: int) -> Sequence[Opening]:
            program = block_program(self.options, self.blocks, block, near[block], factor * self.wide_prices)
            solved = self._solve(program, (), gap, ASK_SECONDS)
            return () if solved.values is None else program.openings(solved.values)

        with ThreadPoolExecutor(THREADS) as pool:
            sketched = pool.submit(self.sketch) if sketch else None
            # What takes longest goes first: nobody then waits for it alone.
            answers = list(pool.map(answer, self._hardest))
        if sketched is not None:
            sketched.result()
        found = [opening.option for openings in (*answers, extra) for opening in openings]
        self._answers.append(np.unique(np.array(found, dtype=np.int64)))
        solved, better = self._choose(np.unique(np.concatenate(self._answers)))
        if not better and not solved.complete:
            self._slice_s = min(2 * self._slice_s, MOST_SECONDS)
        return better

    def turn_to(self, order: Sequence[int]) -> None:
        """Say in which order blocks think anew."""
        self._turn, self._order = 0, list(order)

    def rethink(self) -> bool:
        """Let the next block, or two, choose anew; returns whether that found a better plan."""
        count = len(self.blocks)
        first, sweep = self._order[self._turn % count], self._turn // count
        self._turn += 1
        chosen = [first]
        if count > 2 and sweep % 2 == 1:
            chosen.append((first + 1 + sweep // 2 % (count - 1)) % count)
        near = [self._near(block, int(self._reach[block] / len(chosen))) for block in chosen]
        solved, found = self._choose(np.unique(np.concatenate(near)))
        for block in chosen:
            factor = NARROWER if not solved.complete else 1.0 if found else WIDER
            self._reach[block] = max(LEAST_REACH, min(self._reach[block] * factor, float(len(self.able))))
        return found

    def adopt(self, openings: Iterable[Opening]) -> bool:
        """Take a plan if it is better."""
        plan = tuple(openings)
        value = openings_value(self.options, plan)
        if value <= self.value + 1e-12 * max(1.0, abs(self.value)):
            return False
        self.openings, self.value = plan, value
        return True

    def _near(self, block: int, reach: int) -> Indices:
        """Those options of a block that the linear program uses, and others that lose least, up to ``reach``."""
        place = np.flatnonzero(self._block_of == block)
        own, losses = self.able[place], self.losses[place]
        scale = self._noise
        if self._round and len(own) > reach:
            scale += float(np.partition(losses, reach)[reach])
        order = np.argsort(losses + scale * self._rng.random(len(own)), kind="stable")
        used = self.used[self.blocks.of[self.options.municipality[self.used]] == block]
        return np.union1d(own[order[: max(0, reach - len(used))]], used).astype(np.int64)

    def _choose(self, chosen: Indices, *, alone: bool = False, gap: float = SLICE_GAP) -> tuple[Solved, bool]:
        """Choose among these options and what is open; returns what the solver said and whether that is better.

        Args:
            chosen: the options.
            alone: leave out what is open, which may be far from what prices say, unless floors hold it.
            gap: relative gap that is good enough.
        """
        plan = () if alone and not self.floors else self.openings
        held = np.array([opening.option for opening in plan], dtype=np.int64)
        program = build_program(self.options, np.union1d(chosen, held).astype(np.int64))
        program.require_floors(self.floors)
        solved = self._solve(program, plan, max(gap, self._slice_gap), self._slice_s)
        return solved, solved.values is not None and self.adopt(program.openings(solved.values))

    def _solve(self, program: Program, plan: Sequence[Opening], gap: float, seconds: float) -> Solved:
        remaining = self.stop.remaining_s()
        return solve_assembly(
            program.assembly,
            time_limit_s=math.inf if math.isinf(remaining) else min(seconds, remaining),
            node_limit=SLICE_NODES if math.isinf(remaining) else None,
            relative_gap=gap,
            seed=self.seed,
            start=program.start(plan) if plan else None,
            # Measured: on programs of this size SCIP with little presolve improves a point sooner than HiGHS.
            solver=Solver.SCIP,
            brief=True,
        )
