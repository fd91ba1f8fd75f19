"""Goals after need, against every plan of tiny questions: each is the best that those before it leave."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from relevo_planner.compile import build_options
from relevo_planner.goals.regions import reachable_regions, region_shares, worst_share
from relevo_planner.goals.stability import changes
from relevo_planner.goals.travel import travel_km
from relevo_planner.goals.worst_region import mixture_duals
from relevo_planner.instance import Capability, Instance, Operation, Stay
from relevo_planner.plan import GoalResult, Plan
from relevo_planner.policy import Goal
from relevo_planner.review import plan_value
from tests.planner.every_plan import every_plan
from tests.planner.small import LOOSE, place, pool, proposed, question, random_question

SEEDS = st.integers(0, 100_000)


def pursuing(instance: Instance, goal: Goal, **policy: float) -> Instance:
    return replace(instance, floors=(), policy=replace(instance.policy, goals=(Goal.NEED, goal), **policy))


def reached(plan: Plan, goal: Goal) -> GoalResult:
    return next(result for result in plan.goals if result.goal is goal)


def plans_worth(instance: Instance, share: float) -> list[tuple[Operation, ...]]:
    """Every plan that gives up at most the share of the best value."""
    plans = list(every_plan(instance))
    best = max(plan_value(instance, plan) for plan in plans)
    return [plan for plan in plans if plan_value(instance, plan) >= best - share * abs(best) - 1e-6]


@settings(max_examples=40)
@given(SEEDS)
def test_the_worst_region_is_as_well_served_as_it_can_be(seed: int) -> None:
    instance = pursuing(random_question(seed), Goal.FAIRNESS, fairness_epsilon=0.3)
    regions = reachable_regions(instance, build_options(instance))
    result = reached(proposed(instance), Goal.FAIRNESS)
    if len(regions) > 1:
        best = max(worst_share(region_shares(instance, plan), regions) for plan in plans_worth(instance, 0.3))
        assert result.value == pytest.approx(best, abs=1e-3)
        assert result.bound >= best - 1e-6
    assert result.price >= -1e-9


@settings(max_examples=40)
@given(SEEDS, SEEDS)
def test_as_few_operations_change_as_need_allows(seed: int, other: int) -> None:
    instance = pursuing(random_question(seed), Goal.STABILITY, stability_epsilon=0.2)
    plans = [plan for plan in every_plan(instance) if plan]
    assume(plans)
    instance = replace(instance, published=plans[other % len(plans)])
    result = reached(proposed(instance), Goal.STABILITY)
    fewest = min(changes(instance, plan) for plan in plans_worth(instance, 0.2))
    assert result.value == fewest
    assert result.bound <= fewest


@settings(max_examples=40)
@given(SEEDS)
def test_the_same_need_is_served_from_nearest(seed: int) -> None:
    drawn = random_question(seed)
    pools = tuple(replace(one, longitude=-100.0 + index) for index, one in enumerate(drawn.pools))
    instance = pursuing(replace(drawn, pools=pools), Goal.TRAVEL)
    result = reached(proposed(instance), Goal.TRAVEL)
    least = min(travel_km(instance, plan) for plan in plans_worth(instance, 0.0))
    assert result.value == pytest.approx(least, abs=0.1)
    assert result.bound <= least + 1e-6
    assert result.price == pytest.approx(0.0, abs=1e-6)


def two_regions() -> Instance:
    weak = place("b", region="regions/s", gains={Capability.PATROL: (0.5, 0.4)})
    policy = replace(LOOSE, goals=(Goal.NEED, Goal.FAIRNESS), fairness_epsilon=0.4)
    return question(place("a"), weak, pools=(pool(teams=2),), policy=policy)


def test_fairness_has_a_price_and_a_limit() -> None:
    plan = proposed(two_regions())
    need, fairness = reached(plan, Goal.NEED), reached(plan, Goal.FAIRNESS)
    assert fairness.price > 0
    assert need.value - fairness.price == pytest.approx(plan.certificate.value)
    assert plan.certificate.value >= 0.6 * need.value - 1e-6
    assert fairness.value > region_shares(two_regions(), ()).get("regions/s", 0.0)


def test_stays_of_the_records_count_as_covered() -> None:
    stay = Stay("deployments/1", "municipalities/b", -2, 2, {"pools/p": 1})
    shares = region_shares(replace(two_regions(), stays=(stay,)), ())
    assert shares == {"regions/r": 0.0, "regions/s": pytest.approx(2 * 0.5 / (4 * 0.9))}


def test_a_region_where_nothing_can_be_given_does_not_hold_others_down() -> None:
    forbidden = replace(two_regions().municipalities[1], verified_officers=None)
    instance = replace(two_regions(), municipalities=(two_regions().municipalities[0], forbidden))
    assert reached(proposed(instance), Goal.FAIRNESS).value > 0


def test_unknown_distances_are_counted_and_said() -> None:
    plan = proposed(question(place(), policy=replace(LOOSE, goals=(Goal.NEED, Goal.TRAVEL))))
    assert reached(plan, Goal.TRAVEL).value == 0.0
    assert any("distance that is unknown" in note for note in plan.notes)


def test_the_duals_of_a_mixture_price_the_worst_region() -> None:
    shares, values = np.array([[0.2, 0.6], [0.5, 0.4]]), np.array([10.0, 8.0])
    weights, price = mixture_duals(shares, values, 9.0)
    bound = max(float(weights @ own) + price * (value - 9.0) for own, value in zip(shares, values, strict=True))
    mixture = 0.5 * shares[0] + 0.5 * shares[1]
    assert weights.sum() == pytest.approx(1.0)
    assert bound == pytest.approx(mixture.min())
