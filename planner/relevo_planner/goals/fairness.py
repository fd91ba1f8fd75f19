"""Goal 3: the worst-served region as well served as it can be, for at most ε of goal 2.

    maximise  z   subject to   z <= (need covered in r) / (need of r)   for every region r
                               value of goal 2 >= (1 - ε) * what goal 2 reached

    need of r = Σ_{m in r} Σ_t λ[m, t] Σ_k Σ_j g[m, k, j]: all that teams could bring in all periods. What stays of the
    records cover counts as covered. Regions where nothing can be given do not hold the others down.

ε = ``fairness_epsilon``. What goal 2 gives up for it is the price of fairness.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from relevo_planner.goals.need import covered_value
from relevo_planner.goals.pursuit import SLACK, Pursuit
from relevo_planner.goals.regions import reachable_regions, region_need, region_shares, worst_share
from relevo_planner.goals.worst_region import raise_worst_region
from relevo_planner.instance import Instance, Operation
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.policy import Goal
from relevo_planner.program import Program

UNIT = "covered share of the worst region's need"


def pursue(pursuit: Pursuit) -> None:
    """Raise the worst region, then recover as much need as the raised level leaves."""
    instance, options, before = pursuit.instance, pursuit.options, pursuit.value
    regions, epsilon = reachable_regions(instance, options), instance.policy.fairness_epsilon
    level, bound = worst_share(region_shares(instance, pursuit.operations), regions), 1.0
    if len(regions) > 1 and epsilon > 0:
        least = before - epsilon * abs(before)
        bound = raise_worst_region(pursuit, regions, least)
        level = _settle(pursuit, regions, least)
        pursuit.keeps.append(lambda program, need: _hold(pursuit, program, need, level))
    price = before - pursuit.value
    pursuit.results.append(GoalResult(Goal.FAIRNESS, level, max(bound, level), price, UNIT))


def _settle(pursuit: Pursuit, regions: tuple[str, ...], least: float) -> float:
    """Among the options seen so far raise the worst region as far as it goes, then take the most need at that level."""
    instance, options = pursuit.instance, pursuit.options

    def worst(operations: Iterable[Operation]) -> float:
        return worst_share(region_shares(instance, operations), regions)

    reached = worst(pursuit.operations)
    program, need = pursuit.program(least)
    z = add_worst_share(instance, options, program, need)
    program.assembly.objective = np.zeros(program.assembly.column_count)
    program.assembly.objective[z] = 1.0
    pursuit.adopt(program, pursuit.solve(program, 0.3), lambda operations: worst(operations) > reached)
    level, value = worst(pursuit.operations), pursuit.value
    program, need = pursuit.program(least)
    _hold(pursuit, program, need, level)

    def better(operations: tuple[Operation, ...]) -> bool:
        return worst(operations) >= level - 2 * SLACK and covered_value(instance, operations) > value

    pursuit.adopt(program, pursuit.solve(program, 0.3), better)
    return min(level, worst(pursuit.operations))


def _hold(pursuit: Pursuit, program: Program, need: NDArray[np.float64], level: float) -> None:
    """Keep every region at the level."""
    z = add_worst_share(pursuit.instance, pursuit.options, program, need)
    program.assembly.add_row(level - SLACK, math.inf, [z], 1.0, name="worst_share_kept")


def add_worst_share(instance: Instance, options: Options, program: Program, need: NDArray[np.float64]) -> int:
    """Add the column ``z`` with its rows to a program; ``need`` is goal 2's objective. Returns the column."""
    regions = reachable_regions(instance, options)
    total, committed = region_need(instance), region_shares(instance, ())
    z = int(program.assembly.add_columns(1, 0.0, 1.0, integer=False, names=["worst_share"])[0])
    region_of = np.array([place.region for place in instance.municipalities], dtype=object)
    step_region = region_of[options.municipality[program.step_option]]
    for region in regions:
        own = program.steps[step_region == region]
        program.assembly.add_row(
            -committed[region],
            math.inf,
            np.append(own, z),
            np.append(need[own] / total[region], -1.0),
            name=f"share_{region}",
        )
    return z
