"""Goals 1 and 2 by handing the whole program to a solver: exact, and fast enough for small instances.

It is also what the price method is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from relevo_planner.meet_floors import floors_met
from relevo_planner.options import Options
from relevo_planner.plan import Stop
from relevo_planner.program import build_program
from relevo_planner.solution import Opening, Solution, openings_value
from relevo_planner.solving import solve_assembly, solve_relaxed
from relevo_planner.stopping import Progress, Report, StopCriterion, effort, silent, steps_left, tolerated_gap

EXACT = 1e-9
"""Relative gap that counts as optimal where the caller tolerates none."""
NODES_PER_STEP = 100
"""Nodes of the solver's tree for each step that is left, where steps are counted."""


def solve_whole(
    options: Options,
    *,
    stop: StopCriterion,
    seed: int = 0,
    incumbent: Sequence[Opening] = (),
    report: Report = silent,
) -> Solution:
    """Meet as many floors as can be met, then cover as much need as can be covered.

    Args:
        options: what the rules leave.
        stop: ends the search; the solver gets the seconds that remain, or nodes for the steps that do.
        seed: of the solver.
        incumbent: a plan to fall back on.
        report: told before and after.
    """
    program = build_program(options)
    assembly, need = program.assembly, program.assembly.objective.copy()
    report(Progress("whole program", openings_value(options, incumbent), math.inf, tuple(incumbent)))
    broken_at_least = 0.0
    if options.floors:
        assembly.objective = np.zeros(assembly.column_count)
        assembly.objective[program.met] = 1.0
        limits = effort(stop, nodes=_nodes(stop))
        floors = solve_assembly(assembly, time_limit_s=limits.seconds, node_limit=limits.nodes, seed=seed)
        found = () if floors.values is None else program.openings(floors.values)
        if floors_met(options, found) > floors_met(options, incumbent):
            incumbent = found
        program.require_floors(floors_met(options, incumbent))
        broken_at_least = max(0.0, math.ceil(len(options.floors) - floors.bound - EXACT)) if floors.complete else 0.0
        assembly.objective = need
    relaxed = solve_relaxed(assembly, program.shared_rows, time_limit_s=stop.remaining_s())
    ceiling = math.inf if relaxed is None else relaxed.bound
    report(Progress("linear relaxation", openings_value(options, incumbent), ceiling))
    gap = max(tolerated_gap(stop), EXACT)
    start = program.start(incumbent) if incumbent else None
    limits = effort(stop, nodes=_nodes(stop))
    solved = solve_assembly(
        assembly,
        time_limit_s=limits.seconds,
        node_limit=limits.nodes,
        relative_gap=gap,
        seed=seed,
        start=start,
    )
    openings = tuple(incumbent) if solved.values is None else program.openings(solved.values)
    value = openings_value(options, openings)
    bound = max(min(solved.bound, ceiling), value)
    report(Progress("whole program", value, bound, openings))
    prices = None if relaxed is None else relaxed.row_prices
    reason = _reason(solved.complete, value, bound, stop)
    return Solution(openings, value, bound, reason, prices, broken_at_least)


def _reason(complete: bool, value: float, bound: float, stop: StopCriterion) -> Stop:
    if complete:
        return Stop.OPTIMAL if bound - value <= EXACT * 10 * max(1.0, abs(value)) else Stop.TOLERANCE
    counted = Stop.DEADLINE if steps_left(stop) is None else Stop.WORK_LIMIT
    return stop.reason(value, bound) or counted


def _nodes(stop: StopCriterion) -> int:
    return NODES_PER_STEP * max(1, steps_left(stop) or 0)
