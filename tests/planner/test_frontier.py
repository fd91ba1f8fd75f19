"""The frontier: certified points, none of them hidden, and rates that say what they compare."""

from dataclasses import replace

import pytest

from relevo_planner.frontier import RateKind, frontier, grid, usual_tenures
from relevo_planner.instance import Capability, Instance, Region
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal, Policy
from relevo_planner.what_if import apply_changes
from tests.planner.small import ALWAYS, LOOSE, place, pool, proposed, question

POLICY = replace(
    LOOSE, durations=(1, 2), tenure_periods=2, tenure_window_periods=6, goals=(Goal.NEED, Goal.FAIRNESS), period_days=7
)


def asked() -> Instance:
    """A strong need in one region, a weak one in the other, one team for both."""
    weights = (1.0,) * 8
    return question(
        place("a", gains={Capability.PATROL: (2.0,)}, period_weights=weights),
        place("b", gains={Capability.PATROL: (1.9,)}, period_weights=weights),
        place("c", gains={Capability.PATROL: (1.0,)}, period_weights=weights, region="regions/s", state="states/2"),
        pools=(pool("p", teams=1, base_region=""),),
        regions=(Region("regions/r", fusion_centre=ALWAYS), Region("regions/s", fusion_centre=ALWAYS)),
        policy=POLICY,
    )


@pytest.fixture(scope="module")
def plans() -> list[tuple[str, Instance, Plan]]:
    questions = [apply_changes(asked(), changes) for changes in grid(POLICY, (1, 2, 3), (0.0, 0.3))]
    return [(f"plans/{index}", instance, proposed(instance)) for index, instance in enumerate(questions)]


def test_the_grid_holds_every_tenure_with_every_fairness() -> None:
    changes = grid(Policy(), (8, 4, 4), (0.05, 0.0))
    numbers = [(one.policy["tenure_periods"], one.policy["fairness_epsilon"]) for one in changes]
    assert numbers == [(4, 0.0), (4, 0.05), (8, 0.0), (8, 0.05)]
    assert [one.policy["durations"] for one in changes[::2]] == [(2, 3, 4), (2, 3, 4, 5, 6, 7, 8)]
    only_need = grid(replace(Policy(), goals=(Goal.NEED,)), (6,), (0.0,))
    assert only_need[0].policy["goals"] == ("need", "fairness")
    assert usual_tenures(Policy()) == (2, 4, 6, 8)
    assert usual_tenures(replace(Policy(), tenure_window_periods=7)) == (2, 4, 6)


def test_points_are_the_plans_in_order(plans: list[tuple[str, Instance, Plan]]) -> None:
    found = frontier(list(reversed(plans)))
    assert [(point.tenure_weeks, point.epsilon) for point in found.points] == [
        (weeks, epsilon) for weeks in (1.0, 2.0, 3.0) for epsilon in (0.0, 0.3)
    ]
    for point in found.points:
        (plan,) = [plan for label, _, plan in plans if label == point.label]
        assert (point.value, point.bound) == (plan.certificate.value, plan.certificate.bound)


def test_fairness_costs_coverage_and_longer_stays_bring_it(plans: list[tuple[str, Instance, Plan]]) -> None:
    found = frontier(plans)
    by = {(point.tenure_weeks, point.epsilon): point for point in found.points}
    assert by[2.0, 0.3].worst > by[2.0, 0.0].worst
    assert by[2.0, 0.3].value < by[2.0, 0.0].value
    assert by[3.0, 0.0].value >= by[1.0, 0.0].value
    assert any(rate.kind is RateKind.FAIRNESS and rate.value < 0 for rate in found.rates)


def test_rates_lie_within_what_is_proven(plans: list[tuple[str, Instance, Plan]]) -> None:
    rates = [rate for rate in frontier(plans).rates if rate.kind is RateKind.TENURE]
    assert len(rates) == 4
    for rate in rates:
        assert rate.least <= rate.value <= rate.most


def test_a_point_that_another_beats_in_everything_is_marked(plans: list[tuple[str, Instance, Plan]]) -> None:
    label, instance, plan = plans[0]
    worse = ("worse", replace(instance, policy=replace(instance.policy, tenure_periods=2)), plan)
    found = frontier([plans[0], worse])
    assert {point.label: point.is_best for point in found.points} == {label: True, "worse": False}
