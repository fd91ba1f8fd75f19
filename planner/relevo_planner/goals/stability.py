"""Goal 4: fewest changed operations against the published plan.

    minimise  Σ_{published i} (1 - kept[i])  +  Σ_{ω not published} open[ω]
    kept[i] <= open[ω(i)],   kept[i] = 1  implies  n[ω(i), p] = published teams[i, p] for every pool p

A published operation counts as changed when it is missing or has other teams; an operation in a window that was not
published counts as new. Where there is a published plan, this goal may give up at most ``stability_epsilon`` of the
need that the goals before it left: without any room a new fact in one place would reshuffle the country for nothing
that anyone could notice.

Where options are many, first only what is published or planned may be chosen, a small program that mostly finds what
there is to find; then everything that is near, unless no plan could change noticeably less.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from relevo_planner.goals.pursuit import Pursuit
from relevo_planner.instance import Instance, Operation
from relevo_planner.meet_floors import floors_met
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.policy import Goal
from relevo_planner.program import Program
from relevo_planner.solution import find_option, openings_of, openings_value, operations_of
from relevo_planner.warm import repaired

UNIT = "changed operations"
LONGER_SHARE = 0.05
"""Share of the time for each of the two programs where options are many."""
ROUNDING = 1e-6
CLOSE = 0.05
"""Of the published operations: so many moved without need are not worth a longer search."""


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
    bound = float(_least_changes(instance, pursuit.options))
    own = np.array([opening.option for opening in pursuit.openings], dtype=np.int64)
    _adopt_published(pursuit, before - instance.policy.stability_epsilon * abs(before))
    few = np.union1d(published_options(instance, pursuit.options), own).astype(np.int64)
    # A moved stay is counted twice: where it was and where it is.
    close = 0.0 if pursuit.complete else 2 * CLOSE * len(instance.published)
    for chosen in [pursuit.chosen] if pursuit.complete else [few, pursuit.chosen]:
        reached = changes(instance, pursuit.operations)
        if reached <= bound + (0.0 if chosen is few else close):
            break
        program, _ = pursuit.program(before - instance.policy.stability_epsilon * abs(before), chosen)
        coefficients, constant = add_changes(instance, pursuit.options, program)
        program.assembly.objective = -coefficients
        solved = pursuit.solve(program, 0.5 if pursuit.complete else LONGER_SHARE)
        if len(chosen) == len(pursuit.options) and math.isfinite(solved.bound):
            bound = max(bound, math.ceil(constant - solved.bound - ROUNDING))
        pursuit.adopt(program, solved, _with_fewer(instance, reached))
    value = changes(instance, pursuit.operations)

    def keep(program: Program, need: NDArray[np.float64]) -> None:
        coefficients, constant = add_changes(instance, pursuit.options, program)
        used = np.flatnonzero(coefficients)
        program.assembly.add_row(-math.inf, value - constant + 0.5, used, coefficients[used], name="changes_kept")

    pursuit.keeps.append(keep)
    pursuit.results.append(GoalResult(Goal.STABILITY, float(value), bound, before - pursuit.value, UNIT))


def _least_changes(instance: Instance, options: Options) -> int:
    """Changes that every plan has: published operations that are no option any more, and pins that were not published.

    A published operation with teams that may not serve any more changes, too.
    """
    published = {_window(operation): _teams(operation.teams) for operation in instance.published}
    pinned = {_window(pin): _teams(pin.teams) for pin in instance.pins}
    possible = {_window(operation) for operation in instance.published if _is_possible(instance, options, operation)}
    lost = {window for window in published if window not in possible}
    lost |= {window for window, teams in pinned.items() if window in published and published[window] != teams}
    apart = instance.policy.separation_periods
    for municipality, start, periods in pinned:
        for window in published:
            near = window[1] < start + periods + apart and start < window[1] + window[2] + apart
            if window[0] == municipality and near and window not in pinned:
                lost.add(window)
    return len(lost) + sum(1 for window in pinned if window not in published)


def _adopt_published(pursuit: Pursuit, least_value: float) -> None:
    """Take what is left of the published plan, where that is good enough and no goal before asks for more."""
    instance, options = pursuit.instance, pursuit.options
    left = repaired(instance, options, instance.published)
    is_good = openings_value(options, left) >= least_value and floors_met(options, left) >= pursuit.floors_met
    is_closer = changes(instance, operations_of(instance, options, left)) < changes(instance, pursuit.operations)
    if is_good and is_closer and not pursuit.keeps:
        pursuit.openings = left


def _with_fewer(instance: Instance, reached: int) -> Callable[[tuple[Operation, ...]], bool]:
    return lambda operations: changes(instance, operations) < reached


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


def _is_possible(instance: Instance, options: Options, operation: Operation) -> bool:
    """Whether a published operation could stay as it is, for all that the rules on single operations say."""
    option = _option(instance, options, operation)
    kept = openings_of(instance, options, [operation])
    return option is not None and sum(count for _, count in kept[0].teams) == sum(operation.teams.values())


def _option(instance: Instance, options: Options, operation: Operation) -> int | None:
    places = [place.name for place in instance.municipalities]
    return find_option(options, places.index(operation.municipality), operation.start, operation.periods)


def _window(operation: Operation) -> tuple[str, int, int]:
    return operation.municipality, operation.start, operation.periods


def _teams(teams: Mapping[str, int]) -> dict[str, int]:
    return {pool: count for pool, count in teams.items() if count}
