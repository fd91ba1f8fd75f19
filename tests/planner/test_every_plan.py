"""Against every plan of tiny questions: the value is the best there is, the bound never below it, the review clean."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.baselines import baselines
from relevo_planner.compile import build_options
from relevo_planner.review import review_operations, review_plan
from relevo_planner.solution import openings_value
from relevo_planner.whole import solve_whole
from tests.planner.every_plan import best_plan, broken
from tests.planner.small import EXACT, operations_under, proposed, random_question

SEEDS = st.integers(0, 1_000_000)


@settings(max_examples=60)
@given(SEEDS)
def test_the_whole_program_is_exact(seed: int) -> None:
    instance = random_question(seed)
    floors, value = best_plan(instance)
    options = build_options(instance)
    solution = solve_whole(options, stop=EXACT)
    assert broken(instance, operations_under(instance)) == floors
    assert openings_value(options, solution.openings) == pytest.approx(value, abs=1e-6)
    assert solution.bound >= value - 1e-6


@settings(max_examples=40)
@given(SEEDS)
def test_the_proposed_plan_is_the_best(seed: int) -> None:
    instance = random_question(seed)
    floors, value = best_plan(instance)
    plan = proposed(instance)
    assert review_plan(instance, plan) == ()
    assert broken(instance, plan.operations) == floors
    assert plan.goals[0].value == floors
    assert plan.goals[0].bound <= floors
    assert plan.certificate.value == pytest.approx(value, abs=1e-6)
    assert plan.certificate.bound >= value - 1e-6
    assert len(plan.conflicts) == floors


@settings(max_examples=40)
@given(SEEDS)
def test_baselines_keep_the_rules_and_never_win(seed: int) -> None:
    instance = random_question(seed)
    plan = proposed(instance)
    for rival in plan.baselines:
        assert review_operations(instance, rival.operations) == ()
        if broken(instance, rival.operations) <= broken(instance, plan.operations):
            assert rival.value <= plan.certificate.value + 1e-6


@settings(max_examples=60)
@given(SEEDS)
def test_baselines_keep_pins(seed: int) -> None:
    instance = random_question(seed)
    free = operations_under(instance)
    pinned = replace(instance, pins=free[:1])
    for rival in baselines(pinned, build_options(pinned)):
        assert review_operations(pinned, rival.operations) == ()
