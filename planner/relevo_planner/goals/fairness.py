"""Goal 3: the worst-served region as well served as it can be, for at most ε of goal 2.

    maximise  z   subject to   z <= (need covered in r) / (need of r)   for every region r
                               value of goal 2 >= (1 - ε) * what goal 2 reached

    need of r = Σ_{m in r} Σ_t λ[m, t] Σ_k Σ_j g[m, k, j]: all that teams could bring in all periods. What stays of the
    records cover counts as covered. Regions where nothing can be given do not hold the others down.

ε = ``fairness_epsilon``. What goal 2 gives up for it is the price of fairness.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from relevo_planner.goals.need import covered_value
from relevo_planner.goals.pursuit import SLACK, Pursuit
from relevo_planner.instance import Capability, Instance, Municipality, Operation
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.policy import Goal
from relevo_planner.program import Program

UNIT = "covered share of the worst region's need"


def region_need(instance: Instance) -> dict[str, float]:
    """All that teams could bring in each region, regions without need left out."""
    need: dict[str, float] = {}
    for place in instance.municipalities:
        gains = math.fsum(math.fsum(own) for own in place.gains.values())
        need[place.region] = need.get(place.region, 0.0) + gains * math.fsum(place.period_weights)
    return {region: amount for region, amount in need.items() if amount > 0}


def region_shares(instance: Instance, operations: Iterable[Operation]) -> dict[str, float]:
    """Covered share of each region's need under the operations and the records' stays."""
    need = region_need(instance)
    covered = dict.fromkeys(need, 0.0)
    places = {place.name: place for place in instance.municipalities}
    for name, start, end, teams in _presences(instance, operations):
        place = places[name]
        if place.region in covered:
            weight = math.fsum(place.period_weights[max(start, 0) : max(end, 0)])
            covered[place.region] += weight * _gains(instance, place, teams)
    return {region: covered[region] / need[region] for region in need}


def reachable_regions(instance: Instance, options: Options) -> tuple[str, ...]:
    """Regions with need in which at least one operation is possible."""
    served = {instance.municipalities[int(place)].region for place in np.unique(options.municipality)}
    return tuple(region for region in region_need(instance) if region in served)


def worst_share(shares: Mapping[str, float], regions: Iterable[str]) -> float:
    """The smallest share among the regions; 1 where there are none."""
    return min((shares[region] for region in regions), default=1.0)


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


def pursue(pursuit: Pursuit) -> None:
    """Raise the worst region, then recover as much need as the raised level leaves."""
    instance, options, before = pursuit.instance, pursuit.options, pursuit.value
    regions, epsilon = reachable_regions(instance, options), instance.policy.fairness_epsilon

    def worst(operations: Iterable[Operation]) -> float:
        return worst_share(region_shares(instance, operations), regions)

    bound = 1.0
    if len(regions) > 1 and epsilon > 0:
        least, reached = before - epsilon * abs(before), worst(pursuit.operations)
        program, need = pursuit.program(least)
        z = add_worst_share(instance, options, program, need)
        program.assembly.objective = np.zeros(program.assembly.column_count)
        program.assembly.objective[z] = 1.0
        raised = pursuit.solve(program, 0.3)
        bound = min(bound, raised.bound) if pursuit.complete else bound
        pursuit.adopt(program, raised, lambda operations: worst(operations) > reached)
        _recover(pursuit, least, worst(pursuit.operations), regions)
    if len(regions) > 1:
        _keep(pursuit, worst(pursuit.operations))
    value, price = worst(pursuit.operations), before - pursuit.value
    pursuit.results.append(GoalResult(Goal.FAIRNESS, value, max(bound, value), price, UNIT))


def _keep(pursuit: Pursuit, level: float) -> None:
    def keep(program: Program, need: NDArray[np.float64]) -> None:
        z = add_worst_share(pursuit.instance, pursuit.options, program, need)
        program.assembly.add_row(level - SLACK, math.inf, [z], 1.0, name="worst_share_kept")

    pursuit.keeps.append(keep)


def _recover(pursuit: Pursuit, least: float, level: float, regions: tuple[str, ...]) -> None:
    """Most need at the given level of the worst region."""
    instance, reached = pursuit.instance, pursuit.value
    program, need = pursuit.program(least)
    z = add_worst_share(instance, pursuit.options, program, need)
    program.assembly.add_row(level - SLACK, math.inf, [z], 1.0)
    recovered = pursuit.solve(program, 0.4)

    def better(operations: tuple[Operation, ...]) -> bool:
        fair = worst_share(region_shares(instance, operations), regions) >= level - 2 * SLACK
        return fair and covered_value(instance, operations) > reached

    pursuit.adopt(program, recovered, better)


def _presences(
    instance: Instance, operations: Iterable[Operation]
) -> Iterable[tuple[str, int, int, Mapping[str, int]]]:
    for stay in instance.stays:
        yield stay.municipality, stay.start, min(stay.end, instance.periods), stay.teams
    for operation in operations:
        yield operation.municipality, operation.start, operation.end, operation.teams


def _gains(instance: Instance, place: Municipality, teams: Mapping[str, int]) -> float:
    by_capability: Counter[Capability] = Counter()
    for pool in instance.pools:
        by_capability[pool.capability] += teams.get(pool.name, 0)
    return math.fsum(math.fsum(place.gains.get(k, ())[:count]) for k, count in by_capability.items())
