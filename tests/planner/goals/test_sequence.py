"""Goals in order: floors before need, fairness within its allowance, stability against a published plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relevo_planner.instance import Floor
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal
from relevo_planner.propose import propose
from relevo_planner.stopping import Tolerance
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
