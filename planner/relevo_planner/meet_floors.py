"""Goal 1 before goal 2: as many floors met as can be met, from the options of the municipalities that have floors.

Everyone else can only take teams away from floors, pins apart, which are in the program: the result is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from relevo_planner.options import OptionFloor, Options
from relevo_planner.program import build_program
from relevo_planner.solution import Opening
from relevo_planner.solving import solve_assembly
from relevo_planner.stopping import StopCriterion, effort

NODES = 2_000
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class FloorsMet:
    """What goal 1 reached.

    Attributes:
        openings: a plan that meets ``count`` floors; empty where none was found.
        count: how many of ``Options.floors`` it meets.
        broken_at_least: floors that stay broken in every plan, as far as that is proven.
    """

    openings: tuple[Opening, ...]
    count: int
    broken_at_least: float


def meet_floors(options: Options, *, stop: StopCriterion, seed: int = 0) -> FloorsMet:
    """Meet as many floors as can be met.

    Args:
        options: what the rules leave.
        stop: whose time, or steps, limit the solver.
        seed: of the solver.
    """
    places = [floor.municipality for floor in options.floors]
    program = build_program(options, np.flatnonzero(np.isin(options.municipality, places)))
    program.assembly.objective = np.zeros(program.assembly.column_count)
    program.assembly.objective[program.met] = 1.0
    limits = effort(stop, nodes=NODES)
    solved = solve_assembly(program.assembly, time_limit_s=limits.seconds, node_limit=limits.nodes, seed=seed)
    openings = () if solved.values is None else program.openings(solved.values)
    proven = len(options.floors) - solved.bound if math.isfinite(solved.bound) else 0.0
    return FloorsMet(openings, floors_met(options, openings), max(0.0, float(math.ceil(proven - ROUNDING))))


def floors_met(options: Options, openings: Iterable[Opening]) -> int:
    """How many of the floors some opening meets."""
    every = tuple(openings)
    return sum(any(_meets(options, floor, opening) for opening in every) for floor in options.floors)


def _meets(options: Options, floor: OptionFloor, opening: Opening) -> bool:
    if int(options.municipality[opening.option]) != floor.municipality:
        return False
    serving = (n for pool, n in opening.teams if floor.capability in (-1, int(options.pool_capability[pool])))
    return sum(serving) >= floor.teams
