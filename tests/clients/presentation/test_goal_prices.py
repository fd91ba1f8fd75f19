"""What goals after need cost, in words."""

from relevo.v1.plan_pb2 import Certificate, GoalResult, Plan
from relevo.v1.policy_pb2 import Goal
from relevo_client.presentation.plans.goal_prices import goal_prices


def test_need_that_was_given_up_is_told_with_what_it_bought() -> None:
    plan = Plan(
        certificate=Certificate(value=970.0, bound=1000.0, gap=0.03),
        goals=[
            GoalResult(goal=Goal.GOAL_NEED, value=996.0, bound=1000.0),
            GoalResult(goal=Goal.GOAL_FAIRNESS, value=0.159, bound=0.2, price=25.6),
            GoalResult(goal=Goal.GOAL_TRAVEL, value=10.0, price=0.04),
        ],
    )
    assert list(goal_prices(plan)) == [
        "Of that gap, 2.56 % was given up so that the region served worst has 15.9 % of its need covered, not less."
    ]


def test_nothing_is_told_of_goals_that_cost_nothing() -> None:
    assert not list(goal_prices(Plan(certificate=Certificate(value=1.0, bound=1.0))))
