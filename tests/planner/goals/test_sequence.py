"""Goals in order: floors before need, fairness within its allowance, stability against a published plan."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from relevo_planner import whole
from relevo_planner.baselines import by_rank
from relevo_planner.canonical import canonical_json
from relevo_planner.compile import build_options
from relevo_planner.goals.need import most_conceivable
from relevo_planner.goals.regions import region_shares
from relevo_planner.goals.stability import changes
from relevo_planner.goals.travel import travel_km
from relevo_planner.instance import Capability, Floor, Municipality
from relevo_planner.meet_floors import floors_met
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal
from relevo_planner.propose import UNPROVEN, propose
from relevo_planner.solving import Solved, solve_assembly
from relevo_planner.stopping import Deadline, Tolerance
from tests.planner import small
from tests.planner.questions import POLICY, place, pool, question

ALL = replace(POLICY, goals=tuple(Goal))


def result(plan: Plan, goal: Goal) -> float:
    return next(found.value for found in plan.goals if found.goal is goal)


def test_a_floor_comes_before_need() -> None:
    poor = replace(place("12002"), gains={next(iter(place().gains)): (0.01, 0.01)})
    instance = question(place("12001"), poor, pools=(pool(teams=4),))
    assert all(op.municipality != poor.name for op in propose(instance, stop=Tolerance(0.0)).operations)
    floored = replace(instance, floors=(Floor(poor.name, 2),))
    plan = propose(floored, stop=Tolerance(0.0))
    assert any(op.municipality == poor.name and sum(op.teams.values()) >= 2 for op in plan.operations)
    assert result(plan, Goal.FLOORS) == 0


def test_a_floor_stays_met_though_a_later_goal_would_rather_break_it() -> None:
    """The published plan breaks the floor and covers more need: nothing but the floor keeps anyone from going back."""
    poor = replace(place("12002"), gains={next(iter(place().gains)): (0.01, 0.01)})
    free = question(place("12001"), poor, pools=(pool(teams=4),), policy=ALL)
    published = propose(free, stop=Tolerance(0.0)).operations
    assert all(operation.municipality != poor.name for operation in published)
    plan = propose(replace(free, published=published, floors=(Floor(poor.name, 2),)), stop=Tolerance(0.0))
    assert result(plan, Goal.FLOORS) == 0
    assert any(op.municipality == poor.name and sum(op.teams.values()) >= 2 for op in plan.operations)


def test_no_region_falls_back_though_a_later_goal_would_rather_let_it() -> None:
    """The published plan is the unfair one: nothing but the level that was reached keeps anyone from going back."""
    other = replace(place("16053"), region="regions/sureste", gains={next(iter(place().gains)): (0.6, 0.5)})
    policy = replace(ALL, fairness_epsilon=0.5, stability_epsilon=0.5, state_ceiling_share=1.0)
    free = question(place("12001"), other, pools=(pool(teams=2),), policy=policy)
    unfair = propose(replace(free, policy=replace(policy, goals=(Goal.NEED,))), stop=Tolerance(0.0)).operations
    plan = propose(replace(free, published=unfair), stop=Tolerance(0.0))
    level = result(plan, Goal.FAIRNESS)
    assert level > min(region_shares(free, unfair).values()) + 0.01
    assert min(region_shares(free, plan.operations).values()) >= level - 1e-6


def test_what_is_published_stays_though_others_are_nearer() -> None:
    """Teams from far away are published; as many wait beside the place."""
    near = {"latitude": 20.0, "longitude": -99.0}
    here = replace(place("12001"), **near)
    pools = tuple(
        replace(pool(teams=8), name=f"pools/{name}", latitude=latitude, longitude=-99.0)
        for name, latitude in (("far", 15.0), ("near", 20.0))
    )
    free = question(here, pools=pools, policy=ALL)
    best = propose(free, stop=Tolerance(0.0)).operations
    teams = {name for operation in best for name in operation.teams}
    assert teams == {"pools/near"}
    swap = {"pools/near": "pools/far", "pools/far": "pools/near"}
    published = tuple(replace(one, teams={swap[name]: count for name, count in one.teams.items()}) for one in best)
    assert travel_km(free, published) > travel_km(free, best)
    plan = propose(replace(free, published=published), stop=Tolerance(0.0))
    assert result(plan, Goal.STABILITY) == changes(replace(free, published=published), plan.operations) == 0


def test_a_floor_that_cannot_be_met_is_reported_not_an_error() -> None:
    plan = propose(replace(question(), floors=(Floor(place().name, 9),)), stop=Tolerance(0.0))
    assert result(plan, Goal.FLOORS) == 1
    assert plan.operations


@pytest.mark.parametrize("epsilon", [0.0, 0.3])
def test_fairness_gives_up_no_more_than_allowed(epsilon: float) -> None:
    far = replace(place("27001"), region="regions/sureste", gains={next(iter(place().gains)): (0.3, 0.2)})
    instance = question(place("12001"), far, pools=(pool(teams=3),), policy=replace(ALL, fairness_epsilon=epsilon))
    free = propose(replace(instance, policy=POLICY), stop=Tolerance(0.0))
    fair = propose(instance, stop=Tolerance(0.0))
    assert fair.certificate.value >= (1 - epsilon) * free.certificate.value - 1e-9
    assert result(fair, Goal.FAIRNESS) >= 0


def test_replanning_the_same_question_changes_nothing() -> None:
    instance = question(place("12001"), place("12002"), pools=(pool(teams=5),), policy=ALL)
    published = propose(instance, stop=Tolerance(0.0)).operations
    again = propose(replace(instance, published=published), stop=Tolerance(0.0))
    assert again.operations == published
    assert result(again, Goal.STABILITY) == 0


def test_goals_that_are_not_asked_for_are_not_pursued() -> None:
    plan = propose(question(), stop=Tolerance(0.0))
    assert {found.goal for found in plan.goals} == {Goal.FLOORS, Goal.NEED}


def no_time_left() -> Deadline:
    return Deadline(0.0, lambda: 1.0)


def test_a_plan_that_had_no_time_has_a_bound_that_holds_and_says_so() -> None:
    instance = replace(question(), policy=ALL)
    plan, best = propose(instance, stop=no_time_left()), propose(instance, stop=Tolerance(0.0))
    assert best.certificate.value <= plan.certificate.bound == most_conceivable(instance)
    assert all(math.isfinite(goal.bound) for goal in plan.goals)
    assert UNPROVEN in plan.notes
    assert UNPROVEN not in best.notes
    assert canonical_json(plan)


def test_floors_that_were_met_stay_met_when_need_gets_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    poor = replace(place("12002"), gains={next(iter(place().gains)): (0.01, 0.01)}, rank=2)
    free = question(replace(place("12001"), rank=1), poor, pools=(pool(teams=4),))
    instance = replace(free, floors=(Floor(poor.name, 2),))
    asked: list[int] = []

    def once(*arguments: Any, **keywords: Any) -> Solved:
        asked.append(1)
        if len(asked) == 1:
            return solve_assembly(*arguments, **keywords)
        return Solved(None, -math.inf, math.inf, complete=False)

    monkeypatch.setattr(whole, "solve_assembly", once)
    options = build_options(instance)
    rich = by_rank(instance, options)[:1]
    assert floors_met(options, rich) == 0
    solution = whole.solve_whole(options, stop=Tolerance(0.0), incumbent=rich)
    assert floors_met(options, solution.openings) == 1


@pytest.mark.parametrize(("epsilon", "moved"), [(0.02, 0), (0.05, 1), (0.07, 2), (0.12, 3)])
def test_fairness_takes_as_much_as_it_may_and_no_more(epsilon: float, moved: int) -> None:
    """Six teams cover 1 each in one region, 0.8 in the other: each that moves costs 0.2 of 6."""

    def six(region: str, gain: float) -> list[Municipality]:
        described = {"gains": {Capability.PATROL: (gain,)}, "region": f"regions/{region}", "period_weights": (1.0,)}
        return [small.place(f"{region}{index}", **described) for index in range(6)]

    policy = replace(small.LOOSE, goals=(Goal.NEED, Goal.FAIRNESS), fairness_epsilon=epsilon)
    pools = (small.pool(teams=6, base_region=""),)
    plan = small.proposed(small.question(*six("r", 1.0), *six("s", 0.8), pools=pools, policy=policy))
    (fairness,) = (found for found in plan.goals if found.goal is Goal.FAIRNESS)
    assert fairness.price == pytest.approx(0.2 * moved)
    assert fairness.value == pytest.approx(moved / 6)
