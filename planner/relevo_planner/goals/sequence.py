"""Goals one after the other: each keeps what those before it reached, and says what it cost them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from relevo_planner.goals import fairness, stability, travel
from relevo_planner.goals.floors import UNIT as FLOORS_UNIT
from relevo_planner.goals.floors import broken_floors
from relevo_planner.goals.need import UNIT as NEED_UNIT
from relevo_planner.goals.pursuit import Pursuit, Search
from relevo_planner.goals.stability import published_options
from relevo_planner.instance import Instance
from relevo_planner.near import near_options
from relevo_planner.options import Options
from relevo_planner.plan import GoalResult
from relevo_planner.policy import Goal
from relevo_planner.solution import Opening, Solution
from relevo_planner.stopping import Progress, Report, StopCriterion, silent

LATER = {Goal.FAIRNESS: fairness.pursue, Goal.STABILITY: stability.pursue, Goal.TRAVEL: travel.pursue}
"""Goals after need, in the order of the model."""


@dataclass(frozen=True, slots=True)
class Refined:
    """What the sequence leaves: the plan, its value on goal 2, every goal's result, and notes."""

    openings: tuple[Opening, ...]
    value: float
    goals: tuple[GoalResult, ...]
    notes: tuple[str, ...]


def pursue_later_goals(
    instance: Instance,
    options: Options,
    solution: Solution,
    *,
    search: Search,
    stop: StopCriterion,
    seed: int = 0,
    report: Report = silent,
) -> Refined:
    """Pursue what the policy wants after goal 2, starting from goal 2's plan.

    Args:
        instance: the question.
        options: its options.
        solution: of goals 1 and 2.
        search: finds plans for goal 2 on other weights.
        stop: its remaining time is shared among the later goals.
        seed: of the solver.
        report: told before each goal.
    """
    wanted = set(LATER) & set(instance.policy.goals)
    opened = np.array([opening.option for opening in solution.openings], dtype=np.int64)
    pursuit = Pursuit(
        instance=instance,
        options=options,
        search=search,
        chosen=near_options(options, solution, published_options(instance, options)) if wanted else opened,
        stop=stop,
        seed=seed,
        openings=solution.openings,
        floors_met=0,
    )
    broken = len(broken_floors(instance, pursuit.operations))
    pursuit.floors_met = len(options.floors) - broken
    if Goal.FLOORS in instance.policy.goals:
        pursuit.results.append(GoalResult(Goal.FLOORS, float(broken), solution.floors_bound, 0.0, FLOORS_UNIT))
    need = GoalResult(Goal.NEED, pursuit.value, max(solution.bound, pursuit.value), 0.0, NEED_UNIT)
    pursuit.results.append(need)
    for goal, pursue in LATER.items():
        if goal in wanted:
            report(Progress(goal.value, pursuit.value, need.bound, pursuit.openings))
            pursue(pursuit)
    return Refined(pursuit.openings, pursuit.value, tuple(pursuit.results), tuple(pursuit.notes))
