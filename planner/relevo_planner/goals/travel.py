"""Goal 5: least travel, then the lowest identifier.

    minimise  Σ_ω Σ_p km[p, m(ω)] * n[ω, p]  +  a metre times the position of (ω, p) among all pairs, scaled to 1

km is the great-circle distance from a pool's base to the municipality, once per team and operation. Where a point is
unknown the distance counts as 0, and the plan's notes say so. On large instances only the teams of the operations
already chosen are exchanged, not the operations. The last term only decides between plans that travel
equally far, so that equal plans do not differ from run to run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from relevo_planner.distance import base_to_place_km
from relevo_planner.goals.pursuit import SLACK, Pursuit
from relevo_planner.instance import Instance, Operation
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.policy import Goal
from relevo_planner.program import Program

UNIT = "team-km from base"
METRE_KM = 1e-3


def travel_km(instance: Instance, operations: Iterable[Operation]) -> float:
    """Team-kilometres from base to place, unknown distances counted as 0."""
    km = np.nan_to_num(base_to_place_km(instance))
    pools = {pool.name: i for i, pool in enumerate(instance.pools)}
    places = {place.name: i for i, place in enumerate(instance.municipalities)}
    return float(
        sum(
            km[pools[name], places[operation.municipality]] * count
            for operation in operations
            for name, count in operation.teams.items()
        )
    )


def unknown_distances(instance: Instance, operations: Iterable[Operation]) -> int:
    """Teams in operations whose distance from base is unknown."""
    unknown = np.isnan(base_to_place_km(instance))
    pools = {pool.name: i for i, pool in enumerate(instance.pools)}
    places = {place.name: i for i, place in enumerate(instance.municipalities)}
    return sum(
        count
        for operation in operations
        for name, count in operation.teams.items()
        if unknown[pools[name], places[operation.municipality]]
    )


def travel_coefficients(instance: Instance, options: Options, program: Program) -> NDArray[np.float64]:
    """Coefficients over all columns of a program: kilometres and the tie-break."""
    km = np.nan_to_num(base_to_place_km(instance))
    pairs = program.pairs
    coefficients = np.zeros(program.assembly.column_count)
    order = np.arange(len(pairs.option)) / max(1, len(pairs.option))
    coefficients[program.teams] = km[pairs.pool, options.municipality[pairs.option]] + METRE_KM * order
    return coefficients


def pursue(pursuit: Pursuit) -> None:
    """Serve the same need from nearer bases."""
    instance, before, bound = pursuit.instance, pursuit.value, 0.0
    reached = travel_km(instance, pursuit.operations)
    if reached > 0:
        windows = None if pursuit.complete else np.array([opening.option for opening in pursuit.openings])
        program, _ = pursuit.program(before - SLACK * abs(before), windows)
        program.assembly.objective = -travel_coefficients(instance, pursuit.options, program)
        solved = pursuit.solve(program, 0.8)
        if pursuit.complete and math.isfinite(solved.bound):
            tie_break = METRE_KM * instance.periods * sum(pool.teams for pool in instance.pools)
            bound = max(0.0, -solved.bound - tie_break)
        pursuit.adopt(program, solved, lambda operations: travel_km(instance, operations) <= reached)
    unknown = unknown_distances(instance, pursuit.operations)
    if unknown:
        pursuit.notes.append(f"{unknown} teams travel a distance that is unknown; it counts as 0 km")
    value = travel_km(instance, pursuit.operations)
    pursuit.results.append(GoalResult(Goal.TRAVEL, value, min(bound, value), before - pursuit.value, UNIT))
