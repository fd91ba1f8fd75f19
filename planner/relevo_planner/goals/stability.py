"""Goal 4: fewest changed operations against the published plan.

    minimise  Σ_{published i} (1 - kept[i])  +  Σ_{ω not published} open[ω]
    kept[i] <= open[ω(i)],   kept[i] = 1  implies  n[ω(i), p] = published teams[i, p] for every pool p

A published operation counts as changed when it is missing or has other teams; an operation in a window that was not
published counts as new. Where there is a published plan, this goal may give up at most ``stability_epsilon`` of the
need that the goals before it left: without any room a new fact in one place would reshuffle the country for nothing
that anyone could notice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from relevo_planner.goals.pursuit import Pursuit
from relevo_planner.instance import Instance, Operation
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.policy import Goal
from relevo_planner.program import Program
from relevo_planner.solution import find_option

UNIT = "changed operations"
ROUNDING = 1e-6


def changes(instance: Instance, operations: Iterable[Operation]) -> int:
    """Published operations that are not kept as they were, and operations in windows that were not published."""
    published = {_window(operation): _teams(operation.teams) for operation in instance.published}
    proposed = {_window(operation): _teams(operation.teams) for operation in operations}
    lost = sum(1 for window, teams in published.items() if proposed.get(window) != teams)
    return lost + sum(1 for window in proposed if window not in published)


def add_changes(instance: Instance, options: Options, program: Program) -> tuple[NDArray[np.float64], float]:
    """Add ``kept`` with its rows to a program.

    Returns:
        Coefficients over all columns and a constant: their sum with a point is the number of changes.
    """
    assembly = program.assembly
    kept = _possible(instance, options, program)
    columns = assembly.add_columns(len(kept), 0.0, 1.0, integer=True, names=[f"kept_{o}" for o in kept])
    position = {int(option): i for i, option in enumerate(program.chosen)}
    coefficients = np.zeros(assembly.column_count)
    coefficients[program.open] = 1.0
    coefficients[columns] = -1.0
    for column, (option, teams) in zip(columns, kept.items(), strict=True):
        opened = program.open[position[option]]
        coefficients[opened] = 0.0
        assembly.add_row(-np.inf, 0.0, [column, opened], [1.0, -1.0])
        first, last = np.searchsorted(program.pairs.option, [option, option + 1])
        for pair in range(int(first), int(last)):
            count = float(teams.get(int(program.pairs.pool[pair]), 0))
            if count:
                assembly.add_row(0.0, np.inf, [program.teams[pair], column], [1.0, -count])
            most = float(options.teams_limit[option])
            assembly.add_row(-np.inf, most, [program.teams[pair], column], [1.0, most - count])
    windows = {_option(instance, options, operation) for operation in instance.published}
    coefficients[[program.open[position[o]] for o in windows if o is not None and o in position]] = 0.0
    return coefficients, float(len({_window(operation) for operation in instance.published}))


def pursue(pursuit: Pursuit) -> None:
    """Change as few published operations as the need to be kept allows."""
    instance, before = pursuit.instance, pursuit.value
    if not instance.published:
        pursuit.results.append(GoalResult(Goal.STABILITY, 0.0, 0.0, 0.0, UNIT))
        return
    reached, bound = changes(instance, pursuit.operations), 0.0
    if reached:
        program, _ = pursuit.program(before - instance.policy.stability_epsilon * abs(before))
        coefficients, constant = add_changes(instance, pursuit.options, program)
        program.assembly.objective = -coefficients
        solved = pursuit.solve(program, 0.5)
        if pursuit.complete and math.isfinite(solved.bound):
            bound = max(0.0, math.ceil(constant - solved.bound - ROUNDING))
        pursuit.adopt(program, solved, lambda operations: changes(instance, operations) < reached)
    value = changes(instance, pursuit.operations)

    def keep(program: Program, need: NDArray[np.float64]) -> None:
        coefficients, constant = add_changes(instance, pursuit.options, program)
        used = np.flatnonzero(coefficients)
        program.assembly.add_row(-math.inf, value - constant + 0.5, used, coefficients[used], name="changes_kept")

    pursuit.keeps.append(keep)
    pursuit.results.append(GoalResult(Goal.STABILITY, float(value), bound, before - pursuit.value, UNIT))


def published_options(instance: Instance, options: Options) -> NDArray[np.int64]:
    """Options that were published, whatever their teams."""
    found = {_option(instance, options, operation) for operation in instance.published}
    return np.array(sorted(option for option in found if option is not None), dtype=np.int64)


def _possible(instance: Instance, options: Options, program: Program) -> dict[int, dict[int, int]]:
    """Published operations that can be kept in the program: option and teams by pool index."""
    pools = {pool.name: i for i, pool in enumerate(instance.pools)}
    kept: dict[int, dict[int, int]] = {}
    for operation in instance.published:
        option = _option(instance, options, operation)
        teams = {pools[name]: count for name, count in operation.teams.items() if count}
        if option is not None and option in program.chosen and all(options.allowed[option, pool] for pool in teams):
            kept[option] = teams
    return kept


def _option(instance: Instance, options: Options, operation: Operation) -> int | None:
    places = [place.name for place in instance.municipalities]
    return find_option(options, places.index(operation.municipality), operation.start, operation.periods)


def _window(operation: Operation) -> tuple[str, int, int]:
    return operation.municipality, operation.start, operation.periods


def _teams(teams: Mapping[str, int]) -> dict[str, int]:
    return {pool: count for pool, count in teams.items() if count}
