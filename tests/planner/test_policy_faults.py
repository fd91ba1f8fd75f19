"""A policy that people are to follow contradicts itself nowhere, and every fault is named."""

from dataclasses import replace

import pytest

from relevo_planner.policy import Goal, Policy
from relevo_planner.policy_faults import contradictions, policy_faults


def fields(policy: Policy) -> list[str]:
    return [fault.where.removeprefix("policy.") for fault in (*policy_faults(policy), *contradictions(policy))]


def test_the_defaults_are_sound() -> None:
    assert fields(Policy()) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"durations": ()}, ["durations"]),
        ({"durations": (2, 7, 8)}, ["durations"]),
        ({"tenure_periods": 4}, ["durations"]),
        ({"tenure_window_periods": 6}, ["tenure_window_periods"]),
        ({"tenure_window_periods": 5}, ["tenure_window_periods"]),
        ({"complement_ratio": 0.0}, ["complement_ratio"]),
        ({"complement_ratio": float("nan")}, ["complement_ratio"]),
        ({"state_ceiling_share": 0.0}, ["state_ceiling_share"]),
        ({"reserve_share": 1.0}, ["reserve_share"]),
        ({"fairness_epsilon": 1.5}, ["fairness_epsilon"]),
        ({"goals": (Goal.FAIRNESS, Goal.NEED)}, ["goals"]),
        ({"goals": (Goal.FLOORS,)}, ["goals"]),
    ],
)
def test_each_fault_is_found(changes: dict[str, object], found: list[str]) -> None:
    assert fields(replace(Policy(), **changes)) == found  # type: ignore[arg-type]


def test_all_are_named_at_once() -> None:
    policy = replace(Policy(), durations=(9,), complement_ratio=0.0, reserve_share=1.0, period_days=0)
    assert fields(policy) == ["period_days", "durations", "complement_ratio", "reserve_share"]
