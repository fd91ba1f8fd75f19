"""The plan on its way through the later goals, and the program that keeps what was reached so far."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance, Operation
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.program import Program, build_program
from relevo_planner.solution import Opening, Solution, openings_value, operations_of
from relevo_planner.solving import Solved, solve_assembly
from relevo_planner.stopping import StopCriterion

SLACK = 1e-7
"""Relative room that one goal leaves to the arithmetic of the next."""
RELATIVE_GAP = 1e-4
NODE_LIMIT = 2_000
"""Search nodes of one later goal: a limit that is the same on every machine."""

Keep = Callable[[Program, NDArray[np.float64]], None]
"""Adds rows to a program that keep what a goal reached; gets goal 2's objective too."""

Search = Callable[[Options, tuple[Opening, ...], float], Solution]
"""From options (the same, with other weights), a plan to begin with and a share of the time: a solution."""


@dataclass(slots=True)
class Pursuit:
    """Where the sequence stands.

    Attributes:
        instance: the question.
        options: what the rules leave.
        search: finds plans for goal 2 on other weights, in a share of the time that remains.
        chosen: (S,) the options that the programs of later goals hold, ascending.
        stop: whose remaining time the later goals share.
        seed: of the solver.
        openings: the plan so far.
        floors_met: floors of ``Options.floors`` that it meets and must go on meeting.
        keeps: what goals so far want kept.
        results: one per goal so far.
        notes: what a reader must know.
    """

    instance: Instance
    options: Options
    search: Search
    chosen: NDArray[np.int64]
    stop: StopCriterion
    seed: int
    openings: tuple[Opening, ...]
    floors_met: int
    keeps: list[Keep] = field(default_factory=list)
    results: list[GoalResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def value(self) -> float:
        """Goal 2's value of the plan so far."""
        return openings_value(self.options, self.openings)

    @property
    def complete(self) -> bool:
        """Whether the programs hold every option, so that their bounds are proven."""
        return len(self.chosen) == len(self.options)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The plan so far, in names."""
        return operations_of(self.instance, self.options, self.openings)

    def see(self, openings: Iterable[Opening]) -> None:
        """Make the options of a plan available to the programs of later goals."""
        self.chosen = np.union1d(self.chosen, [opening.option for opening in openings]).astype(np.int64)

    def program(
        self, least_value: float, chosen: NDArray[np.int64] | None = None
    ) -> tuple[Program, NDArray[np.float64]]:
        """A program that keeps everything so far, with goal 2 at least ``least_value``, and goal 2's objective.

        It holds the ``chosen`` options, or all that are available. Its own objective is goal 2's until the caller
        replaces it.
        """
        program = build_program(self.options, self.chosen if chosen is None else chosen)
        assembly, need = program.assembly, program.assembly.objective.copy()
        used, scale = np.flatnonzero(need), assembly.scale()
        assembly.add_row(least_value * scale, math.inf, used, need[used] * scale, name="need_kept")
        if self.floors_met:
            assembly.add_row(self.floors_met, math.inf, program.met, 1.0, name="floors_kept")
        for keep in self.keeps:
            keep(program, need)
        return program, need

    def solve(self, program: Program, share: float) -> Solved:
        """Solve within a share of the time that remains; nothing once the caller wants an end."""
        if self.stop.reason(self.value, math.inf) is not None:
            return Solved(None, -math.inf, math.inf, complete=False)
        return solve_assembly(
            program.assembly,
            time_limit_s=self.stop.remaining_s() * share,
            relative_gap=RELATIVE_GAP,
            node_limit=NODE_LIMIT,
            start=program.start(self.openings),
            seed=self.seed,
        )

    def adopt(self, program: Program, solved: Solved, better: Callable[[tuple[Operation, ...]], bool]) -> None:
        """Take the solver's plan if it is better by the goal's own reckoning."""
        if solved.values is not None:
            openings = program.openings(solved.values)
            if better(operations_of(self.instance, self.options, openings)):
                self.openings = openings
